"""Headers that every answer carries, whoever asks and whatever happens."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from relevo.web.headers import POLICY, SecurityHeaders
from tests.cast import Cast


@pytest.mark.parametrize(
    "address", ["/account/login/", "/work/", "/nowhere/", "/healthz", "/static/ui/favicon.svg"]
)
def test_every_answer_carries_the_content_policy(cast: Cast, address: str) -> None:
    headers = Client().get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff" or address.startswith("/static/")
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_are_kept_in_no_cache_and_framed_by_nobody(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("Mateo"))
    for address in ("/work/", "/account/2fa/", "/nowhere/"):
        headers = client.get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_lets_nothing_in_from_elsewhere_and_no_script_out_of_a_page() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert not any(word in POLICY for word in ("unsafe", "http", "*", "blob:"))


def test_an_answer_that_knows_better_keeps_its_own_headers() -> None:
    own = {"Content-Security-Policy": "sandbox", "Cache-Control": "private, max-age=60"}
    answer = SecurityHeaders(lambda request: HttpResponse(headers=own))(HttpRequest())
    assert {name: answer.headers[name] for name in own} == own


async def _later(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_streams_carry_them_too() -> None:
    from asgiref.sync import async_to_sync

    answer = async_to_sync(SecurityHeaders(_later))(HttpRequest())
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_nothing_of_a_debug_mode_is_there(cast: Cast) -> None:
    for address in (
        "/debug/",
        "/__debug__/",
        "/admin/",
        "/static/../settings.py",
        "/.env",
        "/static/ui/app.css.map",
    ):
        answer = Client().get(address, follow=False)
        assert answer.status_code == 404
        assert "urlpatterns" not in answer.content.decode().lower()
