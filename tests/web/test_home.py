"""Where a person lands, switching firms, choosing a language, and the health check."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from relevo.core.scope import acting
from relevo.engagements.actions import end_seat
from relevo.events.models import Event
from relevo.organizations.models import Member
from relevo.organizations.permissions import Role
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import customer_writes


def signed_in(cast: Cast, name: str, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(cast.user(name))
    return client


def hire(cast: Cast, name: str, firm: str, role: str) -> Member:
    """A second membership, of another firm, for a person who has one already."""
    with acting(cast.everywhere):
        return Member.objects.create(organization=cast.organization(firm), user=cast.user(name), role=role)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Mateo", "/work/"),
        ("Valeria", "/work/"),
        ("Iker", "/work/"),
        ("Carmen", "/console/"),
        ("Jonas", "/console/"),
    ],
)
def test_those_who_answer_land_at_work_and_those_who_oversee_at_the_console(
    cast: Cast, name: str, place: str
) -> None:
    assert signed_in(cast, name).get("/").url == place


def test_an_agent_who_has_lost_her_seat_lands_on_an_empty_queue_and_not_on_a_refusal(cast: Cast) -> None:
    seat = cast.seat("Lucía", "auralis")
    with acting(valeria := cast.actor("Valeria")):
        end_seat(seat, actor=valeria)
    client = signed_in(cast, "Lucía")
    assert client.get("/", follow=True).status_code == 200
    assert client.get("/").url == "/work/"


def test_one_person_of_two_firms_sees_one_world_at_a_time(cast: Cast) -> None:
    """Jonas of Fernwerk also manages Auralis: each desk's tickets are there in one firm and gone in the other."""
    ticket = customer_writes(cast)
    run_jobs()
    auralis = hire(cast, "Jonas", "auralis", Role.MANAGER)
    client = signed_in(cast, "Jonas")
    with acting(cast.machine("auralis")):
        reference = Ticket.objects.get(pk=ticket.pk).reference
    assert client.get(f"/console/tickets/{reference}/").status_code == 404
    assert "Auralis" in client.get("/account/2fa/").content.decode(), "he can switch to it"

    assert client.post("/switch/", {"member": auralis.pk}).url == "/"
    assert client.get(f"/console/tickets/{reference}/").status_code == 200
    page = client.get("/account/2fa/").content.decode()
    assert re.search(rf'value="{auralis.pk}" aria-current="true"', page)

    client.post("/switch/", {"member": first_of(cast, "Jonas").pk})
    assert client.get(f"/console/tickets/{reference}/").status_code == 404
    assert client.get(f"/work/{reference}/").status_code == 404


def first_of(cast: Cast, name: str) -> Member:
    with acting(cast.everywhere):
        return Member.objects.filter(user=cast.user(name)).order_by("joined_at", "pk").first()


def test_attack_54_a_reply_begun_for_one_firm_is_not_sent_for_another(cast: Cast) -> None:
    """Mateo, who also works for Fernwerk, posts his composer after switching: not his world, so not there."""
    ticket = customer_writes(cast)
    run_jobs()
    with acting(cast.machine("auralis")):
        reference = Ticket.objects.get(pk=ticket.pk).reference
    elsewhere = hire(cast, "Mateo", "fernwerk", Role.AGENT)
    client = signed_in(cast, "Mateo")
    client.post("/switch/", {"member": elsewhere.pk})
    for door in ("reply", "note", "draft", "assign", "status"):
        assert client.post(f"/work/{reference}/{door}/", {"text": "Hola", "body": "Hola"}).status_code == 404
    assert reference not in client.get("/work/?list=all").content.decode()


def test_pages_opened_before_the_switch_cannot_send_even_where_both_firms_see_the_ticket(cast: Cast) -> None:
    member = hire(cast, "Mateo", "auralis", Role.LEAD)
    client = signed_in(cast, "Mateo", csrf=True)
    old = key_of(client)
    assert client.post("/switch/", {"member": member.pk, "csrfmiddlewaretoken": old}).status_code == 302
    stale = client.post("/language/", {"language": "es", "csrfmiddlewaretoken": old})
    assert stale.status_code == 403
    assert "Please try once more" in stale.content.decode()
    fragment = client.post("/work/AUR-1001/reply/", HTTP_HX_REQUEST="true", HTTP_X_CSRFTOKEN=old)
    assert fragment.status_code == 403
    assert fragment.headers["HX-Retarget"] == "#toasts"
    assert "your change of organization" in fragment.content.decode()
    assert (
        client.post("/language/", {"language": "es", "csrfmiddlewaretoken": key_of(client)}).status_code
        == 302
    )


def key_of(client: Client) -> str:
    page = client.get("/account/2fa/").content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def test_attack_73_the_session_gets_a_new_key_at_the_switch(cast: Cast) -> None:
    member = hire(cast, "Mateo", "fernwerk", Role.AGENT)
    client = signed_in(cast, "Mateo")
    before = client.session.session_key
    client.post("/switch/", {"member": member.pk})
    assert client.session.session_key != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/").url.startswith("/account/login/")


def test_nobody_switches_into_anothers_place(cast: Cast) -> None:
    client = signed_in(cast, "Mateo")
    for member in (cast.member("Carmen").pk, 0, 999_999_999, "x", "", "9" * 30, "-1", "１"):
        assert client.post("/switch/", {"member": member}).status_code == 404
    assert client.get("/account/2fa/").wsgi_request.actor.member_id == cast.member("Mateo").pk


def test_a_place_that_has_ended_cannot_be_switched_to(cast: Cast) -> None:
    member = hire(cast, "Mateo", "fernwerk", Role.AGENT)
    with acting(cast.everywhere):
        Member.objects.filter(pk=member.pk).update(ended_at="2026-11-01T00:00:00Z")
    assert signed_in(cast, "Mateo").post("/switch/", {"member": member.pk}).status_code == 404


def test_switching_needs_a_post(cast: Cast) -> None:
    assert signed_in(cast, "Mateo").get("/switch/").status_code == 405
    assert Client().get("/language/").status_code == 405


def test_a_language_chosen_in_the_menu_stays_with_the_person(cast: Cast) -> None:
    events = Event.objects.count()
    client = signed_in(cast, "Mateo")
    answer = client.post("/language/", {"language": "lv", "next": "/work/?list=all"})
    assert answer.url == "/work/?list=all"
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("lv", True, "Lax")
    assert cast.user("Mateo").language == "lv"
    assert '<html lang="lv"' in client.get("/account/2fa/").content.decode()
    assert Event.objects.count() == events


def test_a_visitor_chooses_for_this_browser_only(cast: Cast) -> None:
    client = Client()
    client.post("/language/", {"language": "es", "next": "/account/login/"})
    assert '<html lang="es"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("code", ["xx", "", "en-GB; secure", "../es", "ES"])
def test_a_language_that_we_do_not_speak_changes_nothing(cast: Cast, code: str) -> None:
    client = signed_in(cast, "Mateo")
    client.post("/language/", {"language": code})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    assert cast.user("Mateo").language == ""


@pytest.mark.parametrize(
    "target", ["//evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example/"]
)
def test_attack_76_choosing_a_language_leads_nowhere_else(cast: Cast, target: str) -> None:
    assert Client().post("/language/", {"language": "es", "next": target}).url == "/"


def test_the_health_check_asks_the_database(db: None) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_the_picture_that_browsers_ask_for_by_themselves_is_there(db: None) -> None:
    assert Client().get("/favicon.ico").url == "/static/ui/favicon.svg"
