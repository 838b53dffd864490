"""Every engine keeps the one contract."""

from __future__ import annotations

import pytest

from relevo.language.engines import readable
from relevo.language.engines.apertium import ApertiumEngine
from relevo.language.engines.fake import FakeEngine
from relevo.language.engines.libretranslate import LibreTranslateEngine
from tests.language.engines import contract
from tests.language.engines.stub_libretranslate import serve


@pytest.fixture(scope="module", params=["apertium", "libretranslate", "fake"])
def engine(request):
    if request.param == "apertium":
        yield ApertiumEngine()
    elif request.param == "fake":
        yield FakeEngine()
    else:
        with serve() as stub:
            yield LibreTranslateEngine(stub.url)


@pytest.mark.parametrize("rule", contract.RULES, ids=lambda rule: rule.__name__)
def test_every_engine_keeps_the_contract(engine, rule):
    rule(engine)


def test_no_rule_of_the_contract_is_forgotten():
    written = {
        name for name, rule in vars(contract).items() if name.startswith(("it_", "no_")) and callable(rule)
    }
    assert written == {rule.__name__ for rule in contract.RULES}


def test_half_a_character_becomes_a_question_mark():
    assert readable("a\ud800b漢") == "a?b漢"
