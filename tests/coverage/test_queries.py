"""Who answers now, from the stored blocks and the engagements' terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from relevo.calc.coverage import Block
from relevo.core import clock
from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from relevo.coverage.actions import set_coverage
from relevo.coverage.models import CoverageBlock
from relevo.coverage.queries import on_duty, who_answers
from relevo.engagements.actions import move_engagement
from relevo.engagements.models import Engagement
from relevo.events.models import Event
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, TUESDAY_11, machine_of, shift

ALWAYS = Block(0, frozenset(range(7)), 0, 1440, "UTC")


def answering(
    cast: Cast, at: object, *, desk: str = "auralis", language: str = "es", **more: str
) -> list[str]:
    with acting(cast.machine(desk)):
        found = who_answers(
            cast.desk(desk), channel=more.pop("channel", "mail"), language=language, at=at, **more
        )  # type: ignore[arg-type]
        return [engagement.provider.slug for engagement in found]


def replace_blocks(cast: Cast, provider: str, *blocks: Block, desk: str = "auralis") -> None:
    actor = cast.machine(desk)
    with acting(actor):
        set_coverage(cast.engagement(desk, provider), blocks, actor=actor)


def change(cast: Cast, provider: str, **terms: object) -> None:
    with acting(cast.everywhere):
        Engagement.objects.filter(pk=cast.engagement("auralis", provider).pk).update(**terms)


def test_at_night_the_partner_whose_languages_fit_answers(cast: Cast) -> None:
    assert answering(cast, SUNDAY_3, language="es") == ["noctua"]
    assert answering(cast, SUNDAY_3, language="lv") == ["baltline"]
    assert answering(cast, SUNDAY_3, language="en") == ["noctua", "baltline"]


def test_regional_forms_of_a_language_are_covered_with_it(cast: Cast) -> None:
    assert answering(cast, SUNDAY_3, language="es-MX") == ["noctua"]


def test_a_language_that_is_not_known_is_anybodys(cast: Cast) -> None:
    assert answering(cast, SUNDAY_3, language="und") == ["noctua", "baltline"]


def test_by_day_the_clients_own_team_answers_in_every_language(cast: Cast) -> None:
    for language in ("es", "lv", "en", "de"):
        assert answering(cast, TUESDAY_11, language=language) == ["auralis"]


def test_the_boundary_is_the_client_s_nine_o_clock_to_the_second(cast: Cast) -> None:
    assert answering(cast, MONDAY_9 - timedelta(seconds=1)) == ["noctua"]
    assert answering(cast, MONDAY_9) == ["auralis"]


def test_a_language_outside_the_terms_is_nobodys(cast: Cast) -> None:
    assert answering(cast, SUNDAY_3, language="de") == []


def test_a_block_may_narrow_the_terms_but_not_widen_them(cast: Cast) -> None:
    replace_blocks(
        cast, "noctua", Block(0, frozenset(range(7)), 0, 1440, "UTC", languages=frozenset({"es", "lv"}))
    )
    assert answering(cast, SUNDAY_3, language="es") == ["noctua"]
    assert answering(cast, SUNDAY_3, language="lv") == ["baltline"]
    assert answering(cast, SUNDAY_3, language="en") == ["baltline"]


def test_a_block_that_shares_no_language_with_the_terms_covers_nothing(cast: Cast) -> None:
    replace_blocks(cast, "noctua", Block(0, frozenset(range(7)), 0, 1440, "UTC", languages=frozenset({"lv"})))
    assert answering(cast, SUNDAY_3, language="es") == []


def test_channels_and_topics_of_the_terms_are_respected(cast: Cast) -> None:
    change(cast, "noctua", channels=["chat"], topics=["sound"])
    assert answering(cast, SUNDAY_3) == []
    assert answering(cast, SUNDAY_3, channel="chat", topic="sound") == ["noctua"]
    assert answering(cast, SUNDAY_3, channel="chat", topic="warranty") == []
    assert answering(cast, SUNDAY_3, channel="chat", topic="") == ["noctua"]


def test_holidays_of_a_block_leave_the_day_to_others(cast: Cast) -> None:
    replace_blocks(
        cast,
        "auralis",
        Block(0, frozenset(range(5)), 540, 1080, "Europe/Madrid", holidays=frozenset({date(2027, 1, 19)})),
    )
    assert answering(cast, TUESDAY_11) == []
    assert answering(cast, TUESDAY_11 + timedelta(days=1)) == ["auralis"]


@pytest.mark.parametrize("state", ["ended", "notice"])
def test_only_engagements_that_give_rights_answer(cast: Cast, state: str) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        move_engagement(cast.engagement("auralis", "noctua"), state, actor=actor)
    assert answering(cast, SUNDAY_3) == ([] if state == "ended" else ["noctua"])


def test_an_engagement_answers_from_the_day_it_starts(cast: Cast) -> None:
    change(cast, "noctua", starts_on=date(2027, 1, 18))
    with clock.travel(SUNDAY_3):
        assert answering(cast, SUNDAY_3) == []
    with clock.travel(MONDAY_9):
        assert answering(cast, MONDAY_9 - timedelta(hours=1)) == ["noctua"]


def test_equal_ranks_are_ordered_by_rank_then_engagement(cast: Cast) -> None:
    replace_blocks(cast, "baltline", Block(0, frozenset(range(7)), 0, 1440, "UTC", rank=0))
    assert answering(cast, SUNDAY_3, language="en") == ["baltline", "noctua"]


def test_while_the_queue_is_taken_back_the_own_team_answers_at_every_hour(cast: Cast) -> None:
    desk = cast.desk("auralis")
    with acting(cast.machine("auralis")):
        desk.taken_back_at = clock.now()
        found = who_answers(desk, channel="mail", language="lv", at=SUNDAY_3)
        assert [engagement.in_house for engagement in found] == [True]


def test_a_desk_without_an_own_team_has_nobody_while_taken_back(cast: Cast) -> None:
    change(cast, "auralis", state="ended")
    desk = cast.desk("auralis")
    with acting(cast.machine("auralis")):
        desk.taken_back_at = clock.now()
        assert who_answers(desk, channel="mail", language="es", at=SUNDAY_3) == []


def test_asking_who_answers_takes_two_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = cast.desk("auralis")
    with acting(cast.machine("auralis")), django_assert_num_queries(2):
        who_answers(desk, channel="mail", language="es", at=SUNDAY_3)


def test_setting_coverage_replaces_what_was_said_before_and_is_recorded(cast: Cast) -> None:
    replace_blocks(cast, "noctua", ALWAYS)
    engagement = cast.engagement("auralis", "noctua")
    with acting(cast.machine("auralis")):
        assert CoverageBlock.objects.filter(engagement=engagement).count() == 1
        event = Event.objects.filter(kind="coverage.set", engagement_id=engagement.pk).latest("pk")
        assert event.facts == {"blocks": 1}
    assert answering(cast, TUESDAY_11) == ["auralis", "noctua"]


def test_only_the_client_says_when_a_partner_answers(cast: Cast) -> None:
    engagement = cast.engagement("auralis", "noctua")
    for name in ("Valeria", "Ilze", "Jonas", "Iker"):
        actor = cast.actor(name)
        with acting(actor), pytest.raises(NotAllowed):
            set_coverage(engagement, [ALWAYS], actor=actor)
    carmen = cast.actor("Carmen")
    with acting(carmen):
        assert len(set_coverage(engagement, [ALWAYS], actor=carmen)) == 1


def test_a_partner_sees_its_own_coverage_and_not_another_firm_s(cast: Cast) -> None:
    with acting(cast.actor("Valeria")):
        firms = set(CoverageBlock.objects.values_list("provider_id", flat=True))
    assert firms == {cast.organization("noctua").pk}


def test_on_duty_means_a_shift_contains_the_instant_its_end_not_included(cast: Cast) -> None:
    mateo, noctua = cast.member("Mateo").pk, cast.organization("noctua").pk
    shift(cast, "Mateo", SUNDAY_3, 4)
    until = SUNDAY_3 + timedelta(hours=4)
    with acting(machine_of(cast, "noctua")):
        assert on_duty([noctua], SUNDAY_3 - timedelta(seconds=1)) == {}
        assert on_duty([noctua], SUNDAY_3) == {mateo: until}
        assert on_duty([noctua], until - timedelta(seconds=1)) == {mateo: until}
        assert on_duty([noctua], until) == {}


def test_who_has_left_the_firm_is_not_on_duty(cast: Cast) -> None:
    from relevo.organizations.actions import end_member

    shift(cast, "Mateo", SUNDAY_3, 4)
    actor = machine_of(cast, "noctua")
    with acting(actor):
        end_member(cast.member("Mateo"), actor=actor)
        assert on_duty([cast.organization("noctua").pk], SUNDAY_3) == {}


def test_rows_name_themselves_for_the_log(cast: Cast) -> None:
    made = shift(cast, "Mateo", SUNDAY_3)
    with acting(cast.machine("auralis")):
        block = CoverageBlock.objects.filter(engagement=cast.engagement("auralis", "noctua"))[0]
    assert str(made) == f"shift {made.pk} of member {made.member_id}"
    assert str(block) == f"coverage {block.pk} of engagement {block.engagement_id}"
