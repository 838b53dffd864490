"""Mail that providers take in for us: the door is closed without its secret, and stores before it says yes."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from relevo.channels.mail.doors import intake, webhooks
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
