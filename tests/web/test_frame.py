"""What the frame around every page knows."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from relevo.core.actor import NOBODY
from relevo.core.scope import acting
from relevo.organizations.models import Member, User
from relevo.organizations.permissions import Role
from relevo.web.frame import frame
from tests.cast import Cast


def framed(cast: Cast, name: str, path: str = "/work/", **more: object) -> dict:
    actor = cast.actor(name)
    request = RequestFactory().get(path)
    request.actor, request.user = actor, cast.user(name)
    for attribute, value in more.items():
        setattr(request, attribute, value)
    with acting(actor):
        return frame(request)


def places(found: dict) -> list[str]:
    return [place["url"] for place in found["nav"]]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Mateo", ["/work/"]),
        ("Valeria", ["/work/", "/console/"]),
        ("Carmen", ["/work/", "/console/"]),
        ("Marta", ["/work/"]),
    ],
)
def test_everybody_finds_the_places_that_are_hers(cast: Cast, name: str, seen: list[str]) -> None:
    found = framed(cast, name)
    assert places(found)[: len(seen)] == seen
    assert ("/console/" in places(found)) == ("/console/" in seen)


def test_those_who_run_the_installation_find_the_failed_jobs(cast: Cast) -> None:
    User.objects.filter(email="carmen@auralis.example").update(is_staff=True)
    assert "/console/jobs/" in places(framed(cast, "Carmen"))
    assert "/console/jobs/" not in places(framed(cast, "Valeria"))


def test_the_place_where_one_is_is_marked(cast: Cast) -> None:
    for path in ("/work/", "/work/AUR-1001/", "/console/", "/console/costs/"):
        current = [place["url"] for place in framed(cast, "Carmen", path)["nav"] if place["current"]]
        assert current == ["/work/" if path.startswith("/work/") else "/console/"]
    assert not any(place["current"] for place in framed(cast, "Carmen", "/account/2fa/")["nav"])


def test_the_name_and_the_firm_stand_there(cast: Cast) -> None:
    found = framed(cast, "Mateo")
    assert (found["actor_name"], found["organization_name"]) == ("Mateo Díaz", "Noctua Support")
    assert found["memberships"] == [], "one firm is no choice"


def test_a_person_of_two_firms_can_choose_between_them(cast: Cast) -> None:
    with acting(cast.everywhere):
        Member.objects.create(
            organization=cast.organization("baltline"), user=cast.user("Mateo"), role=Role.REVIEWER
        )
    names = [(m["organization_name"], m["role"], m["current"]) for m in framed_first(cast)["memberships"]]
    assert names == [("Noctua Support", "Agent", True), ("Baltline", "Reviewer", False)]


def framed_first(cast: Cast) -> dict:
    from relevo.engagements.grants import actor_for

    actor = actor_for(cast.user("Mateo").pk)
    request = RequestFactory().get("/work/")
    request.actor, request.user = actor, cast.user("Mateo")
    with acting(actor):
        return frame(request)


def test_a_fragment_and_a_visitor_have_no_frame_and_ask_the_database_nothing(
    cast: Cast, django_assert_num_queries: object
) -> None:
    request = RequestFactory().get("/work/", headers={"sec-fetch-dest": "empty"})
    request.actor, request.user = cast.actor("Mateo"), cast.user("Mateo")
    with django_assert_num_queries(0):
        assert frame(request) == {}
        request = RequestFactory().get("/account/login/")
        request.actor = NOBODY
        assert frame(request) == {}
        assert frame(RequestFactory().get("/")) == {}


def test_the_palette_offers_the_same_places(cast: Cast) -> None:
    urls = {command.url for command in framed(cast, "Mateo")["commands"]}
    assert {"/work/", "/work/?list=unassigned", "/account/2fa/"} <= urls
    assert "/console/" not in urls
