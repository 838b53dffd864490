"""What attached files are called, and what they are called after nobody has been deceived."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, attached, case
from tests.channels.mail.letters import CRLF, multipart, plain

LATVIAN = "rēķins Nr. 7.pdf"

# name of the case, header lines of the part, the name that is shown
_NAMES = [
    ("plain", 'Content-Disposition: attachment; filename="report.pdf"', "report.pdf"),
    ("without quotes", "Content-Disposition: attachment; filename=report.pdf", "report.pdf"),
    (
        "with spaces and without quotes",
        "Content-Disposition: attachment; filename=my report.pdf",
        "my report.pdf",
    ),
    ("of the type only", "Content-Disposition: attachment", "typed.pdf"),
    ("folded", 'Content-Disposition: attachment;\r\n\tfilename="report.pdf"', "report.pdf"),
    ("in capitals", 'CONTENT-DISPOSITION: ATTACHMENT; FILENAME="Report.PDF"', "Report.PDF"),
    (
        "percent-encoded in UTF-8",
        "Content-Disposition: attachment; filename*=utf-8''r%C4%93%C4%B7ins%20Nr.%207.pdf",
        LATVIAN,
    ),
    (
        "percent-encoded in another charset",
        "Content-Disposition: attachment; filename*=windows-1257''r%E7%ED%ins.pdf".replace("%ins", "ins"),
        "rēķins.pdf",
    ),
    (
        "percent-encoded with a language",
        "Content-Disposition: attachment; filename*=UTF-8'lv'r%C4%93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "percent-encoded without a charset",
        "Content-Disposition: attachment; filename*=''r%C4%93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "percent-encoded without the quotes of RFC 2231",
        "Content-Disposition: attachment; filename*=r%C4%93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "percent-encoded in quotes",
        "Content-Disposition: attachment; filename*=\"utf-8''r%C4%93%C4%B7ins.pdf\"",
        "rēķins.pdf",
    ),
    (
        "percent-encoded as web pages do",
        'Content-Disposition: attachment; filename="r%C4%93%C4%B7ins%20Nr.%207.pdf"',
        LATVIAN,
    ),
    (
        "with a percent sign of its own",
        'Content-Disposition: attachment; filename="100%25 done%20.pdf"',
        "100%25 done%20.pdf",
    ),
    (
        "both ways",
        "Content-Disposition: attachment; filename=\"rekins.pdf\"; filename*=utf-8''r%C4%93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "both ways, the other way round",
        "Content-Disposition: attachment; filename*=utf-8''r%C4%93%C4%B7ins.pdf; filename=\"rekins.pdf\"",
        "rēķins.pdf",
    ),
    (
        "continued",
        'Content-Disposition: attachment; filename*0="a long "; filename*1="name.pdf"',
        "a long name.pdf",
    ),
    (
        "continued and encoded",
        "Content-Disposition: attachment;\r\n filename*0*=utf-8''r%C4%93;\r\n filename*1*=%C4%B7ins%20;\r\n filename*2=\"Nr. 7.pdf\"",
        LATVIAN,
    ),
    (
        "continued in the wrong order",
        "Content-Disposition: attachment; filename*2=\"Nr. 7.pdf\"; filename*1*=%C4%B7ins%20; filename*0*=utf-8''r%C4%93",
        LATVIAN,
    ),
    (
        "continued, a letter cut in two",
        "Content-Disposition: attachment; filename*0*=utf-8''r%C4; filename*1*=%93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "continued, a percent sign cut from its digits",
        "Content-Disposition: attachment; filename*0*=utf-8''r%C4%; filename*1*=93%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "continued, the marks forgotten",
        "Content-Disposition: attachment; filename*0=utf-8''r%C4%93; filename*1=%C4%B7ins.pdf",
        "rēķins.pdf",
    ),
    (
        "continued and short beside it",
        "Content-Disposition: attachment; filename=\"x.pdf\"; filename*0*=utf-8''r%C4%93%C4%B7; filename*1*=ins.pdf",
        "rēķins.pdf",
    ),
    (
        "in 60 pieces",
        "Content-Disposition: attachment;"
        + ";".join(f"\r\n filename*{number}=ab" for number in range(60))
        + ";\r\n filename*60=.pdf",
        "ab" * 60 + ".pdf",
    ),
    (
        "an encoded word in quotes",
        'Content-Disposition: attachment; filename="=?utf-8?q?r=C4=93=C4=B7ins_Nr=2E_7=2Epdf?="',
        LATVIAN,
    ),
    (
        "encoded words over a fold",
        'Content-Disposition: attachment; filename="=?utf-8?B?csSTxLdpbnM=?=\r\n =?utf-8?B?IE5yLiA3LnBkZg==?="',
        LATVIAN,
    ),
    (
        "an encoded word without quotes",
        "Content-Disposition: attachment; filename==?utf-8?B?csSTxLdpbnMucGRm?=",
        "rēķins.pdf",
    ),
    (
        "an encoded word in the type",
        'Content-Type: application/pdf; name="=?iso-8859-1?Q?a=F1o.pdf?="',
        "año.pdf",
    ),
    ("raw letters", 'Content-Disposition: attachment; filename="rēķins Nr. 7.pdf"', LATVIAN),
    ("quotes inside", 'Content-Disposition: attachment; filename="a \\"b\\"; c.pdf"', "a _b_; c.pdf"),
    (
        "quotes inside that nobody escaped",
        'Content-Disposition: attachment; filename="a "b" c.pdf"; size=3',
        "a _b_ c.pdf",
    ),
    ("a quote that is never closed", 'Content-Disposition: attachment; filename="report.pdf', "report.pdf"),
    ("a semicolon inside", 'Content-Disposition: attachment; filename="a;b=c.pdf"', "a;b=c.pdf"),
    (
        "full-width signs",
        'Content-Disposition: attachment; filename="請求書（１月）.pdf"',
        "請求書（１月）.pdf",
    ),
    ("emoji", 'Content-Disposition: attachment; filename="👩‍🔧 ok.pdf"', "👩‍🔧 ok.pdf"),
    ("a path", 'Content-Disposition: attachment; filename="../../etc/report.pdf"', "report.pdf"),
    (
        "a Windows path",
        'Content-Disposition: attachment; filename="C:\\Users\\jorge\\report.pdf"',
        "report.pdf",
    ),
    (
        "a path of full-width slashes",
        'Content-Disposition: attachment; filename="..／..／report.pdf"',
        "report.pdf",
    ),
    (
        "a direction turned",
        "Content-Disposition: attachment; filename*=utf-8''invoice%E2%80%AEfdp.exe",
        "invoicefdp.exe",
    ),
    (
        "zero-width signs",
        "Content-Disposition: attachment; filename*=utf-8''%E2%80%8B.htaccess%E2%80%8B",
        "htaccess",
    ),
    (
        "a wide gap before the true ending",
        'Content-Disposition: attachment; filename="invoice.pdf                         .exe"',
        "invoice.pdf .exe",
    ),
    (
        "line breaks and NUL",
        "Content-Disposition: attachment; filename*=utf-8''a%0D%0AX%3A%00y.pdf",
        "a X_y.pdf",
    ),
    ("a device", 'Content-Disposition: attachment; filename="CON.pdf"', "_CON.pdf"),
    ("dots alone", 'Content-Disposition: attachment; filename=".."', "attachment.pdf"),
    (
        "20,000 letters",
        'Content-Disposition: attachment; filename="' + "a" * 15_000 + '.pdf"',
        "a" * 251 + ".pdf",
    ),
    (
        "of the place where it lies",
        "Content-Type: application/pdf\r\nContent-Location: report.pdf",
        "report.pdf",
    ),
    (
        "of the page where it lies",
        "Content-Type: application/pdf\r\nContent-Location: https://auralis.example/files/mi%20gu%C3%ADa.pdf?v=2",
        "mi guía.pdf",
    ),
    (
        "of a place that names no file",
        "Content-Type: application/pdf\r\nContent-Location: https://auralis.example",
        "attachment.pdf",
    ),
    (
        "marked as encoded by its beginning only",
        "Content-Disposition: attachment; filename=\"utf-8''mi%20a%C3%B1o.pdf\"",
        "mi año.pdf",
    ),
    ("in single quotes", "Content-Disposition: attachment; filename='report.pdf'", "report.pdf"),
    ("with a stray quote", 'Content-Disposition: attachment; filename=report.pdf"', "report.pdf"),
    (
        "without a semicolon before it",
        "Content-Type: application/pdf; charset=binary name=report.pdf\r\nContent-Disposition: attachment",
        "report.pdf",
    ),
    (
        "on a line that should begin with a space",
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; \r\nfilename="report: 7.pdf"',
        "report_ 7.pdf",
    ),
    (
        "its charset in a section that is not marked",
        "Content-Disposition: attachment; filename*0=\"utf-8'es'mi\"; filename*1*=%20a%C3%B1o; filename*2=.pdf",
        "mi año.pdf",
    ),
    (
        "an unknown codec",
        "Content-Disposition: attachment; filename*=unicode_escape''%5Cu0041.pdf",
        "u0041.pdf",
    ),
    ("a comment", 'Content-Disposition: attachment (x); filename="report.pdf" (y)', "report.pdf"),
]


def _mail(lines: str) -> bytes:
    kind = "" if lines.startswith("Content-Type") else "Content-Type: application/pdf; name=typed.pdf\r\n"
    kind = kind.replace("; name=typed.pdf", "") if 'filename=".."' in lines else kind
    return multipart(
        "mixed",
        plain("Vea"),
        f"{kind}{lines}\r\nContent-Transfer-Encoding: base64\r\n".encode() + CRLF + b"JVBERi0=",
    )


CASES: list[Case] = [
    case(f"file name: {name}", _mail(lines), "Vea", attachments=[attached(shown, 5, "application/pdf")])
    for name, lines, shown in _NAMES
]
