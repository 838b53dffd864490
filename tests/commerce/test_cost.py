"""Rate cards as they are agreed on, and what a stretch of time has cost, in words and figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from relevo.commerce.actions import cost, explain, set_rate_card
from relevo.commerce.models import RateCard
from relevo.core import clock
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from tests.cast import Cast
from tests.commerce.test_charging import DAY, NIGHT, answer, charges, heating
from tests.conduct.desk_work import customer_writes, fresh, held_ticket, move_to

FLAT = {"currency": "EUR", "contact": "5.00"}


def agree(
    cast: Cast, who: str, day: date, terms, desk: str = "auralis", provider: str = "noctua"
) -> RateCard:
    actor = cast.actor(who)
    with acting(actor):
        return set_rate_card(cast.engagement(desk, provider), day, terms, actor=actor)


def told(
    cast: Cast, who: str, desk: str = "auralis", start=DAY - timedelta(days=1), end=DAY + timedelta(days=30)
):
    actor = cast.actor(who)
    with acting(actor):
        return cost(actor, desk=cast.desk(desk), start=start, end=end)


# rate cards


def test_the_clients_manager_agrees_on_a_card_from_a_day_on(cast: Cast) -> None:
    card = agree(cast, "Carmen", date(2027, 1, 1), FLAT)
    assert card.terms["contact"] == "5.00"
    assert (
        card.terms["rounding"] == "half_up"
    )  # what was left out is written down, so that nobody guesses later
    with acting(cast.everywhere):
        event = Event.objects.filter(kind="rate_card.set").latest("pk")
    assert (event.subject_id, event.facts["valid_from"], event.facts["terms"]) == (
        card.pk,
        "2027-01-01",
        card.terms,
    )
    assert event.hash


def test_a_card_of_the_same_day_is_replaced_before_it_has_priced_anything(cast: Cast) -> None:
    first = agree(cast, "Carmen", date(2027, 1, 1), FLAT)
    second = agree(cast, "Carmen", date(2027, 1, 1), {**FLAT, "contact": "5.10"})
    assert first.pk == second.pk
    assert second.terms["contact"] == "5.10"


def test_prices_are_never_changed_behind_work_that_is_charged(cast: Cast) -> None:
    with clock.travel(DAY):
        answer(cast, held_ticket(cast))
    with pytest.raises(RuleBroken, match="Dec. 1, 2026"):
        agree(cast, "Carmen", date(2026, 12, 1), FLAT)
    assert agree(cast, "Carmen", date(2026, 12, 2), FLAT).pk


def test_the_card_of_the_day_holds(cast: Cast) -> None:
    agree(cast, "Carmen", date(2026, 12, 2), {**FLAT, "contact": "7.00"})
    paid = []
    for instant in (DAY, DAY + timedelta(days=1)):
        with clock.travel(instant):
            ticket = held_ticket(cast)
            answer(cast, ticket)
            paid += charges(cast, ticket)
    assert [charge.amount for charge in paid] == [Decimal("4.80"), Decimal("7.00")]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"currency": "EUR", "kontact": "5.00", "premiums": [{"nme": "x"}]}, "kontact.*premiums.nme"),
        ({"currency": "EUR", "contact": 4.8}, "4.80"),
        ({"contact": "5.00"}, "currency"),
        ({"currency": "euro"}, "EUR"),
    ],
)
def test_terms_that_cannot_be_read_are_refused_and_programs_learn_what_is_wrong(
    cast: Cast, caplog, terms, words: str
) -> None:
    with caplog.at_level("INFO"), translation.override("lv"), pytest.raises(RuleBroken) as refused:
        agree(cast, "Carmen", date(2027, 1, 1), terms)
    assert re.search(words, str(refused.value.facts["why"]))
    assert re.search(words, caplog.text)
    assert refused.value.message.startswith("Šo cenrādi nevar nolasīt.")
    assert str(refused.value.facts["why"]) not in refused.value.message


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({**FLAT, "rounding_level": "invoice"}, "each line is rounded"),
        ({"currency": "BHD", "contact": "1.250"}, "2 digits"),
    ],
)
def test_terms_that_charges_cannot_keep_are_refused_in_words(cast: Cast, terms, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        agree(cast, "Carmen", date(2027, 1, 1), terms)


def test_the_own_team_has_no_rate_card(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="wages"):
        agree(cast, "Carmen", date(2027, 1, 1), FLAT, provider="auralis")


@pytest.mark.parametrize("who", ["Iker", "Valeria", "Mateo", "Ilze", "Jonas"])
def test_nobody_but_the_clients_manager_sets_prices(cast: Cast, who: str) -> None:
    engagement, actor = cast.engagement("auralis", "noctua"), cast.actor(who)
    with pytest.raises(NotAllowed):
        set_rate_card(engagement, date(2027, 1, 1), FLAT, actor=actor)


# what the night cost


def test_the_client_sees_what_each_partner_cost(cast: Cast) -> None:
    with clock.travel(NIGHT):
        ticket = held_ticket(cast)
        answer(cast, ticket)
        answer(cast, held_ticket(cast))
        move_to(cast, ticket, "auralis", "baltline")
        answer(cast, fresh(cast, ticket), "Marta")
    costs = told(cast, "Carmen")
    assert [(one.engagement.provider.name, one.total, one.units) for one in costs] == [
        ("Baltline", Decimal("6.50"), {"contact": 1}),
        ("Noctua Support", Decimal("12.00"), {"contact": 2}),
    ]
    assert [len(one.lines) for one in costs] == [1, 2]
    assert all(one.total == sum(line.amount for line in one.lines) for one in costs)


def test_a_partner_sees_itself_alone_and_also_work_on_tickets_it_no_longer_reads(cast: Cast) -> None:
    with clock.travel(NIGHT):
        ticket = held_ticket(cast)
        answer(cast, ticket)
        move_to(cast, ticket, "auralis", "baltline")
        answer(cast, fresh(cast, ticket), "Marta")
        with acting(cast.everywhere):
            type(ticket).objects.filter(pk=ticket.pk).update(shared_with=[])
    [mine] = told(cast, "Valeria")
    assert (mine.engagement.provider.name, mine.total) == ("Noctua Support", Decimal("6.00"))
    assert explain(mine.lines[0]) == f"Contact on {ticket.reference}: €4.80 × 1.25 (night) = €6.00"


def test_only_what_lies_in_the_stretch_counts(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [charge] = charges(cast, ticket)
    assert told(cast, "Carmen", start=charge.at, end=charge.at + timedelta(seconds=1)) != []
    assert told(cast, "Carmen", start=charge.at - timedelta(days=1), end=charge.at) == []
    assert told(cast, "Carmen", start=charge.at + timedelta(microseconds=1)) == []


@pytest.mark.parametrize("who", ["Mateo", "Lucía", "Marta", "Ilze", "Jonas"])
def test_agents_and_strangers_see_no_money(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        told(cast, who)


def test_every_charge_explains_itself(cast: Cast) -> None:
    with clock.travel(DAY):
        plain = held_ticket(cast)
        answer(cast, plain)
        back = heating(cast)
        answer(cast, back, "Kristaps", status_after="solved")
        customer_writes(cast, back, "It is cold again.")
    agree(
        cast, "Carmen", date(2026, 12, 3), {"currency": "EUR", "fixed": {"amount": "9000", "included": 2000}}
    )
    with clock.travel(DAY + timedelta(days=2)):
        free = held_ticket(cast)
        answer(cast, free)
    words = [explain(charge) for ticket in (plain, back, free) for charge in charges(cast, ticket)]
    assert words == [
        f"Contact on {plain.reference}: €4.80",
        f"Resolution on {back.reference}: €6.10",
        f"{back.reference} came back within 7 days: -€6.10",
        f"Contact on {free.reference}: paid by the fixed fee",
    ]
