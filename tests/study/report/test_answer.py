"""The first page: what a managing director reads."""

from dataclasses import replace

import pytest

from relevo.study.choice.outcome import Answer, Reason, Settling
from relevo.study.report.page import Bullets, Cards, Figures, Text
from relevo.study.report.sections import answer
from relevo.study.report.speech import Speech
from tests.study.report.worlds import NIGHT_EN, NIGHT_ES, alone, decision, option, outcome, stays

ENGLISH = Speech("en", "EUR")


def page(found, speech=ENGLISH):
    return answer.section(found, speech).blocks


def texts(found, kind=None):
    return [block.text for block in page(found) if isinstance(block, Text) and kind in {None, block.kind}]


def cards(found):
    return next(block for block in page(found) if isinstance(block, Cards)).cards


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("hand_over", "Yes."), ("hand_over_part", "Yes, a part"), ("only_nights", "Only outside your own hours. Hand over nights,"),
        ("keep", "No."), ("undecided", "We cannot know yet."),
    ],
)  # fmt: skip
def test_the_answer_comes_first_in_one_sentence(code, begins):
    found = outcome(answer=Answer(code, "recommended", ()))
    assert page(found)[0].kind == "lead"
    assert page(found)[0].text.startswith(begins)


def test_three_figures_say_saving_chance_and_service_now_and_then():
    saving, chance, service = next(block for block in page(outcome()) if isinstance(block, Figures)).figures
    assert (saving.value, saving.beside) == ("€61,200", "in 8 of 10 futures from €52,200 to €70,200")
    assert chance.value == "97%"
    assert service.value == "58% → 90%"


def test_without_anything_to_hand_over_the_figures_are_of_the_best_that_a_partner_could_do():
    assert any(
        "“All to a partner: Noctua Support”, the best that a partner could do" in text
        for text in texts(stays())
    )


def test_without_partners_there_is_no_saving_to_show():
    figures = next(block for block in page(alone()) if isinstance(block, Figures)).figures
    assert [one.label for one in figures] == ["Cost a year, in-house", "Answered in time"]
    assert "No partner was named to compare with." in texts(alone())


def test_what_falls_together_is_one_item_with_its_partner_and_reason():
    handed = cards(outcome())[0]
    assert handed.items == (
        ("Nights: Spanish (phone), English (phone)", "To Noctua Support. Saves about €61,200 a year (chance 97%)."),
    )  # fmt: skip


def test_a_group_says_how_much_of_all_its_contacts_was_inferred_or_may_not_leave():
    saves = outcome().decisions[0].reasons[0]
    seen, inferred, held = (
        replace(outcome().decisions[0], segment=replace(NIGHT_ES, channel=channel), contacts_per_week=weekly, reasons=(saves, *more))
        for channel, weekly, more in (
            ("mail", 30.0, ()), ("phone", 10.0, (Reason("imputed", {"share": 1.0}),)),
            ("chat", 10.0, (Reason("data_may_not_leave", {"contacts_per_week": 4.0}),)),
        )
    )  # fmt: skip
    why = cards(outcome(decisions=(seen, inferred, held)))[0].items[0][1]
    assert "20% of these contacts were inferred, not seen." in why
    assert "Data of 4 contacts a week may not leave the company." in why


def test_what_is_kept_and_what_is_open_have_their_reasons():
    _, kept, open_ = cards(outcome())
    assert kept.items[0][1] == "No partner speaks this language: Latvian."
    assert "chance of a saving 58%" in open_.items[0][1]
    assert cards(stays())[0].more == "Nothing."


def test_a_long_list_is_cut_and_says_how_many_are_left():
    many = tuple(
        decision(replace(NIGHT_ES, language=language), "keep", Reason("uncertain", {}))
        for language in ("es", "en", "lv", "lt", "et", "de")
    )
    kept = cards(outcome(decisions=many))[1]
    assert len(kept.items) == answer.MOST_ITEMS
    assert kept.more == "and 2 more, in the next section"


def test_what_would_settle_the_open_comes_with_its_worth():
    settled = next(block for block in page(outcome()) if isinstance(block, Bullets)).items
    assert settled == (
        "Weekends: English (mail). Collect 12 more weeks of history. Knowing this is worth about €900 a year.",
    )
    assert answer.settles(Settling("pilot", 0, 50.0, 0.3), ENGLISH).startswith("Try it for some weeks")


def test_the_trial_says_when_it_ends_early():
    trial, rules = page(outcome())[-2:]
    assert trial.text.startswith(
        "For 6 weeks Noctua Support takes 50% of: Nights: English (phone), Spanish (phone)."
    )
    assert rules.items == (
        "the share resolved at first falls below 62% (from 80 contacts on)",
        "the share that comes back to your team rises above 15% (from 80 contacts on)",
        "the bill for each matter resolved rises above €12.50 (from 80 contacts on)",
        "the number of rude or careless replies in 100 rises above 2 (from 50 contacts on)",
    )
    assert "Try it first" not in texts(stays())


def test_a_saving_that_customers_pay_for_is_said():
    worse = outcome(
        options=(
            *outcome().options[:-1],
            option("recommended", 142_766.0, 61_234.0, 0.97, 0.7, ("Noctua Support",)),
        )
    )
    assert texts(worse, "note") == [
        (
            "It saves money and also answers fewer in time: 70% instead of 91%. "
            "The picture “Cost against service” shows what keeping the service up would cost."
        )
    ]
    assert texts(outcome(), "note") == []


def test_the_first_page_speaks_each_language():
    assert (
        answer.sentence(outcome(), Speech("es", "EUR"))
        == "Solo fuera de su horario. Traspase noches y conserve el horario de oficina."
    )
    assert answer.sentence(outcome(), Speech("lv", "EUR")).startswith(
        "Tikai ārpus jūsu darba laika. Nododiet: naktis."
    )


def test_several_parts_of_the_day_are_listed():
    both = outcome(decisions=tuple(
        decision(replace(NIGHT_EN, daypart=daypart), "hand_over", Reason("saves", {})) for daypart in ("weekend", "night")
    ))  # fmt: skip
    assert "Hand over nights and weekends," in answer.sentence(both, ENGLISH)
