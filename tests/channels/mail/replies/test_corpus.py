"""Whole mails of many programs and languages, and the reply in each.

The three files ``held_out*.txt`` were written blind: the first before any of the rules, the later ones when most of
them stood. No rule was made for one of their cases alone.
"""

from __future__ import annotations

import textwrap

import pytest

from relevo.channels.mail.replies import footers
from relevo.channels.mail.replies.cutting import cut
from tests.channels.mail.corpus_replies.reading import cases, lines, table

MESSAGES = [
    pytest.param(case, id=f"{file}: {case.name}")
    for file in ("messages", "worn", "html", "kept", "held_out", "held_out_later", "held_out_last", "seams")
    for case in cases(file)
]
ATTRIBUTIONS = table("attributions")
HEADERS = table("headers")
WORDS = "It works now.\n\nOne more question: where is it?"
HISTORY = "> Good morning,\n>\n> did the restart help?"
OLD = "Good morning,\ndid the restart help?"


@pytest.mark.parametrize("case", MESSAGES)
def test_the_reply_of_a_whole_mail(case):
    assert cut(case.text, case.html).reply == case.reply


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_answer_above_its_history(attribution):
    assert cut(f"{WORDS}\n\n{attribution}\n\n{HISTORY}\n").reply == WORDS
    assert cut(f"{WORDS}\n{attribution}\n{HISTORY}\n").reply == WORDS


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_answer_below_its_history(attribution):
    assert cut(f"{attribution}\n{HISTORY}\n\nYes, it did.").reply == "Yes, it did."


@pytest.mark.parametrize("width", [76, 66, 56])
@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_announcement_over_several_lines(attribution, width):
    broken = "\n".join(textwrap.wrap(attribution, width, break_long_words=False, break_on_hyphens=False))
    assert cut(f"{WORDS}\n\n{broken}\n\n{HISTORY}\n").reply == WORDS


FULL = {name: line for name, line in ATTRIBUTIONS.items() if "@" in line}


@pytest.mark.parametrize("attribution", FULL.values(), ids=FULL)
def test_history_without_quote_marks(attribution):
    assert cut(f"{WORDS}\n\n{attribution}\n\n{OLD}\n").reply == WORDS
    at_name = attribution.replace("<", "<\n", 1)  # as Gmail breaks it
    assert cut(f"{WORDS}\n\n{at_name}\n\n{OLD}\n").reply == WORDS


@pytest.mark.parametrize("ruler", ["", "_" * 32 + "\n", "_" * 32 + "\n\n", "-" * 30 + "\n", " " * 4])
@pytest.mark.parametrize("block", HEADERS.values(), ids=HEADERS)
def test_a_block_of_header_fields_begins_the_history(block, ruler):
    assert cut(f"{WORDS}\n\n{ruler}{block}\n\n{OLD}\n").reply == WORDS


@pytest.mark.parametrize("block", HEADERS.values(), ids=HEADERS)
def test_header_fields_with_blank_lines_between_them(block):
    spaced = block.replace("\n", "\n\n")
    assert cut(f"{WORDS}\n\n{spaced}\n\n{OLD}\n").reply == WORDS


@pytest.mark.parametrize("footer", lines("footers"))
def test_a_footer_is_a_signature(footer):
    found = cut(f"It works.\n\n{footer}\n")
    assert (found.reply, found.signature) == ("It works.", footer)
    above = cut(f"It works.\n\n{footer}\n\n{ATTRIBUTIONS['en apple']}\n\n{HISTORY}")
    assert (above.reply, above.signature) == ("It works.", footer)


@pytest.mark.parametrize("case", [case for case in cases("kept") if "\n" not in case.text])
def test_a_line_that_people_write_is_no_footer(case):
    assert not footers.is_mobile_footer(case.text) or case.text == "Sent from my iPhone"


def test_the_corpus_is_as_large_as_it_is_said_to_be():
    assert len(MESSAGES) >= 300
    assert len(cases("kept")) >= 40
    assert len({name.split()[0] for name in ATTRIBUTIONS}) >= 35
    assert len({name.split()[0] for name in HEADERS}) >= 35
