"""Texts whose lines a program broke."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import texts

LINES = 300_000


@pytest.mark.parametrize("line", ["", ">", "a", "a "])
def test_attack_44_flowed_lines_take_little_memory(line):
    written = f"{line}\n" * LINES
    tracemalloc.start()
    texts.unflowed(written, delsp=False)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * LINES


@given(st.lists(st.sampled_from(["a", "b ", ">", " ", "-- ", "\n"]), max_size=30), st.booleans())
def test_joining_lines_leaves_every_word_in_its_place(pieces, delsp):
    written = "".join(pieces)
    joined = texts.unflowed(written, delsp=delsp)
    assert [sign for sign in joined if sign in "ab"] == [sign for sign in written if sign in "ab"]
    assert joined.count("\n") <= written.count("\n")
