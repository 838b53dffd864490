"""Mails built as programs on desks and phones build theirs: their structure, fields and HTML; the words are ours."""

from __future__ import annotations

import base64
import binascii

from tests.channels.mail.corpus import Case, attached, case, wire
from tests.channels.mail.letters import png

_REL = 'rel="noopener noreferrer nofollow"'
_PNG = base64.encodebytes(png()).decode()


def _quoted(text: str) -> str:
    return binascii.b2a_qp(text.encode()).decode()


def _packed(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


OUTLOOK = wire(f"""
Received: from AM0PR01.mail.example ([::1]) by AM0PR01.mail.example with Microsoft SMTP Server; Mon, 3 Mar 2025 09:15:01 +0000
From: Jorge Molina <jorge@molina.example>
To: "support@auralis.example" <support@auralis.example>
CC: =?iso-8859-1?Q?Elena_N=FA=F1ez?= <elena@prats.example>
Subject: =?iso-8859-1?Q?RV:_N=BA_de_serie?=
Thread-Topic: =?iso-8859-1?Q?N=BA_de_serie?=
Thread-Index: AQHbjA==
Date: Mon, 3 Mar 2025 09:15:00 +0000
Message-ID: <AM0PR01MB0001.EURPRD01.PROD.OUTLOOK.EXAMPLE>
Accept-Language: es-ES, en-US
Content-Language: es-ES
X-MS-Has-Attach: yes
Content-Type: multipart/mixed;
\tboundary="_005_AM0PR01_"
MIME-Version: 1.0

--_005_AM0PR01_
Content-Type: multipart/related;
\tboundary="_004_AM0PR01_";
\ttype="multipart/alternative"

--_004_AM0PR01_
Content-Type: multipart/alternative;
\tboundary="_000_AM0PR01_"

--_000_AM0PR01_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

El n=FAmero es AD2-0012345.

[cid:image001.png@01DB8C00.00000000]

--_000_AM0PR01_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html xmlns:o=3D"urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Diso-8859-1">
<style><!-- p.MsoNormal {{margin:0cm}} --></style></head>
<body lang=3D"ES" link=3D"#0563C1"><div class=3D"WordSection1"><p class=3D"MsoNormal">El n=FAmero es AD2-0012345.<o:p></o:p></p>
<p class=3D"MsoNormal"><img width=3D"2" height=3D"2" id=3D"Imagen_x0020_1" src=3D"cid:image001.png@01DB8C00.00000000"><o:p></o:p></p></div></body></html>

--_000_AM0PR01_--

--_004_AM0PR01_
Content-Type: image/png; name="image001.png"
Content-Description: image001.png
Content-Disposition: inline; filename="image001.png"; size=25;
\tcreation-date="Mon, 03 Mar 2025 09:14:00 GMT"
Content-ID: <image001.png@01DB8C00.00000000>
Content-Transfer-Encoding: base64

{_PNG}
--_004_AM0PR01_--

--_005_AM0PR01_
Content-Type: application/pdf; name="=?iso-8859-1?Q?garant=EDa.pdf?="
Content-Description: =?iso-8859-1?Q?garant=EDa.pdf?=
Content-Disposition: attachment;
\tfilename="=?iso-8859-1?Q?garant=EDa.pdf?="; size=5
Content-Transfer-Encoding: base64

JVBERi0=

--_005_AM0PR01_--
""")

APPLE = wire("""
From: Hannah Cole <hannah@cole.example>
Content-Type: multipart/alternative;
\tboundary="Apple-Mail=_ABC"
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3776.700.51\\))
Subject: Two files
Date: Mon, 3 Mar 2025 09:15:00 +0000
Message-Id: <ABC-1@cole.example>
To: support@auralis.example
X-Mailer: Apple Mail (2.3776.700.51)


--Apple-Mail=_ABC
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain;
\tcharset=utf-8

First=E2=80=A6




=E2=80=A6 and last.

--Apple-Mail=_ABC
Content-Type: multipart/mixed;
\tboundary="Apple-Mail=_DEF"


--Apple-Mail=_DEF
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html;
\tcharset=utf-8

<html><head></head><body style=3D"overflow-wrap: break-word;">First=E2=80=A6<div><br></div></body></html>
--Apple-Mail=_DEF
Content-Disposition: inline;
\tfilename*=utf-8''re%CC%84kins.pdf
Content-Type: application/pdf;
\tx-unix-mode=0644;
\tname="=?utf-8?B?cmXMhGtpbnMucGRm?="
Content-Transfer-Encoding: base64

JVBERi0=
--Apple-Mail=_DEF
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html;
\tcharset=utf-8

<html><head></head><body><div></div><div>=E2=80=A6 and last.</div></body></html>
--Apple-Mail=_DEF--

--Apple-Mail=_ABC--
""")

PHONE = wire(f"""
Content-Type: multipart/mixed; boundary=Apple-Mail-1
Content-Transfer-Encoding: 7bit
From: Tom Baker <tom@baker.example>
Mime-Version: 1.0 (1.0)
Date: Mon, 3 Mar 2025 09:15:00 +0000
Subject: Hub
Message-Id: <P-1@baker.example>
To: support@auralis.example
X-Mailer: iPhone Mail (22D72)


--Apple-Mail-1
Content-Type: text/plain;
\tcharset=us-ascii
Content-Transfer-Encoding: 7bit

It blinks red

--Apple-Mail-1
Content-Type: image/png;
\tname=IMG_0001.PNG;
\tx-apple-part-url=X
Content-Disposition: inline;
\tfilename=IMG_0001.PNG
Content-Transfer-Encoding: base64

{_PNG}
--Apple-Mail-1
Content-Type: text/plain;
\tcharset=us-ascii
Content-Transfer-Encoding: 7bit



Sent from my iPhone
--Apple-Mail-1--
""")

THUNDERBIRD = wire("""
Message-ID: <d1-2@vitols.example>
Date: Mon, 3 Mar 2025 11:15:00 +0200
MIME-Version: 1.0
User-Agent: Mozilla Thunderbird
Subject: Re: =?UTF-8?B?S8S8xatkYSBIMTI=?=
Content-Language: lv
To: Mareko <help@mareko.example>
References: <a@mareko.example> <b@mareko.example>
From: =?UTF-8?B?SnVyaXMgVsSrdG9scw==?= <juris@vitols.example>
In-Reply-To: <b@mareko.example>
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 8bit

Labdien!

Siltumsūknis joprojām rāda kļūdu H12, lai gan\x20
esmu to izslēdzis uz stundu.

On 03.03.2025 10:00, Mareko wrote:
> Lūdzu, izslēdziet\x20
> ierīci.

--\x20
Juris Vītols
""")

LOTUS = wire("""
To: support@auralis.example
Cc: elena@prats.example
MIME-Version: 1.0
Subject: =?ISO-8859-1?Q?Antwort=3A_Fehler_E-0107_=28ge=E4ndert=29?=
X-Mailer: Lotus Notes Release 9.0.1FP10
From: "Jorge Molina" <jorge@molina.example>
Message-ID: <OF1A2B.3C-ONC1258C.00-C1258C.01@molina.example>
Date: Mon, 3 Mar 2025 10:15:00 +0100
Content-Type: multipart/mixed; boundary="=_mixed 0033FC1258C_="

--=_mixed 0033FC1258C_=
Content-Type: multipart/alternative; boundary="=_alternative 0033FC1258C_="

--=_alternative 0033FC1258C_=
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset="ISO-8859-1"

Der Fehler kommt w=E4hrend des Starts.

--=_alternative 0033FC1258C_=
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="ISO-8859-1"

<span style=3D" font-size:10pt;font-family:sans-serif">Der Fehler kommt w=E4hrend des Starts.</span>

--=_alternative 0033FC1258C_=--
--=_mixed 0033FC1258C_=
Content-Type: application/octet-stream; name="log.txt"
Content-Disposition: attachment; filename="log.txt"
Content-Transfer-Encoding: base64

RS0wMTA3
--=_mixed 0033FC1258C_=--
""")

GROUPWISE = wire("""
Message-Id: <67C5.6789.0123.0@molina.example>
X-Mailer: Novell GroupWise Internet Agent 14.2.2
Date: Mon, 03 Mar 2025 10:15:00 +0100
From: "Jorge Molina" <jorge@molina.example>
To: <support@auralis.example>
Subject: =?UTF-8?Q?Garant=C3=ADa=20del=20Beam?=
Mime-Version: 1.0
Content-Type: multipart/mixed; boundary="=__PartABC0.0__="

This is a MIME message. If you are reading this text, you may want to
consider changing to a mail reader or gateway that understands how to
properly handle MIME multipart messages.

--=__PartABC0.0__=
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable
Content-Disposition: inline

=C2=BFSigue en garant=C3=ADa?

--=__PartABC0.0__=
Content-Type: text/plain; name="Serie.TXT"
Content-Transfer-Encoding: quoted-printable
Content-Disposition: attachment; filename="Serie.TXT"

ABM-1234567
--=__PartABC0.0__=--
""")

K9 = wire("""
Date: Mon, 03 Mar 2025 10:15:00 +0100
From: Elena Prats <elena@prats.example>
To: Auralis <support@auralis.example>
Subject: =?UTF-8?Q?Re=3A_Avería?=
User-Agent: K-9 Mail for Android
In-Reply-To: <q@auralis.example>
References: <q@auralis.example>
Message-ID: <K9-1@prats.example>
MIME-Version: 1.0
Content-Type: text/plain;
 charset=utf-8
Content-Transfer-Encoding: quoted-printable

Funciona, gracias=2E

El 3 de marzo de 2025 9:02:00 CET, Auralis <support@auralis=2Eexample> escrib=
i=C3=B3:
>=C2=BFFunciona ya?
""")

OUTLOOK_PHONE = wire("""
From: Zane =?utf-8?B?S3LFq21pxYZh?= <zane@krumina.example>
To: "help@mareko.example" <help@mareko.example>
Subject: Therm 300
Date: Mon, 3 Mar 2025 09:15:00 +0000
Message-ID: <DB9-1@krumina.example>
Content-Language: lv-LV
Content-Type: multipart/alternative;
\tboundary="_000_DB9_"
MIME-Version: 1.0

--_000_DB9_
Content-Type: text/plain; charset="windows-1257"
Content-Transfer-Encoding: quoted-printable

Ekr=E2ns ir tuk=F0s.

Ieg=FBt Outlook for Android<https://aka.example/x>
--_000_DB9_
Content-Type: text/html; charset="windows-1257"
Content-Transfer-Encoding: quoted-printable

<html><head></head><body><div dir=3D"auto">Ekr=E2ns ir tuk=F0s.</div><div id=3D"ms-outlook-mobile-signature">Ieg=FBt <a href=3D"https://aka.example/x">Outlook for Android</a></div></body></html>
--_000_DB9_--
""")

SCANNER = wire(f"""
Date: Mon, 03 Mar 2025 10:15:00 +0100
From: scanner@molina.example
To: support@auralis.example
Message-Id: <scan.1@molina.example>
Subject: Scan
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="MIME_boundary"

--MIME_boundary
Content-Type: text/plain; charset=us-ascii


--MIME_boundary
Content-Type: application/octet-stream; name="SCAN_0001.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="SCAN_0001.pdf"

{base64.encodebytes(b"%PDF-1.4").decode()}
--MIME_boundary--
""")

CASES: list[Case] = [
    case("Outlook over Exchange", OUTLOOK, "El número es AD2-0012345.\n\n[cid:image001.png@01DB8C00.00000000]", subject="RV: Nº de serie", cc=["elena@prats.example"], message_id="AM0PR01MB0001.EURPRD01.PROD.OUTLOOK.EXAMPLE", html='<div><p>El número es AD2-0012345.</p>\n<p><img width="2" height="2" src="cid:image001.png@01DB8C00.00000000"></p></div>', attachments=[attached("image001.png", len(png()), "image/png", inline=True), attached("garantía.pdf", 5, "application/pdf")]),
    case("Apple Mail, a file between words", APPLE, "First…\n\n\n\n\n… and last.", subject="Two files", from_addr="hannah@cole.example", from_name="Hannah Cole", message_id="ABC-1@cole.example", html="First…<div><br></div>\n<div></div><div>… and last.</div>", attachments=[attached("rēkins.pdf", 5, "application/pdf", inline=True)]),
    case("an iPhone, a photo between words", PHONE, "It blinks red\n\nSent from my iPhone", subject="Hub", from_addr="tom@baker.example", from_name="Tom Baker", message_id="P-1@baker.example", attachments=[attached("IMG_0001.PNG", len(png()), "image/png", inline=True)]),
    case("Thunderbird, flowing lines", THUNDERBIRD, "Labdien!\n\nSiltumsūknis joprojām rāda kļūdu H12, lai gan esmu to izslēdzis uz stundu.\n\nOn 03.03.2025 10:00, Mareko wrote:\n> Lūdzu, izslēdziet ierīci.\n\n-- \nJuris Vītols", subject="Re: Kļūda H12", from_addr="juris@vitols.example", from_name="Juris Vītols", to=["help@mareko.example"], message_id="d1-2@vitols.example", in_reply_to="b@mareko.example", references=["a@mareko.example", "b@mareko.example"]),
    case("Lotus Notes", LOTUS, "Der Fehler kommt während des Starts.", subject="Antwort: Fehler E-0107 (geändert)", cc=["elena@prats.example"], message_id="OF1A2B.3C-ONC1258C.00-C1258C.01@molina.example", html="<span>Der Fehler kommt während des Starts.</span>", attachments=[attached("log.txt", 6, "application/octet-stream")]),
    case("GroupWise", GROUPWISE, "¿Sigue en garantía?", subject="Garantía del Beam", message_id="67C5.6789.0123.0@molina.example", attachments=[attached("Serie.TXT", 11, "text/plain")]),
    case("K-9 on Android", K9, "Funciona, gracias.\n\nEl 3 de marzo de 2025 9:02:00 CET, Auralis <support@auralis.example> escribió:\n>¿Funciona ya?", subject="Re: Avería", from_addr="elena@prats.example", from_name="Elena Prats", message_id="K9-1@prats.example", in_reply_to="q@auralis.example", references=["q@auralis.example"]),
    case("Outlook on a phone", OUTLOOK_PHONE, "Ekrāns ir tukšs.\n\nIegūt Outlook for Android<https://aka.example/x>", subject="Therm 300", from_addr="zane@krumina.example", from_name="Zane Krūmiņa", to=["help@mareko.example"], message_id="DB9-1@krumina.example", html=f'<div dir="auto">Ekrāns ir tukšs.</div><div>Iegūt <a href="https://aka.example/x" {_REL}>Outlook for Android</a></div>'),
    case("a scanner", SCANNER, "", subject="Scan", from_addr="scanner@molina.example", from_name="", message_id="scan.1@molina.example", attachments=[attached("SCAN_0001.pdf", 8, "application/octet-stream")]),
]  # fmt: skip
