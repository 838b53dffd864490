"""The corpus of whole mails: everything that is read in them, not one field."""

from __future__ import annotations

import importlib
import json
import pkgutil

import pytest

from relevo.channels.mail.parsing import parse
from relevo.channels.mail.showing import as_json
from tests.channels.mail import corpus
from tests.channels.mail.corpus import Case

THEMES = [
    importlib.import_module(f"{corpus.__name__}.{module.name}")
    for module in pkgutil.iter_modules(corpus.__path__)
]
CASES: list[Case] = [case for theme in THEMES for case in theme.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mail_of_the_corpus_is_read_in_full(case):
    read = as_json(parse(case.raw))
    json.dumps(read)
    del read["reply"]
    assert read == case.expected


def test_the_corpus_holds_different_mails_under_different_names():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.raw for case in CASES}) == len(CASES)
    assert len(CASES) >= 550
