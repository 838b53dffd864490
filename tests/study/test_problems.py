"""What is wrong is said in three languages: every code has words, and every sentence gets its facts."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import relevo
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.refusal import Refused
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.history.errors import HistoryError
from relevo.study.history.mapping import mapping_of
from relevo.study.problems import Problem, Wrong, from_json, problem_of, to_json
from relevo.study.report.texts.catalogues import CATALOGUES, LANGUAGES

SOURCE = Path(relevo.__file__).parent
PREFIXES = {"Problem": "", "Wrong": "", "HistoryError": "history.", "Refused": "refused."}
ROWS = {key.removeprefix("problem.") for key in CATALOGUES["en"] if key.startswith("problem.row.")}


def facts(call):
    """The names of the values that a call gives, None where it is not written out."""
    if call.func.id != "Problem":
        return {word.arg for word in call.keywords if word.arg != "place"}
    given = next((word.value for word in call.keywords if word.arg == "values"), None)
    given = given or (call.args[2] if len(call.args) > 2 else ast.Dict([], []))
    return {key.value for key in given.keys} if isinstance(given, ast.Dict) else None


def made():
    """Every code that the study and its rate cards make, with the names of its facts and the place in the source."""
    for path in sorted(
        path for part in ("calc", "study", "config") for path in (SOURCE / part).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in PREFIXES
                and node.args
            ):
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield PREFIXES[node.func.id] + code.value, facts(node), f"{path.name}:{node.lineno}"


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


MADE = list(made())
LOOKS = {"looks.zip", "looks.pdf", "looks.gzip", "looks.excel"}  # by the first bytes of a file


def test_every_code_has_words_and_no_words_are_left_over():
    codes = {code for code, _, _ in MADE} | ROWS | LOOKS
    words = {key.removeprefix("problem.") for key in CATALOGUES["en"] if key.startswith("problem.")}
    assert len(codes) > 100
    assert codes == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_given_what_it_asks_for(language):
    assert [
        (where, code)
        for code, given, where in MADE
        if given is not None and not placeholders(CATALOGUES[language][f"problem.{code}"]) <= given
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_sentences_end_as_sentences(language):
    inside = ("looks.", "mapping.", "expected.")
    texts = {
        key.removeprefix("problem."): text
        for key, text in CATALOGUES[language].items()
        if key.startswith("problem.")
    }
    whole = {code: text for code, text in texts.items() if not code.startswith(inside)}
    assert {code for code, text in whole.items() if not text.endswith((".", "?", ".»", "”."))} == {
        "said", "more", "counted", "all_holidays",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("es", ["partners.1.card: Una tarifa no tiene contct.", "service.cover: Como máximo 0,99, no 7."]),
        ("lv", ["partners.1.card: Cenrādī nav contct.", "service.cover: Ne vairāk kā 0,99, nevis 7."]),
    ],
)
def test_a_wrong_scenario_is_told_in_the_reader_s_language_with_her_decimal_comma(language, lines):
    told = []
    for text in ("partners: [{card: {contct: 1}}]", "service: {cover: 7}"):
        with pytest.raises(ScenarioWrong) as wrong:
            load_scenario(text)
        told += wrong.value.lines(language)
    assert told == lines


def test_words_inside_a_sentence_are_of_its_language_too():
    with pytest.raises(HistoryError) as wrong:
        mapping_of({"colums": {}, "zzz": 1})
    assert wrong.value.says("es") == (
        "La correspondencia tiene claves que no puede tener: colums (¿quizá columns?), zzz."
    )
    left = HistoryError("nothing_left", rows=12_000, reasons=[
        Problem("counted", values={"what": Problem("dropped.spam"), "number": 12_000})
    ])  # fmt: skip
    assert left.says("en") == "Of 12,000 rows none is left to count: Spam: 12,000."
    assert left.says("lv") == "No 12\xa0000 rindām neviena nav palikusi skaitīšanai: Mēstules: 12\xa0000."


def test_a_problem_is_kept_as_text_and_told_later_to_whoever_asks():
    with pytest.raises(HistoryError) as wrong:
        mapping_of({"colums": {}, "date_order": "x", "zzz": 1})
    again = from_json(to_json(wrong.value.problem))
    assert [again.says(language) for language in LANGUAGES] == [
        wrong.value.says(language) for language in LANGUAGES
    ]


@pytest.mark.parametrize(
    "kept", ["The file is empty.", "17", "[1]", '{"code": "of another time"}', '{"code": []}']
)
def test_what_an_earlier_release_kept_is_told_as_it_stands(kept):
    assert from_json(kept).line("es") == kept


def test_an_error_without_a_code_is_told_in_its_own_words():
    assert problem_of(ValueError("out of\nrange"), "runs").line("lv") == "runs: out of range"


def test_an_error_that_knows_its_place_keeps_it():
    assert problem_of(Wrong("price", "partners.1.card.contact", value="cheap"), "partners.1.card").place == (
        "partners.1.card.contact"
    )


def test_a_rate_card_says_why_in_english_to_programs_and_by_code_to_the_study():
    with pytest.raises(Refused, match="a rate card needs a currency") as wrong:
        card_from_json({})
    assert problem_of(wrong.value, "card").line("es") == "card: Una tarifa necesita una moneda."


@pytest.mark.parametrize("hostile", ["{0}", "{value.__class__}", "\x1b[31m\n\ud800", "%s", "x" * 10_000])
def test_what_a_file_says_is_no_template_and_stays_short_and_printable(hostile):
    line = Problem("number", "runs", {"value": hostile}).line("en")
    assert line.isprintable()
    assert len(line) < 200
    assert hostile[:1] in line or not hostile.isprintable()
