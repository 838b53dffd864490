"""What a partner's work costs: once for each fact that the contract prices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from relevo.commerce.actions import set_rate_card
from relevo.commerce.jobs import record_later
from relevo.commerce.models import Charge, RateCard
from relevo.commerce.subscribers import charge_the_outcome, charge_the_reply
from relevo.conduct.actions import approve, send_reply
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.actor import NOBODY
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.tickets.actions import Received, receive_message, set_status
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.conduct.desk_work import (
    GOOD_EN,
    customer_writes,
    fresh,
    held_ticket,
    machine_of,
    move_to,
    reply,
    rows,
)
from tests.jobs import run_jobs

# A Tuesday: 14:00 in Valencia is no premium; 03:00 on Wednesday is night; Saturday is weekend.
DAY = datetime(2026, 12, 1, 13, tzinfo=UTC)
NIGHT = datetime(2026, 12, 2, 2, tzinfo=UTC)
SATURDAY = datetime(2026, 12, 5, 13, tzinfo=UTC)


def answer(cast: Cast, ticket: Ticket, who: str = "Mateo", **more):
    actor = cast.actor(who)
    with acting(actor):
        return send_reply(
            ticket, reply(GOOD_EN.replace("Auralis", ticket.desk.name), **more), actor=actor, confirmed=True
        )


def status(cast: Cast, ticket: Ticket, to: str, who: str = "") -> None:
    actor = cast.actor(who) if who else machine_of(ticket)
    with acting(actor):
        set_status(ticket, to, actor=actor)


def charges(cast: Cast, ticket: Ticket) -> list[Charge]:
    with acting(cast.everywhere):
        return list(Charge.objects.filter(ticket=ticket).order_by("pk"))


def amounts(cast: Cast, ticket: Ticket) -> list[tuple[str, Decimal]]:
    return [(charge.unit, charge.amount) for charge in charges(cast, ticket)]


def made(cast: Cast, ticket: Ticket) -> list[Event]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(kind="charge.made", ticket_id=ticket.pk))


def last_event(cast: Cast, ticket: Ticket, kind: str) -> Event:
    with acting(cast.everywhere):
        return Event.objects.filter(kind=kind, ticket_id=ticket.pk).latest("pk")


def heating(cast: Cast, holder: str = "baltline") -> Ticket:
    return held_ticket(
        cast, "mareko", holder, text="The heating is cold.", name="Tom Baker", address="tom@b.example"
    )


# contacts


def test_a_partners_first_reply_is_a_contact_at_the_cards_price(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [charge] = charges(cast, ticket)
    assert (charge.unit, charge.amount, charge.currency) == ("contact", Decimal("4.80"), "EUR")
    assert charge.event_id == last_event(cast, ticket, "reply.released").pk
    assert charge.holding_id == last_event(cast, ticket, "ticket.held").pk
    assert charge.explanation == {
        "ticket": ticket.reference, "unit_price": "4.80", "multiplier": "1", "premium": "", "reason": "", "nth": 1,
        "valid_from": "2026-01-01",
    }  # fmt: skip


def test_night_work_costs_the_night_premium(cast: Cast) -> None:
    with clock.travel(NIGHT):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [charge] = charges(cast, ticket)
    assert (charge.amount, charge.explanation["premium"]) == (Decimal("6.00"), "night")


def test_weekend_work_costs_the_weekend_premium(cast: Cast) -> None:
    with clock.travel(SATURDAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    assert amounts(cast, ticket) == [("contact", Decimal("5.52"))]


def test_a_reply_approved_in_the_morning_is_no_night_work(cast: Cast) -> None:
    """The client buys answers at night, not drafts."""
    with clock.travel(NIGHT):
        ticket = held_ticket(cast)
        with acting(cast.everywhere):
            cast.seat("Lucía", "auralis")._meta.model.objects.update(given_at=NIGHT)
        message = answer(cast, ticket, "Lucía")
        assert charges(cast, ticket) == []
    valeria = cast.actor("Valeria")
    with clock.travel(NIGHT + timedelta(hours=7)), acting(valeria):
        approve(Approval.objects.get(message=message), actor=valeria)
    assert amounts(cast, ticket) == [("contact", Decimal("4.80"))]


def test_further_replies_of_the_same_holding_cost_nothing(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    customer_writes(cast, ticket, "It still does not start.")
    answer(cast, ticket, "Valeria")
    assert len(charges(cast, ticket)) == 1


def test_a_ticket_that_comes_back_with_news_from_the_customer_is_a_new_contact(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    move_to(cast, ticket, "auralis", "auralis")
    customer_writes(cast, ticket, "It still does not start.")
    move_to(cast, ticket, "auralis", "noctua")
    answer(cast, fresh(cast, ticket))
    assert len(charges(cast, ticket)) == 2


def test_moving_a_ticket_to_and_fro_earns_nothing(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    move_to(cast, ticket, "auralis", "auralis")
    with acting(machine_of(ticket)):
        out_of_office = Received("I am away.", "Hannah Cole", clock.now(), automatic=True)
        receive_message(ticket, out_of_office, actor=machine_of(ticket))
    move_to(cast, ticket, "auralis", "noctua")
    answer(cast, fresh(cast, ticket))
    assert len(charges(cast, ticket)) == 1


def test_each_partner_has_its_own_contact_on_a_ticket_that_both_served(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
        move_to(cast, ticket, "auralis", "baltline")
        answer(cast, fresh(cast, ticket), "Marta")
    assert [charge.amount for charge in charges(cast, ticket)] == [Decimal("4.80"), Decimal("5.20")]
    assert len({charge.provider_id for charge in charges(cast, ticket)}) == 2


def test_the_clients_own_team_makes_no_charges(cast: Cast) -> None:
    ticket = held_ticket(cast, holder="auralis")
    answer(cast, ticket, "Iker")
    status(cast, ticket, "solved", "Iker")
    assert charges(cast, ticket) == []


def test_without_a_card_on_that_day_there_is_no_charge(cast: Cast) -> None:
    with clock.travel(datetime(2025, 12, 31, 13, tzinfo=UTC)):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    assert charges(cast, ticket) == []


def test_a_card_for_resolutions_prices_no_contacts_and_the_other_way_round(cast: Cast) -> None:
    ours, theirs = heating(cast), held_ticket(cast)
    answer(cast, ours, "Kristaps")
    answer(cast, theirs)
    status(cast, theirs, "solved", "Mateo")
    assert amounts(cast, ours) == []
    assert [unit for unit, _ in amounts(cast, theirs)] == ["contact"]


def test_a_fixed_fee_shows_its_contacts_at_no_cost(cast: Cast) -> None:
    with clock.travel(DAY):
        with acting(cast.machine("auralis")):
            terms = {"currency": "EUR", "fixed": {"amount": "9000.00", "included": 2000, "counts": "contact"}}
            set_rate_card(
                cast.engagement("auralis", "noctua"), date(2026, 12, 1), terms, actor=cast.machine("auralis")
            )
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [charge] = charges(cast, ticket)
    assert (charge.amount, charge.explanation["reason"]) == (Decimal(0), "included")


def test_volume_tiers_count_the_month_of_the_desks_zone(cast: Cast) -> None:
    terms = {"currency": "EUR", "contact": {"tiers": [{"up_to": 2, "price": "5.50"}, {"price": "4.60"}]}}
    with acting(cast.machine("auralis")):
        set_rate_card(
            cast.engagement("auralis", "noctua"), date(2026, 11, 30), terms, actor=cast.machine("auralis")
        )
    # 23:30 UTC on 30 November is December in Valencia already.
    instants = [
        datetime(2026, 11, 30, 22, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 23, 30, tzinfo=UTC),
        DAY,
        NIGHT,
    ]
    paid = []
    for instant in instants:
        with clock.travel(instant):
            ticket = held_ticket(cast)
            answer(cast, ticket)
            paid += charges(cast, ticket)
    assert [charge.amount for charge in paid] == [
        Decimal("5.50"),
        Decimal("5.50"),
        Decimal("5.50"),
        Decimal("4.60"),
    ]
    assert [charge.explanation["nth"] for charge in paid] == [1, 1, 2, 3]


# resolutions


def test_a_solved_ticket_is_a_resolution(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
    [charge] = charges(cast, ticket)
    assert (charge.unit, charge.amount, charge.holding_id) == ("resolution", Decimal("6.10"), None)


def test_a_ticket_solved_without_an_answer_to_the_customer_is_none(cast: Cast) -> None:
    ticket = heating(cast)
    status(cast, ticket, "solved", "Kristaps")
    status(cast, ticket, "open", "Kristaps")
    assert charges(cast, ticket) == []


def test_coming_back_within_seven_days_takes_the_resolution_back(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
    with clock.travel(DAY + timedelta(days=6, hours=23)):
        customer_writes(cast, ticket, "It is cold again.")
    first, back = charges(cast, ticket)
    assert (back.unit, back.amount, back.corrects_id) == ("clawback", Decimal("-6.10"), first.pk)
    assert back.explanation == {"ticket": ticket.reference, "reason": "reopened", "reopen_days": 7}


def test_whoever_solves_it_then_earns_the_next_one(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
        customer_writes(cast, ticket, "It is cold again.")
        answer(cast, ticket, "Kristaps", status_after="solved")
    assert sum(amount for _, amount in amounts(cast, ticket)) == Decimal("6.10")
    assert len(charges(cast, ticket)) == 3


def test_coming_back_after_seven_days_takes_nothing_back_and_is_new_work(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
    with clock.travel(DAY + timedelta(days=7, minutes=1)):
        customer_writes(cast, ticket, "It is cold again.")
        answer(cast, ticket, "Kristaps", status_after="solved")
    assert [unit for unit, _ in amounts(cast, ticket)] == ["resolution", "resolution"]


def test_opening_and_solving_ones_own_ticket_earns_nothing(cast: Cast) -> None:
    with acting(cast.machine("mareko")):
        terms = {"currency": "EUR", "resolution": "6.10"}  # no clawback at all
        set_rate_card(
            cast.engagement("mareko", "baltline"), date(2026, 12, 1), terms, actor=cast.machine("mareko")
        )
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
    for days in (1, 2):
        with clock.travel(DAY + timedelta(days=days)):
            status(cast, ticket, "open", "Kristaps")
            status(cast, ticket, "solved", "Kristaps")
    assert len(charges(cast, ticket)) == 1


def test_a_clawback_of_another_partners_resolution_is_made_and_recorded_a_moment_later(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
        move_to(cast, ticket, "mareko", "noctua")
        status(cast, fresh(cast, ticket), "open", "Mateo")
    first, back = charges(cast, ticket)
    assert (back.provider_id, back.amount) == (first.provider_id, Decimal("-6.10"))
    assert [event.subject_id for event in made(cast, ticket)] == [first.pk]
    run_jobs()
    record_later.func(charge_id=back.pk, client_id=back.client_id)
    assert [(event.subject_id, event.engagement_id) for event in made(cast, ticket)] == [
        (first.pk, first.engagement_id), (back.pk, first.engagement_id),
    ]  # fmt: skip


def test_a_ticket_closed_or_put_on_hold_moves_no_money(cast: Cast) -> None:
    ticket = heating(cast)
    status(cast, ticket, "open", "Kristaps")
    status(cast, ticket, "on_hold", "Kristaps")
    status(cast, ticket, "open", "Kristaps")
    assert charges(cast, ticket) == []


# once, and for ever


def test_a_fact_that_is_told_twice_is_charged_once(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = heating(cast)
        answer(cast, ticket, "Kristaps", status_after="solved")
        customer_writes(cast, ticket, "It is cold again.")
        solved_and_reopened = last_event(cast, ticket, "ticket.status_changed")
        with acting(machine_of(ticket)):
            charge_the_outcome(solved_and_reopened)
            charge_the_outcome(solved_and_reopened)
        contact = held_ticket(cast)
        answer(cast, contact)
        with acting(machine_of(contact)):
            charge_the_reply(last_event(cast, contact, "reply.released"))
    assert len(charges(cast, ticket)) == len(made(cast, ticket)) == 2
    assert len(charges(cast, contact)) == len(made(cast, contact)) == 1


def test_an_event_of_no_client_costs_nobody_anything(cast: Cast) -> None:
    charge_the_reply(Event(kind="reply.released", actor_kind="system", actor_label=""))


def test_a_released_reply_of_a_team_that_lost_the_ticket_is_not_charged(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    event = last_event(cast, ticket, "reply.released")
    move_to(cast, ticket, "auralis", "auralis")
    with acting(machine_of(ticket)):
        charge_the_reply(Event(pk=event.pk + 1000, kind=event.kind, client_id=ticket.client_id, ticket_id=ticket.pk,
                               engagement_id=event.engagement_id, at=event.at))  # fmt: skip
    assert len(charges(cast, ticket)) == 1


def test_a_charge_is_in_its_engagements_chain_for_both_firms(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [event] = made(cast, ticket)
    [charge] = charges(cast, ticket)
    assert event.engagement_id == charge.engagement_id
    assert event.hash
    assert event.facts == {"unit": "contact", "amount": "4.80", "currency": "EUR"}


@pytest.mark.parametrize(
    "statement", ["UPDATE commerce_charge SET amount = 0", "DELETE FROM commerce_charge"]
)
def test_a_charge_is_never_rewritten(cast: Cast, statement: str) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    with pytest.raises(DatabaseError, match="append-only|permission denied"), acting(cast.machine("auralis")):
        connection.cursor().execute(statement)


# walls


def test_money_is_seen_by_the_two_firms_and_by_nobody_else(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    [charge] = charges(cast, ticket)
    for who, sees in {
        "Carmen": True, "Iker": True, "Valeria": True,
        "Marta": False, "Kristaps": False, "Ilze": False, "Andris": False, "Jonas": False,
    }.items():  # fmt: skip
        actor = cast.actor(who)
        with acting(actor):
            assert Charge.objects.visible_to(actor).filter(pk=charge.pk).exists() == sees, who
            assert (charge.pk in rows("commerce_charge")) == sees, who
            assert RateCard.objects.visible_to(actor).filter(pk=charge.rate_card_id).exists() == sees, who
            assert (charge.rate_card_id in rows("commerce_ratecard")) == sees, who
    with acting(NOBODY):
        assert rows("commerce_charge") == rows("commerce_ratecard") == []


def test_a_partner_cannot_write_its_own_charges(cast: Cast) -> None:
    ticket = held_ticket(cast)
    answer(cast, ticket)
    [charge] = charges(cast, ticket)
    charge.pk, charge.event_id, charge.holding_id = None, 1, 1
    with pytest.raises(DatabaseError, match="row-level security"), acting(cast.actor("Valeria")):
        charge.save(force_insert=True)


def test_money_names_itself_and_belongs_to_both_firms(cast: Cast) -> None:
    with clock.travel(DAY):
        ticket = held_ticket(cast)
        answer(cast, ticket)
    [charge] = charges(cast, ticket)
    assert str(charge) == f"4.80 EUR for contact on ticket {ticket.pk}"
    assert set(charge.guards()) == {("organization", charge.client_id), ("organization", charge.provider_id)}
    with acting(cast.everywhere):
        assert str(charge.rate_card) == f"rate card of engagement {charge.engagement_id} from 2026-01-01"
