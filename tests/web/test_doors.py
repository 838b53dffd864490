"""The web door: visitors, lapsed sessions, people without a firm, refusals, and the scope of a view."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory

from relevo.core.actor import NOBODY
from relevo.core.errors import RateLimited, RuleBroken
from relevo.core.scope import NOWHERE, acting, current
from relevo.organizations.models import Member, User
from relevo.tickets.models import Ticket
from relevo.web.doors import ActingMiddleware, states_own_scope
from relevo.web.errors import forbidden
from tests.cast import Cast

HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.user(name))
    return client


def without_firm(cast: Cast, name: str) -> Client:
    client = signed_in(cast, name)
    with acting(cast.everywhere):
        Member.objects.filter(pk=cast.member(name).pk).update(ended_at="2026-11-01T00:00:00Z")
    return client


@pytest.mark.parametrize(
    "address", ["/", "/work/", "/work/AUR-1001/", "/console/?desk=auralis", "/account/2fa/"]
)
def test_a_visitor_signs_in_first_and_then_goes_where_she_wanted(cast: Cast, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/login/")
    assert Client().get(answer.url).status_code == 200
    assert f"next={address.replace('?', '%3F').replace('=', '%3D')}" in answer.url


def test_a_fragment_of_a_lapsed_session_sends_the_whole_page_to_sign_in(cast: Cast) -> None:
    answer = Client().get(
        "/work/AUR-1001/thread/", **HTMX, HTTP_HX_CURRENT_URL="http://testserver/work/AUR-1001/?list=mine"
    )
    assert answer.status_code == 401
    assert answer.content == b""
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/work/AUR-1001/%3Flist%3Dmine"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/work/", "nonsense", "//evil.example/"])
def test_a_fragment_that_claims_to_stand_on_another_site_comes_back_to_the_start(
    cast: Cast, elsewhere: str
) -> None:
    answer = Client().get("/work/", **HTMX, HTTP_HX_CURRENT_URL=elsewhere)
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/"


def test_a_boosted_link_is_a_page_and_is_redirected_as_one(cast: Cast) -> None:
    answer = Client().get("/work/", **HTMX, HTTP_HX_BOOSTED="true")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/work/")


def test_a_stream_of_a_lapsed_session_gets_no_page(cast: Cast) -> None:
    assert Client().get("/live/", headers={"sec-fetch-dest": "empty"}).status_code == 401


def test_a_form_sent_after_the_session_lapsed_leads_back_to_its_page(cast: Cast) -> None:
    answer = Client().post("/work/AUR-1001/reply/", HTTP_REFERER="http://testserver/work/AUR-1001/?list=mine")
    assert answer.url == "/account/login/?next=/work/AUR-1001/%3Flist%3Dmine"
    assert Client().post("/work/AUR-1001/reply/").url == "/account/login/?next=/"
    foreign = Client().post("/work/AUR-1001/reply/", HTTP_REFERER="https://evil.example/work/")
    assert foreign.url == "/account/login/?next=/"


def test_somebody_without_a_firm_is_told_so_and_can_still_leave(cast: Cast) -> None:
    client = without_firm(cast, "Jonas")
    for address in ("/", "/work/", "/console/", "/work/AUR-1001/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "You belong to no organization (any more)" in answer.content.decode()
        assert "jonas@fernwerk.example" in answer.content.decode()
    assert client.get("/account/2fa/").status_code == 200
    assert client.post("/language/", {"language": "es"}).status_code == 302
    assert client.post("/account/logout/").status_code == 302


def test_a_fragment_for_somebody_without_a_firm_is_a_line_not_a_page(cast: Cast) -> None:
    answer = without_firm(cast, "Jonas").get("/work/", **HTMX)
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


def test_somebody_without_a_firm_may_not_write_either(cast: Cast) -> None:
    client = without_firm(cast, "Jonas")
    assert client.post("/work/AUR-1001/reply/", {"text": "x"}).status_code == 403
    assert client.post("/switch/", {"member": cast.member("Jonas").pk}).status_code == 403


def test_a_member_who_leaves_is_out_with_her_next_request(cast: Cast) -> None:
    client = signed_in(cast, "Carmen")
    assert client.get("/console/").status_code == 200
    with acting(cast.everywhere):
        Member.objects.filter(pk=cast.member("Carmen").pk).update(ended_at="2026-11-01T00:00:00Z")
    assert client.get("/console/").status_code == 403


def request_of(cast: Cast, name: str, **more: str) -> HttpRequest:
    request = RequestFactory().get("/work/", **more)
    request.user = cast.user(name)
    request.session = {}
    request.resolver_match = None
    request.htmx = False
    request.actor = cast.actor(name)
    return request


def through(request: HttpRequest, view: object) -> HttpResponse:
    return ActingMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})


def test_a_view_runs_in_the_scope_of_its_actor_and_leaves_none_behind(cast: Cast) -> None:
    seen = []
    through(request_of(cast, "Mateo"), lambda request: seen.append(current()) or HttpResponse())
    assert seen == [cast.actor("Mateo").scope]
    assert current() == NOWHERE
    assert Ticket.objects.count() == 0


def test_a_page_that_is_rendered_late_is_rendered_in_scope(cast: Cast) -> None:
    scopes = []

    class Late(TemplateResponse):
        @property
        def rendered_content(self) -> str:
            scopes.append(current())
            return "late"

    answer = through(request_of(cast, "Mateo"), lambda request: Late(request, "404.html"))
    assert answer.content == b"late"
    assert scopes == [cast.actor("Mateo").scope]


def test_a_view_that_is_refused_leaves_nothing_written(cast: Cast) -> None:
    mateo = cast.user("Mateo")

    def view(request: HttpRequest) -> HttpResponse:
        type(mateo).objects.filter(pk=mateo.pk).update(name="Somebody Else")
        raise RuleBroken("No.")

    answer = through(request_of(cast, "Mateo"), view)
    assert (answer.status_code, "No." in answer.content.decode()) == (409, True)
    mateo.refresh_from_db()
    assert mateo.name == "Mateo Díaz"


def test_a_view_that_states_its_own_scope_is_left_to_django(cast: Cast) -> None:
    assert through(request_of(cast, "Mateo"), states_own_scope(lambda request: HttpResponse())) is None


def test_an_error_that_nobody_expects_is_left_to_django(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        through(request_of(cast, "Mateo"), view)


def test_a_database_that_goes_away_in_a_view_is_a_page_that_says_so(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise OperationalError("gone")

    answer = through(request_of(cast, "Mateo"), view)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "gone" not in answer.content.decode()


def test_a_database_that_is_away_from_the_start_is_the_same_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast, "Mateo")
    client.raise_request_exception = False

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connections["default"], "cursor", gone)
    answer = client.get("/work/")
    monkeypatch.undo()
    assert answer.status_code == 503
    assert "Back in a moment" in answer.content.decode()


def test_a_mistake_of_ours_shows_no_details(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr("relevo.web.doors.who", broken)
    client = signed_in(cast, "Mateo")
    client.raise_request_exception = False
    answer = client.get("/work/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "secret of the inside" not in answer.content.decode()


def test_a_refused_fragment_becomes_a_toast(cast: Cast) -> None:
    answer = signed_in(cast, "Mateo").get("/work/AUR-999999/", **HTMX)
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#toasts"


def test_too_much_says_when_to_come_back(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise RateLimited(retry_after=7)

    answer = through(request_of(cast, "Mateo"), view)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_the_actor_of_a_visitor_is_nobody(cast: Cast) -> None:
    answer = Client().get("/account/login/")
    assert answer.wsgi_request.actor is NOBODY


def test_who_runs_the_installation_sees_failed_jobs_without_working_for_a_firm(cast: Cast) -> None:
    client = without_firm(cast, "Jonas")
    assert client.get("/console/jobs/").status_code == 403
    User.objects.filter(email="jonas@fernwerk.example").update(is_staff=True)
    assert client.get("/console/jobs/").status_code == 200
    assert client.get("/console/").status_code == 403


def test_djangos_own_refusal_is_our_page(cast: Cast) -> None:
    answer = forbidden(request_of(cast, "Mateo"))
    assert (answer.status_code, "You may see this, but not do that" in answer.content.decode()) == (403, True)


def test_a_session_whose_firm_is_gone_falls_back_to_the_first_that_is_left(cast: Cast) -> None:
    client = signed_in(cast, "Mateo")
    session = client.session
    session["relevo_member"] = cast.member("Carmen").pk
    session.save()
    answer = client.get("/account/2fa/")
    assert answer.wsgi_request.actor.member_id == cast.member("Mateo").pk
