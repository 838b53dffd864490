"""A person's own choice to be told of her tickets by mail."""

from __future__ import annotations

from django.test import Client

from relevo.channels.mail.mailbox_settings import set_agents_by_mail
from relevo.channels.mail.models import Mailbox
from relevo.core.scope import acting
from tests.cast import Cast
from tests.web.workspace.screen import Screen, words

PAGE = "/account/tickets-by-mail/"


def choose(screen: Screen, **fields: str) -> str:
    """Send the form; what she reads then."""
    return words(screen.client.post(PAGE, fields, follow=True).content.decode())


def test_it_is_off_until_she_switches_it_on_and_hers_alone(cast: Cast) -> None:
    mateo = Screen(cast, "Mateo")
    assert "checked" not in mateo.html(PAGE).partition("told_by_mail")[2].partition(">")[0]
    assert "It is set." in choose(mateo, told_by_mail="on")
    assert (cast.user("Mateo").told_by_mail, cast.user("Lucía").told_by_mail) == (True, False)
    assert "checked" in mateo.html(PAGE).partition("told_by_mail")[2].partition(">")[0]
    choose(mateo)
    assert not cast.user("Mateo").told_by_mail


def test_the_page_says_which_of_her_desks_allow_it(cast: Cast) -> None:
    mateo, carmen = Screen(cast, "Mateo"), cast.actor("Carmen")
    assert "None of your desks allows it so far." in mateo.read(PAGE)
    with acting(carmen):
        set_agents_by_mail(Mailbox.objects.get(desk__slug="auralis"), allowed=True, actor=carmen)
    assert "Of your desks these allow it: Auralis." in mateo.read(PAGE)
    assert "None of your desks allows it so far." in Screen(cast, "Andris").read(PAGE)
    assert "None of your desks allows it so far." in Screen(cast, "Carmen").read(PAGE)


def test_the_tabs_of_her_own_pages_lead_there(cast: Cast) -> None:
    mateo = Screen(cast, "Mateo")
    for page in ("/account/2fa/", "/account/password/change/", PAGE):
        html = mateo.html(page)
        assert f'href="{PAGE}"' in html
        assert html.count('aria-current="page"') == 1


def test_a_visitor_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PAGE).url == f"/account/login/?next={PAGE}"
