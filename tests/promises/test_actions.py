"""What a client promises, and who may."""

from __future__ import annotations

import pytest
from django.utils import translation

from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.promises.actions import MOST_MINUTES, set_promise
from relevo.promises.models import Promise
from tests.cast import Cast


def test_a_client_s_manager_promises_and_promises_again(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        first = set_promise(cast.desk("auralis"), "first_response", 20, actor=carmen)
        mondays = {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}
        again = set_promise(cast.desk("auralis"), "first_response", 15, mondays, actor=carmen)
        assert (first.pk, again.minutes) == (again.pk, 15)
        assert Promise.objects.filter(desk=cast.desk("auralis"), kind="first_response").count() == 1
        assert Event.objects.filter(kind="promise.set", subject_id=again.pk).count() >= 2


@pytest.mark.parametrize("name", ["Iker", "Valeria", "Ilze", "Jonas"])
def test_nobody_else_promises_in_its_name(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with acting(actor), pytest.raises(NotAllowed):
        set_promise(cast.desk("auralis"), "first_response", 20, actor=actor)


@pytest.mark.parametrize(
    ("minutes", "calendar"),
    [
        (0, None), (-5, None), (MOST_MINUTES + 1, None), (30, {"zone": "Mars/Base"}),
        (30, {"zone": "UTC", "weekly": {}}), (30, {"zone": "UTC", "weekly": {"mon": [["17:00", "x"]]}}),
        (30, {"hours": "9 to 5"}),
    ],
)  # fmt: skip
def test_impossible_promises_are_refused_in_words(
    cast: Cast, minutes: int, calendar: dict[str, object] | None
) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen), translation.override("es"), pytest.raises(RuleBroken) as refused:
        set_promise(cast.desk("auralis"), "resolution", minutes, calendar, actor=carmen)
    assert refused.value.message.startswith(
        "Un compromiso" if calendar is None else "Este horario no es válido."
    )
    assert str(refused.value.facts.get("why", "technical")) not in refused.value.message
