"""People in copy: let in and taken out by whoever may answer, shown nothing of what was before, heard from then on.

Attacks 4, 5, 14, 15, 26 and 27 of section A and B, with somebody who was let in.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import OutgoingMail, RawState
from relevo.channels.mail.participants import (
    AT_ONCE,
    add_all_shown,
    add_participant,
    remove_participant,
    shown_address,
)
from relevo.channels.mail.queued import DIGEST
from relevo.conduct.actions import send_reply
from relevo.core import clock
from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.scope import acting
from relevo.coverage.passing import pass_ball
from relevo.customers.models import Address, Customer
from relevo.events.models import Event
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import MOST_PARTICIPANTS, Message, Note, Participant, Ticket
from relevo.tickets.replies import Reply, call_back_reply, release_due
from relevo.tickets.statuses import Status
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    SUPPORT,
    answer,
    envelope,
    let_in,
    letter,
    messages,
    outgoing,
    raws,
    reply_to,
    run_mail_jobs,
    tickets,
    wire_mail,
    write_again,
)
from tests.channels.mail.test_agents_by_mail import allow, arrive, body, give, hers, send, tell, wish
from tests.conduct.desk_work import stop_routing

EVE, ZOE, JORGE = "eve@prats.example", "zoe@ferrer.example", "jorge@molina.example"
MINUTE = timedelta(minutes=1)
VERIFIED = "relevo.localhost; dmarc=pass header.from=prats.example"


@pytest.fixture
def asked(cast: Cast) -> Ticket:
    """Jorge has written with Eve in Cc, and Noctua holds it."""
    let_in(letter(cc=f"Eva Prats <{EVE}>"))
    [ticket] = tickets()
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(ticket, cast.engagement("auralis", "noctua"), reason="coverage", actor=machine)
        return Ticket.objects.select_related("desk", "customer", "holder").get(pk=ticket.pk)


def add(cast: Cast, ticket: Ticket, written: str = f"Eva Prats <{EVE}>", who: str = "Mateo") -> Participant:
    actor = cast.actor(who)
    with acting(EVERYWHERE):
        now_is = Ticket.objects.get(pk=ticket.pk)
    with acting(actor):
        return add_participant(now_is, written, actor=actor)


def take_out(cast: Cast, participant: Participant, who: str = "Mateo") -> Participant:
    actor = cast.actor(who)
    with acting(actor):
        return remove_participant(Participant.objects.get(pk=participant.pk), actor=actor)


def later(cast: Cast, ticket: Ticket, text: str, minutes: int = 5, **fields: object) -> Message:
    """Mateo answers some minutes later."""
    with clock.travel(clock.now() + minutes * MINUTE):
        return answer(cast, ticket, text, **fields)


def mails_to(address: str) -> list[OutgoingMail]:
    return [mail for mail in outgoing() if mail.rcpt_to == address]


def text_of(mail: OutgoingMail) -> str:
    return wire_mail(mail).get_body(("plain",)).get_content()  # type: ignore[union-attr, no-any-return]


def present(ticket: Ticket) -> list[str]:
    with acting(EVERYWHERE):
        return list(Participant.objects.present().filter(ticket=ticket).values_list("address", flat=True))


def kinds(ticket: Ticket) -> list[str]:
    with acting(EVERYWHERE):
        return list(Event.objects.filter(ticket_id=ticket.pk).order_by("pk").values_list("kind", flat=True))


# -- letting in and taking out --------------------------------------------------------------------------------------


def test_attack_04_eve_in_cc_gets_nothing_until_an_agent_lets_her_in(cast: Cast, asked: Ticket) -> None:
    assert messages(asked)[0].also_to == [EVE]
    answer(cast, asked, "Reinicie el altavoz.")
    assert {mail.rcpt_to for mail in outgoing()} == {JORGE}
    add(cast, asked)
    answer(cast, asked, "¿Funciona?")
    assert [mail.rcpt_to for mail in outgoing()][1:] == [JORGE, EVE]


def test_letting_in_says_who_did_it_and_when_and_holds_no_address_in_the_record(
    cast: Cast, asked: Ticket
) -> None:
    eve = add(cast, asked)
    assert (eve.name, eve.address, eve.let_in_by) == ("Eva Prats", EVE, "Mateo Díaz")
    gone = take_out(cast, eve)
    assert gone.removed_at is not None
    assert asked.opened_at < eve.since < gone.removed_at < clock.now()
    with acting(EVERYWHERE):
        told = Event.objects.filter(kind__startswith="ticket.participant_").order_by("pk")
        assert [(event.kind, event.facts, event.actor_label) for event in told] == [
            ("ticket.participant_added", {"participant": eve.pk}, "Mateo Díaz"),
            ("ticket.participant_removed", {"participant": eve.pk}, "Mateo Díaz"),
        ]


def test_who_is_in_or_out_already_stays_so_and_nothing_is_recorded_twice(cast: Cast, asked: Ticket) -> None:
    first, again = add(cast, asked), add(cast, asked, EVE.upper())
    assert first == again
    take_out(cast, first)
    take_out(cast, first)
    assert sum(kind.startswith("ticket.participant_") for kind in kinds(asked)) == 2
    back = add(cast, asked)
    assert back != first
    assert present(asked) == [EVE]


@pytest.mark.parametrize(
    "written",
    ["", "eve", "eve@", "@prats.example", "a@b.example, c@d.example", "eve@prats.example\r\nBcc: x@evil.example",
     "jorge@molina.example)<eve@evil.example>", "x" * 400 + "@prats.example", "root@localhost",],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(cast: Cast, asked: Ticket, written: str) -> None:
    with pytest.raises(RuleBroken, match="is not a mail address"):
        add(cast, asked, written)
    assert present(asked) == []


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (SUPPORT, "the address of a desk"),
        ("Support+x@AURALIS.example", "the address of a desk"),
        ("help@mareko.example", "the address of a desk"),
        ("no-reply@shop.example", "a machine's address"),
        ("MAILER-DAEMON@prats.example", "a machine's address"),
        (JORGE, "the customer's own address"),
    ],
)
def test_desks_machines_and_the_customer_herself_are_not_let_in(
    cast: Cast, asked: Ticket, written: str, why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        add(cast, asked, written)


def test_attack_27_a_ticket_has_at_most_twenty_in_copy(cast: Cast, asked: Ticket) -> None:
    for number in range(MOST_PARTICIPANTS):
        add(cast, asked, f"c{number}@crowd.example")
    with pytest.raises(RuleBroken, match="at most 20 people"):
        add(cast, asked)
    answer(cast, asked)
    assert len(outgoing()) == 1 + MOST_PARTICIPANTS


def crowd(cast: Cast, size: int) -> tuple[Ticket, int]:
    let_in(letter(cc=", ".join(f"c{number}@crowd.example" for number in range(size))))
    [ticket] = tickets()
    answer(cast, ticket)
    return ticket, messages(ticket)[0].pk


def test_attack_27_more_than_a_few_of_one_mail_want_to_be_confirmed(cast: Cast) -> None:
    ticket, mail = crowd(cast, AT_ONCE + 1)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        with pytest.raises(RuleBroken, match="These are 6 people"):
            add_all_shown(ticket, mail, actor=mateo)
        assert present(ticket) == []
        assert len(add_all_shown(ticket, mail, actor=mateo, confirmed=True)) == AT_ONCE + 1


def test_attack_27_even_confirmed_a_crowd_is_refused_whole(cast: Cast) -> None:
    ticket, mail = crowd(cast, 40)
    mateo = cast.actor("Mateo")
    with acting(mateo), pytest.raises(RuleBroken, match="at most 20 people"):
        add_all_shown(ticket, mail, actor=mateo, confirmed=True)
    assert present(ticket) == []


def test_all_of_a_mail_leaves_out_whom_one_could_not_let_in(cast: Cast) -> None:
    let_in(letter(cc=f"no-reply@shop.example, root@localhost, {EVE}, help@mareko.example"))
    [ticket] = tickets()
    answer(cast, ticket)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        [eve] = add_all_shown(ticket, messages(ticket)[0].pk, actor=mateo)
        assert eve.address == EVE
        with pytest.raises(RuleBroken, match="nobody in this mail"):
            add_all_shown(ticket, ticket.messages.create(
                client_id=ticket.client_id, direction="in", shown_name="x", text="x").pk, actor=mateo)  # fmt: skip


def test_a_partner_names_the_mail_and_the_place_and_never_needs_the_address(
    cast: Cast, asked: Ticket
) -> None:
    [mail] = messages(asked)
    with acting(cast.actor("Mateo")):
        assert shown_address(asked, mail.pk, 0) == EVE
        for place in (1, -1):
            with pytest.raises(NotFound):
                shown_address(asked, mail.pk, place)
        with pytest.raises(NotFound):
            shown_address(asked, mail.pk + 1000, 0)


@pytest.mark.parametrize("who", ["Carmen", "Iker", "Marta"])
def test_only_who_may_answer_now_lets_in_and_takes_out(cast: Cast, asked: Ticket, who: str) -> None:
    eve = add(cast, asked)
    with pytest.raises((NotAllowed, NotFound, Participant.DoesNotExist)):
        take_out(cast, eve, who)
    with pytest.raises((NotAllowed, NotFound)):
        add(cast, asked, ZOE, who)
    assert present(asked) == [EVE]


def test_nobody_is_let_in_on_what_is_closed_or_not_answered_by_mail(cast: Cast, asked: Ticket) -> None:
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=asked.pk).update(status=Status.CLOSED)
    with pytest.raises(RuleBroken, match="closed"):
        add(cast, asked)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=asked.pk).update(status=Status.OPEN, channel="chat")
    with pytest.raises(RuleBroken, match="not answered by mail"):
        add(cast, asked)


# -- what a copy holds ----------------------------------------------------------------------------------------------


def test_a_copy_is_the_same_mail_in_an_envelope_of_its_own(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    add(cast, asked, ZOE)
    message = answer(cast, asked, "Reinicie el altavoz.")
    mails = outgoing()
    assert [mail.rcpt_to for mail in mails] == [JORGE, EVE, ZOE]
    assert {mail.message_id for mail in mails} == {message.pk}
    for mail in mails:
        wire = wire_mail(mail)
        assert wire["To"] == f"Jorge Molina <{JORGE}>"
        assert wire["Cc"] == f"Eva Prats <{EVE}>, {ZOE}"
        assert (wire["Bcc"], "Reinicie el altavoz." in text_of(mail)) == (None, True)
    assert len({wire_mail(mail)["Message-ID"] for mail in mails}) == 1
    assert len({wire_mail(mail)["Reply-To"] for mail in mails}) == 1


def test_attack_15_what_was_said_before_she_was_let_in_is_not_quoted_to_her(
    cast: Cast, asked: Ticket
) -> None:
    with clock.travel(clock.now() + MINUTE):
        add(cast, asked)
        answer(cast, asked, "Reinicie el altavoz.")
    jorges, eves = outgoing()
    assert "no se conecta al wifi" in text_of(jorges)
    assert "no se conecta" not in bytes(eves.raw).decode()
    assert "molina.example" in str(wire_mail(eves)["References"]), "ids of mails are no words"
    with clock.travel(clock.now() + 2 * MINUTE):
        write_again(reply_to(jorges, "Ya lo he hecho y sigue igual."))
    later(cast, asked, "Entonces se lo cambiamos.")
    assert ["Ya lo he hecho" in text_of(mail) for mail in outgoing()[2:]] == [True, True]
    assert not any("no se conecta" in bytes(mail.raw).decode() for mail in mails_to(EVE))


def test_attack_14_a_code_that_came_before_her_is_in_no_mail_to_her(cast: Cast, asked: Ticket) -> None:
    let_in(letter("Su código es 749 203.", message_id="<code@molina.example>",
                  in_reply_to="<one@molina.example>", authentication_results=VERIFIED.replace("prats", "molina")))  # fmt: skip
    with clock.travel(clock.now() + MINUTE):
        add(cast, asked)
        answer(cast, asked, "Gracias.")
    assert "749 203" in text_of(mails_to(JORGE)[0])
    assert "749 203" not in text_of(mails_to(EVE)[0])


def test_two_who_came_at_different_times_are_quoted_different_things(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    with clock.travel(clock.now() + MINUTE):
        answer(cast, asked, "Reinicie el altavoz.")
        write_again(reply_to(outgoing()[0], "Sigue igual.", message_id="<a@molina.example>"))
    with clock.travel(clock.now() + 2 * MINUTE):
        add(cast, asked, ZOE)
        answer(cast, asked, "Se lo cambiamos.")
    assert [("Sigue igual." in text_of(mail)) for mail in outgoing()[2:]] == [True, True, False]


@pytest.mark.parametrize(
    "name",
    ["Eva\r\nBcc: x@evil.example", "=?utf-8?q?x=0D=0ABcc:_x@evil.example?=", "Click https://evil.example to claim",
     "\u202eaвE", "a" * 500],
)  # fmt: skip
def test_attacks_25_and_26_a_name_is_one_harmless_line(cast: Cast, asked: Ticket, name: str) -> None:
    with acting(EVERYWHERE):
        Participant.objects.create(
            client_id=asked.client_id, ticket=asked, address=EVE, name=name[:150], let_in_by="x"
        )
    answer(cast, asked)
    for mail in outgoing():
        head = bytes(mail.raw).partition(b"\r\n\r\n")[0]
        assert b"\nBcc" not in head
        assert b"https:" not in head
        wire = wire_mail(mail)
        assert [one.addr_spec for one in wire["Cc"].addresses] == [EVE]
        assert wire["Bcc"] is None
    assert [mail.rcpt_to for mail in outgoing()] == [JORGE, EVE]


def test_a_typed_name_loses_what_could_be_a_link(cast: Cast, asked: Ticket) -> None:
    eve = add(cast, asked, f"Click https://evil.example now <{EVE}>")
    assert "evil.example" not in eve.name


def test_whom_the_writer_did_not_see_gets_no_copy(cast: Cast, asked: Ticket) -> None:
    eve = add(cast, asked)
    add(cast, asked, ZOE)
    message = answer(cast, asked, copies=(eve.pk, 999_999))
    assert message.also_to == [EVE]
    assert {mail.rcpt_to for mail in outgoing()} == {JORGE, EVE}
    assert answer(cast, asked, "Nadie más.", copies=()).also_to == []


def test_a_scheduled_reply_goes_to_those_it_was_written_to_who_are_in_still(
    cast: Cast, asked: Ticket
) -> None:
    eve = add(cast, asked)
    add(cast, asked, ZOE)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        fresh = Ticket.objects.select_related("desk", "customer", "holder").get(pk=asked.pk)
        message = send_reply(
            fresh,
            Reply("Estimado Jorge: mañana llega otro. Un saludo cordial, Mateo", "es"),
            actor=mateo,
            confirmed=True,
            release_at=clock.now() + 10 * MINUTE,
        )
    take_out(cast, eve)
    add(cast, asked, "toni@ferrer.example")
    with clock.travel(clock.now() + 11 * MINUTE), acting(cast.machine("auralis")):
        release_due(message, actor=cast.machine("auralis"))
    assert {mail.rcpt_to for mail in outgoing()} == {JORGE, ZOE}


def test_a_reply_that_is_called_back_reaches_nobody(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        fresh = Ticket.objects.select_related("desk", "customer", "holder").get(pk=asked.pk)
        message = send_reply(fresh, Reply("Estimado Jorge: un momento. Un saludo, Mateo", "es"), actor=mateo,
                             confirmed=True, release_at=clock.now() + MINUTE)  # fmt: skip
        call_back_reply(message, actor=mateo)
    assert outgoing() == []


def test_who_became_the_customers_own_address_gets_one_mail(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    with acting(EVERYWHERE):
        asked.customer.addresses.update(value=EVE)
    answer(cast, asked)
    assert [mail.rcpt_to for mail in outgoing()] == [EVE]


# -- her own answers ------------------------------------------------------------------------------------------------


def eves_answer(text: str = "Soy Eva: a mí me funciona.", **fields: str) -> bytes:
    return reply_to(
        mails_to(EVE)[-1], text, sender=f"Eva Prats <{EVE}>", message_id="<e@prats.example>", **fields
    )


def test_her_answer_joins_and_leaves_the_customer_who_he_is(cast: Cast, asked: Ticket) -> None:
    eve = add(cast, asked)
    answer(cast, asked)
    with acting(EVERYWHERE):
        before = Customer.objects.get(pk=asked.customer_id).language
    write_again(eves_answer("Hello, this is Eva writing: it works well for me at home, thank you very much."))
    [ticket] = tickets()
    said = messages(ticket)[-1]
    assert (said.participant_id, said.shown_name, said.language) == (eve.pk, "Eva Prats", "en")
    assert (ticket.status, ticket.language, ticket.customer_id) == (Status.OPEN, "es", asked.customer_id)
    with acting(EVERYWHERE):
        assert Customer.objects.get(pk=asked.customer_id).language == before
        assert Event.objects.filter(kind="ticket.received").last().facts == {
            "automatic": False,
            "participant": eve.pk,
        }


def test_the_next_reply_still_goes_to_the_address_that_the_customer_used_last(
    cast: Cast, asked: Ticket
) -> None:
    with acting(EVERYWHERE):
        Address.objects.create(
            client_id=asked.client_id, desk=asked.desk, customer=asked.customer, value="jorge@work.example"
        )
    add(cast, asked)
    answer(cast, asked)
    write_again(reply_to(outgoing()[0], "Desde el trabajo.", sender="jorge@work.example"))
    write_again(eves_answer())
    later(cast, asked, "Gracias a los dos.")
    assert [mail.rcpt_to for mail in outgoing()][2:] == ["jorge@work.example", EVE]


def test_a_verified_mail_to_a_known_message_id_joins_and_an_unproven_one_is_kept_apart(
    cast: Cast, asked: Ticket
) -> None:
    add(cast, asked)
    plain = {"sender": EVE, "in_reply_to": "<one@molina.example>"}
    let_in(letter("Sin prueba.", message_id="<p@prats.example>", **plain))
    let_in(letter("Con prueba.", message_id="<q@prats.example>", authentication_results=VERIFIED, **plain))
    old, new = tickets()
    assert [message.text for message in messages(old)][1:] == ["Con prueba."]
    assert new.linked_to == old
    with acting(EVERYWHERE):
        assert "Not proven" in Note.objects.get(ticket=new).text


def test_attack_05_who_was_taken_out_gets_a_ticket_of_her_own(cast: Cast, asked: Ticket) -> None:
    eve = add(cast, asked)
    answer(cast, asked)
    take_out(cast, eve)
    write_again(eves_answer("¿Qué más se dijo?"))
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)
    assert new.customer_id != old.customer_id
    answer(cast, new, "¿En qué podemos ayudarle?")
    assert mails_to(JORGE)[1:] == []
    assert "Reinicie" not in text_of(mails_to(EVE)[-1])


def test_attack_05_whoever_was_never_let_in_does_so_too_with_a_participants_mail(
    cast: Cast, asked: Ticket
) -> None:
    add(cast, asked)
    answer(cast, asked)
    write_again(reply_to(mails_to(EVE)[0], "Me la reenvió Eva.", sender=ZOE))
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)


def test_attack_13_her_name_borrowed_against_her_domains_word_joins_nothing(
    cast: Cast, asked: Ticket
) -> None:
    add(cast, asked)
    answer(cast, asked)
    write_again(eves_answer(authentication_results=VERIFIED.replace("pass", "fail")))
    [ticket] = tickets()
    assert len(messages(ticket)) == 2
    assert (raws()[-1].state, raws()[-1].note) == (RawState.QUARANTINED, "disowned")


def test_her_answer_to_a_closed_ticket_opens_one_of_her_own_without_old_text(
    cast: Cast, asked: Ticket
) -> None:
    add(cast, asked)
    answer(cast, asked)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=asked.pk).update(status=Status.CLOSED)
    write_again(eves_answer())
    old, new = tickets()
    assert (new.linked_to, len(messages(new)), new.customer.name) == (old, 1, "Eva Prats")


def test_her_absence_note_opens_nothing_and_wakes_nobody(cast: Cast, asked: Ticket) -> None:
    add(cast, asked)
    answer(cast, asked)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=asked.pk).update(status=Status.PENDING)
    write_again(eves_answer(subject="Fuera de la oficina"))
    [ticket] = tickets()
    assert (ticket.status, messages(ticket)[-1].automatic) == (Status.PENDING, True)
    assert len(outgoing()) == 2


def queries_of(raw: bytes, *rcpt_tos: str) -> int:
    intake.store(envelope(raw, *rcpt_tos))
    with CaptureQueriesContext(connection) as asked:
        run_mail_jobs(DIGEST)
    return len(asked)


def test_the_customers_own_mail_costs_what_it_cost_whoever_is_in_copy(cast: Cast, asked: Ticket) -> None:
    answer(cast, asked)
    to = wire_mail(outgoing()[0])["Reply-To"].addresses[0].addr_spec
    write_again(reply_to(outgoing()[0], message_id="<r0@molina.example>"))
    alone = queries_of(reply_to(outgoing()[0], message_id="<r1@molina.example>"), to)
    for number in range(MOST_PARTICIPANTS):
        add(cast, asked, f"c{number}@crowd.example")
    assert queries_of(reply_to(outgoing()[0], message_id="<r2@molina.example>"), to) == alone


def test_an_answer_by_mail_goes_to_those_whom_the_agent_was_told_of(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_routing(monkeypatch)
    allow(cast)
    wish(cast)
    let_in(letter())
    [ticket] = tickets()
    give(cast, ticket)
    add(cast, ticket)
    [told] = tell()
    assert "1 person besides the customer gets a copy of it." in body(told)
    assert EVE not in bytes(told.raw).decode()
    with clock.travel(clock.now() + MINUTE):
        add(cast, ticket, ZOE)
        arrive(hers(cast, told), told)
        send()
    assert [mail.rcpt_to for mail in outgoing() if mail.message_id] == [JORGE, EVE]


def test_an_agent_is_told_who_wrote_when_it_was_not_the_customer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_routing(monkeypatch)
    allow(cast)
    wish(cast)
    let_in(letter())
    [ticket] = tickets()
    give(cast, ticket)
    add(cast, ticket, EVE)
    answer(cast, ticket)
    write_again(reply_to(mails_to(EVE)[0], "Soy Eva.", sender=EVE, message_id="<e@prats.example>"))
    told = tell()[-1]
    assert "Somebody in copy wrote" in body(told)
    assert EVE not in bytes(told.raw).decode()


# -- merging --------------------------------------------------------------------------------------------------------


def test_merging_joins_those_in_copy_and_shows_neither_side_what_was_said_on_the_other(
    cast: Cast, asked: Ticket
) -> None:
    let_in(letter("¿Han recibido mi mensaje?", subject="Otra vez", message_id="<two@molina.example>"))
    second = tickets()[1]
    answer(cast, second)
    for ticket, address in ((asked, EVE), (second, ZOE), (second, EVE)):
        add(cast, ticket, address)
    with clock.travel(clock.now() + MINUTE):
        let_in(letter("Un secreto.", message_id="<three@molina.example>", in_reply_to="<two@molina.example>",
                      authentication_results=VERIFIED.replace("prats", "molina")))  # fmt: skip
    with clock.travel(clock.now() + 2 * MINUTE):
        mateo = cast.actor("Mateo")
        with acting(mateo):
            merge_ticket(second, asked, actor=mateo)
        assert sorted(present(asked)) == sorted([EVE, ZOE])
        assert present(second) == []
        answer(cast, asked, "Un solo asunto.")
    assert "Un secreto." in text_of(mails_to(JORGE)[-1])
    assert not any("Un secreto." in text_of(mails_to(address)[-1]) for address in (EVE, ZOE))


def test_two_crowds_do_not_become_one(cast: Cast, asked: Ticket) -> None:
    let_in(letter("Otra vez.", subject="Otra vez", message_id="<two@molina.example>"))
    second = tickets()[1]
    answer(cast, second)
    for number in range(11):
        add(cast, asked, f"a{number}@crowd.example")
        add(cast, second, f"b{number}@crowd.example")
    mateo = cast.actor("Mateo")
    with acting(mateo), pytest.raises(RuleBroken, match="at most 20 people"):
        merge_ticket(second, asked, actor=mateo)
