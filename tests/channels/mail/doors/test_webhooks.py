"""Mail that providers take in for us: the door is closed without its secret, and stores before it says yes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import OperationalError
from django.test import Client

from relevo.channels.mail.doors import forms, intake, webhooks
from relevo.channels.mail.models import RawMail, RawState
from relevo.core.scope import acting
from tests.cast import Cast
from tests.channels.mail.postbox import SUPPORT, letter, run_mail_jobs

KEY = "Basic " + base64.b64encode(b"door:a long secret").decode()


@pytest.fixture(autouse=True)
def open_door(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "door:a long secret"}


def post(provider: str, data: object, *, key: str = KEY) -> Any:
    client = Client(headers={"authorization": key} if key else {}, raise_request_exception=False)
    return client.post(f"/mail-in/{provider}/", json.dumps(data), content_type="application/json")


def relayed(raw: bytes, recipient: str = SUPPORT) -> list[dict[str, Any]]:
    """What SparkPost posts: the raw mail, in base64."""
    content = {"email_rfc822": base64.b64encode(raw).decode(), "email_rfc822_is_base64": True}
    message = {
        "content": content,
        "msg_from": "jorge@molina.example",
        "rcpt_to": recipient,
        "protocol": "smtp",
    }
    return [{"msys": {"relay_message": message}}]


def raws(cast: Cast) -> list[RawMail]:
    with acting(cast.everywhere):
        return list(RawMail.objects.order_by("pk"))


def test_a_posted_mail_is_stored_and_becomes_a_ticket(cast: Cast) -> None:
    assert post("sparkpost", relayed(letter())).status_code == 200
    [raw] = raws(cast)
    assert (raw.door, raw.mail_from, raw.rcpt_to, raw.peer) == (
        "webhook",
        "jorge@molina.example",
        SUPPORT,
        "sparkpost",
    )
    run_mail_jobs("mail.digest")
    assert raws(cast)[0].state == RawState.DIGESTED


def test_one_that_is_posted_again_is_told_once(cast: Cast) -> None:
    for _ in range(3):
        assert post("sparkpost", relayed(letter())).status_code == 200
    run_mail_jobs("mail.digest")
    assert len(raws(cast)) == 1


def test_postmark_posts_json(cast: Cast) -> None:
    data = {
        "FromFull": {"Email": "jorge@molina.example", "Name": "Jorge"}, "From": "Jorge <jorge@molina.example>",
        "To": SUPPORT, "ToFull": [{"Email": SUPPORT, "Name": "", "MailboxHash": ""}], "CcFull": [], "BccFull": [],
        "OriginalRecipient": SUPPORT, "Subject": "No enciende", "TextBody": "Hola", "HtmlBody": "", "Tag": "",
        "MessageID": "1", "Headers": [{"Name": "Message-ID", "Value": "<p1@molina.example>"}], "Attachments": [],
    }  # fmt: skip
    assert post("postmark", data).status_code == 200
    run_mail_jobs("mail.digest")
    [raw] = raws(cast)
    assert (raw.sender, raw.header_id) == ("jorge@molina.example", "p1@molina.example")


def test_mail_for_nobody_is_taken_and_dropped(cast: Cast) -> None:
    assert post("sparkpost", relayed(letter(), "nobody@auralis.example")).status_code == 200
    assert raws(cast) == []


@pytest.mark.parametrize("key", ["", "Basic " + base64.b64encode(b"door:wrong").decode()])
def test_without_the_secret_nothing_is_taken(cast: Cast, key: str) -> None:
    assert post("sparkpost", relayed(letter()), key=key).status_code == 400
    assert raws(cast) == []


def test_the_door_is_closed_until_it_has_a_secret(cast: Cast, settings: Any) -> None:
    settings.ANYMAIL = {}
    assert post("sparkpost", relayed(letter())).status_code == 404
    assert post("nobody", {}).status_code == 404
    assert raws(cast) == []


def test_what_cannot_be_stored_is_to_be_posted_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(envelope: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(intake, "store", fail)
    assert post("sparkpost", relayed(letter())).status_code >= 500


def test_a_mail_is_stored_letter_by_letter(cast: Cast) -> None:
    subject = b"=?utf-8?q?El_altavoz_Auralis_Duo_2_del_sal=C3=B3n_no_enciende_desde?=\r\n =?utf-8?q?_ayer?="
    raw = letter().replace(
        b"\r\n\r\n", b"\r\nX-Long: " + b"word " * 40 + b"\r\nX-Subject: " + subject + b"\r\n\r\n", 1
    )
    assert post("sparkpost", relayed(raw)).status_code == 200
    assert bytes(raws(cast)[0].raw) == raw


LATIN = b"From: jorge@molina.example\r\nTo: support@auralis.example\r\nSubject: Se\xf1al\r\n\r\nNo se\xf1al \xa1ay!\r\n"
BIG = LATIN + (b"x" * 76 + b"\r\n") * 50_000
MAILGUN_KEY = "a key of theirs"


def mailgun(raw: bytes, *, multipart: bool) -> Any:
    """What Mailgun posts: the raw mail in a field of a form, with a signature over a token."""
    token = {"timestamp": "1789000000", "token": "t" * 50}
    signature = hmac.new(MAILGUN_KEY.encode(), "".join(token.values()).encode(), hashlib.sha256).hexdigest()
    fields = token | {
        "signature": signature,
        "sender": "jorge@molina.example",
        "recipient": SUPPORT,
        "body-mime": raw,
    }
    client = Client(headers={"authorization": KEY}, raise_request_exception=False)
    if multipart:
        parts = (
            b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (name.encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in fields.items()
        )
        body = b"".join(parts) + b"--edge--\r\n"
        return client.post("/mail-in/mailgun/", body, content_type="multipart/form-data; boundary=edge")
    return client.post(
        "/mail-in/mailgun/", urlencode(fields), content_type="application/x-www-form-urlencoded"
    )


@pytest.mark.parametrize("raw", [LATIN, BIG], ids=["small", "4 MB"])
@pytest.mark.parametrize("multipart", [True, False])
def test_mailgun_posts_a_form_with_a_mail_of_any_charset_and_size(
    cast: Cast, settings: Any, raw: bytes, multipart: bool
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}
    assert mailgun(raw, multipart=multipart).status_code == 200
    [stored] = raws(cast)
    assert (bytes(stored.raw), stored.mail_from, stored.rcpt_to) == (raw, "jorge@molina.example", SUPPORT)


@pytest.mark.parametrize("raw", [LATIN, BIG], ids=["small", "4 MB"])
def test_sparkpost_posts_mails_of_any_charset_and_size(cast: Cast, raw: bytes) -> None:
    assert post("sparkpost", relayed(raw)).status_code == 200
    assert [bytes(one.raw) for one in raws(cast)] == [raw]


def test_postal_posts_mails_of_any_charset_and_size(cast: Cast, settings: Any) -> None:
    key = rsa.generate_private_key(65537, 2048)
    shown = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    settings.ANYMAIL = settings.ANYMAIL | {"POSTAL_WEBHOOK_KEY": "".join(shown.split("\n")[1:-2])}
    told = {"id": 1, "rcpt_to": SUPPORT, "mail_from": "jorge@molina.example", "base64": True}
    for raw in (LATIN, BIG):
        body = json.dumps(told | {"message": base64.b64encode(raw).decode()}).encode()
        signature = base64.b64encode(key.sign(body, padding.PKCS1v15(), hashes.SHA1())).decode()
        client = Client(headers={"authorization": KEY, "x-postal-signature": signature})
        assert client.post("/mail-in/postal/", body, content_type="application/json").status_code == 200
    assert [bytes(one.raw) for one in raws(cast)] == [LATIN, BIG]


def test_a_request_longer_than_any_mail_may_be_is_not_read(cast: Cast, settings: Any) -> None:
    settings.MAIL_SIZE_LIMIT = 100_000
    assert post("sparkpost", relayed(BIG)).status_code == 500
    assert raws(cast) == []


def test_without_the_secret_not_even_the_body_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "take_whole", lambda *_: pytest.fail("read"))
    assert post("sparkpost", relayed(LATIN), key="").status_code == 400


def test_a_sender_that_a_provider_does_not_tell_is_not_the_null_path(cast: Cast, settings: Any) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"MANDRILL_WEBHOOK_KEY": "mandrill"}
    events = json.dumps(
        [{"event": "inbound", "ts": 1, "msg": {"email": SUPPORT, "raw_msg": letter().decode()}}]
    )
    signed = "http://door:a long secret@testserver/mail-in/mandrill/mandrill_events" + events
    signature = base64.b64encode(hmac.new(b"mandrill", signed.encode(), hashlib.sha1).digest()).decode()
    client = Client(headers={"authorization": KEY, "x-mandrill-signature": signature})
    assert client.post("/mail-in/mandrill/", {"mandrill_events": events}).status_code == 200
    assert [raw.mail_from for raw in raws(cast)] == ["jorge@molina.example"]


@pytest.mark.parametrize(
    ("path", "stored"), [("<>", ""), ("MAILER-DAEMON", ""), ("<a@b.example>", "a@b.example")]
)
def test_brevo_tells_the_return_path_as_a_header_and_several_recipients(
    cast: Cast, settings: Any, path: str, stored: str
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"BREVO_API_KEY": "brevo"}
    headers = {
        "From": "jorge@molina.example",
        "To": "somebody@else.example",
        "Cc": SUPPORT,
        "Return-Path": path,
    }
    item = {
        "Uuid": ["1"],
        "Headers": headers,
        "RawTextBody": "Hola",
        "Recipients": ["somebody@else.example", SUPPORT],
    }
    assert post("brevo", {"items": [item]}).status_code == 200
    item |= {"RawTextBody": "Otra", "Recipients": None}  # then whom the mail names
    assert post("brevo", {"items": [item]}).status_code == 200
    assert [(raw.mail_from, raw.rcpt_to) for raw in raws(cast)] == [(stored, SUPPORT)] * 2


def test_mailersend_takes_one_mail_in_for_two_desks(cast: Cast, settings: Any) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"MAILERSEND_INBOUND_SECRET": "mailersend"}
    both = [{"email": SUPPORT}, {"email": "help@mareko.example"}]
    data = {
        "raw": letter().decode(),
        "sender": {"email": "jorge@molina.example"},
        "recipients": {"rcptTo": both},
    }
    body = json.dumps({"type": "inbound.message", "data": data})
    signature = hmac.new(b"mailersend", body.encode(), hashlib.sha256).hexdigest()
    client = Client(headers={"authorization": KEY, "signature": signature})
    assert client.post("/mail-in/mailersend/", body, content_type="application/json").status_code == 200
    assert {raw.rcpt_to for raw in raws(cast)} == {SUPPORT, "help@mareko.example"}


def test_one_whose_recipients_nobody_can_read_is_dropped_and_not_asked_for_again(cast: Cast) -> None:
    raw = b"From: jorge@molina.example\r\nTo: a@@b, <<, =?x?\r\n\r\nHola\r\n"
    assert post("sparkpost", relayed(raw, "")).status_code == 200
    assert raws(cast) == []


@pytest.mark.parametrize("provider", sorted(webhooks.VIEWS))
@pytest.mark.parametrize(
    "data",
    [
        {"nonsense": "1"},
        [],
        [1],
        None,
        "words",
        {"msys": 1},
        {"items": 5},
        {"data": {"raw": 3}},
        [{"msys": {"a": 1}}],
    ],
)
def test_nonsense_is_no_traceback(
    cast: Cast, caplog: pytest.LogCaptureFixture, provider: str, data: object
) -> None:
    assert post(provider, data).status_code in {200, 400, 500}
    assert raws(cast) == []
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("provider", sorted(webhooks.VIEWS))
def test_some_ask_first_whether_there_is_anybody(cast: Cast, provider: str) -> None:
    assert Client().head(f"/mail-in/{provider}/").status_code == 200
