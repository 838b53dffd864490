"""The whole report: complete in every language, all values beside or behind the pictures."""

from dataclasses import replace

import pytest

from relevo.study.choice.scenario import Scenario, assumptions
from relevo.study.report.page import Bullets, Picture, Table, Text
from relevo.study.report.reporting import report_of
from relevo.study.report.texts.catalogues import LANGUAGES
from tests.study.report.worlds import alone, demand, outcome, profile


@pytest.fixture(scope="module")
def report():
    return report_of(outcome(), profile(), language="en", desk="Auralis")


def blocks(report, kind, key=None):
    return [b for s in report.sections if key in {None, s.key} for b in s.blocks if isinstance(b, kind)]


def table(report, caption):
    return next(one for one in tables(report) if one.caption.startswith(caption))


def tables(report):
    return [*blocks(report, Table), *(one for picture in blocks(report, Picture) for one in picture.tables)]


def test_the_answer_is_first_and_the_method_last(report):
    assert [section.key for section in report.sections] == [
        "answer", "decisions", "money", "partners", "demand", "staffing", "data", "inputs", "method",
    ]  # fmt: skip
    assert report.title == "Is outsourcing right for us?\u00a0· Auralis"


def test_without_partners_there_is_no_comparison():
    keys = [section.key for section in report_of(alone(), profile(), language="en").sections]
    assert "partners" not in keys
    assert "money" in keys


def test_every_picture_has_words_and_all_its_values(report):
    pictures = blocks(report, Picture)
    assert [p.caption for p in pictures] == [
        "Cost a year by option", "What moves the saving of “Our advice”", "Cost a year and share answered in time, step by step",
        "Contacts an hour through the week", "Agents by hour of the week",
    ]  # fmt: skip
    for picture in pictures:
        assert len(picture.alt) > 60
        assert all(one.rows for one in picture.tables)
        assert picture.tables


def test_tables_are_rectangular(report):
    for one in tables(report):
        assert {len(row) for row in one.rows} | {len(one.head)} == {len(one.align)}, one.caption


def test_inferred_hours_are_marked_and_said(report):
    phone = table(report, "Spanish\u00a0· setup\u00a0· phone")
    marked = {cell.endswith("*") for cell in phone.rows[3][1:]}
    assert marked == {True}, "at three at night the desk is closed"
    assert not phone.rows[10][1].endswith("*")
    assert "inferred from" in blocks(report, Text, "demand")[1].text


def test_a_desk_that_was_always_open_has_nothing_hatched():
    seen = report_of(outcome(), profile(demand()), language="en")
    assert not [text for text in blocks(seen, Text, "demand") if text.kind == "note"]


def test_the_interval_of_a_week_is_narrower_than_that_of_its_hours(report):
    week = table(report, "What is staffed together").rows[0]
    low, high = (float(part) for part in week[2].split(" to "))
    assert low < float(week[1]) < high
    assert high - low < 0.2 * float(week[1])


def test_an_estimated_handling_time_is_marked(report):
    rows = table(report, "What is staffed together").rows
    assert [row[4] for row in rows] == ["6", "~ 6", "~ 6"]


def test_small_blocks_share_a_heat_map():
    many = profile(*(demand("es", f"topic {n}", weekly=50.0 - n) for n in range(9)))
    picture = blocks(report_of(outcome(), many, language="en"), Picture, "demand")[0]
    assert len(picture.tables) == 7
    assert picture.tables[-1].caption == "All other blocks"


def test_all_assumptions_are_listed_with_unit_and_source(report):
    rows = [row for one in blocks(report, Table, "inputs") for row in one.rows]
    assert len(rows) == len(assumptions(Scenario()))
    assert (
        "Pay of an agent",
        "in_house.yearly_pay",
        "29,000",
        "per full-time year",
        "assumed; 38,000 with on-costs",
    ) in rows


def test_changed_assumptions_say_so():
    changed = outcome(assumptions=tuple(assumptions(Scenario(runs=700))))
    report = report_of(changed, profile(), language="es")
    rows = [row for one in blocks(report, Table, "inputs") for row in one.rows]
    assert [row[:3] for row in rows if row[-1] == "fijado en el escenario"] == [
        ("Futuros simulados", "runs", "700")
    ]


def test_costs_have_intervals_and_the_reference_saves_nothing_against_itself(report):
    rows = table(report, "Cost, saving").rows
    assert rows[0][:6] == ("In-house, all wanted hours", "€204,000", "€184,000 to €224,000", "–", "–", "–")
    assert rows[-1][3:6] == ("€61,200", "€52,200 to €70,200", "97%")


def test_a_partner_who_is_ruled_out_has_no_rank(report):
    row = table(report, "The partners in order").rows[1]
    assert row[0] == "–"
    assert row[-1] == "May take 3 contacts a week only; 10 are needed."
    assert "references: no weight changes who wins." in blocks(report, Bullets, "partners")[0].items


def test_shifts_are_counted_by_day(report):
    assert table(report, "Shifts of a week: In-house, all").rows == (
        ("09:00", "8 h", "2", "2", "–", "–", "–", "–", "–"),
    )


@pytest.mark.parametrize(
    ("above", "says"), [(None, "not proved"), (0.0, "this is proved"), (0.0425, "at most 4.25% more hours")]
)
def test_the_report_says_how_near_the_fewest_hours_its_shifts_are(above, says):
    told = outcome()
    options = tuple(
        replace(one, teams=tuple(replace(team, shifts_above=above) for team in one.teams))
        for one in told.options
    )
    report = report_of(replace(told, options=options), profile(), language="en")
    assert sum(says in text.text for text in blocks(report, Text, "staffing")) == 4


def test_the_data_say_what_was_left_out(report):
    assert table(report, "Rows that were left out").rows == (("Spam", "84"), ("Duplicates", "12"))
    assert len(blocks(report, Bullets, "data")[0].items) == 2


def test_no_contacts_at_all_is_a_report_too():
    none = profile()
    none = type(none)(none.zone, none.first_day, none.last_day, 25.0, 0, (), (), None, (), ())
    assert blocks(report_of(alone(), none, language="lv"), Text, "demand")[0].text == "Kontaktu nav."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_any_language_has_an_open_place(language):
    report = report_of(outcome(), profile(), language=language)
    said = [text.text for text in blocks(report, Text) if text.kind != "formula"]
    assert [text for text in said if "{" in text] == []
