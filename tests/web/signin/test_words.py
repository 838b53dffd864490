"""What a person reads on these pages is ours, or is translated by those whose it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.template.loader import get_template
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

import relevo.web.signin
from tests.cast import Cast
from tests.web.signin.knocking import give_factor, prove, sign_in

TEMPLATES = Path(relevo.web.signin.__file__).parent / "templates"
BORROWED = (
    "This field is required.",
    "Enter a valid email address.",
    "You must type the same password each time.",
    "This password is too common.",
    "The password is too similar to the %(verbose_name)s.",
)
MATEO = "mateo@noctua.example"


@pytest.mark.parametrize("language", ["es", "lv"])
def test_the_texts_we_borrow_are_translated(language: str) -> None:
    with translation.override(language):
        assert [text for text in BORROWED if gettext(text) == text] == []
        short = "This password is too short. It must contain at least %d character."
        assert ngettext(short, short.replace("er.", "ers."), 10) != short.replace("er.", "ers.")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: path.name)
def test_allauths_pages_are_ours_and_say_nothing_untranslatable(path: Path) -> None:
    name = str(path.relative_to(TEMPLATES))
    assert get_template(name).origin.name == str(path), f"{name} comes from another app"
    words = re.sub(r"{%.*?%}(?:.*?{% endblocktranslate %})?|{{.*?}}|<[^>]*>|Relevo|· |:", " ", _joined(path))
    assert re.findall(r"[A-Za-z]{3,}", words) == []


def _joined(path: Path) -> str:
    return re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", " ", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/",
        "/account/password/reset/key/1-x/", "/account/password/reset/key/done/", "/account/inactive/", "KEY",
    ],
)  # fmt: skip
def test_every_page_for_visitors_is_dressed_and_speaks_three_languages(cast: Cast, address: str) -> None:
    user = cast.user("Mateo")
    if address == "KEY":
        address = f"/account/password/reset/key/{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}/"
    for language in ("en", "es", "lv"):
        client = Client()
        client.cookies["relevo_language"] = language
        page = client.get(address, follow=True)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.content.decode()
        assert 'class="page-card' in page.content.decode()


def test_every_page_for_members_is_dressed(cast: Cast, commits: None) -> None:
    client = Client()
    sign_in(client, MATEO)
    for address in ("/account/2fa/", "/account/password/change/", "/account/logout/"):
        assert "Relevo</title>" in client.get(address).content.decode()
    prove(client)
    assert "own-steps" in client.get("/account/2fa/totp/activate/").content.decode()
    give_factor(cast.user("Mateo"))
    again = Client()
    sign_in(again, MATEO)
    assert "Now the code" in again.get("/account/2fa/authenticate/").content.decode()


def test_the_firm_stands_on_the_pages_of_ones_own_account(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    assert "Noctua Support" in client.get("/account/2fa/").content.decode()


@pytest.mark.parametrize(
    "address", ["/account/email/", "/account/login/code/confirm/", "/account/confirm-email/"]
)
def test_pages_of_allauth_that_we_do_not_use_are_not_there(cast: Cast, address: str) -> None:
    client = Client()
    sign_in(client, MATEO)
    assert client.get(address).status_code == 404
