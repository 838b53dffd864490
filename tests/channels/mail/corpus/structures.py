"""Parts in parts: every way to put texts and files together, sound and broken."""

from __future__ import annotations

import base64

from tests.channels.mail.corpus import HEAD, Case, attached, case, wire
from tests.channels.mail.letters import file, joined, letter, multipart, nested, plain, png, rich

PICTURE = file(
    png(), "", "image/png", "Content-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\n"
)
LOGO = attached("logo.png", len(png()), "image/png", inline=True)
PDF = file(b"%PDF-1.7", "invoice.pdf", "application/pdf")
INVOICE = attached("invoice.pdf", 8, "application/pdf")
SHOWN = '<p>Hola <img src="cid:logo@x"></p>'


def _wrapped(body: str, kind: str = 'multipart/mixed; boundary="b"') -> bytes:
    return wire(f"{HEAD}Content-Type: {kind}\n\n{body}")


CASES: list[Case] = [
    case("text and HTML", multipart("alternative", plain("Hola"), rich("<p>Hola</p>")), "Hola", html="<p>Hola</p>"),
    case("HTML before text", multipart("alternative", rich("<p>Hola</p>"), plain("Hola, sin formato")), "Hola, sin formato", html="<p>Hola</p>"),
    case("an empty text", multipart("alternative", plain(""), rich("<p>Solo HTML</p>")), "Solo HTML", html="<p>Solo HTML</p>"),
    case("a text that only excuses itself", multipart("alternative", plain("Your e-mail client does not support HTML."), rich("<p>No enciende, dice <b>E-0042</b> y se apaga al momento otra vez.</p>")), "No enciende, dice E-0042 y se apaga al momento otra vez.", html="<p>No enciende, dice <b>E-0042</b> y se apaga al momento otra vez.</p>"),
    case("a text that speaks of HTML is a text", multipart("alternative", plain("The HTML page of the Hub does not open, please help me."), rich("<p>x</p>")), "The HTML page of the Hub does not open, please help me.", html="<p>x</p>"),
    case("three forms", multipart("alternative", plain("Hola"), b"Content-Type: text/x-amp-html\r\n\r\n<html amp4email>", rich("<p>Hola</p>")), "Hola", html="<p>Hola</p>"),
    case("text and a watch's form", multipart("alternative", plain("Hola"), b"Content-Type: text/watch-html\r\n\r\n<b>Hola</b>", rich("<p>Hola</p>")), "Hola", html="<p>Hola</p>"),
    case("text and enriched text", multipart("alternative", plain("Hola"), b"Content-Type: text/enriched\r\n\r\n<bold>Hola</bold>"), "Hola"),
    case("enriched text alone", letter("<bold>Hola</bold>\r\n\r\n<fontfamily><param>Arial</param>el Duo</fontfamily> <<3", content_type="text/enriched"), "Hola\nel Duo <3"),
    case("HTML that says it is plain", letter("<!DOCTYPE html><html><body><p>Hola</p></body></html>"), "Hola", html="<p>Hola</p>"),
    case("a plain text that says it is HTML", letter("Hola:\r\n\r\nel Duo & yo &copy;\r\nadiós", content_type="text/html; charset=utf-8"), "Hola:\n\nel Duo & yo ©\nadiós", html="<p>Hola:<br><br>el Duo &amp; yo ©<br>adiós</p>"),
    case("HTML alone", letter("<p>Hola</p>", content_type="text/html; charset=utf-8"), "Hola", html="<p>Hola</p>"),
    case("text and a file", multipart("mixed", plain("Vea el archivo"), PDF), "Vea el archivo", attachments=[INVOICE]),
    case("a file before the text", multipart("mixed", PDF, plain("Vea el archivo")), "Vea el archivo", attachments=[INVOICE]),
    case("a file between texts", multipart("mixed", plain("Antes"), PDF, plain("Después")), "Antes\n\nDespués", attachments=[INVOICE]),
    case("a file alone in the mail", letter(b"%PDF-1.7", content_type="application/pdf; name=invoice.pdf"), "", attachments=[INVOICE]),
    case("a file alone in a multipart", multipart("mixed", PDF), "", attachments=[INVOICE]),
    case("text, HTML, picture and file, nested in order", multipart("mixed", nested("related", nested("alternative", plain("Hola"), rich("<p>Hola <img src='cid:logo@x'></p>"), boundary="c"), PICTURE, boundary="d"), PDF), "Hola", html=SHOWN, attachments=[LOGO, INVOICE]),
    case("the picture inside of the HTML form", multipart("alternative", plain("Hola"), nested("related", rich("<p>Hola <img src='cid:logo@x'></p>"), PICTURE, boundary="d")), "Hola", html=SHOWN, attachments=[LOGO]),
    case("the HTML form in pieces, as Apple writes", multipart("alternative", plain("Uno\n\nDos"), nested("mixed", rich("<p>Uno</p>"), PDF, rich("<p>Dos</p>"), boundary="d")), "Uno\n\nDos", html="<p>Uno</p>\n<p>Dos</p>", attachments=[INVOICE]),
    case("the root of related parts is not the first", multipart('related; start="<root@x>"', PICTURE, b"Content-ID: <root@x>\r\n" + rich("<p>Hola <img src='cid:logo@x'></p>")), "Hola", html=SHOWN, attachments=[LOGO]),
    case("a frame beside the page", multipart("related", rich("<p>Hola</p>"), b"Content-ID: <f@x>\r\n" + rich("<p>marco</p>")), "Hola", html="<p>Hola</p>", attachments=[attached("attachment.html", 12, "text/html")]),
    case("the same words twice, not as alternatives", multipart("mixed", plain("Hola, no va"), rich("<p>Hola, no va</p>")), "Hola, no va", html="<p>Hola, no va</p>"),
    case("other words in HTML", multipart("mixed", plain("Hola"), rich("<p>Adiós</p>")), "Hola\n\nAdiós", html="<p>Hola</p>\n<p>Adiós</p>"),
    case("a list server's lines below", multipart("mixed", nested("alternative", plain("Hola"), rich("<p>Hola</p>"), boundary="c"), plain("____\nLista de Auralis")), "Hola\n\n____\nLista de Auralis", html="<p>Hola</p>\n<p>____<br>Lista de Auralis</p>"),
    case("a signed mail", multipart('signed; protocol="application/pkcs7-signature"', plain("Firmado"), file(b"0\x80", "smime.p7s", "application/pkcs7-signature")), "Firmado", attachments=[attached("smime.p7s", 2, "application/pkcs7-signature")]),
    case("a mail signed with PGP", multipart('signed; protocol="application/pgp-signature"', plain("Firmado"), b"Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----"), "Firmado", attachments=[attached("signature.asc", 29, "application/pgp-signature")]),
    case("an encrypted mail", multipart('encrypted; protocol="application/pgp-encrypted"', b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", file(b"-----BEGIN PGP MESSAGE-----", "encrypted.asc")), "", attachments=[attached("version.asc", 10, "application/pgp-encrypted"), attached("encrypted.asc", 27, "application/octet-stream")], notices=["encrypted"]),
    case("PGP in the text", letter("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"), "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----", notices=["encrypted"]),
    case("a forwarded mail as a file", multipart("mixed", plain("Vea"), b"Content-Type: message/rfc822\r\n\r\n" + letter("dentro", subject="=?utf-8?q?Factura_n=C2=BA_7/2025?=")), "Vea", attachments=[attached("Factura nº 7_2025.eml", len(letter("dentro", subject="=?utf-8?q?Factura_n=C2=BA_7/2025?=")), "message/rfc822")]),
    case("a forwarded mail in base64", multipart("mixed", plain("Vea"), file(b"Subject: dentro\r\n\r\nhola", "", "message/rfc822")), "Vea", attachments=[attached("dentro.eml", 23, "message/rfc822")]),
    case("a digest", multipart("digest", b"\r\nSubject: uno\r\n\r\nhola", b"\r\nSubject: dos\r\n\r\nhola"), "", attachments=[attached("uno.eml", 20, "message/rfc822"), attached("dos.eml", 20, "message/rfc822")]),
    case("the two halves of a Mac's file", multipart("mixed", plain("Foto"), nested("appledouble", file(b"\x00\x05\x16\x07", "foto.jpg", "application/applefile"), file(b"\xff\xd8\xff\xe0", "foto.jpg", "image/jpeg"), boundary="d")), "Foto", attachments=[attached("foto.jpg", 4, "image/jpeg")], notices=["not_an_image"]),
    case("a multipart nobody knows", multipart("x-odd", plain("Uno"), plain("Dos")), "Uno\n\nDos"),
    case("parts side by side", multipart("parallel", plain("Uno"), PDF), "Uno", attachments=[INVOICE]),
    case("a part elsewhere", multipart("mixed", plain("Vea"), b'Content-Type: message/external-body; access-type=URL; URL="https://x.example/y"; name=y.bin\r\n\r\nContent-Type: image/png\r\n'), "Vea", attachments=[attached("y.bin", 25, "message/external-body")], notices=["external_body"]),
    case("a third of a mail", letter(b"Subject: x\n\nhalf", content_type='message/partial; id="a@x"; number=1; total=3'), "", attachments=[attached("attachment", 18, "message/partial")], notices=["partial_message"]),
    case("texts with file names and no other", letter(joined(b'Content-Type: text/plain; name="body.txt"\r\n\r\nHola', b'Content-Type: text/html; name="body.html"\r\n\r\n<p>Hola</p>'), content_type="multipart/alternative; boundary=b0undary"), "Hola", html="<p>Hola</p>"),
    case("a text with a file name beside one without", multipart("mixed", plain("Vea"), b'Content-Type: text/plain; name="log.txt"\r\n\r\nE-0042'), "Vea", attachments=[attached("log.txt", 6, "text/plain")]),
    case("HTML as a file", multipart("mixed", plain("Vea"), file(b"<script>", "page.html", "text/html")), "Vea", attachments=[attached("page.html", 8, "text/html")]),
    case("a text that is called an attachment", multipart("mixed", plain("Vea"), b"Content-Disposition: attachment\r\n" + plain("E-0042")), "Vea", attachments=[attached("attachment.txt", 6, "text/plain")]),
    case("a file that is to be shown where it stands", multipart("mixed", plain("Foto:"), file(png(), "", "image/png", "Content-Disposition: inline; filename=a.png\r\n")), "Foto:", attachments=[attached("a.png", len(png()), "image/png", inline=True)]),
    # broken ones
    case("the last delimiter is missing", _wrapped("--b\nContent-Type: text/plain\n\nHola\n"), "Hola", notices=["truncated"]),
    case("a preamble and an epilogue", _wrapped("Prologue\n--b\n\nHola\n--b--\nEpilogue\n"), "Hola"),
    case("spaces behind the delimiter", _wrapped("--b  \n\nHola\n--b-- \t\n"), "Hola"),
    case("the boundary is a beginning of another", _wrapped("--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nUno\n--bb\n\nDos\n--bb--\n--b\n\nTres\n--b--\n"), "Uno\n\nDos\n\nTres"),
    case("a boundary of odd signs", _wrapped("--=_(odd)+'?:/=--\n\nHola\n--=_(odd)+'?:/=----\n", 'multipart/mixed; boundary="=_(odd)+\'?:/=--"'), "Hola"),
    case("a boundary without quotes and with signs", _wrapped("------=_Part.1=2\n\nHola\n------=_Part.1=2--\n", "multipart/mixed; boundary=----=_Part.1=2; x=y"), "Hola"),
    case("a boundary in single quotes", _wrapped("--abc\n\nHola\n--abc--\n", "multipart/mixed; boundary='abc'"), "Hola"),
    case("no boundary is named", _wrapped("--found-it\nContent-Type: text/plain\n\nHola\n--found-it--\n", "multipart/mixed"), "Hola"),
    case("another boundary is named", _wrapped("--found-it\nContent-Type: text/plain\n\nHola\n--found-it--\n", "multipart/mixed; boundary=lost"), "Hola"),
    case("no type is named, but parts are there", wire(f"{HEAD}\nThis is a multi-part message in MIME format.\n\n--abcdef\nContent-Type: text/plain\n\nHola\n--abcdef\nContent-Type: text/html\n\n<p>Hola</p>\n--abcdef--\n"), "Hola", html="<p>Hola</p>"),
    case("a multipart without parts", _wrapped("Hola a todos\n"), "Hola a todos", notices=["broken_multipart"]),
    case("a delimiter within a line is none", _wrapped("--b\n\nHola --b\n --b\nfin\n--b--\n"), "Hola --b\n --b\nfin"),
    case("a part without a header and a blank line", _wrapped("--b\nHola sin cabecera\n--b--\n"), "Hola sin cabecera"),
    case("a blank line before a part's header", _wrapped("--b\n\nContent-Type: text/html\n\n<p>Hola</p>\n--b--\n"), "Hola", html="<p>Hola</p>"),
    case("no blank line below a part's header", _wrapped("--b\nContent-Type: text/plain\nHola sin hueco\n--b--\n"), "Hola sin hueco"),
    case("a closed part inside of an open one", _wrapped("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nHola\n--c\nContent-Type: text/html\n\n<p>Hola</p>\n--b\nContent-Type: text/plain; name=a.txt\n\nE-0042\n--b--\n"), "Hola", html="<p>Hola</p>", attachments=[attached("a.txt", 6, "text/plain")], notices=["truncated"]),
    case("empty parts", _wrapped("--b\n--b\n\n--b\n\nHola\n--b--\n"), "Hola"),
    case("a multipart that claims to be quoted-printable", wire(f"{HEAD}Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n--b\n\nHola = ok\n--b--\n"), "Hola = ok"),
    case("a multipart in base64", wire(f"{HEAD}Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n") + base64.encodebytes(b"--b\r\n\r\nHola\r\n--b--\r\n"), "Hola"),
    case("a type with no comma between it and the charset", wire(f"{HEAD}Content-Type: text/html charset=utf-8\n\n<p>¿Qué?</p>\n"), "¿Qué?", html="<p>¿Qué?</p>"),
    case("a type with a comment", wire(f"{HEAD}Content-Type: text/html (page); charset=utf-8 (Unicode)\n\n<p>¿Qué?</p>\n"), "¿Qué?", html="<p>¿Qué?</p>"),
    case("a type that is none", wire(f"{HEAD}Content-Type: nonsense\n\nHola\n"), "Hola"),
    case("half a type", wire(f"{HEAD}Content-Type: html; charset=utf-8\n\n<p>Hola</p>\n"), "Hola", html="<p>Hola</p>"),
    case("two types", wire(f"{HEAD}Content-Type: text/html\nContent-Type: text/plain\n\n<p>Hola</p>\n"), "Hola", html="<p>Hola</p>"),
    case("the only boundary is short and not named", _wrapped("--b\nContent-Type: text/plain\n\nHola\n--b\nContent-Type: text/plain; name=a.txt\n\nE-0042\n--b--\n", "multipart/mixed"), "Hola", attachments=[attached("a.txt", 6, "text/plain")]),
    case("a file that was added below the last delimiter", _wrapped("--b\n\nHola\n--b--\n\n--b\nContent-Type: text/plain; name=a.txt\n\nE-0042\n--b--\nEpilogue\n"), "Hola", attachments=[attached("a.txt", 6, "text/plain")]),
    case("a line like a delimiter below the last one", _wrapped("--b\n\nHola\n--b--\n--b\nEpilogue\n"), "Hola"),
    case("a part with the boundary of the whole, and a file behind it", _wrapped("--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nHola\n--b\nContent-Type: text/html\n\n<p>Hola</p>\n--b--\n\n--b\nContent-Type: text/plain; name=a.txt\n\nE-0042\n--b--\n"), "Hola", html="<p>Hola</p>", attachments=[attached("a.txt", 6, "text/plain")], notices=["broken_multipart"]),
    case("a boundary on a line that should begin with a space", wire(f'{HEAD}Content-Type: multipart/mixed;\nboundary="b:b"\n\n--b:b\nContent-Type: text/plain;\ncharset=windows-1257\n\n', "utf-8") + "Čau, Zane\r\n--b:b--\r\n".encode("cp1257"), "Čau, Zane"),
    case("no blank line below a multipart's header", _wrapped("--b\nContent-Type: multipart/alternative; boundary=c\n--c\nContent-Type: text/plain\n\nHola\n--c\nContent-Type: text/html\n\n<p>Hola</p>\n--c--\n--b--\n"), "Hola", html="<p>Hola</p>"),
    case("no blank line below the whole mail's header", wire(f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n--b\nContent-Type: text/plain\n\nHola\n--b--\n'), "Hola"),
    case("a digest of mails whose first field is their type", multipart("digest", b"\r\nContent-Type: text/plain\r\nSubject: uno\r\n\r\nhola"), "", attachments=[attached("uno.eml", 46, "message/rfc822")]),
    case("a file with a type that is none", multipart("mixed", plain("Vea"), b'Content-Type: application-x-gzip; name="registro.gz"\r\n\r\n\x1f\x8b'), "Vea", attachments=[attached("registro.gz", 2, "application/gzip")]),
    case("a file without a type", multipart("mixed", plain("Vea"), b"Content-Disposition: attachment; filename=invoice.pdf\r\n\r\n%PDF-1.7"), "Vea", attachments=[INVOICE]),
    case("a file without a type and with an ending that nobody knows", multipart("mixed", plain("Vea"), b"Content-Disposition: attachment; filename=log.auralis\r\n\r\nE-0042"), "Vea", attachments=[attached("log.auralis", 6, "application/octet-stream")]),
    case("a file that claims to be the text", letter(b"E-0042\0\0\1", content_type='text/plain; name="estado.bin"'), "", attachments=[attached("estado.bin", 9, "text/plain")]),
    case("a text with a file name, filled up with zeros", letter(b"E-0042" + b"\0" * 20, content_type='text/plain; name="estado.txt"'), "E-0042"),
    case("a text of wide letters with a file name", letter("Hola, señora".encode("utf-16"), content_type='text/plain; charset=utf-16; name="texto.txt"'), "Hola, señora"),
    case("twelve levels deep", letter(b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1) for level in range(12)) + b"--b12\r\n\r\nHola\r\n--b12--\r\n" + b"".join(b"--b%d--\r\n" % level for level in range(11, -1, -1)), content_type="multipart/mixed; boundary=b0"), "Hola"),
]  # fmt: skip
