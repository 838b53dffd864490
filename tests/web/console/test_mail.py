"""The console's mail page: figures, lists of what is not on a ticket, and the test of a mailbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.translation import override

from relevo.channels.mail import keyed, tokens, trials
from relevo.channels.mail.alarms import COMPLAINT, raise_alarm
from relevo.channels.mail.doors import intake
from relevo.channels.mail.jobs import park
from relevo.channels.mail.models import Mailbox, RawMail, RawState
from relevo.channels.mail.out.outbox import CLOSED
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.web.console.mail_figures import seconds_words
from tests.cast import Cast
from tests.channels.mail.postbox import HELP, SUPPORT, envelope, letter, run_mail_jobs, tickets
from tests.web.workspace.screen import Screen, words

Sit = Callable[[str], Screen]
PAGE = "/console/mail/?desk=AUR"


def come(cast: Cast, text: str, *, to: str = SUPPORT, state: str = "") -> RawMail:
    """A mail that came in; digested, or brought into a state."""
    intake.store(envelope(letter(text, message_id=f"<{text[:-1].split()[-1]}@molina.example>"), to))
    with acting(cast.everywhere):
        raw = RawMail.objects.order_by("-pk")[0]
        if state == RawState.PARKED:
            park(raw.pk, "unreadable_time", actor=system(raw.client_id))
        elif state:
            raw.state, raw.note = state, "spam" if state == RawState.JUNK else "own_domain"
            raw.sender = "eve@evil.example"
            raw.save(update_fields=["state", "note", "sender"])
        else:
            run_mail_jobs("mail.digest")
        raw.refresh_from_db()
    return raw


def shown(sit: Sit, list_name: str = "", who: str = "Carmen") -> str:
    return words(sit(who).html(f"{PAGE}&show={list_name}"))


def test_an_empty_page_says_so(sit: Sit) -> None:
    read = shown(sit)
    assert "Came in 0" in read
    assert "Time to a ticket –" in read
    assert "Mail that is not put on a ticket waits here" in read


def test_what_came_in_is_counted_by_what_became_of_it(sit: Sit, cast: Cast) -> None:
    come(cast, "Uno.")
    come(cast, "Dos.")
    come(cast, "Tres.", state=RawState.PARKED)
    come(cast, "Cuatro.", state=RawState.JUNK)
    come(cast, "Cinco.", state=RawState.QUARANTINED)
    come(cast, "Otro.", to=HELP, state=RawState.PARKED)
    read = shown(sit)
    for figure in (
        "Came in 5",
        "On a ticket 2",
        "Could not be read (1)",
        "Junk (1)",
        "Held back (1)",
        "Waiting 0",
    ):
        assert figure in read, figure
    assert "Reading it takes too long" in read
    assert "A filter calls it junk" in shown(sit, "junk")
    assert "Claims to come from your own domain" in shown(sit, "quarantine")


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [
        (None, "en", "–"), (0.04, "en", "0 s"), (0.44, "en", "0.4 s"), (0.44, "es", "0,4 s"), (0.44, "lv", "0,4 s"),
        (12.3, "en", "12 s"), (119.6, "es", "120 s"), (150.0, "en", "2 min"),
    ],
)  # fmt: skip
def test_a_delay_is_written_as_the_reader_writes_it(seconds: float | None, language: str, said: str) -> None:
    with override(language):
        assert seconds_words(seconds) == said


def test_mail_that_waits_too_long_is_marked(sit: Sit, cast: Cast) -> None:
    intake.store(envelope(letter()))
    assert "too long" not in shown(sit)
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert "Waiting 1 too long: is the worker running?" in shown(sit)


def test_an_alarm_is_shown_until_it_is_well_again(sit: Sit, cast: Cast) -> None:
    with acting(cast.everywhere):
        box = Mailbox.objects.get(address=SUPPORT)
        raise_alarm(box, "imap.refused", actor=system(box.client_id))
    assert "The mail server refuses the sign-in" in shown(sit)


def test_a_complaint_names_the_ticket_until_a_person_has_seen_to_it(sit: Sit, cast: Cast) -> None:
    come(cast, "Uno.")
    [ticket] = tickets()
    with acting(cast.everywhere):
        box = Mailbox.objects.get(address=SUPPORT)
        raise_alarm(box, COMPLAINT, {"ticket": ticket.reference}, actor=system(box.client_id))
    read = shown(sit)
    assert (
        f"Whoever got a reply called it junk. Look at the ticket before anybody writes there again: {ticket.reference}"
        in read
    )
    assert f'href="/console/tickets/{ticket.reference}/"' in sit("Carmen").html(PAGE)
    for name in ("Ilze", "Mateo", "Valeria"):
        assert (
            sit(name).send(f"/console/mail/seen/{box.pk}/", kind=COMPLAINT, htmx=False).status_code == 404
        ), name
    carmen = sit("Carmen")
    answer = carmen.send(f"/console/mail/seen/{box.pk}/", kind=COMPLAINT, htmx=False)
    read = carmen.read(answer["Location"])
    assert "Noted as seen to." in read
    assert "called it junk" not in read


@pytest.mark.parametrize("kind", ["imap.refused", "smtp.closed", "", "mail.parked"])
def test_an_alarm_that_ends_by_itself_is_ended_by_nobody(sit: Sit, cast: Cast, kind: str) -> None:
    with acting(cast.everywhere):
        box = Mailbox.objects.get(address=SUPPORT)
        raise_alarm(box, kind or "imap.refused", actor=system(box.client_id))
    assert "Seen to" not in shown(sit)
    assert sit("Carmen").send(f"/console/mail/seen/{box.pk}/", kind=kind, htmx=False).status_code == 404


def test_a_mail_server_that_is_closed_is_said_in_words(sit: Sit, cast: Cast) -> None:
    with acting(cast.everywhere):
        box = Mailbox.objects.get(address=SUPPORT)
        raise_alarm(box, CLOSED, {"code": 535}, actor=system(box.client_id))
    assert "No mail leaves: the mail server cannot be reached, or refuses the sign-in." in shown(sit)


def held_for_an_agent(cast: Cast, how: str) -> RawMail:
    """A mail that was held back and came as an agent's answer: by its note, or by the address that it went to."""
    raw = come(cast, "Cuatro.", state=RawState.QUARANTINED)
    with acting(cast.everywhere):
        token = keyed.token_of(raw.mailbox.desk_id, ticket_id=1, nonce=1, purpose="agent")
        raw.note = "agent_not_proven" if how == "note" else "own_domain"
        raw.rcpt_to = SUPPORT if how == "note" else tokens.reply_address(token, SUPPORT)
        raw.save(update_fields=["note", "rcpt_to"])
    return raw


@pytest.mark.parametrize("how", ["note", "address"])
def test_an_agents_held_answer_is_not_put_on_a_ticket(sit: Sit, cast: Cast, how: str) -> None:
    raw = held_for_an_agent(cast, how)
    carmen = sit("Carmen")
    html = carmen.html(f"{PAGE}&show=quarantine")
    assert f'href="/console/mail/{raw.pk}/raw/"' in html, "it is listed, and its bytes can be saved"
    assert f"/console/mail/{raw.pk}/act/" not in html
    assert "Put on a ticket" not in html
    answer = carmen.send(f"/console/mail/{raw.pk}/act/", htmx=False)
    assert "It is not put on a ticket as a customer's message." in words(carmen.html(answer["Location"]))
    with acting(cast.everywhere):
        assert RawMail.objects.get(pk=raw.pk).state == RawState.QUARANTINED


def test_a_customers_held_mail_beside_it_still_has_its_button(sit: Sit, cast: Cast) -> None:
    held_for_an_agent(cast, "note")
    other = come(cast, "Cinco.", state=RawState.QUARANTINED)
    html = sit("Carmen").html(f"{PAGE}&show=quarantine")
    assert html.count("/act/") == 1
    assert f"/console/mail/{other.pk}/act/" in html


def test_a_parked_mail_is_read_again(sit: Sit, cast: Cast) -> None:
    raw = come(cast, "Tres.", state=RawState.PARKED)
    sit("Carmen").send(f"/console/mail/{raw.pk}/act/", htmx=False)
    run_mail_jobs("mail.digest")
    with acting(cast.everywhere):
        assert RawMail.objects.get(pk=raw.pk).state == RawState.DIGESTED


@pytest.mark.parametrize("state", [RawState.JUNK, RawState.QUARANTINED])
def test_what_was_held_back_is_put_on_a_ticket(sit: Sit, cast: Cast, state: str) -> None:
    raw = come(cast, "Cuatro.", state=state)
    sit("Carmen").send(f"/console/mail/{raw.pk}/act/", htmx=False)
    run_mail_jobs("mail.digest")
    with acting(cast.everywhere):
        assert RawMail.objects.get(pk=raw.pk).state == RawState.DIGESTED


def test_the_bytes_are_saved_and_never_shown(sit: Sit, cast: Cast) -> None:
    raw = come(cast, "Tres.", state=RawState.PARKED)
    answer = sit("Carmen").get(f"/console/mail/{raw.pk}/raw/")
    assert answer.content == bytes(raw.raw)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_another_clients_mail_is_not_there(sit: Sit, cast: Cast) -> None:
    raw = come(cast, "Tres.", state=RawState.PARKED)
    for name in ("Ilze", "Mateo", "Valeria", "Iker"):
        assert sit(name).get(f"/console/mail/{raw.pk}/raw/").status_code in {403, 404}, name


def test_senders_that_do_not_stop_are_named(sit: Sit, cast: Cast) -> None:
    for number in range(5):
        raw = come(cast, f"Auto {number}.", state=RawState.IGNORED)
        assert raw.sender
    assert "Machines that do not stop" in shown(sit)
    assert "eve@evil.example : 5 mails" in shown(sit) or "eve@evil.example: 5 mails" in shown(sit)


def test_a_mailbox_is_tested_from_its_page(sit: Sit, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(cast.everywhere):
        box = Mailbox.objects.get(address=SUPPORT)
    carmen = sit("Carmen")
    assert "Press “Test now”" in words(carmen.html(f"/console/mail/test/{box.pk}/"))
    answer = carmen.send(f"/console/mail/test/{box.pk}/begin/", htmx=False)
    assert "Sending the test mail" in words(carmen.html(answer["Location"]))
    told = [
        trials.Finding("sent", good=True),
        trials.Finding("not_yet", good=None, facts={"address": SUPPORT}),
    ]
    monkeypatch.setattr(trials, "look", lambda mailbox, number, *, actor: told)
    read = words(carmen.html(answer["Location"]))
    assert "Good The mail server has taken the test mail." in read
    assert "Waiting for it to come back" in read
    assert 'hx-trigger="every 2s"' in carmen.html(answer["Location"])
    told.pop()
    assert "hx-trigger" not in carmen.html(answer["Location"]).partition("findings")[2]
