from dataclasses import replace

import pytest

from relevo.study.choice.comparison import compare
from relevo.study.choice.scenario import Card, Decision, Partner, Scenario, Vetoes
from tests.study.choice.worlds import auralis, case

NOCTUA = Partner(
    name="Noctua Support", languages=("es", "en"), location="CO", card=Card('{"contact": "5.00"}'), resolution=0.65,
    escalation=0.05, scores=(("references", 60.0),),
)  # fmt: skip
BALTLINE = Partner(
    name="Baltline", languages=("lv", "en"), location="LV", card=Card('{"contact": "6.50"}'), resolution=0.8,
    escalation=0.05, scores=(("references", 90.0),),
)  # fmt: skip


def compared(*partners, weights=(("price", 1.0), ("resolution", 1.0)), **more):
    return compare(case(auralis(), Scenario(partners=partners, decision=Decision(weights=weights), **more)))


def test_without_partners_there_is_nothing_to_compare():
    assert compared() is None


def test_the_better_partner_wins_though_his_price_is_higher():
    found = compared(NOCTUA, BALTLINE)
    first, second = found.ranks
    assert (first.partner, first.rank) == ("Baltline", 1)
    assert first.yearly < second.yearly  # he may take less of the desk
    assert first.score == pytest.approx(sum(one.weight * one.score for one in first.criteria))


def test_who_moves_the_weight_that_far_sees_another_win():
    weights = (("coverage", 0.3), ("references", 0.7))
    found = compared(NOCTUA, BALTLINE, weights=weights)
    move = next(one for one in found.moves if one.criterion == "coverage")
    assert move.to is not None
    for step, winner in ((-0.01, 0), (0.01, 1)):
        share = move.to + step
        again = compared(NOCTUA, BALTLINE, weights=(("coverage", share), ("references", 1 - share)))
        assert again.ranks[0].partner == ("Baltline", "Noctua Support")[winner]


def test_a_partner_who_is_best_in_everything_cannot_be_outweighed():
    worse = replace(NOCTUA, name="Worse", resolution=0.5, card=Card('{"contact": "9.00"}'), scores=())
    found = compared(NOCTUA, worse)
    assert [move.to for move in found.moves] == [None, None]


def test_a_veto_takes_a_partner_out_however_cheap_he_is():
    found = compared(NOCTUA, BALTLINE, vetoes=Vetoes(locations=("LV",)))
    assert [(rank.partner, rank.rank) for rank in found.ranks] == [("Baltline", 1), ("Noctua Support", 0)]
    assert [reason.code for reason in found.ranks[1].vetoes] == ["location_not_allowed"]
    small = compared(BALTLINE, vetoes=Vetoes(contacts_per_week=100_000))
    assert [reason.code for reason in small.ranks[0].vetoes] == ["too_small"]


def test_true_cost_is_higher_than_the_bill():
    (rank,) = compared(NOCTUA).ranks
    assert rank.per_resolution > float(rank.yearly) / (rank.contacts_per_week * 365.25 / 7 * 0.75)
