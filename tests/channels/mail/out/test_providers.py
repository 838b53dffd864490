"""Sending by a provider: through anymail's own test backend, and over the wire to a stand-in for two real interfaces."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module

import pytest
from anymail.backends.base import BasePayload
from anymail.backends.base_requests import RequestsPayload
from anymail.backends.test import EmailBackend
from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRequestsAPIError
from anymail.message import AnymailRecipientStatus
from django.core import mail as django_mail
from requests import Response

from relevo.channels.mail.out import providers
from relevo.channels.mail.out.composing import OutgoingFile, Person, compose
from relevo.channels.mail.out.providers import Provider, parts_of, send, through
from relevo.channels.mail.out.sending import Outcome
from tests.channels.mail.out.test_composing import REPLY

JORGE = "jorge@molina.example"
RAW = compose(
    replace(
        REPLY,
        sender=Person("support@auralis.example", "Mateo de Auralis"),
        to=(Person(JORGE, "Jorge Molína"),),
        automatic="auto-replied",
        files=(OutgoingFile("guía.pdf", "application/pdf", b"%PDF\x00\xff"),),
    )
)


@dataclass
class Desk:
    """A stand-in for a provider's interface: answers as told, and keeps what it was asked."""

    status: int = 200
    answer: object = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def desk(status: int = 200, answer: object = None) -> Iterator[Desk]:
    kept = Desk(status, answer if answer is not None else {})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            kept.asked.append((self.path, dict(self.headers), self.rfile.read(length)))
            body = kept.answer if isinstance(kept.answer, bytes) else json.dumps(kept.answer).encode()
            self.send_response(kept.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()


# -- the parts that a provider gets ---------------------------------------------------------------------------------


def test_a_composed_mail_in_parts_says_the_same() -> None:
    message = parts_of(RAW, JORGE, kind="resend")
    assert message.from_email == '"Mateo de Auralis" <support@auralis.example>'
    assert message.to == [f'"Jorge Molína" <{JORGE}>']
    assert message.reply_to[0].startswith('"Mateo de Auralis" <support+')
    assert message.subject == "Re: El Duo 2 muestra E-0042 [AUR-1042]"
    assert message.body.startswith("Buenos días, señor Molina:")
    [(html, kind)] = [(part.content, part.mimetype) for part in message.alternatives]
    assert (kind, "señor Molina:</p>" in html) == ("text/html", True)
    assert message.extra_headers["Message-ID"] == f"<{REPLY.message_id}>"
    assert message.extra_headers["In-Reply-To"] == "<one@molina.example>"
    assert message.extra_headers["References"] == "<zero@molina.example> <one@molina.example>"
    assert message.extra_headers["Auto-Submitted"] == "auto-replied"
    [file] = message.attachments
    assert (file.filename, file.content, file.mimetype) == ("guía.pdf", b"%PDF\x00\xff", "application/pdf")


def test_anymails_own_test_backend_takes_it() -> None:
    outcome = through(EmailBackend(), RAW, JORGE, kind="test")
    assert (outcome.status, outcome.code) == ("sent", 250)
    [taken] = django_mail.outbox
    params = taken.anymail_test_params
    assert params["extra_headers"]["Message-ID"] == f"<{REPLY.message_id}>"
    assert [address.addr_spec for address in params["to"]] == [JORGE]
    assert params["to"][0].display_name == "Jorge Molína"


class Answering(EmailBackend):
    """anymail's test backend with an answer of our choice."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer

    def post_to_esp(self, payload: object, message: object) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        status = AnymailRecipientStatus(message_id="m1", status=self.answer)
        return {"recipient_status": {JORGE.upper(): status}}


def api_error(status: int | None) -> AnymailRequestsAPIError:
    if status is None:
        return AnymailRequestsAPIError("no route")
    response = Response()
    response.status_code, response.reason = status, "as told"
    return AnymailRequestsAPIError("no", response=response)


@pytest.mark.parametrize(
    ("answer", "status", "down"),
    [
        ("sent", "sent", False),
        ("queued", "sent", False),
        ("unknown", "sent", False),
        ("failed", "refused", False),
        ("rejected", "refused", False),
        ("invalid", "refused", False),
        (api_error(400), "refused", False),
        (api_error(413), "refused", False),
        (api_error(422), "refused", False),
        (api_error(429), "retry", False),
        (api_error(408), "retry", False),
        (api_error(401), "retry", True),
        (api_error(403), "retry", True),
        (api_error(500), "retry", False),
        (api_error(503), "retry", True),
        (api_error(None), "retry", True),
        (AnymailAPIError("odd"), "retry", True),
        (AnymailInvalidAddress("no"), "refused", False),
        (ConnectionError("reset"), "retry", True),
    ],
    ids=str,
)
def test_every_answer_of_anymail_has_its_outcome(answer: object, status: str, down: bool) -> None:
    outcome = through(Answering(answer), RAW, JORGE, kind="test")
    assert (outcome.status, outcome.down) == (status, down)


# -- Postmark's interface, as it is documented -----------------------------------------------------------------------

POSTMARK = Provider("postmark", "server-token")
POSTMARK_SENT = {
    "ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
    "SubmittedAt": "2026-11-22T02:00:00Z", "To": JORGE,
}  # fmt: skip


def test_postmark_gets_the_mail_in_parts_with_our_message_id() -> None:
    with desk(200, POSTMARK_SENT) as stub:
        outcome = send(RAW, rcpt_to=JORGE, provider=replace(POSTMARK, api_url=stub.url))
    assert (outcome.status, outcome.code) == ("sent", 250)
    assert outcome.accepted_as == "postmark:b7bc2f4a-e38e-4336-af7d-e6c392c2f817"
    [(path, headers, body)] = stub.asked
    asked = json.loads(body)
    assert (path, headers["X-Postmark-Server-Token"]) == ("/email", "server-token")
    assert asked["From"] == "Mateo de Auralis <support@auralis.example>"
    assert JORGE in asked["To"]
    assert asked["TextBody"].startswith("Buenos días")
    sent = {row["Name"]: row["Value"] for row in asked["Headers"]}
    assert sent["Message-ID"] == f"<{REPLY.message_id}>"
    assert sent["X-PM-KeepID"] == "true"
    [file] = asked["Attachments"]
    assert (file["Name"], base64.b64decode(file["Content"])) == ("guía.pdf", b"%PDF\x00\xff")


@pytest.mark.parametrize(
    ("http", "answer", "status", "down"),
    [
        (422, {"ErrorCode": 406, "Message": "You tried to send to recipient(s) that have been marked as inactive. Found "
               f"inactive addresses: {JORGE}. Inactive recipients are ones that have generated a hard bounce."},
         "refused", False),
        (422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{JORGE}'."}, "refused", False),
        (422, {"ErrorCode": 300, "Message": "Error parsing 'To': something new"}, "refused", False),
        (422, {"ErrorCode": 300, "Message": "Invalid 'From' address: 'x'."}, "refused", False),
        (401, {"ErrorCode": 10, "Message": "No Account or Server API tokens were supplied"}, "retry", True),
        (500, {"ErrorCode": 0, "Message": "Internal Server Error"}, "retry", False),
        (503, b"down for maintenance", "retry", True),
    ],
    ids=["inactive", "invalid", "unnamed", "sender", "token", "500", "503"],
)  # fmt: skip
def test_postmarks_refusals(http: int, answer: object, status: str, down: bool) -> None:
    with desk(http, answer) as stub:
        outcome = send(RAW, rcpt_to=JORGE, provider=replace(POSTMARK, api_url=stub.url))
    assert (outcome.status, outcome.down) == (status, down)


def test_nobody_answering_is_a_passing_trouble_and_names_no_secret() -> None:
    for kind in ("postmark", "mailgun"):
        provider = Provider(kind, "very-secret", "mg.auralis.example", "http://127.0.0.1:1")
        outcome = send(RAW, rcpt_to=JORGE, provider=provider)
        assert (outcome.status, outcome.code, outcome.down) == ("retry", 0, True)
        assert "very-secret" not in outcome.text + repr(provider)


def test_a_provider_without_what_it_needs_is_tried_again() -> None:
    outcome = send(RAW, rcpt_to=JORGE, provider=Provider("scaleway", "key"))
    assert (outcome.status, outcome.down) == ("retry", True)
    assert "SCALEWAY_PROJECT_ID" in outcome.text


# -- what each of those that take parts is told, and what it may answer -----------------------------------------------

IN_PARTS = sorted(set(providers.OPTIONS) - {"mailgun"})
TRACKS_NOBODY = {
    "mailersend": lambda asked: asked["settings"] == {"track_opens": False, "track_clicks": False},
    "mailjet": lambda asked: (
        (asked["Globals"]["TrackOpens"], asked["Globals"]["TrackClicks"]) == ("disabled",) * 2
    ),
    "mandrill": lambda asked: (
        (asked["message"]["track_opens"], asked["message"]["track_clicks"]) == (False, False)
    ),
    "postmark": lambda asked: (asked["TrackOpens"], asked["TrackLinks"]) == (False, "None"),
    "sparkpost": lambda asked: asked["options"] == {"open_tracking": False, "click_tracking": False},
}


def asked_of(kind: str, answer: object = None, status: int = 200) -> tuple[Outcome, dict[str, object]]:
    """What becomes of the mail at a provider that gives that answer, and what it was asked."""
    with desk(status, answer) as stub:
        outcome = send(RAW, rcpt_to=JORGE, provider=Provider(kind, "secret", "name", f"{stub.url}/"))
    [(_, _, body)] = stub.asked
    return outcome, json.loads(body)


def test_mailjet_is_not_given_the_one_header_for_which_it_refuses_a_mail() -> None:
    _, asked = asked_of("mailjet")
    headers = asked["Globals"]["Headers"]
    assert headers["In-Reply-To"] == "<one@molina.example>"
    assert headers["References"] == "<zero@molina.example> <one@molina.example>"
    assert headers["Auto-Submitted"] == "auto-replied"
    assert "message-id" not in {name.lower() for name in headers}


def test_mailersend_is_given_no_headers_but_those_that_every_account_may_send() -> None:
    _, asked = asked_of("mailersend")
    assert "headers" not in asked
    assert (asked["in_reply_to"], asked["precedence_bulk"]) == ("one@molina.example", True)


@pytest.mark.parametrize("kind", IN_PARTS)
def test_only_postmark_gets_postmarks_own_header(kind: str) -> None:
    _, asked = asked_of(kind)
    assert ("X-PM-KeepID" in json.dumps(asked)) == (kind == "postmark")


@pytest.mark.parametrize("kind", sorted(TRACKS_NOBODY))
def test_nobodys_reading_is_tracked_where_a_provider_can_be_told_so(kind: str) -> None:
    _, asked = asked_of(kind)
    assert TRACKS_NOBODY[kind](asked)


def test_those_told_to_track_nobody_are_those_that_anymail_can_tell() -> None:
    able = set()
    for kind in IN_PARTS:
        module = import_module(f"anymail.backends.{kind}")
        [payload] = [
            thing for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, RequestsPayload) and thing is not RequestsPayload
        ]  # fmt: skip
        if payload.set_track_opens is not BasePayload.set_track_opens:
            able.add(kind)
    assert able == set(TRACKS_NOBODY) == providers._TRACKING


@pytest.mark.parametrize("answer", [b"<html>ok</html>", b"[]", b"null", b"{}", b'"x"', b"[1]", b""])
@pytest.mark.parametrize("kind", sorted(set(IN_PARTS) - {"mailersend"}))
def test_a_mail_that_was_taken_with_an_answer_that_nobody_can_read_is_not_sent_again(
    kind: str, answer: bytes
) -> None:
    outcome, _ = asked_of(kind, answer)
    assert (outcome.status, outcome.down, outcome.accepted_as) == ("sent", False, "")


@pytest.mark.parametrize("answer", [b"<html>ok</html>", b"[]", b"null", b'"x"', b"[1]", b""])
def test_mailersend_may_answer_nonsense_too(answer: bytes) -> None:
    outcome, _ = asked_of("mailersend", answer)
    assert (outcome.status, outcome.accepted_as) == ("sent", "")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("mailtrap", {"success": False, "errors": ["'to' is invalid"]}),
        ("mailtrap", {"success": False}),
        ("mailersend", {"errors": {"to": ["no"]}}),
        ("mailjet", {"ErrorCode": "send-0001", "ErrorMessage": "no"}),
        ("mailjet", {"Messages": [{"Status": "error", "Errors": [{"ErrorCode": "send-0003"}]}]}),
        ("mandrill", [{"email": JORGE, "status": "rejected", "reject_reason": "hard-bounce", "_id": "1"}]),
    ],
)
def test_a_refusal_that_comes_with_http_200_is_one_all_the_same(kind: str, answer: object) -> None:
    outcome, _ = asked_of(kind, answer)
    assert outcome.status == "refused"


@pytest.mark.parametrize(
    "blunder", [TypeError("x"), AttributeError("x"), KeyError("x"), ValueError("x")], ids=repr
)
def test_a_failure_of_anymails_own_before_the_mail_was_handed_over_is_tried_again(blunder: Exception) -> None:
    outcome = through(Answering(blunder), RAW, JORGE, kind="test")
    assert (outcome.status, outcome.down) == ("retry", False)


# -- Mailgun takes the mail as it is ---------------------------------------------------------------------------------

MAILGUN = Provider("mailgun", "key-1", "mg.auralis.example")


def test_mailgun_gets_our_very_bytes() -> None:
    with desk(200, {"id": "<x@mg.auralis.example>", "message": "Queued. Thank you."}) as stub:
        outcome = send(RAW, rcpt_to=JORGE, provider=replace(MAILGUN, api_url=f"{stub.url}/v3"))
    assert (outcome.status, outcome.accepted_as) == ("sent", f"mailgun:{REPLY.message_id}")
    [(path, headers, body)] = stub.asked
    assert path == "/v3/mg.auralis.example/messages.mime"
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"api:key-1"
    form = message_from_bytes(
        b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body, policy=policy.HTTP
    )
    parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
    assert parts["to"].get_payload().strip() == JORGE
    assert parts["o:tracking"].get_payload().strip() == "no"
    assert RAW in body


@pytest.mark.parametrize(
    ("http", "answer", "expected"),
    [
        (400, {"message": "to parameter is not a valid address"}, ("refused", 400, False)),
        (401, b"Forbidden", ("retry", 401, True)),
        (404, {"message": "Domain not found"}, ("refused", 404, False)),
        (429, {"message": "too many"}, ("retry", 429, False)),
        (502, b"", ("retry", 502, True)),
    ],
)
def test_mailguns_refusals(http: int, answer: object, expected: tuple[str, int, bool]) -> None:
    with desk(http, answer) as stub:
        outcome = send(RAW, rcpt_to=JORGE, provider=replace(MAILGUN, api_url=stub.url))
    assert (outcome.status, outcome.code, outcome.down) == expected
    assert "\n" not in outcome.text


@pytest.mark.parametrize("kind", sorted(providers.OPTIONS))
def test_every_provider_can_be_made(kind: str) -> None:
    backend = providers.import_string(f"anymail.backends.{kind}.EmailBackend")
    assert backend(**Provider(kind, "secret", "name").options()).esp_name


def test_what_the_reader_of_the_log_sees_is_short() -> None:
    outcome = through(Answering(AnymailAPIError("x" * 5000)), RAW, JORGE, kind="test")
    assert outcome == Outcome("retry", 0, "x" * 300, True)
