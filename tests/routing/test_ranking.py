"""Which agent, over values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.routing.ranking import Candidate, Match, Ranking, Refusal, Work, rank, writes

NOW = datetime(2027, 1, 17, 2, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=5)
MATEO = Candidate(3, 30, "Mateo", ("es", "en"), on_duty_until=UNTIL, load=2)
VALERIA = Candidate(2, 20, "Valeria", ("es", "en"), on_duty_until=UNTIL, load=2)
LUCIA = Candidate(4, 40, "Lucía", ("en",), on_duty_until=UNTIL)
MARTA = Candidate(5, 50, "Marta", ("lv", "en"), on_duty_until=UNTIL)
SPANISH = Work("es")
ENGINE = {("es", "en"), ("en", "es")}


def no_engine(source: str, target: str) -> bool:
    return False


def engine(source: str, target: str) -> bool:
    return (source, target) in ENGINE


def best(*candidates: Candidate, work: Work = SPANISH, can: object = engine) -> str:
    return rank(work, candidates, can).matches[0].candidate.alias  # type: ignore[arg-type]


def hurdle(*candidates: Candidate, work: Work = SPANISH, can: object = no_engine) -> Refusal | None:
    return rank(work, candidates, can).hurdle  # type: ignore[arg-type]


def test_the_lowest_share_of_capacity_wins() -> None:
    assert best(MATEO, replace(VALERIA, load=1)) == "Valeria"
    assert best(replace(MATEO, load=3, capacity=10), VALERIA) == "Valeria"
    assert best(replace(MATEO, load=3, capacity=16), VALERIA) == "Mateo"


def test_who_writes_the_language_comes_before_who_needs_a_translation() -> None:
    assert best(LUCIA, replace(MATEO, load=7)) == "Mateo"
    assert rank(SPANISH, [LUCIA], engine).matches[0].via == "en"


def test_who_answered_the_customer_before_comes_first_of_all() -> None:
    assert best(MATEO, LUCIA, VALERIA, work=Work("es", returning_to=40)) == "Lucía"
    assert best(MATEO, replace(LUCIA, on_duty_until=None), work=Work("es", returning_to=40)) == "Mateo"


def test_then_the_longest_idle_then_the_lowest_seat() -> None:
    earlier = replace(MATEO, idle_since=NOW - timedelta(hours=2))
    later = replace(VALERIA, idle_since=NOW - timedelta(hours=1))
    assert best(earlier, later) == "Mateo"
    assert best(later, replace(MATEO, idle_since=None)) == "Mateo"  # never had to do with one: idle for ever
    assert best(MATEO, VALERIA) == best(VALERIA, MATEO) == "Valeria"


def test_a_translation_must_go_both_ways() -> None:
    def one_way(source: str, target: str) -> bool:
        return (source, target) == ("es", "en")

    assert hurdle(LUCIA, can=one_way) == Refusal.LANGUAGE
    assert hurdle(LUCIA, can=engine) is None


def test_translations_prefer_the_desk_s_working_language() -> None:
    def all_pairs(source: str, target: str) -> bool:
        return True

    polyglot = replace(LUCIA, languages=("lv", "en", "de"))
    assert rank(Work("es", reads="en"), [polyglot], all_pairs).matches[0].via == "en"
    assert rank(Work("es", reads="fr"), [polyglot], all_pairs).matches[0].via == "lv"


def test_an_unknown_language_is_anybody_s() -> None:
    assert rank(Work(None), [LUCIA], no_engine).matches == (Match(LUCIA, returning=False),)


@pytest.mark.parametrize(
    ("candidate", "work", "refusal"),
    [
        (replace(MATEO, on_duty_until=None), SPANISH, Refusal.OFF_DUTY),
        (replace(MATEO, lapsed=True), SPANISH, Refusal.LAPSED),
        (MATEO, Work("es", put_down=frozenset({3})), Refusal.PUT_DOWN),
        (MATEO, Work("es", tier=2), Refusal.EXPERTISE),
        (replace(MATEO, topics=frozenset({"sound"})), Work("es", topic="warranty"), Refusal.EXPERTISE),
        (MATEO, Work("lv"), Refusal.LANGUAGE),
        (replace(MATEO, load=8), SPANISH, Refusal.ROOM),
        (replace(MATEO, capacity=0, load=0), SPANISH, Refusal.ROOM),
        (replace(MATEO, topics=frozenset({"sound"})), Work("es", topic="sound"), None),
        (replace(MATEO, topics=frozenset({"sound"})), SPANISH, None),
        (replace(MATEO, tier=3), Work("es", tier=2), None),
        (replace(MATEO, load=7), SPANISH, None),
    ],
)
def test_each_hurdle(candidate: Candidate, work: Work, refusal: Refusal | None) -> None:
    assert hurdle(candidate, work=work) == refusal


def test_the_hurdle_told_is_the_last_one_that_anybody_reached() -> None:
    assert hurdle() == Refusal.OFF_DUTY
    assert hurdle(replace(MATEO, on_duty_until=None), LUCIA) == Refusal.LANGUAGE
    assert hurdle(replace(MATEO, load=8), LUCIA) == Refusal.ROOM


def test_regional_forms_are_written_by_who_writes_the_language() -> None:
    assert writes({"es"}, "es-MX")
    assert writes({"es-MX"}, "es-MX")
    assert not writes({"es-MX"}, "es")


CANDIDATES = st.builds(
    Candidate,
    seat_id=st.integers(1, 6), member_id=st.integers(1, 6), alias=st.just("A"),
    languages=st.lists(st.sampled_from(["es", "en", "lv"]), unique=True, max_size=3).map(tuple),
    topics=st.frozensets(st.sampled_from(["sound", "order"]), max_size=2), tier=st.integers(1, 3),
    capacity=st.integers(0, 4), load=st.integers(0, 5),
    on_duty_until=st.sampled_from([None, UNTIL]), idle_since=st.sampled_from([None, NOW]), lapsed=st.booleans(),
)  # fmt: skip
WORKS = st.builds(
    Work, st.sampled_from([None, "es", "lv", "de"]), st.sampled_from(["", "sound"]), st.integers(1, 2),
    st.sampled_from([None, 1, 2]), st.frozensets(st.integers(1, 3), max_size=1),
)  # fmt: skip
PAIRS = st.frozensets(
    st.tuples(st.sampled_from(["es", "en", "lv", "de"]), st.sampled_from(["es", "en", "lv"]))
)


@given(WORKS, st.lists(CANDIDATES, max_size=6, unique_by=lambda c: c.seat_id), PAIRS, st.randoms())
def test_the_answer_is_sound_complete_and_does_not_depend_on_the_order(
    work: Work, candidates: list[Candidate], pairs: frozenset[tuple[str, str]], random: object
) -> None:
    def can(source: str, target: str) -> bool:
        return (source, target) in pairs

    ranking = rank(work, candidates, can)
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(work, shuffled, can) == ranking
    assert (ranking.hurdle is None) == bool(ranking.matches)
    for match in ranking.matches:
        one = match.candidate
        assert one.on_duty_until is not None
        assert not one.lapsed
        assert one.load < one.capacity
        if work.language not in {None, *one.languages}:
            assert {(work.language, match.via), (match.via, work.language)} <= pairs
    natives = [not match.via for match in ranking.matches if not match.returning]
    assert natives == sorted(natives, reverse=True)
    assert Ranking((), Refusal.OFF_DUTY) == rank(work, [], can)
