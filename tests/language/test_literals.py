"""Finding what no engine may touch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.language.literals import find_literals
from tests.linear import assert_linear

SLOW_IN_BAD_PATTERNS = (
    *(
        "a",
        "1",
        "a.",
        "1.",
        "1 ",
        "a@",
        "<a ",
        "{",
        "`",
        "``` ",
        "/a",
        "a-",
        "XQ7Z",
        "A1",
        "1,",
        ":",
        "+",
        "0x",
    ),
    *("<pre>", "%", "A_", "1:", "(1", "1-", "\\\\a", "Alt+", "€ ", "1 111 ", "mailto:", "Auralis "),
)


def found(text, terms=(), marked=()):
    return [(literal.kind, literal.text) for literal in find_literals(text, terms, marked)]


@pytest.mark.parametrize(
    ("kind", "literal"),
    [
        ("url", "https://auralis.example/ayuda?x=1&y=(2)#top"),
        ("url", "www.mareko.example/palidziba"),
        ("url", "mareko.example/a_b"),
        ("url", "auralis.com"),
        ("email", "jorge.molina+web@correo.example"),
        ("path", "/var/log/syslog"),
        ("path", "~/.config/auralis"),
        ("path", "C:\\Users\\Elena\\registro.txt"),
        ("path", "\\\\servidor\\copias\\hoy"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
        ("mac", "00:1A:2B:3C:4D:5E"),
        ("ip", "192.168.1.10"),
        ("ip", "10.0.0.0/8"),
        ("ip", "192.168.1.10:8080"),
        ("ip", "fe80::1ff:fe23:4567:890a"),
        ("phone", "+34 612 34 56 78"),
        ("phone", "(96) 123-45-67"),
        ("iban", "LV80 BANK 0000 4351 9500 1"),
        ("card", "4111 1111 1111 1111"),
        ("date", "2026-03-12"),
        ("date", "2026-03-12T08:15:00Z"),
        ("date", "12.03.2026"),
        ("time", "14:30"),
        ("time", "9:05 pm"),
        ("amount", "49,90 €"),
        ("amount", "€1.250,00"),
        ("amount", "45 °C"),
        ("amount", "5GHz"),
        ("amount", "-3 °C"),
        ("amount", "20%"),
        ("number", "42"),
        ("number", "1.250"),
        ("number", "1 250 000"),
        ("number", "1920x1080"),
        ("number", "24/7"),
        ("code", "E-0042"),
        ("code", "H27"),
        ("code", "AD2-1234567"),
        ("code", "MT3-0000001"),
        ("code", "iOS17"),
        ("code", "0x80070057"),
        ("code", "v2.3.1"),
        ("code", "#4711"),
        ("code", "H 12"),
        ("code", "`reset all`"),
        ("constant", "MAX_RETRY"),
        ("template", "{{ customer }}"),
        ("template", "{name}"),
        ("template", "${name}"),
        ("template", "%(name)s"),
        ("template", "%s"),
        ("template", '<x id="7">'),
        ("keys", "Ctrl+Shift+P"),
        ("keys", "Alt + F4"),
    ],
)
def test_each_kind_is_found_inside_a_sentence(kind, literal):
    assert found(f"tenemos {literal}, gracias") == [(kind, literal)]
    assert found(f"({literal})") == [(kind, literal)]


@pytest.mark.parametrize(
    "text",
    [
        "El altavoz no se conecta, y/o la luz parpadea.",
        "Sūknis nestrādā jau 2 dienas.",
        "Well... I don't know; the pump (it's new!) hums.",
        "El iPhone de Toni y la Wi-Fi",
        "A las 5 y no a las 6",
        "vamos a verlo - 3 veces",
        "no funciona.Es nuevo",
    ],
)
def test_ordinary_words_are_not_literals(text):
    assert found(text) == []


def test_the_full_stop_after_an_address_belongs_to_the_sentence():
    assert found("Vea https://auralis.example/ayuda.") == [("url", "https://auralis.example/ayuda")]
    assert found("¿Es (www.auralis.example/duo)?") == [("url", "www.auralis.example/duo")]


def test_the_longest_match_wins():
    assert found("Auralis Duo 2 y Auralis", terms=["Auralis", "Auralis Duo 2", "Duo"]) == [
        ("term", "Auralis Duo 2"),
        ("term", "Auralis"),
    ]
    assert found("el 12.03.2026") == [("date", "12.03.2026")]


def test_terms_are_whole_words_in_any_case_and_stay_as_written():
    assert found("mi AURALIS hub y el Auralishub", terms=["Auralis Hub", " ", ""]) == [
        ("term", "AURALIS hub")
    ]
    assert found("C++ y C", terms=["C++"]) == [("term", "C++")]


def test_what_a_person_marked_wins_over_everything():
    text = "Diga «hola a E-0042 ahora» así"
    start, end = text.index("hola"), text.index("0042") + 2
    assert found(text, terms=["E-0042 ahora"], marked=[(start, end), (5, 2), (-1, 3), (0, 999)]) == [
        ("marked", text[start:end])
    ]


def test_blocks_of_code_are_one_literal():
    text = "Antes\n```\nset wifi 1\n```\ny <pre class='x'>uno\n\ndos</pre> fin"
    assert found(text) == [("code", "```\nset wifi 1\n```"), ("code", "<pre class='x'>uno\n\ndos</pre>")]


def test_a_block_that_never_ends_is_not_one():
    assert found("uno ``` dos </pre> tres") == [("template", "</pre>")]
    assert found("<pre> dos ``` tres") == [("template", "<pre>")]


def test_capitals_before_a_number_are_a_code_only_where_the_text_does_not_shout():
    assert found("El código es ABC 7") == [("code", "ABC 7")]
    assert found("TENGO 2 PROBLEMAS Y NADIE CONTESTA") == []


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aA1 .,:;/\\-_@+%{}<>`#€$()[]'\"\n\tñā°²"), max_size=120))
def test_literals_are_ordered_apart_and_true_to_the_text(text):
    literals = find_literals(text, ["aA 1", "ñ"])
    end = 0
    for literal in literals:
        assert end <= literal.start < literal.end
        assert text[literal.start : literal.end] == literal.text
        end = literal.end


@pytest.mark.parametrize("unit", SLOW_IN_BAD_PATTERNS)
def test_no_text_makes_the_finder_slow(unit):
    assert_linear(
        lambda text: find_literals(text, ["Auralis Duo 2", "Auralis"]),
        lambda length: (unit * length)[:length],
    )
