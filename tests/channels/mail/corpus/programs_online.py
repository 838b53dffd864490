"""Mails built as programs on the web build theirs: their structure, fields and HTML; the words are ours."""

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


_GMAIL_TEXT = "Buenos días:\n\nSigue sin encenderse.\n\nEl lun, 3 mar 2025 a las 9:02, Auralis (<support@auralis.example>) escribió:\n\n> ¿Ha probado el botón?\n"

_GMAIL_HTML = '<div dir="ltr"><div>Buenos días:</div><div><br></div>Sigue sin encenderse.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">El lun, 3 mar 2025 a las 9:02, Auralis (&lt;<a href="mailto:support@auralis.example">support@auralis.example</a>&gt;) escribió:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">¿Ha probado el botón?<br></blockquote></div>'

_TICKETS_HTML = '<html><body><div style="display:none">preheader</div><table width="100%"><tr><td>##- Please type your reply above this line -##</td></tr><tr><td><p>Your request was updated.</p><img src="https://desk.example/open.gif" width="1" height="1" alt=""></td></tr></table></body></html>'

_PROTON_HTML = '<div style="font-family: Arial;">The speaker plays, thanks.</div>'

_MAIL_RU_HTML = "<HTML><BODY><div>Здравствуйте! Насос показывает ошибку H12.</div></BODY></HTML>"

GMAIL = wire(f"""
Delivered-To: support@auralis.example
Received: by 2002:a05:6402:: with SMTP id x; Mon, 3 Mar 2025 01:15:02 -0800 (PST)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
        d=molina.example; s=20230601; bh=abc=; b=def
MIME-Version: 1.0
References: <AUR.1@auralis.example>
In-Reply-To: <AUR.1@auralis.example>
From: Jorge Molina <jorge@molina.example>
Date: Mon, 3 Mar 2025 10:15:00 +0100
Message-ID: <CAF+one@mail.molina.example>
Subject: =?UTF-8?Q?Re=3A_Su_consulta_=E2=80=93_el_altavoz_no_enciend?=
\t=?UTF-8?Q?e?=
To: Auralis <support@auralis.example>
Content-Type: multipart/alternative; boundary="000000000000a1b2c3062f"

--000000000000a1b2c3062f
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

{_quoted(_GMAIL_TEXT)}
--000000000000a1b2c3062f
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

{_quoted(_GMAIL_HTML)}
--000000000000a1b2c3062f--
""")

GMAIL_PICTURE = wire(f"""
MIME-Version: 1.0
From: Hannah Cole <hannah@cole.example>
Date: Mon, 3 Mar 2025 09:15:00 +0000
Message-ID: <CAK=two@mail.cole.example>
Subject: Screenshot
To: support@auralis.example
Content-Type: multipart/related; boundary="0000rel"

--0000rel
Content-Type: multipart/alternative; boundary="0000alt"

--0000alt
Content-Type: text/plain; charset="UTF-8"

See [image: screen.png]

--0000alt
Content-Type: text/html; charset="UTF-8"

<div dir="ltr">See <img src="cid:ii_abc123" alt="screen.png" width="2" height="2"></div>

--0000alt--
--0000rel
Content-Type: image/png; name="screen.png"
Content-Disposition: inline; filename="screen.png"
Content-Transfer-Encoding: base64
Content-ID: <ii_abc123>
X-Attachment-Id: ii_abc123

{_PNG}
--0000rel--
""")

YAHOO = wire("""
Date: Mon, 3 Mar 2025 09:15:00 +0000 (UTC)
From: Toni Ferrer <toni@ferrer.example>
To: "support@auralis.example" <support@auralis.example>
Message-ID: <1.2.3@mail.ferrer.example>
Subject: Beam sin sonido
MIME-Version: 1.0
Content-Type: multipart/alternative;
\tboundary="----=_Part_1_2.3"
References: <1.2.3.ref@mail.ferrer.example>
X-Mailer: WebService/1.1 YMailNorrin

------=_Part_1_2.3
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 7bit

La barra no suena.

Enviado desde mi correo
------=_Part_1_2.3
Content-Type: text/html; charset=UTF-8
Content-Transfer-Encoding: 7bit

<html><head></head><body><div class="ydp1yahoo-style-wrap" style="font-size:16px;"><div dir="ltr" data-setdir="false">La barra no suena.</div><div><br></div><div class="ydp1signature">Enviado desde mi correo</div></div></body></html>
------=_Part_1_2.3--
""")

MAIL_RU = wire(f"""
From: =?UTF-8?B?0JDQvdC90LAg0JHQtdC70L7QstCw?= <anna@belova.example>
To: =?UTF-8?B?TWFyZWtv?= <help@mareko.example>
Subject: =?UTF-8?B?0J7RiNC40LHQutCwIEgxMg==?=
MIME-Version: 1.0
X-Mailer: Mail.Ru Mailer 1.0
Date: Mon, 03 Mar 2025 12:15:00 +0300
Reply-To: =?UTF-8?B?0JDQvdC90LA=?= <anna@belova.example>
X-Priority: 3 (Normal)
Message-ID: <1741.2@f1.belova.example>
Content-Type: multipart/alternative;
\tboundary="--ALT--abc1741"

----ALT--abc1741
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

{_packed("Здравствуйте! Насос показывает ошибку H12.")}
----ALT--abc1741
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{_packed(_MAIL_RU_HTML)}
----ALT--abc1741--
""")

YANDEX = wire("""
Received: from localhost by web.belova.example with HTTP; Mon, 03 Mar 2025 12:15:00 +0300
From: =?utf-8?B?0JDQvdC90LA=?= <anna@belova.example>
To: help@mareko.example
Subject: =?utf-8?B?0KHQv9Cw0YHQuNCx0L4=?=
MIME-Version: 1.0
X-Mailer: Yamail [ http://yandex.example ] 5.0
Date: Mon, 03 Mar 2025 12:15:00 +0300
Message-Id: <1741@web.belova.example>
Content-Transfer-Encoding: 8bit
Content-Type: text/html; charset=utf-8

<div>Спасибо, <strong>всё работает</strong>!</div><div>&#160;</div><div>-- </div><div>Анна</div>
""")

ZOHO = wire("""
Date: Mon, 03 Mar 2025 14:45:00 +0530
From: Hannah Cole <hannah@cole.example>
To: "support" <support@auralis.example>
Message-Id: <1955.1.2.3@cole.example>
Subject: Hub offline
MIME-Version: 1.0
Content-Type: multipart/alternative;
\tboundary="----=_Part_100_200.300"
Importance: Medium
User-Agent: Zoho Mail
X-Mailer: Zoho Mail

------=_Part_100_200.300
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: 7bit

The Hub is offline since noon.
------=_Part_100_200.300
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: 7bit

<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><meta content="text/html;charset=UTF-8" http-equiv="Content-Type"></head><body ><div style="font-family: Verdana;"><div>The Hub is offline since noon.<br></div></div></body></html>
------=_Part_100_200.300--
""")

PROTON = wire(f"""
Date: Mon, 03 Mar 2025 09:15:00 +0000
To: support@auralis.example
From: Tom Baker <tom@baker.example>
Subject: Key attached
Message-ID: <abc_def==@baker.example>
Feedback-ID: 1:user:proton
MIME-Version: 1.0
Content-Type: multipart/mixed;
 boundary="b1_abc"

This is a multi-part message in MIME format.

--b1_abc
Content-Type: multipart/alternative;
 boundary="b2_abc"

--b2_abc
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

{_packed("The speaker plays, thanks.")}

--b2_abc
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{_packed(_PROTON_HTML)}


--b2_abc--

--b1_abc
Content-Type: application/pgp-keys; filename="publickey - tom@baker.example - 0x1.asc"; name="publickey - tom@baker.example - 0x1.asc"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="publickey - tom@baker.example - 0x1.asc"; name="publickey - tom@baker.example - 0x1.asc"

LS0tLS0=

--b1_abc--
""")

TICKETS = wire(f"""
Return-Path: <bounce+1@desk.example>
Date: Mon, 03 Mar 2025 09:15:00 +0000
From: "Baltline (support)" <support@desk.example>
Reply-To: support+id123@desk.example
To: support@auralis.example
Message-ID: <ticket_123@desk.example>
In-Reply-To: <ticket_100@desk.example>
Subject: [Baltline] Update: Duo 2
Mime-Version: 1.0
Content-Type: multipart/alternative;
 boundary="--==_mimepart_1_2";
 charset=utf-8
Content-Transfer-Encoding: 7bit
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
Precedence: bulk


----==_mimepart_1_2
Content-Type: text/plain;
 charset=utf-8
Content-Transfer-Encoding: 7bit

##- Please type your reply above this line -##

Your request was updated.
----==_mimepart_1_2
Content-Type: text/html;
 charset=utf-8
Content-Transfer-Encoding: quoted-printable

{_quoted(_TICKETS_HTML)}
----==_mimepart_1_2--
""")

PHP = wire(
    """
To: support@auralis.example
Subject: Formulario de contacto: Juan Nuñez
X-PHP-Originating-Script: 1000:form.php
From: jorge@molina.example
MIME-Version: 1.0
Content-type: text/html; charset=iso-8859-1
Message-Id: <20250303.1@web.example>
Date: Mon,  3 Mar 2025 10:15:00 +0100 (CET)

<b>Nombre:</b> Juan Nuñez<br />
<b>Mensaje:</b> No enciende<br />
""",
    "latin-1",
)

CASES: list[Case] = [
    case("Gmail, an answer", GMAIL, "Buenos días:\n\nSigue sin encenderse.\n\nEl lun, 3 mar 2025 a las 9:02, Auralis (<support@auralis.example>) escribió:\n\n> ¿Ha probado el botón?", subject="Re: Su consulta – el altavoz no enciende", message_id="CAF+one@mail.molina.example", in_reply_to="AUR.1@auralis.example", references=["AUR.1@auralis.example"], html=f'<div dir="ltr"><div>Buenos días:</div><div><br></div>Sigue sin encenderse.</div><br><div><div dir="ltr">El lun, 3 mar 2025 a las 9:02, Auralis (&lt;<a href="mailto:support@auralis.example" {_REL}>support@auralis.example</a>&gt;) escribió:<br></div><blockquote>¿Ha probado el botón?<br></blockquote></div>'),
    case("Gmail, a picture", GMAIL_PICTURE, "See [image: screen.png]", subject="Screenshot", from_addr="hannah@cole.example", from_name="Hannah Cole", message_id="CAK=two@mail.cole.example", html='<div dir="ltr">See <img src="cid:ii_abc123" alt="screen.png" width="2" height="2"></div>', attachments=[attached("screen.png", len(png()), "image/png", inline=True)]),
    case("Yahoo", YAHOO, "La barra no suena.\n\nEnviado desde mi correo", subject="Beam sin sonido", from_addr="toni@ferrer.example", from_name="Toni Ferrer", message_id="1.2.3@mail.ferrer.example", references=["1.2.3.ref@mail.ferrer.example"], html='<div><div dir="ltr">La barra no suena.</div><div><br></div><div>Enviado desde mi correo</div></div>'),
    case("mail.ru", MAIL_RU, "Здравствуйте! Насос показывает ошибку H12.", subject="Ошибка H12", from_addr="anna@belova.example", from_name="Анна Белова", to=["help@mareko.example"], message_id="1741.2@f1.belova.example", html="<div>Здравствуйте! Насос показывает ошибку H12.</div>"),
    case("Yandex, HTML alone", YANDEX, "Спасибо, всё работает!\n--\nАнна", subject="Спасибо", from_addr="anna@belova.example", from_name="Анна", to=["help@mareko.example"], message_id="1741@web.belova.example", html="<div>Спасибо, <strong>всё работает</strong>!</div><div>&nbsp;</div><div>-- </div><div>Анна</div>"),
    case("Zoho", ZOHO, "The Hub is offline since noon.", subject="Hub offline", from_addr="hannah@cole.example", from_name="Hannah Cole", message_id="1955.1.2.3@cole.example", html="<div><div>The Hub is offline since noon.<br></div></div>"),
    case("Proton with a key", PROTON, "The speaker plays, thanks.", subject="Key attached", from_addr="tom@baker.example", from_name="Tom Baker", message_id="abc_def==@baker.example", html="<div>The speaker plays, thanks.</div>", attachments=[attached("publickey - tom@baker.example - 0x1.asc", 5, "application/pgp-keys")]),
    case("another desk's ticket system", TICKETS, "##- Please type your reply above this line -##\n\nYour request was updated.", subject="[Baltline] Update: Duo 2", from_addr="support@desk.example", from_name="Baltline (support)", message_id="ticket_123@desk.example", in_reply_to="ticket_100@desk.example", auto_submitted="auto-generated", html='<table><tbody><tr><td>##- Please type your reply above this line -##</td></tr><tr><td><p>Your request was updated.</p><img width="1" height="1" alt="" data-remote="https://desk.example/open.gif"></td></tr></tbody></table>', notices=["remote_images_removed"]),
    case("a web form that knows no encoded words", PHP, "Nombre: Juan Nuñez\nMensaje: No enciende", subject="Formulario de contacto: Juan Nuñez", from_name="", message_id="20250303.1@web.example", html="<b>Nombre:</b> Juan Nuñez<br>\n<b>Mensaje:</b> No enciende<br>"),
]  # fmt: skip
