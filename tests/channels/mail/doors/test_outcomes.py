"""What providers tell of mail that they sent for us: only what is proved counts, and it counts once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from relevo.channels.mail import bounces
from relevo.channels.mail.alarms import COMPLAINT, end_alarm
from relevo.channels.mail.doors import outcomes
from relevo.channels.mail.models import Alarm, OutgoingMail, OutState, SendingAccount
from relevo.channels.mail.out import providers
from relevo.channels.mail.out.outbox import LEASE
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.core.secrets import seal
from relevo.events.models import Event
from relevo.tickets.models import Delivery, Message, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.doors import provider_events as events
from tests.channels.mail.doors.provider_events import ANYMAIL, JSON, SHAPES, post, postmark
from tests.channels.mail.out.test_copies import shown as delivery_of
from tests.channels.mail.out.test_copies import told
from tests.channels.mail.out.test_outbox import shown
from tests.channels.mail.out.test_providers import POSTMARK_SENT, desk
from tests.channels.mail.postbox import answer, let_in, letter, outgoing, run_mail_jobs, tickets
from tests.channels.mail.test_participants import EVE, JORGE, add, asked

__all__ = ["asked"]
ID = "7000000000042"
NO_SUCH = "The customer's address does not exist or cannot be reached. (5.1.1)"


@pytest.fixture(autouse=True)
def open_door(settings: Any) -> None:
    settings.ANYMAIL = dict(ANYMAIL)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's ticket."""
    let_in(letter())
    return tickets()[0]


def taken_by(provider: str, mail_id: str = ID) -> None:
    """Everything in the outbox has left by a provider, which knows it by that id."""
    with acting(EVERYWHERE):
        OutgoingMail.objects.update(state=OutState.SENT, accepted_as=providers.accepted_as(provider, mail_id))
        Message.objects.filter(delivery=Delivery.QUEUED).update(delivery=Delivery.SENT)


def use(provider: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Auralis sends by a provider, whose interface is a stand-in of ours."""
    monkeypatch.setattr(providers, "REGIONS", {(provider, "eu"): url})
    with acting(EVERYWHERE):
        mailbox = outgoing()[0].mailbox
        SendingAccount.objects.create(
            client_id=mailbox.client_id, mailbox=mailbox, kind=provider, host="eu", username="mg.auralis.example",
            secret=seal("a key"),
        )  # fmt: skip


def alarms() -> list[dict[str, object]]:
    with acting(EVERYWHERE):
        return list(Alarm.objects.filter(kind=COMPLAINT, ended_at=None).values_list("facts", flat=True))


def test_a_reply_that_postmark_took_and_that_bounced_is_shown_as_not_delivered(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(cast, ticket)
    with desk(200, POSTMARK_SENT) as stub:
        use("postmark", stub.url, monkeypatch)
        run_mail_jobs()
    assert outgoing()[0].accepted_as == f"postmark:{POSTMARK_SENT['MessageID']}"
    assert shown(message)[0] == Delivery.SENT
    assert post("postmark", postmark(str(POSTMARK_SENT["MessageID"]), JORGE)).status_code == 200
    assert shown(message) == (Delivery.FAILED, NO_SUCH)
    assert (outgoing()[0].state, outgoing()[0].answer) == (OutState.FAILED, "bounced 5.1.1")


def test_mailgun_names_the_mail_by_our_own_message_id(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(cast, ticket)
    own_id = outgoing()[0].header_id
    with desk(200, {"id": f"<{own_id}>", "message": "Queued. Thank you."}) as stub:
        use("mailgun", stub.url, monkeypatch)
        run_mail_jobs()
    assert outgoing()[0].accepted_as == f"mailgun:{own_id}"
    assert post("mailgun", events.mailgun(own_id, JORGE, severity="temporary")).status_code == 200
    assert shown(message)[0] == Delivery.SENT
    assert post("mailgun", events.mailgun(own_id, JORGE)).status_code == 200
    assert shown(message) == (Delivery.FAILED, NO_SUCH)


@pytest.mark.parametrize("provider", sorted(SHAPES))
def test_every_provider_is_understood_in_the_shape_that_it_documents(
    cast: Cast, ticket: Ticket, provider: str
) -> None:
    message = answer(cast, ticket)
    taken_by(provider)
    assert post(provider, SHAPES[provider](ID, JORGE.upper())).status_code == 200
    assert shown(message)[0] == Delivery.FAILED
    if provider not in {
        "mailjet",
        "mailersend",
        "resend",
    }:  # those pass on no status where anymail looks for one
        assert shown(message)[1] == NO_SUCH


@pytest.mark.parametrize("provider", sorted(SHAPES))
def test_a_complaint_is_no_failure_and_tells_the_clients_manager_once(
    cast: Cast, ticket: Ticket, provider: str
) -> None:
    message = answer(cast, ticket)
    taken_by(provider)
    for _ in range(2):
        assert post(provider, SHAPES[provider](ID, JORGE, junk=True)).status_code == 200
    assert shown(message)[0] == Delivery.SENT
    assert alarms() == [{"ticket": ticket.reference}]
    machine = system(ticket.client_id)
    with acting(machine):
        assert end_alarm(outgoing()[0].mailbox, COMPLAINT, actor=machine) == [COMPLAINT]
    assert post(provider, SHAPES[provider](ID, JORGE, junk=True)).status_code == 200
    assert alarms() == [], "what a person has seen to is not told again"


def test_all_that_can_send_and_tell_are_heard() -> None:
    assert set(outcomes.VIEWS) == set(SHAPES) == set(providers.OPTIONS) - {"scaleway"}


def test_a_bounce_told_three_times_has_one_effect(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    taken_by("postmark")
    for _ in range(3):
        assert post("postmark", postmark(ID, JORGE)).status_code == 200
    assert told() == ["reply.failed"]


def test_the_copy_of_one_participant_fails_alone(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    message = answer(cast, asked)
    taken_by("mailgun", "one id for all copies@auralis.example")
    assert post("mailgun", events.mailgun("one id for all copies@auralis.example", EVE)).status_code == 200
    assert {mail.rcpt_to: mail.state for mail in outgoing()} == {JORGE: OutState.SENT, EVE: OutState.FAILED}
    assert (delivery_of(message), told()) == (Delivery.SENT, ["reply.copy_failed"])


def test_word_to_an_agent_that_bounced_is_marked_and_shown_to_no_customer(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket)
    with acting(EVERYWHERE):
        seat = cast.seat("Mateo", "auralis")
        OutgoingMail.objects.update(message=None, seat=seat)
    taken_by("postmark")
    assert post("postmark", postmark(ID, JORGE)).status_code == 200
    assert (outgoing()[0].state, shown(message)[0]) == (OutState.FAILED, Delivery.SENT)


@pytest.mark.parametrize(
    ("provider", "posted"),
    [
        ("postmark", postmark("another-id", JORGE)),
        ("postmark", postmark(ID, EVE)),
        ("postmark", postmark("", JORGE)),
        ("resend", SHAPES["resend"](ID, JORGE)),
        ("mailjet", SHAPES["mailjet"](ID, JORGE)),
    ],
    ids=["another id", "another recipient", "no id", "another provider", "yet another"],
)
def test_what_is_not_proved_to_be_about_a_mail_of_ours_changes_nothing(
    cast: Cast, ticket: Ticket, provider: str, posted: events.Posted, caplog: pytest.LogCaptureFixture
) -> None:
    message = answer(cast, ticket)
    taken_by("postmark")
    assert post(provider, posted).status_code == 200
    assert (shown(message)[0], told()) == (Delivery.SENT, [])
    assert JORGE not in caplog.text
    assert EVE not in caplog.text


def test_a_mail_that_left_over_smtp_is_meant_by_no_event(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket)
    taken_by("postmark", "")
    assert outgoing()[0].accepted_as == ""
    for mail_id in ("", "<>", " "):
        assert post("postmark", postmark(mail_id, JORGE)).status_code == 200
    assert shown(message)[0] == Delivery.SENT


def test_an_id_that_fits_two_mails_proves_nothing(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    answer(cast, ticket, "Y además esto.")
    taken_by("postmark")
    assert post("postmark", postmark(ID, JORGE)).status_code == 200
    assert {mail.state for mail in outgoing()} == {OutState.SENT}


@pytest.mark.parametrize("kind", ["Delivery", "Open", "Click", "SubscriptionChange", "something new"])
def test_what_is_delivered_or_opened_changes_nothing(cast: Cast, ticket: Ticket, kind: str) -> None:
    message = answer(cast, ticket)
    taken_by("postmark")
    said = json.loads(postmark(ID, JORGE)[0]) | {"RecordType": kind, "SuppressSending": False}
    assert post("postmark", (json.dumps(said).encode(), JSON, {})).status_code == 200
    said |= {"RecordType": "Bounce", "Type": "Transient"}
    assert post("postmark", (json.dumps(said).encode(), JSON, {})).status_code == 200
    assert (shown(message)[0], told(), alarms()) == (Delivery.SENT, [], [])


def test_an_event_about_a_mail_that_is_being_sent_is_to_be_told_again(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket)
    with acting(EVERYWHERE):
        OutgoingMail.objects.update(leased_until=clock.now() + LEASE)
    assert post("postmark", postmark(ID, JORGE)).status_code == 503
    assert post("postmark", postmark(ID, EVE)).status_code == 200, "nobody is writing to her"
    taken_by("postmark")
    assert post("postmark", postmark(ID, JORGE)).status_code == 200
    assert shown(message)[0] == Delivery.FAILED


def test_one_event_that_comes_too_early_holds_the_others_of_its_request_up_no_more(
    cast: Cast, ticket: Ticket
) -> None:
    message = answer(cast, ticket)
    taken_by("sparkpost")
    let_in(letter(sender="Eva Prats <eve@prats.example>", message_id="<eve@prats.example>"))
    answer(cast, tickets()[1])
    with acting(EVERYWHERE):
        OutgoingMail.objects.filter(state=OutState.QUEUED).update(leased_until=clock.now() + LEASE)
    early, good = (json.loads(SHAPES["sparkpost"](one, to)[0]) for one, to in (("8", EVE), (ID, JORGE)))
    assert post("sparkpost", (json.dumps(early + good).encode(), JSON, {})).status_code == 503
    assert shown(message)[0] == Delivery.FAILED


def test_a_lease_that_has_run_out_keeps_no_event_waiting(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    with acting(EVERYWHERE):
        OutgoingMail.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert post("postmark", postmark(ID, JORGE)).status_code == 200


def test_what_cannot_be_written_down_is_to_be_told_again(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OperationalError("away")

    message = answer(cast, ticket)
    taken_by("postmark")
    with monkeypatch.context() as patch:
        patch.setattr(bounces, "undelivered", fail)
        assert post("postmark", postmark(ID, JORGE)).status_code >= 500
    assert shown(message)[0] == Delivery.SENT
    assert post("postmark", postmark(ID, JORGE)).status_code == 200
    assert shown(message)[0] == Delivery.FAILED


def test_the_door_is_closed_until_it_has_a_secret(cast: Cast, settings: Any) -> None:
    settings.ANYMAIL = {name: key for name, key in ANYMAIL.items() if name != "WEBHOOK_SECRET"}
    for provider in (*SHAPES, "scaleway", "nobody"):
        assert post(provider, postmark(ID, JORGE)).status_code == 404
    settings.ANYMAIL = dict(ANYMAIL)
    assert post("scaleway", postmark(ID, JORGE)).status_code == 404


@pytest.mark.parametrize("key", ["", "Basic ZG9vcjp3cm9uZw==", "Bearer x", "Basic \xff"])
@pytest.mark.parametrize("provider", sorted(SHAPES))
def test_attack_20_without_the_secret_nothing_is_believed(
    cast: Cast, ticket: Ticket, provider: str, key: str
) -> None:
    message = answer(cast, ticket)
    taken_by(provider)
    assert post(provider, SHAPES[provider](ID, JORGE), key=key).status_code == 400
    assert shown(message)[0] == Delivery.SENT


@pytest.mark.parametrize("provider", ["mailgun", "mailersend", "mandrill"])
def test_a_signature_that_is_none_is_refused_and_a_key_that_is_missing_is_ours_to_mend(
    cast: Cast, settings: Any, provider: str
) -> None:
    body, kind, headers = SHAPES[provider](ID, JORGE)
    forged = body.replace(JORGE.encode(), EVE.encode()).replace(b'"token": "c', b'"token": "d')
    assert post(provider, (forged, kind, headers)).status_code == 400
    settings.ANYMAIL = {"WEBHOOK_SECRET": events.SECRET}
    assert post(provider, (body, kind, headers)).status_code == 500


def test_one_who_asks_whether_anybody_is_there_is_told_so(cast: Cast) -> None:
    assert Client().head("/mail-events/mandrill/").status_code == 200
    assert Client().get("/mail-events/mandrill/").status_code == 405


HOSTILE = (
    b"", b"{", b"null", b"[]", b"[[]]", b"{}", b'"text"', b"1", b"1e999", b"[null]", b'{"items": []}', b"\xff\xfe",
    b"[" * 100_000, b'{"msys": 1}', b'[{"msys": {"a": 1, "b": 2}}]', b'[{"msys": {"relay_message": {}}}]',
    b'{"events": [{"event": 1}]}', b'{"type": "inbound.message"}', b'{"signature": {"token": [], "timestamp": {}}}',
    b'[{"event": "bounce", "time": 1e300, "MessageID": ' + b"9" * 5000 + b"}]", b'{"FromFull": {}}',
    b'{"RecordType": "Bounce", "Type": ["a"], "MessageID": {"a": 1}, "Email": ["a"]}',
    b'{"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "\\u0000", "Email": "a\\ud800@b.example"}',
    b'{"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "a\\u0000b", "Email": "a\\u0000@b.example"}',
    b'{"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "' + b"a" * 100_000 + b'", "Email": "a@b.example"}',
)  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("provider", sorted(SHAPES))
def test_nonsense_is_answered_plainly_and_changes_nothing(
    cast: Cast, provider: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for kind in (JSON, "multipart/form-data; boundary=b", "application/x-www-form-urlencoded"):
        assert post(provider, (body, kind, {})).status_code in {200, 400}
    assert "Traceback" not in caplog.text
    with acting(EVERYWHERE):
        assert not Event.objects.filter(kind__startswith="reply.").exists()


def test_more_than_a_request_may_hold_is_refused(cast: Cast) -> None:
    assert post("postmark", (b" " * 2_600_000, JSON, {})).status_code == 400


def test_mandrills_inbound_mail_is_refused_here_and_not_lost(cast: Cast) -> None:
    said = [{"event": "inbound", "ts": 1, "msg": {"raw_msg": "Subject: x\r\n\r\nx", "email": JORGE}}]
    assert post("mandrill", events.signed_for_mandrill(json.dumps(said))).status_code == 400


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("550 5.1.1 user unknown", "5.1.1"), ("smtp;550-5.1.1 unknown", "5.1.1"), ("5.7.1 no", "5.7.1"),
        ("bounced (452 4.2.2 full)", "4.2.2"), ("550 #5.1.0 address", "5.1.0"), ("", ""), (None, ""), (42, ""),
        ("the host 5.1.1.7 is away", ""), ("550 5.1.1.7", ""), ("Exim 4.94.2 says no", ""), ("250 2.0.0 ok", ""),
        ("x" * 1001 + "550 5.1.1", ""),
    ],
)  # fmt: skip
def test_the_status_is_what_stands_after_the_reply_code(answer: object, status: str) -> None:
    assert outcomes.status_in(answer) == status


def test_an_id_is_kept_with_its_provider_and_without_brackets() -> None:
    assert providers.accepted_as("brevo", "<a@b>") == providers.accepted_as("brevo", "a@b") == "brevo:a@b"
    for none in ("", "<>", None, 7, {"a"}, "a\x00b", "a\nb", "\ud800", "a" * 201):
        assert providers.accepted_as("brevo", none) == ""
