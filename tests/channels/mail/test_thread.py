"""Which ticket a mail belongs to, and which it must never reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.models import Mailbox, OutgoingMail, RawMail, RawState
from relevo.channels.mail.out.acknowledging import acknowledge
from relevo.core import clock
from relevo.core.scope import acting
from relevo.customers.models import Address
from relevo.events.models import Event
from relevo.tickets.models import Message, Note, Ticket
from relevo.tickets.statuses import Status
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    SUPPORT,
    answer,
    let_in,
    letter,
    messages,
    outgoing,
    raws,
    reply_to,
    tickets,
    write_again,
)


@pytest.fixture
def ours(cast: Cast) -> OutgoingMail:
    """Jorge has written, Mateo has answered: our mail to him."""
    let_in(letter())
    answer(cast, tickets()[0])
    return outgoing()[0]


def notes(ticket: Ticket) -> list[str]:
    with acting(EVERYWHERE):
        return [note.text for note in Note.objects.filter(ticket=ticket)]


def put(ticket: Ticket, status: str) -> None:
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=ticket.pk).update(status=status)


def test_the_customers_answer_joins_its_ticket_and_opens_it_again(cast: Cast, ours: OutgoingMail) -> None:
    put(tickets()[0], Status.SOLVED)
    write_again(reply_to(ours))
    [ticket] = tickets()
    assert [message.text for message in messages(ticket)][-1] == "Gracias, ahora funciona."
    assert ticket.status == Status.OPEN


@pytest.mark.parametrize(
    "left",
    [
        {"in_reply_to": "", "references": ""},
        {"to": SUPPORT, "references": ""},
        {"to": SUPPORT, "in_reply_to": ""},
    ],
)
def test_any_one_of_the_three_places_of_a_token_is_enough(
    cast: Cast, ours: OutgoingMail, left: dict[str, str]
) -> None:
    write_again(reply_to(ours, **left))
    assert len(messages(tickets()[0])) == 3


def test_another_address_of_the_same_customer_joins_too(cast: Cast, ours: OutgoingMail) -> None:
    [ticket] = tickets()
    with acting(EVERYWHERE):
        Address.objects.create(
            client_id=ticket.client_id, desk=ticket.desk, customer=ticket.customer, value="jorge@work.example"
        )
    write_again(reply_to(ours, sender="JORGE@work.example"))
    assert len(messages(tickets()[0])) == 3


def test_attack_1_a_subject_with_a_tickets_number_joins_nothing(cast: Cast, ours: OutgoingMail) -> None:
    [ticket] = tickets()
    let_in(
        letter(
            "Otra cosa, por favor.", subject=f"Re: hola [{ticket.reference}]", message_id="<f@molina.example>"
        )
    )
    _, new = tickets()
    assert new.linked_to is None
    assert len(messages(ticket)) == 2


def test_attack_2_a_copied_message_id_with_a_wrong_hash_joins_nothing(cast: Cast, ours: OutgoingMail) -> None:
    forged = "0" + ours.header_id[1:] if ours.header_id[0] != "0" else "1" + ours.header_id[1:]
    write_again(reply_to(ours, to=SUPPORT, in_reply_to=f"<{forged}>", references="<one@molina.example>"))
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)
    assert "nothing vouches for its sender" in notes(new)[0]
    assert new.reference in notes(old)[0]


def test_attack_3_a_thousand_guessed_reply_addresses_are_all_in_vain(cast: Cast, ours: OutgoingMail) -> None:
    token = ours.header_id.partition("@")[0]
    desk = cast.desk("auralis")
    signs = "0123456789abcdefghjkmnpqrstvwxyz"
    tries = {
        token[:place] + sign + token[place + 1 :]
        for place in range(len(token))
        for sign in signs
        if sign != token[place]
    }
    assert len(tries) > 1000
    assert [one for one in tries if keyed.reference(one, desk.pk)] == []
    assert keyed.reference(token, desk.pk) is not None


def test_attacks_5_and_6_a_forwarded_token_gets_its_holder_a_ticket_of_her_own(
    cast: Cast, ours: OutgoingMail
) -> None:
    write_again(reply_to(ours, "Soy Eva y quiero saberlo todo.", sender="jorge@mo1ina.example"))
    old, new = tickets()
    assert len(messages(old)) == 2
    assert [message.text for message in messages(new)] == ["Soy Eva y quiero saberlo todo."]
    assert new.customer_id != old.customer_id
    assert new.linked_to == old
    assert "jorge@mo1ina.example" in notes(new)[0]
    assert new.reference in notes(old)[0]
    with acting(EVERYWHERE):
        linked = Event.objects.get(kind="ticket.linked")
    assert (linked.ticket_id, linked.facts) == (new.pk, {"to": old.pk, "why": "other_sender"})


def test_attack_5_the_note_is_for_both_firms_and_neither_ticket_shows_the_others_text(
    cast: Cast, ours: OutgoingMail
) -> None:
    write_again(reply_to(ours, sender="eve@evil.example"))
    old, _ = tickets()
    with acting(cast.actor("Mateo")):
        assert Note.objects.filter(ticket=old).count() == 1
    answer(cast, tickets()[1], "¿En qué podemos ayudarle?")
    text = bytes(outgoing()[1].raw).decode()
    assert "Buenos" not in text
    assert "Reinicie" not in text
    assert "jorge" not in text


def test_attack_7_a_mail_that_two_people_claim_joins_no_ticket(cast: Cast, ours: OutgoingMail) -> None:
    raw = reply_to(ours).replace(b"From: ", b"From: eve@evil.example\r\nFrom: ")
    write_again(raw)
    old, new = tickets()
    assert new.linked_to == old
    assert len(messages(old)) == 2


def test_attack_13_a_mail_disowned_by_its_senders_domain_joins_no_ticket(
    cast: Cast, ours: OutgoingMail
) -> None:
    forged = "relevo.localhost; dmarc=fail header.from=molina.example"
    write_again(reply_to(ours, authentication_results=forged))
    [ticket] = tickets()
    assert len(messages(ticket)) == 2
    assert (raws()[-1].state, raws()[-1].note) == (RawState.QUARANTINED, "disowned")


VERIFIED = "relevo.localhost; dmarc=pass header.from=molina.example"


def test_an_answer_to_the_customers_own_mail_joins_when_his_domain_vouches_for_it(cast: Cast) -> None:
    let_in(letter())
    let_in(letter("Sigue sin sonar.", message_id="<two@molina.example>", in_reply_to="<one@molina.example>",
                  authentication_results=VERIFIED))  # fmt: skip
    [ticket] = tickets()
    assert [message.text for message in messages(ticket)][1:] == ["Sigue sin sonar."]
    assert [message.trust for message in messages(ticket)] == ["none", "pass"]


def test_without_that_it_is_kept_apart_and_says_so(cast: Cast) -> None:
    let_in(letter())
    let_in(
        letter("Sigue sin sonar.", message_id="<two@molina.example>", references="<x@y> <one@molina.example>")
    )
    old, new = tickets()
    assert (new.linked_to, new.customer_id) == (old, old.customer_id)
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="ticket.linked").facts == {"to": old.pk, "why": "unverified"}


def test_of_several_references_the_newest_that_is_known_counts(cast: Cast) -> None:
    let_in(letter())
    let_in(letter("Otra cosa.", message_id="<two@molina.example>", subject="Factura"))
    first, second = tickets()
    let_in(letter("Sobre esto.", message_id="<three@molina.example>", authentication_results=VERIFIED,
                  references="<one@molina.example> <two@molina.example> <unknown@molina.example>"))  # fmt: skip
    assert (len(messages(first)), len(messages(second))) == (1, 2)


def test_a_verified_answer_to_a_closed_ticket_opens_a_linked_one(cast: Cast) -> None:
    let_in(letter())
    put(tickets()[0], Status.CLOSED)
    let_in(letter("Otra vez.", message_id="<two@molina.example>", in_reply_to="<one@molina.example>",
                  authentication_results=VERIFIED))  # fmt: skip
    old, new = tickets()
    assert (new.linked_to, notes(old), notes(new)) == (old, [], [])


def test_our_own_message_ids_join_too_when_the_token_in_them_can_no_longer_be_read(
    cast: Cast, ours: OutgoingMail
) -> None:
    with acting(EVERYWHERE):
        OutgoingMail.objects.filter(pk=ours.pk).update(header_id="old-key@auralis.example")
    let_in(letter("Gracias.", message_id="<two@molina.example>", in_reply_to="<old-key@auralis.example>",
                  authentication_results=VERIFIED))  # fmt: skip
    assert len(messages(tickets()[0])) == 3


def test_a_message_id_of_another_desk_ties_nothing(cast: Cast) -> None:
    let_in(letter())
    let_in(letter("Sveiki", to=HELP, message_id="<two@molina.example>", in_reply_to="<one@molina.example>",
                  authentication_results=VERIFIED), HELP)  # fmt: skip
    [new] = tickets("mareko")
    assert new.linked_to is None


def test_hundreds_of_references_cost_what_one_costs(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    let_in(letter())
    counts = []
    for number in (0, 45):
        many = " ".join(f"<{one}@molina.example>" for one in range(number)) + " <one@molina.example>"
        raw = letter(f"Sigue igual {number}.", message_id=f"<re{number}@molina.example>", references=many,
                     authentication_results=VERIFIED)  # fmt: skip
        with django_assert_max_num_queries(200) as asked:
            let_in(raw)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert len(messages(tickets()[0])) == 3


def test_a_customer_who_answers_through_a_list_is_heard(cast: Cast, ours: OutgoingMail) -> None:
    put(tickets()[0], Status.PENDING)
    write_again(reply_to(ours, list_id="<all.molina.example>", precedence="list"))
    [ticket] = tickets()
    assert ticket.status == Status.OPEN
    assert not messages(ticket)[-1].automatic


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-generated"}, {"feedback_id": "1:2:3:jira"}, {"list_unsubscribe": "<mailto:x@molina.example>"},
        {"x_auto_response_suppress": "All"}, {"x_loop": "helpdesk@molina.example"},
    ],
)  # fmt: skip
def test_an_answer_out_of_the_customers_own_ticket_system_opens_the_ticket_again(
    cast: Cast, ours: OutgoingMail, headers: dict[str, str]
) -> None:
    put(tickets()[0], Status.PENDING)
    write_again(reply_to(ours, **headers))
    [ticket] = tickets()
    assert ticket.status == Status.OPEN
    assert not messages(ticket)[-1].automatic


def test_attack_16_a_token_of_one_desk_means_nothing_to_another(cast: Cast, ours: OutgoingMail) -> None:
    token = ours.header_id.partition("@")[0]
    let_in(reply_to(ours, to=tokens.reply_address(token, HELP)), tokens.reply_address(token, HELP))
    assert len(tickets("auralis")) == 1
    [new] = tickets("mareko")
    assert new.linked_to is None


def test_attack_18_an_answer_to_a_closed_ticket_opens_a_linked_one(cast: Cast, ours: OutgoingMail) -> None:
    put(tickets()[0], Status.CLOSED)
    write_again(reply_to(ours))
    old, new = tickets()
    assert (new.linked_to, new.customer_id) == (old, old.customer_id)
    assert (old.status, notes(old), notes(new)) == (Status.CLOSED, [], [])


def test_attack_11_headers_that_speak_of_our_own_matters_are_not_read(cast: Cast, ours: OutgoingMail) -> None:
    [ticket] = tickets()
    let_in(
        letter(
            "Hola.",
            x_relevo_ticket=ticket.reference,
            x_relevo_internal="yes",
            message_id="<x@molina.example>",
        )
    )
    assert len(tickets()) == 2


def test_attack_22_an_absence_note_on_a_thread_is_kept_and_opens_nothing(
    cast: Cast, ours: OutgoingMail
) -> None:
    put(tickets()[0], Status.PENDING)
    for number in range(20):
        write_again(
            reply_to(
                ours,
                f"Vuelvo el {number}.",
                subject="Fuera de la oficina",
                message_id=f"<{number}@x.example>",
            )
        )
    [ticket] = tickets()
    assert ticket.status == Status.PENDING
    assert sum(message.automatic for message in messages(ticket)) == 20
    assert len(outgoing()) == 1


def test_an_absence_note_of_somebody_else_is_set_aside(cast: Cast, ours: OutgoingMail) -> None:
    write_again(reply_to(ours, sender="eve@evil.example", subject="Out of office"))
    assert len(tickets()) == 1
    assert raws()[-1].state == RawState.IGNORED


def test_of_two_tokens_the_one_whose_ticket_is_the_senders_own_counts(cast: Cast, ours: OutgoingMail) -> None:
    let_in(letter(sender="Elena Prats <elena@prats.example>", message_id="<e@prats.example>"))
    elenas = tickets()[1]
    answer(cast, elenas)
    write_again(reply_to(ours, sender="elena@prats.example", references=f"<{outgoing()[1].header_id}>"))
    assert len(tickets()) == 2
    assert len(messages(elenas)) == 3


def test_a_token_of_a_ticket_that_is_gone_is_no_token(cast: Cast) -> None:
    desk = cast.desk("auralis")
    token = tokens.issue(keyed._secret(), desk_id=desk.pk, ticket_id=999_999, nonce=1)
    let_in(letter(in_reply_to=f"<{token}@auralis.example>"))
    assert tickets()[0].linked_to is None


def erase(ticket: Ticket) -> None:
    """As if the ticket and all that hangs on it had been deleted by hand; only its mails are still with people."""
    with acting(EVERYWHERE):
        said = list(ticket.messages.values_list("pk", flat=True))
        RawMail.objects.filter(message__in=said).update(message=None, header_id="")
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey) and field.related_model in {Message, Ticket}:
                    gone = said if field.related_model is Message else [ticket.pk]
                    rows = model._base_manager.filter(**{f"{field.name}__in": gone})
                    if rows.exists():
                        rows._raw_delete(rows.db)
        Ticket.objects.filter(pk=ticket.pk)._raw_delete("default")


def says_nothing_of_the_old_one(cast: Cast, new: Ticket, desk: str = "auralis") -> None:
    """No link, no note, and neither the machine's answer nor an agent's holds a word of before."""
    assert (new.linked_to, notes(new), len(messages(new))) == (None, [], 1)
    box = Mailbox.objects.get(desk__slug=desk)
    assert box.acknowledgements, "there is an automatic answer to look into"
    acknowledge(messages(new)[0].pk, actor=cast.machine(desk))
    answer(cast, new, "¿En qué podemos ayudarle?")
    mails = [bytes(mail.raw).decode() for mail in outgoing() if mail.ticket_id == new.pk]
    assert len(mails) == 2
    assert not any(word in mail for mail in mails for word in ("wifi", "Reinicie", "no conecta"))


def with_automatic_answers(desk: str) -> None:
    with acting(EVERYWHERE):
        texts = {code: f"{{reference}}: {code}" for code in ("en", "es", "lv")}
        Mailbox.objects.filter(desk__slug=desk).update(acknowledgements=texts)


def test_attack_18_an_answer_to_a_ticket_that_was_deleted_opens_one_that_knows_nothing_of_it(
    cast: Cast,
) -> None:
    with_automatic_answers("auralis")
    let_in(letter())
    [old] = tickets()
    machine = cast.machine("auralis")
    with acting(machine):
        acknowledge(messages(old)[0].pk, actor=machine)
    raw = reply_to(outgoing()[0], "Gracias, ahora funciona.", subject="Re: Hola")
    erase(old)
    assert tickets() == []
    with clock.travel(clock.now() + timedelta(days=1)):
        write_again(raw)
        [new] = tickets()
        with acting(EVERYWHERE):
            says_nothing_of_the_old_one(cast, new)


def test_attack_16_a_token_that_went_to_another_desk_shows_nothing_there(
    cast: Cast, ours: OutgoingMail
) -> None:
    with_automatic_answers("mareko")
    token = ours.header_id.partition("@")[0]
    there = tokens.reply_address(token, HELP)
    let_in(reply_to(ours, "Paldies, tagad strādā.", to=there, subject="Re: Sveiki"), there)
    [new] = tickets("mareko")
    with acting(EVERYWHERE):
        says_nothing_of_the_old_one(cast, new, "mareko")
    assert len(messages(tickets("auralis")[0])) == 2
