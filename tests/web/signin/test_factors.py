"""Two-factor sign-in: switching it on, signing in with it, guessing at it, switching it off."""

from __future__ import annotations

import base64
import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.web.signin.knocking import (
    ELSEWHERE,
    code_of,
    factors_of,
    give_factor,
    prove,
    sign_in,
    signed_in,
)

MATEO = "mateo@noctua.example"
CODE = "/account/2fa/authenticate/"
ON, OFF = "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/"
RECOVERY = "/account/2fa/recovery-codes/"

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture
def mateo(cast: Cast) -> Client:
    """Mateo, signed in with his password alone."""
    client = Client()
    sign_in(client, MATEO)
    return client


def switch_on(client: Client) -> str:
    """Through the pages, as he does it; the key."""
    prove(client)
    secret = re.search(r"own-key[^>]*>([A-Z2-7]+)<", client.get(ON).content.decode())[1]
    answer = client.post(ON, {"code": code_of(secret, -1)})
    assert answer.url == RECOVERY
    return secret


def test_the_key_comes_as_a_picture_that_the_content_policy_lets_through(mateo: Client) -> None:
    prove(mateo)
    page = mateo.get(ON).content.decode()
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)[1]
    assert base64.b64decode(picture).startswith(b"<?xml")
    assert "<style" not in page
    assert " style=" not in page


def test_a_wrong_first_code_switches_nothing_on(mateo: Client, cast: Cast) -> None:
    prove(mateo)
    mateo.get(ON)
    assert "That code is not right" in mateo.post(ON, {"code": "000000"}).content.decode()
    assert factors_of(cast.user("Mateo")) == set()


def test_switching_on_and_signing_in_with_a_code(mateo: Client, cast: Cast) -> None:
    secret = switch_on(mateo)
    assert factors_of(cast.user("Mateo")) == {"totp", "recovery_codes"}
    assert len(re.findall(r"<li>\d{8}</li>", mateo.get(RECOVERY).content.decode())) == 10
    again = Client()
    assert sign_in(again, MATEO, next="/work/?list=all").url == CODE
    assert not signed_in(again), "the password alone opens nothing"
    answer = again.post(CODE, {"code": code_of(secret)})
    assert answer.url == "/work/?list=all"
    assert signed_in(again)


def test_a_code_works_once(cast: Cast) -> None:
    secret = give_factor(cast.user("Mateo"))
    code = code_of(secret)
    for answer in (302, 200):
        client = Client()
        sign_in(client, MATEO)
        assert client.post(CODE, {"code": code}).status_code == answer


def test_a_code_is_not_taken_again_in_the_half_minute_in_which_clocks_may_differ(cast: Cast) -> None:
    secret, user = give_factor(cast.user("Mateo")), cast.user("Mateo")
    code = code_of(secret)
    first, second = Client(), Client()
    sign_in(first, MATEO)
    first.post(CODE, {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")  # allauth forgets it after 30 seconds
    sign_in(second, MATEO)
    assert second.post(CODE, {"code": code}).status_code == 200
    assert not signed_in(second)


def test_a_code_from_a_minute_ago_is_too_old(cast: Cast) -> None:
    secret = give_factor(cast.user("Mateo"))
    client = Client()
    sign_in(client, MATEO)
    assert client.post(CODE, {"code": code_of(secret, -3)}).status_code == 200
    assert not signed_in(client)


def test_a_recovery_code_works_once_in_place_of_the_app(mateo: Client, cast: Cast) -> None:
    switch_on(mateo)
    code = re.search(r"<li>(\d{8})</li>", mateo.get(RECOVERY).content.decode())[1]
    first, second = Client(), Client()
    sign_in(first, MATEO)
    assert first.post(CODE, {"code": code}).status_code == 302
    sign_in(second, MATEO)
    assert second.post(CODE, {"code": code}).status_code == 200
    assert "9 codes are left" in mateo.get("/account/2fa/").content.decode()


def test_attack_72_guessing_codes_is_stopped_where_it_happens_and_not_for_the_owner(cast: Cast) -> None:
    secret = give_factor(cast.user("Mateo"))
    guesser, own = Client(), Client()
    sign_in(guesser, MATEO)
    for _ in range(5):
        assert (
            "not right" in guesser.post(CODE, {"code": "000000"}, REMOTE_ADDR="192.0.2.10").content.decode()
        )
    stopped = guesser.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR="192.0.2.10")
    assert "Too many attempts" in stopped.content.decode()
    sign_in(own, MATEO, at=ELSEWHERE)
    assert own.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_the_code_page_is_nothing_without_a_password(cast: Cast) -> None:
    give_factor(cast.user("Mateo"))
    assert Client().get(CODE).url == "/account/login/"
    assert Client().post(CODE, {"code": "123456"}).url == "/account/login/"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", ON), ("POST", ON), ("GET", OFF), ("POST", OFF), ("GET", f"{RECOVERY}generate/"),
        ("POST", f"{RECOVERY}generate/"), ("GET", RECOVERY), ("GET", f"{RECOVERY}download/"),
    ],
)  # fmt: skip
def test_attack_74_changing_factors_asks_for_the_password_once_more(
    cast: Cast, method: str, address: str
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    client = Client()
    if address != ON:
        give_factor(cast.user("Mateo"))
        RecoveryCodes.activate(cast.user("Mateo"))
    client.force_login(cast.user("Mateo"))
    before = factors_of(cast.user("Mateo"))
    answer = client.generic(method, address, "code=123456", "application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert answer.url.startswith("/account/reauthenticate/?next=")
    assert factors_of(cast.user("Mateo")) == before


def test_proving_it_with_a_wrong_password_leads_nowhere(mateo: Client) -> None:
    answer = prove(mateo, "not it")
    assert "This is not your password" in answer.content.decode()
    assert mateo.get(ON).status_code == 302


def test_a_code_of_the_app_proves_it_too(cast: Cast) -> None:
    secret = give_factor(cast.user("Mateo"))
    client = Client()
    client.force_login(cast.user("Mateo"))
    page = client.get("/account/reauthenticate/?next=/account/2fa/totp/deactivate/").content.decode()
    assert "Use a code from your app instead" in page
    assert client.post("/account/2fa/reauthenticate/", {"code": code_of(secret), "next": OFF}).url == OFF
    assert client.get(OFF).status_code == 200


def test_switching_off_takes_the_recovery_codes_with_it(mateo: Client, cast: Cast) -> None:
    switch_on(mateo)
    assert mateo.post(OFF).url == "/account/2fa/"
    assert factors_of(cast.user("Mateo")) == set()
    assert "Your password alone opens your desks" in mateo.get("/account/2fa/").content.decode()


def test_new_recovery_codes_void_the_old_ones(mateo: Client) -> None:
    switch_on(mateo)
    before = re.findall(r"<li>(\d{8})</li>", mateo.get(RECOVERY).content.decode())
    mateo.post(f"{RECOVERY}generate/")
    after = re.findall(r"<li>(\d{8})</li>", mateo.get(RECOVERY).content.decode())
    assert len(after) == 10
    assert not set(before) & set(after)


def test_the_file_of_recovery_codes_is_plain_and_is_kept_nowhere(mateo: Client) -> None:
    switch_on(mateo)
    answer = mateo.get(f"{RECOVERY}download/")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "no-store" in answer.headers["Cache-Control"]
    lines = answer.content.decode().split("\n")
    assert lines[0] == f"Relevo: recovery codes for {MATEO}"
    assert len([line for line in lines if line.isdigit()]) == 10


def test_attack_73_a_change_of_factors_ends_every_other_session_and_renews_this_one(
    mateo: Client, cast: Cast
) -> None:
    other = Client()
    sign_in(other, MATEO, at=ELSEWHERE)
    key = mateo.session.session_key
    switch_on(mateo)
    assert signed_in(mateo)
    assert mateo.session.session_key != key
    assert not signed_in(other)
    with_code = Client()
    sign_in(with_code, MATEO, at=ELSEWHERE)
    cache.clear()
    with_code.post(CODE, {"code": re.search(r"<li>(\d{8})</li>", mateo.get(RECOVERY).content.decode())[1]})
    assert signed_in(with_code)
    mateo.post(OFF)
    assert not signed_in(with_code)
    assert signed_in(mateo)


def test_a_password_reset_does_not_stand_in_the_way_of_a_second_factor(cast: Cast) -> None:
    Client().post("/account/password/reset/", {"email": MATEO})
    client = Client()
    sign_in(client, MATEO, PASSWORD)
    switch_on(client)
    assert "totp" in factors_of(cast.user("Mateo"))
