"""The first organization and its admin, on an empty installation."""

from __future__ import annotations

import pytest

from relevo.config.env import Misconfigured
from relevo.config.founding import found
from relevo.core.scope import acting
from relevo.engagements.grants import actor_for
from relevo.organizations.models import Organization, User
from tests.cast import EVERYWHERE, Cast

WORD = "a good long password"


def make(**more: str) -> str:
    return found(
        **{"email": "Ada@First.Example", "organization": "First & Co", "name": "Ada", "password": WORD} | more
    )


def test_whoever_founds_it_is_its_admin_and_runs_the_installation(cast: Cast) -> None:
    assert make() == "Ada can sign in as Ada@First.Example and is the admin of First & Co."
    user = User.objects.get(email="ada@first.example")
    actor = actor_for(user.pk)
    assert (user.is_staff, user.is_superuser, user.check_password(WORD), actor.role) == (
        True,
        False,
        True,
        "admin",
    )
    with acting(actor):
        assert Organization.objects.get().slug == "first-co"


def test_a_name_that_makes_no_address_is_called_first(cast: Cast) -> None:
    make(organization="先")
    with acting(EVERYWHERE):
        assert Organization.objects.filter(slug="first").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"email": "not an address"}, "valid email"),
        ({"password": "short"}, "too short"),
        ({"password": "password12"}, "too common"),
        ({"email": "CARMEN@auralis.example"}, "can already sign in"),
        ({"organization": "Auralis"}, "There is an organization called Auralis already"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_left_behind(
    cast: Cast, more: dict[str, str], words: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Misconfigured, match=words):
        make(**more)
    assert User.objects.count() == before
