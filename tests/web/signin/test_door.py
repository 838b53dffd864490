"""Signing in and out with a password."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from relevo.core.scope import acting
from relevo.organizations.models import Member, User
from relevo.organizations.permissions import Role
from relevo.web.signin import throttle
from tests.cast import PASSWORD, Cast
from tests.web.signin.knocking import ELSEWHERE, LOGIN, OFFICE, sign_in, signed_in

MATEO = "mateo@noctua.example"


def test_the_right_password_leads_to_the_start_and_from_there_to_work(cast: Cast) -> None:
    client = Client()
    answer = sign_in(client, MATEO)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").url == "/work/"


def test_the_sign_in_page_offers_three_languages_and_no_way_to_sign_oneself_up(cast: Cast) -> None:
    page = Client().get(LOGIN).content.decode()
    assert all(f'name="language" value="{code}"' in page for code in ("en", "es", "lv"))
    assert "signup" not in page


def test_somebody_who_signs_up_by_hand_meets_a_closed_door(cast: Cast) -> None:
    before = User.objects.count()
    answer = Client().post(
        "/account/signup/", {"email": "eve@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "by invitation" in answer.content.decode()
    assert User.objects.count() == before


def test_after_signing_in_one_is_where_one_wanted_to_be(cast: Cast) -> None:
    assert sign_in(Client(), MATEO, next="/console/?desk=auralis").url == "/console/?desk=auralis"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "https:evil.example",
        "/\t/evil.example", "javascript:alert(1)", "http://127.0.0.1:8000/work/", "///evil.example", "",
    ],
)  # fmt: skip
def test_attack_76_the_way_back_never_leads_off_this_site(cast: Cast, target: str) -> None:
    assert sign_in(Client(), MATEO, next=target).url == "/"
    client = Client()
    sign_in(client, MATEO)
    assert client.get(LOGIN, {"next": target}).url == "/"
    assert client.post("/account/logout/", {"next": target}).url == LOGIN


def test_attack_71_a_wrong_password_and_an_unknown_account_are_told_the_same(cast: Cast) -> None:
    known = sign_in(Client(), MATEO, "not it")
    unknown = sign_in(Client(), "nobody@noctua.example", "not it")
    assert known.status_code == unknown.status_code == 200
    assert "do not belong together" in known.content.decode()
    assert _without_keys(known.content.decode()) == _without_keys(
        unknown.content.decode().replace("nobody@noctua.example", MATEO)
    )


def test_attack_71_both_cost_one_password_hash(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    sign_in(Client(), MATEO, "not it")
    assert hashed == ["not it"]
    sign_in(Client(), "nobody@noctua.example", "not it")
    assert hashed == ["not it", "not it"]


def test_a_closed_account_does_not_get_in(cast: Cast) -> None:
    User.objects.filter(email=MATEO).update(is_active=False)
    client = Client()
    assert sign_in(client, MATEO).url == "/account/inactive/"
    assert "has been closed" in client.get("/account/inactive/").content.decode()
    assert not signed_in(client)


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    User.objects.filter(email=MATEO).update(is_active=False)
    assert not signed_in(client)


def test_attack_73_a_session_fixed_before_signing_in_is_worth_nothing_after_it(cast: Cast) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client, MATEO)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not signed_in(thief)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    for name in (settings.SESSION_COOKIE_NAME, throttle.COOKIE):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert client.cookies[throttle.COOKIE]["path"] == "/account/"


def test_a_shared_computer_forgets_unless_asked_to_remember(cast: Cast) -> None:
    shared, own = Client(), Client()
    sign_in(shared, MATEO)
    sign_in(own, MATEO, remember="on")
    assert shared.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    assert own.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_attack_75_the_form_needs_its_key(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, MATEO)
    assert answer.status_code == 403
    assert "Please try once more" in answer.content.decode()
    assert client.post("/account/logout/").status_code == 403


def test_looking_at_the_sign_out_page_signs_nobody_out(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert signed_in(client)
    client.post("/account/logout/")
    assert not signed_in(client)


def test_signing_in_speaks_the_language_of_the_person(cast: Cast) -> None:
    User.objects.filter(email=MATEO).update(language="lv")
    client = Client()
    sign_in(client, MATEO)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "lv"
    assert client.get("/account/2fa/").headers["Content-Language"] == "lv"


def test_attack_72_guessing_is_stopped_from_one_network_and_the_owner_elsewhere_gets_in(cast: Cast) -> None:
    guesser = Client()
    for _ in range(5):
        assert "do not belong together" in sign_in(guesser, MATEO, "guess").content.decode()
    assert "Too many attempts" in sign_in(guesser, MATEO, "guess").content.decode()
    assert "Too many attempts" in sign_in(guesser, MATEO, PASSWORD).content.decode(), (
        "even the right one, now"
    )
    assert sign_in(Client(), MATEO, at=ELSEWHERE).status_code == 302
    assert sign_in(Client(), "lucia@noctua.example").status_code == 302, "a colleague in the same office"


def test_attack_72_an_account_besieged_from_everywhere_opens_to_the_browser_that_knows_it(cast: Cast) -> None:
    own = Client()
    sign_in(own, MATEO)
    own.post("/account/logout/")
    for guess in range(61):
        sign_in(Client(), MATEO, "guess", at=f"203.0.113.{guess}")
    assert "Too many attempts" in sign_in(Client(), MATEO, at=ELSEWHERE).content.decode()
    assert sign_in(own, MATEO).status_code == 302


def test_attack_72_the_mark_of_a_known_browser_buys_ten_guesses_and_no_more(cast: Cast) -> None:
    thief = Client()
    sign_in(thief, MATEO)
    thief.post("/account/logout/")
    answers = [
        sign_in(thief, MATEO, "guess", at=f"203.0.113.{guess}").content.decode() for guess in range(11)
    ]
    assert ["Too many" in answer for answer in answers] == [False] * 10 + [True]


def test_attack_72_a_mark_cannot_be_made_up_nor_used_for_another_account(cast: Cast) -> None:
    client = Client()
    sign_in(client, "lucia@noctua.example")
    client.post("/account/logout/")
    for _ in range(5):
        sign_in(client, MATEO, "guess")
    assert "Too many" in sign_in(client, MATEO, "guess").content.decode()
    client.cookies[throttle.COOKIE] = client.cookies[throttle.COOKIE].value[:-2] + "xx"
    assert "Too many" in sign_in(client, MATEO, "guess").content.decode()


def test_attack_72_one_network_cannot_try_one_password_on_everybody(cast: Cast) -> None:
    answers = [
        sign_in(Client(), f"person{n}@noctua.example", "Summer2026!").content.decode() for n in range(31)
    ]
    assert ["Too many" in answer for answer in answers] == [False] * 30 + [True]


def test_signing_in_rightly_uses_up_no_guesses(cast: Cast) -> None:
    for _ in range(7):
        assert sign_in(Client(), MATEO).status_code == 302


def test_attack_91_a_made_up_forwarded_address_does_not_hide_the_network(cast: Cast) -> None:
    for n in range(6):
        answer = Client().post(
            LOGIN,
            {"login": MATEO, "password": "guess"},
            REMOTE_ADDR=OFFICE,
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}",
        )
    assert "Too many" in answer.content.decode()


def test_a_flood_meets_a_page_that_says_when_to_come_back(cast: Cast) -> None:
    for _ in range(4):
        answer = Client().post("/account/password/reset/", {"email": MATEO})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "That was too fast" in answer.content.decode()


def test_a_whole_office_signs_in_at_the_start_of_a_shift(cast: Cast) -> None:
    assert {sign_in(Client(), MATEO).status_code for _ in range(40)} == {302}


def test_running_the_installation_gives_no_sight_of_any_firm(cast: Cast) -> None:
    User.objects.create_user("root@relevo.example", PASSWORD, name="Root", is_staff=True, is_superuser=True)
    client = Client()
    sign_in(client, "root@relevo.example")
    assert client.get("/work/").status_code == client.get("/console/").status_code == 403
    fernwerk = cast.organization("fernwerk")
    with acting(cast.everywhere):
        Member.objects.create(
            organization=fernwerk, user=User.objects.get(email="root@relevo.example"), role=Role.MANAGER
        )
    assert "Auralis" not in client.get("/console/").content.decode()
    assert client.get("/work/?list=all").status_code == 200


def _without_keys(page: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken":"[^"]+"|\d{4}-\d\d-\d\dT[^"]+"', "", page)
