"""A client opens a desk and changes it; nobody else does."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from relevo.core.actor import system
from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from relevo.desks.actions import CHANGEABLE, change_desk, create_desk
from relevo.desks.models import Desk
from relevo.events.models import Event
from tests.cast import Cast


def test_a_desk_has_the_clients_zone_unless_it_says_another(cast: Cast) -> None:
    firm = cast.organization("fernwerk")
    machine = system(firm.pk)
    with acting(machine):
        one = create_desk(firm, name="Fernwerk", slug="fernwerk", key="fwk", actor=machine)
        two = create_desk(
            firm, name="Fernwerk Ibérica", slug="iberica", key="FWI", actor=machine, zone="Europe/Madrid"
        )
        assert Event.objects.filter(kind="desk.created", client_id=firm.pk).count() == 2
    assert (one.zone, one.key, two.zone, str(two)) == (
        "Europe/Berlin",
        "FWK",
        "Europe/Madrid",
        "Fernwerk Ibérica",
    )
    assert one.guards() == (("organization", firm.pk),)


@pytest.mark.parametrize(("slug", "key"), [("auralis", "AUX"), ("second", "AUR")])
def test_a_short_name_is_given_once_a_client_and_a_key_once_at_all(cast: Cast, slug: str, key: str) -> None:
    machine = cast.machine("auralis")
    with pytest.raises(IntegrityError), transaction.atomic(), acting(machine):
        create_desk(cast.organization("auralis"), name="Second", slug=slug, key=key, actor=machine)


def test_the_client_changes_its_desk_and_the_record_says_which_fields(cast: Cast) -> None:
    carmen, desk = cast.actor("Carmen"), cast.desk("auralis")
    with acting(carmen):
        change_desk(desk, actor=carmen, tone="Short and warm.", hue=12)
        desk.refresh_from_db()
        event = Event.objects.get(kind="desk.changed", subject_id=desk.pk)
    assert (desk.tone, desk.hue, event.facts) == ("Short and warm.", 12, {"fields": ["hue", "tone"]})


@pytest.mark.parametrize("fields", [{"last_number": 1}, {"client": 2}, {"taken_back_at": None}, {"id": 9}])
def test_attack_50_nothing_else_of_a_desk_is_set_from_outside(cast: Cast, fields: dict[str, object]) -> None:
    carmen, desk = cast.actor("Carmen"), cast.desk("auralis")
    with (
        acting(carmen),
        pytest.raises(TypeError, match=f"not a changeable field of a desk: {next(iter(fields))}"),
    ):
        change_desk(desk, actor=carmen, **fields)
    with acting(carmen), pytest.raises(TypeError):
        create_desk(cast.organization("auralis"), name="x", slug="x", key="X", actor=carmen, **fields)
    assert not set(fields) & CHANGEABLE


def test_a_value_that_does_not_fit_is_refused(cast: Cast) -> None:
    carmen, desk = cast.actor("Carmen"), cast.desk("auralis")
    with acting(carmen), pytest.raises(ValidationError):
        change_desk(desk, actor=carmen, name="")
    with acting(carmen):
        assert Desk.objects.get(pk=desk.pk).name == "Auralis"


@pytest.mark.parametrize("name", ["Iker", "Valeria", "Mateo", "Ilze", "Jonas", "Marta"])
def test_nobody_else_opens_or_changes_it(cast: Cast, name: str) -> None:
    actor, desk = cast.actor(name), cast.desk("auralis")
    with acting(actor), pytest.raises(NotAllowed):
        change_desk(desk, actor=actor, name="Mine")
    with acting(actor), pytest.raises(NotAllowed):
        create_desk(cast.organization("auralis"), name="Mine", slug="mine", key="MIN", actor=actor)
