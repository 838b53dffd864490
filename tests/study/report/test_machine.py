"""A study as JSON: every field of the outcome, numbers that JSON can hold."""

import json
from dataclasses import fields

from relevo.study.choice.outcome import Outcome
from relevo.study.report.machine import write_json
from tests.study.report.worlds import hostile, outcome, profile


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON")


def test_all_fields_of_the_outcome_and_the_profile_are_there():
    read = json.loads(write_json(outcome(), profile()), parse_constant=refuse)
    assert list(read) == [*(field.name for field in fields(Outcome)), "profile"]
    assert read["answer"]["reasons"][0]["values"]["saving"] == 61_234.0
    assert read["options"][0]["total"] == "205250.50", "amounts of money are texts with all digits"
    assert read["profile"]["first_day"] == "2026-01-05"
    assert len(read["profile"]["demands"][0]["count"]) == 168


def test_what_is_infinite_is_null():
    ranks = json.loads(write_json(outcome(), profile()))["comparison"]["ranks"]
    assert ranks[1]["per_resolution"] is None


def test_hostile_words_stay_words():
    found, known = hostile()
    assert json.loads(write_json(found, known))["pilot"]["partner"] == found.pilot.partner
