"""A desk's style guide, and what a draft is checked against."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from relevo.conduct.actions import check_draft, rules_for, set_style_guide
from relevo.conduct.drafts import context_of
from relevo.conduct.models import StyleGuide
from relevo.core.actor import NOBODY
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.language.actions import translate_message
from relevo.language.desk_engines import forget
from relevo.promises.models import Clock, Kind
from relevo.tickets.models import Message
from relevo.tickets.replies import write_reply
from tests.cast import Cast
from tests.conduct.desk_work import GOOD_EN, customer_writes, held_ticket, reply, rows
from tests.language.engine_room import desk_with, knowing


def guide(cast: Cast, who: str, language: str, desk: str = "auralis", **fields) -> StyleGuide:
    actor = cast.actor(who)
    with acting(actor):
        return set_style_guide(cast.desk(desk), language, actor=actor, **fields)


def rules(cast: Cast, who: str, language: str, desk: str = "auralis"):
    actor = cast.actor(who)
    with acting(actor):
        return rules_for(cast.desk(desk), language, actor=actor)


def findings(cast: Cast, ticket, text: str, language: str = "en", who: str = "Mateo") -> dict[str, str]:
    actor = cast.actor(who)
    with acting(actor):
        return {one.rule: one.quote for one in check_draft(ticket, text, language, actor=actor)}


def test_the_clients_manager_sets_the_guide_and_what_she_leaves_out_stays(cast: Cast) -> None:
    before = guide(cast, "Carmen", "es-ES", tone="Cercano")
    after = guide(cast, "Carmen", "es", max_exclamations=0)
    assert before.pk == after.pk
    assert (after.language, after.tone, after.max_exclamations, after.address_form) == (
        "es",
        "Cercano",
        0,
        "formal",
    )
    with acting(cast.everywhere):
        event = Event.objects.filter(kind="style_guide.set").latest("pk")
    assert event.facts == {"language": "es", "fields": ["max_exclamations"]}


def test_a_new_language_gets_a_guide_with_the_defaults(cast: Cast) -> None:
    made = guide(cast, "Carmen", "de", tone="Sachlich")
    assert (made.greeting_required, made.min_words, made.emoji_allowed) == (True, 12, False)


@pytest.mark.parametrize("who", ["Iker", "Mateo", "Valeria", "Ilze", "Jonas"])
def test_nobody_but_the_clients_manager_sets_it(cast: Cast, who: str) -> None:
    desk = cast.desk("auralis")
    with pytest.raises(NotAllowed):
        set_style_guide(desk, "es", actor=cast.actor(who), tone="Frío")


def test_a_field_that_no_guide_has_is_a_mistake_of_the_caller(cast: Cast) -> None:
    desk, carmen = cast.desk("auralis"), cast.actor("Carmen")
    with pytest.raises(TypeError, match="volume"):
        set_style_guide(desk, "es", actor=carmen, volume=11)


@pytest.mark.parametrize(
    "fields",
    [
        {"address_form": "royal"},
        {"words_to_avoid": ["impossible"]},
        {"words_to_avoid": [["", "better"]]},
        {"words_to_avoid": [["a", 1]]},
        {"words_to_avoid": "impossible"},
        {"words_to_avoid": [["word", ""]] * 101},
        {"tone": "x" * 121},
        {"max_exclamations": -1},
    ],
)
def test_a_guide_that_makes_no_sense_is_refused(cast: Cast, fields) -> None:
    with pytest.raises(RuleBroken):
        guide(cast, "Carmen", "es", **fields)


def test_the_rules_are_the_guides(cast: Cast) -> None:
    held = rules(cast, "Mateo", "es-ES")
    assert held.language == "es"
    assert held.address_form == "formal"
    assert held.client_name == "Auralis"
    assert "imposible" in [avoid.word for avoid in held.words_to_avoid]
    assert "reembols*" in held.promises_forbidden


def test_a_language_without_a_guide_has_only_what_holds_everywhere(cast: Cast) -> None:
    held = rules(cast, "Mateo", "de")
    assert (held.address_form, held.greeting_required, held.words_to_avoid) == ("", False, ())
    assert held.other_client_names == ("Mareko",)


def test_the_other_clients_of_the_agents_own_firm_are_names_that_must_not_appear(cast: Cast) -> None:
    assert rules(cast, "Mateo", "en").other_client_names == ("Mareko",)
    assert rules(cast, "Lucía", "en").other_client_names == ("Mareko",)  # although she has no seat there
    assert rules(cast, "Marta", "lv", "mareko").other_client_names == ("Auralis",)
    assert rules(cast, "Iker", "es").other_client_names == ()
    assert rules(cast, "Carmen", "es").other_client_names == ()


def test_words_to_avoid_are_found_with_the_better_one(cast: Cast) -> None:
    ticket, mateo = held_ticket(cast), cast.actor("Mateo")
    with acting(mateo):
        found = check_draft(ticket, GOOD_EN.replace("new power cable", "gadget"), "en", actor=mateo)
    assert [(one.rule, one.quote, one.better) for one in found] == [
        ("style.word_to_avoid", "gadget", "speaker")
    ]


def test_a_good_reply_has_no_findings(cast: Cast) -> None:
    assert findings(cast, held_ticket(cast), GOOD_EN) == {}


def test_whoever_does_not_work_on_the_ticket_checks_nothing(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with pytest.raises(NotAllowed):
        check_draft(ticket, "Hello", "en", actor=cast.actor("Marta"))


def test_asking_for_what_the_customer_gave_is_found(cast: Cast) -> None:
    ticket = held_ticket(cast, text="My Auralis Beam ABM-0045121 hums. What shall I do?")
    found = findings(
        cast, ticket, "Hello Hannah, could you please send us the serial number? Kind regards, Mateo"
    )
    assert "evasive.asks_known" in found


def test_the_customers_words_are_read_in_the_agents_language(cast: Cast) -> None:
    forget()
    with desk_with(cast, knowing()):
        ticket = held_ticket(cast, text="Mi altavoz AD2-4471893 no suena.", language="es", name="Jorge Molina",
                             address="jorge@correo.example")  # fmt: skip
        machine = cast.machine("auralis")
        with acting(machine):
            message = Message.objects.select_related("ticket__desk", "ticket__customer").get(ticket=ticket)
            assert context_of(ticket, "en").customer_text == ""
        translate_message(message, "en", actor=machine)
    forget()
    with acting(machine):
        assert context_of(ticket, "en").customer_text == "My speaker AD2-4471893 makes no sound."
        assert context_of(ticket, "es").customer_text == "Mi altavoz AD2-4471893 no suena."
        assert context_of(ticket, "es").customer_language == "es"
        assert context_of(ticket, "es").customer_name == "Jorge Molina"


def test_earlier_replies_are_compared_in_the_language_they_went_out_in(cast: Cast) -> None:
    ticket, mateo = held_ticket(cast), cast.actor("Mateo")
    with acting(mateo):
        assert context_of(ticket, "en").first_reply
        write_reply(
            ticket,
            reply("Hola, Hannah.", "es", sent_text=GOOD_EN, sent_language="en"),
            waits=False,
            actor=mateo,
        )
        after = context_of(ticket, "en")
        assert (after.first_reply, after.earlier_replies) == (False, (GOOD_EN,))
        assert context_of(ticket, "es").earlier_replies == ("Hola, Hannah.",)
    customer_writes(cast, ticket, "Thank you, and now?")
    assert "evasive.repeats_self" in findings(cast, ticket, GOOD_EN)


def test_the_next_promise_is_told_on_the_customers_clock(cast: Cast) -> None:
    ticket = held_ticket(cast)
    with acting(cast.machine("auralis")):
        Clock.objects.filter(ticket=ticket).delete()
        Clock.objects.create(
            client_id=ticket.client_id, ticket=ticket, kind=Kind.NEXT_RESPONSE, minutes=60,
            started_at=datetime(2026, 11, 27, 16, tzinfo=UTC), due_at=datetime(2026, 11, 27, 17, tzinfo=UTC),
        )  # fmt: skip
        assert (
            context_of(ticket, "en").next_promise_due == "Friday 27 November, 18:00"
        )  # Valencia is an hour ahead
        assert context_of(ticket, "es").next_promise_due == "el viernes 27 de noviembre a las 18:00"
        assert context_of(ticket, "lv").next_promise_due == "27.11. plkst. 18.00"
        assert context_of(ticket, "de").next_promise_due == ""
        ticket.customer.zone = "Europe/Riga"
        assert context_of(ticket, "en").next_promise_due == "Friday 27 November, 19:00"


def test_a_guide_is_read_by_those_who_staff_the_desk_and_by_nobody_else(cast: Cast) -> None:
    with acting(cast.everywhere):
        own = set(StyleGuide.objects.filter(desk=cast.desk("auralis")).values_list("pk", flat=True))
    for who, sees in {
        "Carmen": True,
        "Lucía": True,
        "Marta": True,
        "Ilze": False,
        "Andris": False,
        "Jonas": False,
    }.items():
        actor = cast.actor(who)
        with acting(actor):
            seen = set(StyleGuide.objects.visible_to(actor).values_list("pk", flat=True))
            assert (own <= seen, own <= set(rows("conduct_styleguide"))) == (sees, sees), who
            assert bool(own & seen) == sees, who
    with acting(NOBODY):
        assert rows("conduct_styleguide") == []


def test_a_guide_names_itself_and_is_the_clients(cast: Cast) -> None:
    desk = cast.desk("auralis")
    made = guide(cast, "Carmen", "es")
    assert str(made) == f"style guide es of desk {desk.pk}"
    assert made.guards() == (("organization", desk.client_id),)
