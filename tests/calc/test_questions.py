import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.erlang_a import erlang_a
from relevo.calc.intervals import garwood, jeffreys
from relevo.calc.questions import INPUTS, answer
from relevo.calc.traffic import Traffic

VOICE = {"calls_per_hour": 200, "aht": 180, "agents": 14, "within": 20}


def test_the_answer_holds_every_figure_in_full():
    found = answer("erlang-a", {**VOICE, "agents": 10, "patience": 60})
    queue = erlang_a(Traffic.per_hour(200, 180), 10, 60)
    assert found["wait_probability"] == queue.wait_probability
    assert found["asa_seconds"] == queue.mean_wait_answered_seconds
    assert found["service_level"] == found["sl3"] == queue.service_levels.sl3
    assert (found["load"], found["contacts_per_hour"], found["aht_seconds"]) == (10, 200, 180)
    assert (found["patience_seconds"], found["target_seconds"], found["definition"]) == (60, 20, "sl3")


@pytest.mark.parametrize(
    "question",
    [
        {"lambda": 200, "AHT": 180, "n": 14, "T": 20},
        {"arrivals": "200", "service-time": "180", "servers": "14", "threshold": "20"},
        {"load": 10, "contacts_per_hour": 200, "agents": 14.0, "target_seconds": 20},
        {"a": 10, "aht_seconds": 180, "contacts_per_hour": 200, "agents": 14},
        {"erlangs": 10, "handle_time": 180, "agents": 14, "definition": "SL3", "short": None},
    ],
)
def test_one_question_may_be_asked_in_many_words(question):
    assert answer("erlang-c", question) == answer("erlang-c", VOICE)


def test_a_load_alone_is_enough_for_what_does_not_depend_on_time():
    blocked = answer("erlang-b", {"load": 12, "n": 20})
    assert blocked["blocked"] == pytest.approx(0.0098, abs=1e-4)
    assert (blocked["throughput_per_hour"], blocked["sl1"]) == (None, 1 - blocked["blocked"])
    waiting = answer("erlang-c", {"load": 10, "n": 14})
    assert waiting["wait_probability"] == pytest.approx(0.174132, abs=1e-6)
    assert (waiting["mean_wait_seconds"], waiting["asa_seconds"], waiting["sl1"], waiting["p90_seconds"]) == (
        None,
    ) * 4


def test_what_is_infinite_is_none_and_says_unstable():
    found = answer("erlang-c", {"load": 5, "aht": 60, "n": 5})
    assert (found["stable"], found["mean_wait_seconds"], found["service_level"]) == (False, None, 0)
    endless = answer("erlang-a", {"load": 4, "aht": 60, "n": 5, "patience": "inf"})
    assert (endless["patience_seconds"], endless["abandoned"]) == (None, 0)


def test_agents_for_wishes_tell_which_one_binds():
    wishes = {"load": 160, "aht": 240, "sl": "80%", "within": 20, "max_abandonment": 0.05, "patience": 120}
    found = answer("required", wishes)
    assert (found["model"], found["agents"], found["binding"]) == ("A", 157, ["abandonment"])
    assert found["by_constraint"] == {"service_level": 149, "abandonment": 157, "presence": 1}
    assert found["performance"]["agents"] == 157
    del wishes["patience"], wishes["max_abandonment"]
    assert answer("required", wishes)["agents"] == 169
    assert answer("required", {"load": 12, "model": "erlang_b", "max_blocking": "1%"})["agents"] == 20


def test_what_is_impossible_is_an_answer_and_no_error():
    found = answer("required", {"load": 3, "aht": 60, "service_level": 1})
    assert (found["possible"], found["agents"], found["impossible"]) == (False, None, ["service_level"])
    assert found["performance"] is None


def test_intervals():
    found = answer("interval", {"method": "jeffreys", "x": 1, "n": 10})
    assert (found["low"], found["high"]) == (jeffreys(1, 10).low, jeffreys(1, 10).high)
    assert answer("interval", {"x": 1, "n": 10})["method"] == "wilson"
    rate = answer("interval", {"count": 0, "weeks": 26, "confidence": "95%"})
    assert (rate["method"], rate["high"]) == ("garwood", garwood(0, 26).high)
    assert answer("interval", {"method": "Clopper-Pearson", "x": 0, "n": 60})["low"] == 0
    assert answer("interval", {"method": "garwood", "x": 3})["estimate"] == 3
    assert answer("interval", {"margin": 0.05, "population": 1000})["sample_size"] == 278


SAMPLES = {
    "erlang-b": {"load": 3, "n": 5},
    "erlang-c": VOICE,
    "erlang-a": {**VOICE, "patience": 90},
    "required": {"load": 3, "aht": 60, "sl": 0.8},
    "interval": {"x": 3, "n": 10},
    "price": {"card": {"currency": "EUR", "contact": "4.80"}, "usage": {"contacts": 3}},
}


@pytest.mark.parametrize("kind", INPUTS)
def test_every_answer_is_json(kind):
    assert json.loads(json.dumps(answer(kind, SAMPLES[kind]), allow_nan=False))


@pytest.mark.parametrize("kind", INPUTS)
def test_no_word_means_two_inputs(kind):
    words = [word for name, others in INPUTS[kind].items() for word in (name, *others)]
    assert len(words) == len(set(words))


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("1e999999999"), st.just("-inf"),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(st.data(), st.sampled_from(sorted(INPUTS)))
def test_whatever_is_asked_is_answered_or_refused_in_words(data, kind):
    names = st.sampled_from(sorted(INPUTS[kind]))
    wrong = data.draw(st.dictionaries(names, values, max_size=2))
    try:
        found = answer(kind, {"load": 3, "aht_seconds": 60, "agents": 4, "patience_seconds": 60} | wrong)
    except ValueError as error:
        assert 0 < len(str(error)) < 400
    else:
        assert json.dumps(found, allow_nan=False)


@settings(deadline=None, max_examples=120)
@given(st.data(), st.sampled_from(sorted(INPUTS)))
def test_one_wrong_input_among_right_ones_is_answered_or_refused_in_words(data, kind):
    right = SAMPLES[kind]
    name = data.draw(st.sampled_from(sorted(right)))
    try:
        found = answer(kind, right | {name: data.draw(values)})
    except ValueError as error:
        assert 0 < len(str(error)) < 400
    else:
        assert json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    ("kind", "question", "words"),
    [
        ("erlang-c", {**VOICE, "patience": 3}, "erlang-c has no input 'patience'"),
        ("erlang-c", {**VOICE, "n": 3}, "agents is given twice"),
        ("erlang-c", {"load": 3}, "agents is missing"),
        ("erlang-c", {"agents": 3}, "give the load, or contacts_per_hour and aht_seconds"),
        ("erlang-c", {"agents": 3, "calls": 3}, "give the load, or"),
        ("erlang-c", {"agents": 3, "load": 2, "within": 20}, "aht_seconds is missing"),
        ("erlang-a", {"agents": 3, "load": 2, "patience": 20}, "aht_seconds is missing"),
        ("erlang-a", {"agents": 3, "load": 2, "aht": 60}, "patience_seconds is missing"),
        ("erlang-c", {**VOICE, "load": 11}, "contradict each other"),
        ("erlang-c", {**VOICE, "agents": "many"}, "agents must be a number, not 'many'"),
        ("erlang-c", {**VOICE, "agents": True}, "agents must be a number"),
        ("erlang-c", {**VOICE, "agents": -1}, "agents must be from 0"),
        ("erlang-c", {**VOICE, "aht": math.nan}, "handling time in seconds must be a finite number"),
        ("erlang-c", {**VOICE, "within": "1e99999999"}, "target in seconds is too large"),
        ("erlang-c", {**VOICE, "definition": "best"}, "definition is one of sl1"),
        ("erlang-c", {"load": 3, "calls": 0, "n": 5}, "contacts_per_hour must be more than 0"),
        ("erlang-c", [3], "a question is an object"),
        ("required", {"load": 3, "aht": 60}, "wish for a service level"),
        ("required", {"load": 3, "aht": 60, "sl": 80}, "service level is a share from 0 to 1"),
        ("required", {"load": 3, "sl": 0.8}, "aht_seconds is missing"),
        ("required", {"load": 3, "aht": 60, "sl": 0.8, "model": "X"}, "model is B, C or A"),
        ("required", {"load": 3, "aht": 60, "sl": 0.8, "model": "A"}, "patience_seconds is missing"),
        ("interval", {"x": 3}, "trials is missing"),
        ("interval", {"x": 3, "n": 2}, "more successes"),
        ("interval", {"x": 3, "n": 9, "method": "wald"}, "method is one of wilson"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(kind, question, words):
    with pytest.raises(ValueError, match=words):
        answer(kind, question)
