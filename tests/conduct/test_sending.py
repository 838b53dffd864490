"""The one way in which a reply leaves: checked, and waiting where somebody should look first."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from relevo.conduct.actions import send_reply
from relevo.conduct.models import Approval, FindingRecord
from relevo.core import clock
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.engagements.actions import set_readiness
from relevo.language.actions import PERSON
from relevo.language.models import Translation
from relevo.tickets.models import Message
from tests.cast import Cast
from tests.conduct.desk_work import GOOD_EN, held_ticket, move_to, reply

RUDE = GOOD_EN.replace(
    "Thank you for", "As I already told you, you should have read the manual. Thank you for"
)
SPANISH = (
    "Buenos días, Elena:\n\nGracias por la foto de su Auralis Hub. Hoy le hemos enviado un cable nuevo a su dirección;"
    " llega el viernes antes de las 18:00. ¿Puede decirnos el viernes si el Hub arranca de nuevo?\n\n"
    "Un saludo cordial,\nMateo"
)


def send(cast: Cast, ticket, who: str, what=None, **more) -> Message:
    actor = cast.actor(who)
    with acting(actor):
        return send_reply(ticket, what or reply(), actor=actor, **more)


def approval(cast: Cast, message: Message) -> Approval | None:
    with acting(cast.everywhere):
        return Approval.objects.filter(message=message).first()


def spanish_ticket(cast: Cast):
    return held_ticket(
        cast, text="Mi Auralis Hub no arranca.", language="es", name="Elena Prats", address="e@c.example"
    )


def translated(**more):
    return reply(GOOD_EN, sent_text=SPANISH, sent_language="es", **more)


# who waits


def test_a_certified_agents_reply_goes_straight_out(cast: Cast) -> None:
    message = send(cast, held_ticket(cast), "Mateo")
    assert message.delivery == "queued"
    assert approval(cast, message) is None


def test_a_first_week_agents_reply_waits(cast: Cast) -> None:
    message = send(cast, held_ticket(cast), "Lucía")
    waiting = approval(cast, message)
    assert message.delivery == "waiting"
    assert waiting is not None
    assert waiting.reasons == ["first_week"]
    assert waiting.due_at - waiting.asked_at == timedelta(minutes=30)


def test_when_the_first_week_is_over_it_goes_out(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert send(cast, ticket, "Lucía").delivery == "queued"


def test_with_the_clients_certificate_it_goes_out_at_once(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        set_readiness(cast.seat("Lucía", "auralis"), "certified", actor=carmen)
    assert send(cast, held_ticket(cast), "Lucía").delivery == "queued"


def test_a_lapsed_certificate_makes_every_reply_wait(cast: Cast) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        set_readiness(cast.seat("Mateo", "auralis"), "lapsed", actor=valeria)
    waiting = approval(cast, send(cast, held_ticket(cast), "Mateo"))
    assert waiting is not None
    assert waiting.reasons == ["lapsed"]


def test_a_lead_goes_straight_out_even_with_words_that_make_others_wait(cast: Cast) -> None:
    message = send(cast, held_ticket(cast), "Valeria", reply(RUDE))
    assert message.delivery == "queued"
    assert approval(cast, message) is None


def test_the_operator_sets_how_long_a_decision_may_take(cast: Cast, settings) -> None:
    settings.APPROVAL_MINUTES = 5
    waiting = approval(cast, send(cast, held_ticket(cast), "Lucía"))
    assert waiting is not None
    assert waiting.due_at - waiting.asked_at == timedelta(minutes=5)


# the words


def test_rude_words_wait_and_are_kept_with_their_place(cast: Cast) -> None:
    message = send(cast, held_ticket(cast), "Mateo", reply(RUDE))
    waiting = approval(cast, message)
    assert waiting is not None
    assert waiting.reasons == ["finding"]
    with acting(cast.everywhere):
        found = {record.rule: record for record in FindingRecord.objects.filter(message=message)}
    assert "rude.already_said" in found
    for record in found.values():
        assert message.text[record.start : record.end] == record.quote
        assert not record.in_translation


def test_a_nudge_is_kept_and_stops_nobody(cast: Cast) -> None:
    message = send(
        cast, held_ticket(cast), "Mateo", reply(GOOD_EN.replace("Please tell", "Wow! Great! Please tell"))
    )
    assert message.delivery == "queued"
    with acting(cast.everywhere):
        assert "style.exclamations" in FindingRecord.objects.filter(message=message).values_list(
            "rule", flat=True
        )


def test_another_clients_name_is_refused_and_cited(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(RuleBroken, match="“Mareko”") as refused:
        send(cast, ticket, "Mateo", reply(GOOD_EN.replace("Auralis", "Mareko")))
    assert [finding.rule for finding in refused.value.facts["findings"]] == ["unsafe.other_client"]
    with acting(cast.everywhere):
        assert Message.objects.filter(ticket=ticket, direction="out").count() == 0


def test_the_clients_own_team_may_name_any_firm(cast: Cast) -> None:
    ticket = held_ticket(cast, holder="auralis")
    assert (
        send(cast, ticket, "Iker", reply(GOOD_EN.replace("power cable", "Mareko cable"))).delivery == "queued"
    )


def test_even_a_lead_sends_no_blocked_words(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(RuleBroken, match="idiot"):
        send(cast, ticket, "Valeria", reply(GOOD_EN.replace("Hannah", "Hannah, you idiot")))


def test_a_card_number_is_refused_without_being_repeated(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(RuleBroken, match="•••• 1111") as refused:
        send(cast, ticket, "Mateo", reply(GOOD_EN + "\nYour card: 4111 1111 1111 1111"))
    assert "4111" not in refused.value.message


def test_an_unfilled_template_is_refused(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(RuleBroken, match="name"):
        send(cast, ticket, "Mateo", reply(GOOD_EN.replace("Hannah", "{{name}}")))


# translations


def test_a_confirmed_translation_goes_out_and_is_kept(cast: Cast) -> None:
    message = send(cast, spanish_ticket(cast), "Mateo", translated(), engine="apertium", confirmed=True)
    assert (message.delivery, message.sent_text) == ("queued", SPANISH)
    with acting(cast.everywhere):
        kept = Translation.objects.get(message=message)
    assert (kept.target, kept.engine, kept.status) == ("es", "apertium", "check")


def test_an_unconfirmed_translation_that_asks_for_a_look_waits(cast: Cast) -> None:
    waiting = approval(cast, send(cast, spanish_ticket(cast), "Mateo", translated(), engine="apertium"))
    assert waiting is not None
    assert waiting.reasons == ["translation"]


def test_a_translation_in_a_persons_own_words_that_passes_needs_no_confirmation(cast: Cast) -> None:
    assert send(cast, spanish_ticket(cast), "Mateo", translated(), engine=PERSON).delivery == "queued"


def test_a_door_that_does_not_say_whose_words_they_are_is_not_trusted(cast: Cast) -> None:
    waiting = approval(cast, send(cast, spanish_ticket(cast), "Mateo", translated()))
    assert waiting is not None
    assert waiting.reasons == ["translation"]
    ticket = spanish_ticket(cast)
    broken = reply(GOOD_EN, sent_text=SPANISH.replace("18:00", "19:00"), sent_language="es")
    with pytest.raises(RuleBroken, match="18:00"):
        send(cast, ticket, "Mateo", broken, confirmed=True)


def test_an_engines_translation_that_lost_a_time_is_refused_even_if_confirmed(cast: Cast) -> None:
    ticket = spanish_ticket(cast)
    broken = reply(GOOD_EN, sent_text=SPANISH.replace("18:00", "19:00"), sent_language="es")
    with pytest.raises(RuleBroken, match="18:00"):
        send(cast, ticket, "Mateo", broken, engine="apertium", confirmed=True)


def test_a_persons_own_words_that_fail_a_hard_check_go_out_only_when_confirmed(cast: Cast) -> None:
    ticket = spanish_ticket(cast)
    shorter = reply(GOOD_EN, sent_text=SPANISH.replace(" antes de las 18:00", ""), sent_language="es")
    with pytest.raises(RuleBroken, match="18:00"):
        send(cast, ticket, "Mateo", shorter, engine=PERSON)
    assert send(cast, ticket, "Mateo", shorter, engine=PERSON, confirmed=True).delivery == "queued"


def test_a_language_that_the_customer_does_not_write_needs_a_confirmation(cast: Cast) -> None:
    ticket = spanish_ticket(cast)
    with pytest.raises(RuleBroken, match="reads Spanish, and the reply is in English"):
        send(cast, ticket, "Mateo")
    assert send(cast, ticket, "Mateo", confirmed=True).delivery == "queued"


def test_the_words_the_customer_reads_are_checked_too(cast: Cast) -> None:
    ticket = spanish_ticket(cast)
    with pytest.raises(RuleBroken, match="“Mareko”"):
        send(
            cast,
            ticket,
            "Mateo",
            reply(GOOD_EN, sent_text=SPANISH + "\nMareko", sent_language="es"),
            confirmed=True,
        )
    informal = SPANISH.replace("su Auralis", "tu Auralis").replace("su dirección", "tu dirección")
    message = send(
        cast, ticket, "Mateo", reply(GOOD_EN, sent_text=informal, sent_language="es"), confirmed=True
    )
    with acting(cast.everywhere):
        found = list(FindingRecord.objects.filter(message=message, in_translation=True))
    assert any(record.rule.startswith("style.address") for record in found)
    assert all(informal[record.start : record.end] == record.quote for record in found)


def test_a_reply_without_a_stated_language_is_detected(cast: Cast) -> None:
    assert send(cast, spanish_ticket(cast), "Mateo", reply(SPANISH, "und")).language == "es"
    assert send(cast, held_ticket(cast), "Mateo", reply(GOOD_EN, "")).language == "en"


# who may, and how often


def test_the_same_request_twice_is_one_reply_and_one_approval(cast: Cast) -> None:
    ticket, what = held_ticket(cast), reply(request_key=uuid4())
    first, second = send(cast, ticket, "Lucía", what), send(cast, ticket, "Lucía", what)
    assert first.pk == second.pk
    with acting(cast.everywhere):
        assert Approval.objects.filter(ticket=ticket).count() == 1


@pytest.mark.parametrize("who", ["Carmen", "Iker", "Marta", "Ilze", "Jonas"])
def test_nobody_but_the_holders_agents_replies(cast: Cast, who: str) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(NotAllowed):
        send(cast, ticket, who)


def test_a_machine_signs_no_reply(cast: Cast) -> None:
    ticket, machine = held_ticket(cast), cast.machine("auralis")
    with pytest.raises(NotAllowed), acting(machine):
        send_reply(ticket, reply(), actor=machine)


def test_a_ticket_that_moved_while_she_wrote_is_not_hers_any_more(cast: Cast) -> None:
    ticket = held_ticket(cast)
    move_to(cast, ticket, "auralis", "auralis")
    with pytest.raises(NotAllowed):
        send(cast, ticket, "Mateo")
