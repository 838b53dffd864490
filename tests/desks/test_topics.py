"""What tickets are about, by name."""

from __future__ import annotations

import pytest
from django.utils import translation

from relevo.demo.world import DESKS
from relevo.desks.topics import topic_name


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Hot water", "Warranty"]),
        ("es", ["Agua caliente", "Garantía"]),
        ("lv", ["Siltais ūdens", "Garantija"]),
    ],
)
def test_a_known_topic_has_a_name_in_each_language(language: str, names: list[str]) -> None:
    with translation.override(language):
        assert [topic_name("hot_water"), topic_name("warranty")] == names


def test_the_demos_topics_all_have_names() -> None:
    with translation.override("lv"):
        for desk in DESKS.values():
            assert not [topic for topic in desk["topics"] if topic_name(topic) == topic.replace("_", " ")]


def test_a_topic_of_a_desks_own_is_in_the_desks_own_words() -> None:
    assert topic_name("multi_room_setup") == "multi room setup"
    assert topic_name("") == ""
