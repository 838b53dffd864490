"""What the customers write: enough, over both desks, in three languages, by people who exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from relevo.demo import customers
from relevo.demo.letters import DESKS, LETTERS
from relevo.demo.past import PAST, SCRIPT
from relevo.demo.past_values import Replied, Wrote
from relevo.demo.world import DESKS as WORLD_DESKS
from relevo.demo.world import PEOPLE
from relevo.demo.world_mail import MAILBOXES
from relevo.language.detection import detect

EVERY = [pytest.param(letter, id=letter.key) for letter in (*LETTERS, *PAST)]
SERIAL = re.compile(r"\b(?:AD2|ABM|AHB|MT3|MFL)-\d+\b")


def test_each_language_has_eight_letters_over_both_desks() -> None:
    count = Counter((customers.by_first_name(letter.writer).language, letter.desk) for letter in LETTERS)
    assert {language: count[language, "auralis"] + count[language, "mareko"] for language in ("es", "lv", "en")} == {
        "es": 8, "lv": 8, "en": 8,
    }  # fmt: skip
    assert min(count.values()) >= 3
    assert len(count) == 6


def test_keys_are_unique_and_fit_into_a_message_id() -> None:
    keys = [letter.key for letter in (*LETTERS, *PAST)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", key) for key in keys)


def test_there_is_one_of_each_unusual_kind() -> None:
    assert any(not letter.subject for letter in LETTERS)
    assert any(letter.file for letter in LETTERS)
    assert any("THIRD mail" in letter.body for letter in LETTERS)


def test_desks_are_written_to_at_the_addresses_that_they_have() -> None:
    assert {desk: mailbox[0] for desk, mailbox in MAILBOXES.items()} == DESKS


@pytest.mark.parametrize("letter", EVERY)
def test_a_letter_is_in_its_writers_language(letter) -> None:
    writer = customers.by_first_name(letter.writer)
    for text in (letter.body, *(text for text in letter.answers if len(text) > 60)):
        assert detect(text, languages=WORLD_DESKS[letter.desk]["languages"]).language == writer.language


@pytest.mark.parametrize("letter", EVERY)
def test_a_serial_number_is_of_a_product_of_the_desk(letter) -> None:
    own = {"auralis": ("AD2-", "ABM-", "AHB-"), "mareko": ("MT3-", "MFL-")}[letter.desk]
    assert all(serial.startswith(own) for serial in SERIAL.findall(letter.body))


def test_nobody_answers_more_than_three_times() -> None:
    assert all(len(letter.answers) <= 3 for letter in (*LETTERS, *PAST))


def test_the_past_is_told_in_order_by_people_who_exist() -> None:
    order = [(["Fri", "Sat", "Sun"].index(step.at[:3]), step.at[4:]) for step in SCRIPT]
    assert order == sorted(order)
    first_names = {person.name.split()[0] for person in PEOPLE}
    assert {step.agent for step in SCRIPT if isinstance(step, Replied)} <= first_names
    assert 12 <= sum(isinstance(step, Wrote) for step in SCRIPT) <= 18
