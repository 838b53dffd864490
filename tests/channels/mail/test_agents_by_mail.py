"""Agents by mail: told of their tickets where client and agent want it, and answering under the screen's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from relevo.channels.mail import jobs, keyed, tokens
from relevo.channels.mail.actions import release
from relevo.channels.mail.agents import telling, wording
from relevo.channels.mail.doors import intake
from relevo.channels.mail.mailbox_settings import set_agents_by_mail
from relevo.channels.mail.models import Mailbox, OutgoingMail, OutState, RawMail, RawState
from relevo.channels.mail.queued import ANSWER, DIGEST, SEND, TELL
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.engagements.actions import end_seat
from relevo.events.models import Event
from relevo.language.desk_engines import forget
from relevo.language.engines.apertium import ApertiumEngine
from relevo.organizations.actions import end_member
from relevo.organizations.models import User
from relevo.tickets.actions import Received, assign_ticket, hold_ticket, receive_message, write_note
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Delivery, Draft, Ticket
from relevo.tickets.replies import save_draft
from relevo.tickets.statuses import Status
from relevo.web.console.mail_words import note_words
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    JORGE,
    SUPPORT,
    answer,
    child,
    digest,
    envelope,
    let_in,
    letter,
    messages,
    open_sink,
    outgoing,
    raws,
    reply_to,
    run_mail_jobs,
    tickets,
    wire_mail,
)
from tests.conduct.desk_work import stop_routing
from tests.evening import DOT
from tests.language.engine_room import Scripted, desk_with, knowing

WORDS = (
    "Buenos días, Jorge:\n\nGracias por su mensaje. Mantenga pulsado el botón de su Auralis Duo 2 durante diez segundos"
    " y espere dos minutos. ¿Puede decirnos mañana si la luz sigue roja?\n\nUn saludo cordial,\nMateo"
)
BELIEVED = {"RELEVO_TRUSTED_AUTHSERV": "relevo.localhost"}
ENGLISH = "The light should be green after that. Please wait two minutes."


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No ticket changes hands by itself, and no engine is remembered."""
    stop_routing(monkeypatch)
    forget()
    yield
    forget()


def allow(cast: Cast, *, allowed: bool = True, address: str = SUPPORT) -> None:
    """The client's rule."""
    with acting(EVERYWHERE):
        mailbox = Mailbox.objects.get(address=address)
    carmen = cast.actor("Carmen" if address == SUPPORT else "Ilze")
    with acting(carmen):
        set_agents_by_mail(mailbox, allowed=allowed, actor=carmen)


def wish(cast: Cast, name: str = "Mateo", *, told: bool = True) -> None:
    """An agent's own wish. She reads English, as we do here."""
    User.objects.filter(pk=cast.user(name).pk).update(told_by_mail=told, language="en")


def give(cast: Cast, ticket: Ticket, name: str = "Mateo", *, by: str = "Valeria") -> None:
    """The ticket is Noctua's, and a lead gives it to an agent."""
    machine, lead = cast.machine(ticket.desk.slug), cast.actor(by)
    with acting(machine):
        hold_ticket(ticket, cast.engagement(ticket.desk.slug, "noctua"), reason="coverage", actor=machine)
    with acting(lead):
        assign_ticket(Ticket.objects.get(pk=ticket.pk), cast.seat(name, ticket.desk.slug), actor=lead)


def tell() -> list[OutgoingMail]:
    """Let the word go out to agents; all mails to agents, oldest first."""
    run_mail_jobs(TELL, even_scheduled=True)
    return [mail for mail in outgoing() if mail.seat_id is not None]


def told_of(cast: Cast, name: str = "Mateo", **mail: str) -> tuple[Ticket, OutgoingMail]:
    """Jorge has written, the ticket is the agent's, and she has been told."""
    allow(cast)
    wish(cast, name)
    let_in(letter(**mail))
    [ticket] = tickets()
    give(cast, ticket, name)
    [told] = tell()
    return ticket, told


def hers(cast: Cast, told: OutgoingMail, text: str = WORDS, name: str = "Mateo", **fields: str) -> bytes:
    """What her mail program makes of "Reply", her firm's domain vouching for it."""
    address = cast.user(name).email
    vouched = f"relevo.localhost; dmarc=pass header.from={address.rpartition('@')[2]}"
    fields = {
        "sender": f"{name} <{address}>", "message_id": "<a1@noctua.example>", "authentication_results": vouched,
    } | fields  # fmt: skip
    return reply_to(told, text, **fields)


def arrive(raw: bytes, told: OutgoingMail, *, mail_from: str = "mateo@noctua.example") -> RawMail:
    """The mail comes in at the notification's own address and is read; what became of it."""
    let_in(raw, wire_mail(told)["Reply-To"].addresses[0].addr_spec, mail_from=mail_from)
    return raws()[-1]


def send() -> None:
    """The job that sends what was accepted."""
    run_mail_jobs(ANSWER)


def draft(cast: Cast, ticket: Ticket, name: str = "Mateo") -> str:
    with acting(EVERYWHERE):
        found = Draft.objects.filter(ticket=ticket, member=cast.member(name), kind="reply").first()
        return found.text if found else ""


def body(mail: OutgoingMail) -> str:
    part = wire_mail(mail).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def why(told: OutgoingMail) -> str:
    """The one mail that says why an answer did not go; "" when there is none."""
    later = [mail for mail in outgoing() if mail.seat_id is not None and mail.pk != told.pk]
    assert len(later) <= 1
    assert all(wire_mail(mail)["Auto-Submitted"] == "auto-replied" for mail in later)
    return body(later[0]) if later else ""


def unanswered(ticket: Ticket) -> bool:
    """Nothing was said to the customer."""
    return len(messages(ticket)) == 1 and [mail for mail in outgoing() if mail.message_id] == []


# -- being told -----------------------------------------------------------------------------------------------------


def test_an_agent_who_wants_it_is_told_of_a_ticket_that_is_given_to_her(cast: Cast) -> None:
    ticket, told = told_of(cast)
    mail, text = wire_mail(told), body(told)
    assert told.rcpt_to == cast.user("Mateo").email
    assert mail["To"].addresses[0].addr_spec == told.rcpt_to
    assert mail["From"].addresses[0].addr_spec == SUPPORT
    assert (mail["Auto-Submitted"], mail["Cc"]) == ("auto-generated", None)
    assert mail["Subject"] == f"El altavoz no conecta [{ticket.reference}]"
    for word in (
        "Auralis",
        ticket.reference,
        "Jorge Molina",
        "muestra una luz roja",
        f"/work/{ticket.reference}/",
    ):
        assert word in text
    assert "jorge@molina.example" not in bytes(told.raw).decode()
    assert [part for part in mail.walk() if part.get_filename()] == []
    [reply_address] = mail["Reply-To"].addresses
    assert (
        keyed.reference(reply_address.addr_spec.partition("+")[2].partition("@")[0], ticket.desk_id) is None
    )


def test_the_time_that_is_left_is_told_on_her_own_clock(cast: Cast) -> None:
    _, told = told_of(cast)
    assert re.search(r"First response: due Nov 21, 21:30, in (29|30) min\.", body(told))  # 03:30 in Madrid


def test_a_customer_without_a_name_is_not_called_by_her_address(cast: Cast) -> None:
    _, told = told_of(cast, sender="jorge@molina.example")
    assert "The customer wrote (Nov 21, 21:00):" in body(told)
    assert "molina.example" not in bytes(told.raw).decode()


def test_a_promise_that_is_late_is_told_as_late(cast: Cast) -> None:
    allow(cast)
    wish(cast)
    let_in(letter())
    give(cast, tickets()[0])
    with clock.travel(clock.now() + timedelta(hours=2)):
        [told] = tell()
    assert "First response: was due Nov 21, 21:30, 1 h 30 min ago." in body(told)


@pytest.mark.parametrize(("own", "read"), [("lv", "lv"), ("en", "en"), ("", "es")])
def test_she_is_told_in_her_own_language_else_in_her_firms(cast: Cast, own: str, read: str) -> None:
    allow(cast)
    wish(cast)
    User.objects.filter(pk=cast.user("Mateo").pk).update(language=own)
    let_in(letter())
    give(cast, tickets()[0])
    [told] = tell()
    assert wire_mail(told)["Content-Language"] == read


def test_the_translation_for_the_desk_stands_below_the_customers_words(cast: Cast) -> None:
    from relevo.language.models import Translation

    allow(cast)
    wish(cast)
    let_in(letter())
    [ticket] = tickets()
    give(cast, ticket)
    with acting(EVERYWHERE):
        Translation.objects.create(
            client_id=ticket.client_id, ticket=ticket, message=messages(ticket)[0], source="es", target="en",
            text="Good morning, the loudspeaker does not connect.", engine="apertium", status="pass",
        )  # fmt: skip
    text = body(tell()[0])
    assert text.index("luz roja") < text.index("In English:") < text.index("the loudspeaker does not connect")


@pytest.mark.parametrize(("allowed", "wanted"), [(False, True), (True, False), (False, False)])
def test_without_both_rules_nobody_is_told(cast: Cast, *, allowed: bool, wanted: bool) -> None:
    allow(cast, allowed=allowed)
    wish(cast, told=wanted)
    let_in(letter())
    give(cast, tickets()[0])
    assert tell() == []


def test_both_rules_are_off_until_somebody_says_otherwise(cast: Cast) -> None:
    with acting(EVERYWHERE):
        assert not Mailbox.objects.filter(agents_by_mail=True).exists()
    assert not User.objects.filter(told_by_mail=True).exists()


def test_she_is_told_when_her_customer_writes_again_and_of_each_message_once(cast: Cast) -> None:
    ticket, told = told_of(cast)
    let_in(letter("Sigue sin funcionar.", in_reply_to="<one@molina.example>", message_id="<two@molina.example>",
                  authentication_results="relevo.localhost; dmarc=pass header.from=molina.example"))  # fmt: skip
    assert len(messages(ticket)) == 2
    _, again = tell()
    assert "Sigue sin funcionar." in body(again)
    assert again.header_id != told.header_id
    with acting(cast.machine("auralis")):
        assert telling.tell(ticket.pk, told.seat_id or 0, actor=cast.machine("auralis")) is None
    assert len(tell()) == 2


def test_nobody_is_told_of_what_she_did_herself(cast: Cast) -> None:
    allow(cast)
    wish(cast)
    let_in(letter())
    give(cast, tickets()[0], by="Mateo")
    assert tell() == []


def test_nobody_is_told_of_machines_mail(cast: Cast) -> None:
    ticket, told = told_of(cast)
    machine = cast.machine("auralis")
    with acting(machine):
        away = Received("Estoy fuera.", "Jorge Molina", clock.now(), language="es", automatic=True)
        receive_message(Ticket.objects.get(pk=ticket.pk), away, actor=machine)
    assert tell() == [told]


def test_what_colleagues_answered_since_is_told_with_it(cast: Cast) -> None:
    allow(cast)
    wish(cast, "Lucía")
    let_in(letter())
    [ticket] = tickets()
    answer(cast, ticket, "¿Ha probado otro cable?")
    give(cast, ticket, "Lucía")
    [told] = tell()
    text = body(told)
    assert text.index("luz roja") < text.index("¿Ha probado otro cable?")
    assert told.shown_id == messages(ticket)[-1].pk


def test_attack_57_a_note_is_never_told_so_no_answer_can_publish_one(cast: Cast) -> None:
    ticket, told = told_of(cast)
    lead = cast.actor("Valeria")
    for audience in ("own", "both"):
        with acting(lead):
            write_note(
                Ticket.objects.get(pk=ticket.pk), "Jorge exagera siempre.", audience=audience, actor=lead
            )
    assert tell() == [told]
    let_in(letter("¿Hola?", in_reply_to="<one@molina.example>", message_id="<two@molina.example>",
                  authentication_results="relevo.localhost; dmarc=pass header.from=molina.example"))  # fmt: skip
    assert "exagera" not in "".join(bytes(mail.raw).decode() for mail in tell())


def test_a_ticket_that_is_no_longer_hers_is_not_told(cast: Cast) -> None:
    allow(cast)
    wish(cast)
    let_in(letter())
    [ticket] = tickets()
    give(cast, ticket)
    machine = cast.machine("auralis")
    with acting(machine):
        hold_ticket(ticket, cast.engagement("auralis", "auralis"), reason="take_back", actor=machine)
    assert tell() == []


def test_an_agent_who_signs_in_with_a_mailbox_of_a_desk_is_not_told(cast: Cast) -> None:
    """The mail would come in again by our own door."""
    User.objects.filter(pk=cast.user("Mateo").pk).update(email=HELP)
    allow(cast)
    wish(cast)
    let_in(letter())
    give(cast, tickets()[0])
    assert tell() == []


def test_a_flood_of_one_customer_fills_no_agents_mailbox(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_A_DAY", 2)
    ticket, _ = told_of(cast)
    machine = cast.machine("auralis")
    for number in range(3):
        with acting(machine):
            more = Received(f"Mensaje {number}", "Jorge Molina", clock.now(), language="es")
            receive_message(Ticket.objects.get(pk=ticket.pk), more, actor=machine)
        assert len(tell()) == 2
    with clock.travel(clock.now() + timedelta(hours=25)), acting(machine):
        assert telling.tell(ticket.pk, cast.seat("Mateo", "auralis").pk, actor=machine) is not None


def test_a_long_message_is_cut_and_the_rest_is_on_screen(cast: Cast) -> None:
    _, told = told_of(cast, text="El altavoz no suena. " * 400)
    assert "[…]" in body(told)
    assert len(body(told)) < 7000


def test_two_workers_tell_her_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket, told = told_of(cast)
    monkeypatch.setattr(telling, "_wants_more", lambda *_: True)
    with acting(cast.machine("auralis")):
        assert telling.tell(ticket.pk, told.seat_id or 0, actor=cast.machine("auralis")) is None


def test_the_mail_leaves_as_replies_do_and_a_report_about_it_touches_no_message(
    cast: Cast, settings: Any
) -> None:
    ticket, told = told_of(cast)
    with open_sink() as sink:
        settings.SMTP_SERVER = {
            "host": "127.0.0.1",
            "port": sink.port,
            "security": "none",
            "username": "",
            "password": "",
        }
        run_mail_jobs(SEND)
    [(path, rcpt, _)] = sink.mails
    assert (rcpt, path) == (told.rcpt_to, wire_mail(told)["Reply-To"].addresses[0].addr_spec)
    assert outgoing()[0].state == OutState.SENT
    report = letter("Undelivered", sender="MAILER-DAEMON@noctua.example", message_id="<b@noctua.example>")
    raw = arrive(report, told, mail_from="")
    assert (raw.state, raw.note) == (RawState.IGNORED, "bounce")
    assert unanswered(ticket)


def test_word_that_could_not_be_sent_for_a_day_is_dropped(cast: Cast) -> None:
    told_of(cast)
    with clock.travel(clock.now() + timedelta(hours=25)):
        run_mail_jobs(SEND)
    assert outgoing()[0].state == OutState.FAILED


# -- answering ------------------------------------------------------------------------------------------------------


def test_her_answer_is_a_reply_as_if_written_on_screen(cast: Cast) -> None:
    ticket, told = told_of(cast)
    raw = arrive(hers(cast, told), told)
    assert (raw.state, raw.note, raw.message) == (RawState.DIGESTED, "agent_waits", None)
    assert unanswered(ticket)
    send()
    [_, reply] = messages(ticket)
    assert (reply.text, reply.shown_name, reply.delivery) == (WORDS, "Mateo", Delivery.QUEUED)
    assert (raws()[-1].note, why(told), draft(cast, ticket)) == ("agent_sent", "", "")
    [mail] = [mail for mail in outgoing() if mail.message_id]
    assert mail.rcpt_to == "jorge@molina.example"
    assert "noctua.example" not in bytes(mail.raw).decode()
    assert tickets()[0].status == Status.PENDING
    with acting(EVERYWHERE):
        event = Event.objects.get(kind="reply.submitted")
    assert (event.facts, event.actor_label) == ({"waits": False, "door": "mail"}, "Mateo Díaz")


def test_the_history_below_her_words_is_cut_off(cast: Cast) -> None:
    ticket, told = told_of(cast)
    history = "\n".join(f"> {line}" for line in body(told).splitlines())
    arrive(
        hers(cast, told, f"{WORDS}\n\nOn Sun, 22 Nov 2026 at 03:00, Auralis <{SUPPORT}> wrote:\n\n{history}"),
        told,
    )
    send()
    assert messages(ticket)[-1].text == WORDS


def test_history_without_any_marks_of_quoting_is_cut_at_our_own_line(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told, f"{WORDS}\n\n{body(told)}"), told)
    send()
    assert messages(ticket)[-1].text == WORDS


def test_what_still_holds_parts_of_our_mail_is_not_sent(cast: Cast) -> None:
    ticket, told = told_of(cast)
    line = next(line for line in body(told).splitlines() if "/work/" in line)
    arrive(hers(cast, told, f"{WORDS}\n\n{line}\n\nUn saludo"), told)
    send()
    assert unanswered(ticket)
    assert "parts of the mail that you answered" in why(told)
    assert draft(cast, ticket).startswith(WORDS)


def test_a_mail_that_is_read_twice_is_one_reply(cast: Cast) -> None:
    ticket, told = told_of(cast)
    raw = arrive(hers(cast, told), told)
    send()
    for _ in range(2):
        jobs.send_agents_answer(raw_mail_id=raw.pk, told_id=told.pk, client_id=raw.client_id)
        digest(raw.pk, raw.client_id)
    with acting(EVERYWHERE):
        RawMail.objects.filter(pk=raw.pk).update(note="agent_waits")
    jobs.send_agents_answer(raw_mail_id=raw.pk, told_id=told.pk, client_id=raw.client_id)
    assert len(messages(ticket)) == 2
    arrive(hers(cast, told).replace(b"Message-ID", b"Message-Id"), told)
    assert raws()[-1].state == RawState.DUPLICATE
    assert len([mail for mail in outgoing() if mail.message_id]) == 1


def test_two_workers_with_one_answer_make_one_reply(cast: Cast) -> None:
    def thinks(text: str, timeout: float) -> str:
        if raws()[-1].note == "agent_waits":
            with acting(EVERYWHERE):
                RawMail.objects.filter(pk=raws()[-1].pk).update(note="agent_sent")  # the other was quicker
        return text

    with desk_with(cast, Scripted(thinks)):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, ENGLISH), told)
        send()
    assert (unanswered(ticket), draft(cast, ticket), why(told)) == (True, "", "")


def test_a_second_answer_to_the_same_mail_has_to_be_looked_at(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told), told)
    send()
    arrive(hers(cast, told, "Perdone: son veinte segundos.", message_id="<a2@noctua.example>"), told)
    send()
    assert len(messages(ticket)) == 2
    assert draft(cast, ticket) == "Perdone: son veinte segundos."


def test_when_the_customer_wrote_meanwhile_nothing_goes_and_her_words_are_kept(cast: Cast) -> None:
    ticket, told = told_of(cast)
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(
            Ticket.objects.get(pk=ticket.pk),
            Received("Ya funciona, gracias.", "Jorge Molina", clock.now(), language="es"), actor=machine,
        )  # fmt: skip
    raw = arrive(hers(cast, told), told)
    send()
    assert (len(messages(ticket)), draft(cast, ticket), raws()[-1].note) == (2, WORDS, "agent_draft")
    text = why(told)
    assert f"Your answer on {ticket.reference} was not sent." in text
    assert "wrote on this ticket while you were typing" in text
    assert f"/work/{ticket.reference}/" in text
    assert raw.message is None


def test_a_draft_that_is_there_is_not_lost(cast: Cast) -> None:
    ticket, told = told_of(cast)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        save_draft(Ticket.objects.get(pk=ticket.pk), kind="reply", text="Esto ya estaba.", actor=mateo)
    arrive(mail_with_file(cast, told), told)
    send()
    assert draft(cast, ticket) == f"{WORDS}\n\nEsto ya estaba."


def mail_with_file(cast: Cast, told: OutgoingMail, **picture: str) -> bytes:
    mail = EmailMessage()
    plain = hers(cast, told)
    from email import message_from_bytes

    for name, value in message_from_bytes(plain).items():
        if not name.lower().startswith(("content-", "mime-")):
            mail[name] = " ".join(value.split())
    mail.set_content(WORDS)
    if picture:
        mail.add_alternative(f'<p>{WORDS}</p><img src="cid:logo@noctua">', subtype="html")
        mail.get_payload()[1].add_related(DOT, "image", "gif", cid="<logo@noctua>")  # type: ignore[union-attr, index]
    else:
        mail.add_attachment(DOT, maintype="image", subtype="gif", filename="foto.gif")
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_an_answer_with_a_file_is_kept_for_the_screen(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(mail_with_file(cast, told), told)
    send()
    assert unanswered(ticket)
    assert (draft(cast, ticket), "brings files along" in why(told)) == (WORDS, True)


def test_the_picture_of_a_signature_is_no_file(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(mail_with_file(cast, told, logo="yes"), told)
    send()
    assert messages(ticket)[-1].text == WORDS


def test_words_that_may_not_go_out_do_not(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told, f"{WORDS}\n\nSu tarjeta: 4111 1111 1111 1111."), told)
    send()
    assert unanswered(ticket)
    assert "This cannot be sent" in why(told)
    assert "4111 1111" in draft(cast, ticket)
    assert "4111 1111" not in why(told)


def test_a_closed_ticket_takes_no_answer(cast: Cast) -> None:
    ticket, told = told_of(cast)
    with acting(EVERYWHERE):
        Ticket.objects.update(status=Status.CLOSED)
    arrive(hers(cast, told), told)
    send()
    assert unanswered(ticket)
    assert "This ticket is closed." in why(told)


def test_a_first_week_agents_answer_waits_for_a_lead(cast: Cast) -> None:
    ticket, told = told_of(cast, "Lucía")
    arrive(hers(cast, told, name="Lucía"), told)
    send()
    assert messages(ticket)[-1].delivery == Delivery.WAITING
    with acting(EVERYWHERE):
        assert Approval.objects.get(message=messages(ticket)[-1]).reasons == ["first_week"]
    assert [mail for mail in outgoing() if mail.message_id] == []


def test_commands_in_subject_and_text_command_nothing(cast: Cast) -> None:
    ticket, told = told_of(cast)
    commands = f"#close #solved\n@assign Lucía\n\n{WORDS}"
    arrive(hers(cast, told, commands, subject=f"close merge {ticket.reference} status: solved"), told)
    send()
    now = tickets()[0]
    assert (now.status, now.assignee_id, now.subject) == (Status.PENDING, told.seat_id, ticket.subject)
    assert messages(now)[-1].text.startswith("#close")


def test_attack_57_a_customer_in_cc_of_her_answer_changes_nothing(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told, cc=f"{JORGE}, {SUPPORT}"), told)
    send()
    [_, reply] = messages(ticket)
    assert reply.also_to == []
    assert {mail.rcpt_to for mail in outgoing() if mail.message_id} == {"jorge@molina.example"}
    assert len(tickets()) == 1


def test_a_ticket_that_was_merged_goes_on_where_it_goes_on(cast: Cast) -> None:
    old, told = told_of(cast)
    let_in(letter("Otra cosa.", subject="Otra cosa", message_id="<three@molina.example>"))
    _, other = tickets()
    give(cast, other)
    lead = cast.actor("Valeria")
    with acting(lead):
        merge_ticket(Ticket.objects.get(pk=old.pk), Ticket.objects.get(pk=other.pk), actor=lead)
    raw = arrive(hers(cast, told), told)
    send()
    assert raw.note == "agent_waits"
    assert draft(cast, other) == WORDS  # Jorge's other words are newer than what she was shown


# -- in another language --------------------------------------------------------------------------------------------


def test_a_good_translation_goes_out_with_the_original_kept(cast: Cast) -> None:
    restart = "Please restart the Auralis Hub and wait two minutes."
    with desk_with(cast, knowing()):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, restart), told)
        send()
    [_, reply] = messages(ticket)
    assert (reply.text, reply.language, reply.sent_language) == (restart, "en", "es")
    assert reply.sent_text.startswith("Reinicie")
    assert why(told) == ""


def test_a_translation_that_asks_for_a_look_becomes_a_draft_with_it(cast: Cast) -> None:
    with desk_with(cast, Scripted(lambda text, timeout: "La luz.")):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, ENGLISH), told)
        send()
    assert unanswered(ticket)
    assert draft(cast, ticket) == ENGLISH
    assert "was not sent" in why(told)


def test_without_an_engine_she_is_told_to_write_in_the_customers_language(cast: Cast) -> None:
    from relevo.language.desk_engines import registered

    with registered("apertium", lambda: None), registered("libretranslate", lambda: None):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, ENGLISH), told)
        send()
    assert unanswered(ticket)
    assert "No translation engine of this desk goes from English to Spanish" in why(told)


def test_apertium_itself_translates_her_answer_or_it_is_kept(cast: Cast) -> None:
    """The real engine, and whatever it makes of it, the customer reads no words that the checks doubt."""
    assert "es" in {target for _, target in ApertiumEngine().pairs()}
    ticket, told = told_of(cast)
    arrive(hers(cast, told, ENGLISH), told)
    send()
    if raws()[-1].note == "agent_sent":
        [_, reply] = messages(ticket)
        assert (reply.sent_language, reply.text) == ("es", ENGLISH)
        assert reply.sent_text != ENGLISH
    else:
        assert (unanswered(ticket), draft(cast, ticket)) == (True, ENGLISH)


def test_no_engine_runs_while_a_mail_is_read(cast: Cast) -> None:
    engine = Scripted(lambda text, timeout: text)
    with desk_with(cast, engine):
        _, told = told_of(cast)
        before = len(engine.asked)
        arrive(hers(cast, told, ENGLISH), told)
        assert len(engine.asked) == before
        send()
    assert len(engine.asked) > before


# -- who is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        {"authentication_results": ""},
        {"authentication_results": "mx.evil.example; dmarc=pass header.from=noctua.example"},
        {"authentication_results": "relevo.localhost; dmarc=fail header.from=noctua.example"},
        {"authentication_results": "relevo.localhost; dmarc=pass header.from=evil.example"},
        {"sender": "Mateo Díaz <eve@evil.example>",
         "authentication_results": "relevo.localhost; dmarc=pass header.from=evil.example"},
        {"sender": "valeria@noctua.example"},
        {"sender": "jorge@molina.example",
         "authentication_results": "relevo.localhost; dmarc=pass header.from=molina.example"},
    ],
)  # fmt: skip
def test_attack_09_an_outsider_with_the_address_says_nothing_and_hears_nothing(
    cast: Cast, forged: dict[str, str]
) -> None:
    ticket, told = told_of(cast)
    raw = arrive(hers(cast, told, **forged), told, mail_from="eve@evil.example")
    send()
    assert (raw.state, raw.note) == (RawState.QUARANTINED, "agent_not_proven")
    assert (unanswered(ticket), why(told), draft(cast, ticket), len(tickets())) == (True, "", "", 1)


def test_attack_09_two_senders_are_nobody(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told).replace(b"From: ", b"From: eve@evil.example\r\nFrom: "), told)
    assert raws()[-1].note == "agent_not_proven"
    assert unanswered(ticket)


def test_attack_09_her_proven_mail_without_a_token_is_no_answer(cast: Cast) -> None:
    ticket, told = told_of(cast)
    raw = hers(cast, told, to=SUPPORT, in_reply_to="", references="")
    let_in(raw, SUPPORT, mail_from="mateo@noctua.example")
    send()
    assert len(messages(ticket)) == 1
    assert raws()[-1].note != "agent_waits"


def test_attack_09_a_mail_that_she_wrote_to_somebody_else_is_no_answer_in_another_envelope(
    cast: Cast,
) -> None:
    ticket, told = told_of(cast)
    to_eve = hers(cast, told, "No es asunto suyo.", to="eve@evil.example", in_reply_to="", references="")
    assert arrive(to_eve, told, mail_from="eve@evil.example").note == "agent_not_proven"
    assert (unanswered(ticket), why(told)) == (True, "")


def test_attack_09_her_answer_on_one_ticket_is_none_on_another_in_another_envelope(cast: Cast) -> None:
    first, told = told_of(cast)
    let_in(letter("Otra cosa.", sender="Elena <elena@prats.example>", message_id="<e@prats.example>"))
    _, second = tickets()
    give(cast, second)
    _, other = tell()
    assert arrive(hers(cast, told), other).note == "agent_not_proven"
    assert (len(messages(first)), len(messages(second))) == (1, 1)


@pytest.mark.parametrize("purpose", ["reply", "bounce"])
def test_attack_09_a_token_of_another_purpose_is_none_for_agents(cast: Cast, purpose: Any) -> None:
    ticket, told = told_of(cast)
    token = keyed.token_of(ticket.desk_id, ticket_id=ticket.pk, nonce=1, purpose=purpose)
    let_in(hers(cast, told, to=SUPPORT, in_reply_to="", references=""), tokens.reply_address(token, SUPPORT))
    assert raws()[-1].note not in {"agent_waits", "agent_sent"}
    assert len(messages(ticket)) == 1


def test_a_token_of_ours_whose_mail_is_not_kept_any_more_is_held_back(cast: Cast) -> None:
    ticket, told = told_of(cast)
    token = keyed.token_of(ticket.desk_id, ticket_id=ticket.pk, nonce=7, purpose="agent")
    let_in(hers(cast, told, to=SUPPORT, in_reply_to="", references=""), tokens.reply_address(token, SUPPORT))
    assert (raws()[-1].state, raws()[-1].note, len(tickets())) == (
        RawState.QUARANTINED,
        "agent_not_proven",
        1,
    )


def test_a_program_that_ignores_reply_to_answers_all_the_same(cast: Cast) -> None:
    ticket, told = told_of(cast)
    let_in(hers(cast, told, to=SUPPORT), SUPPORT, mail_from="mateo@noctua.example")
    send()
    assert messages(ticket)[-1].text == WORDS


def test_a_notification_that_was_forwarded_makes_no_agent_of_the_customer(cast: Cast) -> None:
    """Jorge answers it at the desk's plain address: his words are a customer's, on a ticket of their own."""
    old, told = told_of(cast)
    let_in(reply_to(told, "Me han reenviado esto.", to=SUPPORT), SUPPORT)
    assert raws()[-1].state == RawState.DIGESTED
    [_, new] = tickets()
    assert (messages(new)[0].text, len(messages(old))) == ("Me han reenviado esto.", 1)


def leaves(cast: Cast) -> None:
    machine_of_firm = cast.member("Mateo").organization_id
    from relevo.core.actor import system

    with acting(system(machine_of_firm)):
        end_member(cast.member("Mateo"), actor=system(machine_of_firm))


def loses_seat(cast: Cast) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        end_seat(cast.seat("Mateo", "auralis"), actor=valeria)


def is_blocked(cast: Cast) -> None:
    User.objects.filter(pk=cast.user("Mateo").pk).update(is_active=False)


def team_loses_ticket(cast: Cast) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        hold_ticket(tickets()[0], cast.engagement("auralis", "auralis"), reason="take_back", actor=machine)


def client_says_no(cast: Cast) -> None:
    allow(cast, allowed=False)


def she_says_no(cast: Cast) -> None:
    wish(cast, told=False)


HINDRANCES = [
    (leaves, "agent_gone", "no seat of yours"),
    (loses_seat, "agent_gone", "no seat of yours"),
    (is_blocked, "agent_gone", "no seat of yours"),
    (team_loses_ticket, "agent_moved", "Another team has this ticket now."),
    (client_says_no, "agent_rule_off", "takes no answers by mail"),
    (she_says_no, "agent_wish_off", "you want no mail"),
]


@pytest.mark.parametrize(
    ("what", "code", "said"), HINDRANCES, ids=lambda value: getattr(value, "__name__", "")
)
def test_attack_10_whoever_may_not_any_more_answers_an_old_mail_in_vain_and_is_told(
    cast: Cast, what: Any, code: str, said: str
) -> None:
    ticket, told = told_of(cast)
    what(cast)
    raw = arrive(hers(cast, told), told)
    send()
    assert (raw.state, raw.note) == (RawState.QUARANTINED, code)
    assert (unanswered(ticket), draft(cast, ticket)) == (True, "")
    assert said in why(told)
    assert "El altavoz" not in why(told)
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="mail.quarantined").facts == {"why": code}


@pytest.mark.parametrize(
    ("what", "code", "said"), HINDRANCES, ids=lambda value: getattr(value, "__name__", "")
)
def test_attack_10_the_same_holds_when_it_happens_between_reading_and_sending(
    cast: Cast, what: Any, code: str, said: str
) -> None:
    engine = Scripted(lambda text, timeout: text)
    with desk_with(cast, engine):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, ENGLISH), told)
        what(cast)
        before = len(engine.asked)
        send()
        assert len(engine.asked) == before
    raw = raws()[-1]
    assert (raw.state, raw.note) == (RawState.QUARANTINED, code)
    assert (unanswered(ticket), draft(cast, ticket)) == (True, "")
    assert said in why(told)


def test_attack_10_and_when_it_happens_while_the_engine_thinks(cast: Cast) -> None:
    def thinks(text: str, timeout: float) -> str:
        loses_seat(cast)
        return text

    with desk_with(cast, Scripted(thinks)):
        ticket, told = told_of(cast)
        arrive(hers(cast, told, ENGLISH), told)
        send()
    assert (raws()[-1].note, unanswered(ticket)) == ("agent_gone", True)


def test_a_mail_of_more_than_14_days_ago_is_answered_in_vain(cast: Cast) -> None:
    ticket, told = told_of(cast)
    with clock.travel(clock.now() + timedelta(days=13, hours=23)):
        assert arrive(hers(cast, told), told).note == "agent_waits"
    with clock.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert arrive(hers(cast, told, message_id="<late@noctua.example>"), told).note == "agent_late"
    assert "more than 14 days old" in why(told)
    assert unanswered(ticket)


def test_an_answer_without_words_says_nothing(cast: Cast) -> None:
    ticket, told = told_of(cast)
    assert arrive(hers(cast, told, " \n"), told).note == "agent_empty"
    assert unanswered(ticket)
    assert "no words of yours" in why(told)


def test_an_answer_is_no_longer_than_on_screen(cast: Cast) -> None:
    _, told = told_of(cast)
    assert arrive(hers(cast, told, "palabra " * 7000), told).note == "agent_long"
    assert "longer than a reply can be" in why(told)


@pytest.mark.parametrize("code", [*sorted(wording.REASONS), "agent_not_proven", "agent_not_asked"])
def test_every_reason_has_words_for_the_clients_page(code: str) -> None:
    assert note_words(RawMail(note=code)) != code


def test_an_answer_that_is_our_own_mail_again_is_not_sent(cast: Cast) -> None:
    ticket, told = told_of(cast)
    arrive(hers(cast, told, "> " + body(told).replace("\n", "\n> ")), told)
    send()
    assert unanswered(ticket)
    assert "parts of the mail that you answered" in why(told)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"auto_submitted": "auto-replied"}, "auto_reply"),
        ({"x_autoreply": "yes"}, "auto_reply"),
        ({"subject": "Automatic reply: El altavoz"}, "auto_reply"),
        ({"precedence": "bulk"}, "list"),
        ({"auto_submitted": "auto-generated"}, "generated"),
    ],
)
def test_what_a_machine_of_hers_writes_is_set_aside_and_nothing_answers_it(
    cast: Cast, headers: dict[str, str], kind: str
) -> None:
    ticket, told = told_of(cast)
    raw = arrive(hers(cast, told, "Estoy fuera de la oficina.", **headers), told)
    send()
    assert (raw.state, raw.note) == (RawState.IGNORED, kind)
    assert (unanswered(ticket), why(told), draft(cast, ticket)) == (True, "", "")


def test_an_answer_to_word_of_a_refusal_is_held_back_in_silence(cast: Cast) -> None:
    """Else two machines that do not say what they are could go on for ever."""
    ticket, told = told_of(cast)
    client_says_no(cast)
    arrive(hers(cast, told), told)
    refusal = outgoing()[-1]
    allow(cast)
    arrive(hers(cast, refusal, message_id="<again@noctua.example>"), refusal)
    assert raws()[-1].note == "agent_not_asked"
    assert (unanswered(ticket), len(outgoing())) == (True, 2)


def test_the_same_refused_mail_on_two_ways_is_answered_once(cast: Cast) -> None:
    _, told = told_of(cast)
    client_says_no(cast)
    arrive(hers(cast, told), told)
    arrive(b"Received: from x by y; Sun, 22 Nov 2026 02:00:00 +0000\r\n" + hers(cast, told), told)
    assert raws()[-1].state == RawState.DUPLICATE
    assert why(told)


@pytest.mark.parametrize("by_envelope", [True, False])
def test_nobody_lets_an_agents_answer_in_as_a_customers_message(cast: Cast, *, by_envelope: bool) -> None:
    _, told = told_of(cast)
    client_says_no(cast)
    if by_envelope:
        arrive(hers(cast, told), told)
    else:
        let_in(hers(cast, told, to=SUPPORT), SUPPORT)
    carmen = cast.actor("Carmen")
    with acting(carmen), pytest.raises(RuleBroken, match="an agent's answer"):
        release(RawMail.objects.get(pk=raws()[-1].pk), actor=carmen)
    assert len(tickets()) == 1


def test_a_mail_that_could_not_be_read_in_full_is_kept_for_the_screen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relevo.channels.mail import reading

    ticket, told = told_of(cast)
    whole = reading.read
    monkeypatch.setattr(reading, "read", lambda raw: reading.with_notice(whole(raw), reading.CUT_SHORT))
    arrive(hers(cast, told), told)
    send()
    assert unanswered(ticket)
    assert "could not be read in full" in why(told)


# -- the setting, the wall, the killed worker -----------------------------------------------------------------------


def test_the_rule_is_the_clients_and_its_change_is_recorded(cast: Cast) -> None:
    allow(cast)
    with acting(EVERYWHERE):
        mailbox = Mailbox.objects.get(address=SUPPORT)
        [event] = Event.objects.filter(kind="mailbox.changed")
    assert (event.facts, event.actor_label) == ({"what": "agents_by_mail", "allowed": True}, "Carmen Vidal")
    for name in ("Valeria", "Mateo", "Iker"):
        actor = cast.actor(name)
        with acting(actor), pytest.raises(NotAllowed):
            set_agents_by_mail(mailbox, allowed=True, actor=actor)


def test_a_mail_is_a_customers_or_an_agents(cast: Cast) -> None:
    _, told = told_of(cast)
    with acting(EVERYWHERE), pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=told.pk).update(message=messages(tickets()[0])[0])


def test_other_firms_see_no_mail_to_an_agent(cast: Cast) -> None:
    _, told = told_of(cast)
    for name, sees in (
        ("Carmen", True),
        ("Mateo", True),
        ("Marta", False),
        ("Ilze", False),
        ("Jonas", False),
    ):
        with acting(cast.actor(name)):
            assert OutgoingMail.objects.filter(pk=told.pk).exists() is sees


@pytest.mark.parametrize(
    ("point", "done"),
    [("answer_translated", False), ("answer_before_commit", False), ("after_answer", True)],
)
def test_a_worker_killed_while_it_sends_leaves_nothing_half_done(
    own_database: str, monkeypatch: pytest.MonkeyPatch, point: str, *, done: bool
) -> None:
    cast = Cast()
    ticket, told = told_of(cast)
    raw = arrive(hers(cast, told), told)
    call = f"jobs.send_agents_answer(raw_mail_id={raw.pk}, told_id={told.pk}, client_id={raw.client_id})"
    with child(
        f"from relevo.channels.mail import jobs\n{call}", own_database, RELEVO_FAILPOINT=point
    ) as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 17, errors
    assert len(messages(ticket)) == 1 + done
    send()
    assert [message.text for message in messages(ticket)[1:]] == [WORDS]
    assert raws()[-1].note == "agent_sent"
    connection.close()


def test_a_worker_killed_while_it_accepts_leaves_the_mail_to_the_next(own_database: str) -> None:
    cast = Cast()
    ticket, told = told_of(cast)
    intake.store(envelope(hers(cast, told), wire_mail(told)["Reply-To"].addresses[0].addr_spec))
    raw = raws()[-1]
    code = f"from tests.channels.mail.postbox import digest\ndigest({raw.pk}, {raw.client_id})"
    with child(code, own_database, RELEVO_FAILPOINT="answer_accepted", **BELIEVED) as process:
        process.communicate(timeout=120)
    assert (process.returncode, raws()[-1].state) == (17, RawState.STORED)
    run_mail_jobs(DIGEST)
    send()
    assert len(messages(ticket)) == 2
    connection.close()
