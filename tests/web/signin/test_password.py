"""Setting a password by mail, and changing it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from relevo.organizations.models import User
from relevo.web.signin.jobs import send_notice, sweep_sessions
from tests.cast import PASSWORD, Cast
from tests.jobs import run_jobs
from tests.web.signin.knocking import ELSEWHERE, OFFICE, give_factor, sign_in, signed_in

MATEO = "mateo@noctua.example"
RESET = "/account/password/reset/"
NEW = "harbour candle seven"


def ask(email: str, **more: str) -> None:
    """Ask for a link and let the jobs run."""
    assert Client().post(RESET, {"email": email}, **more).url == "/account/password/reset/done/"
    run_jobs()


def link() -> str:
    """The path of the link in the last letter."""
    url = re.search(r"^https?://\S+$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert url.startswith(settings.PUBLIC_URL)
    return url.removeprefix(settings.PUBLIC_URL)


def set_new(client: Client, path: str, password: str = NEW) -> int:
    """Open the link and set a password; the status of the answer."""
    form = client.get(path).url
    return client.post(form, {"password1": password, "password2": password}).status_code


def test_a_link_comes_by_mail_and_sets_the_password(cast: Cast) -> None:
    ask(MATEO)
    letter = mail.outbox[-1]
    assert letter.to == [MATEO]
    assert letter.subject == "Relevo: set your password"
    assert letter.body.startswith("Hello Mateo Díaz,\n\nsomebody asked for a link")
    client = Client()
    assert set_new(client, link()) == 302
    assert not signed_in(client), "setting it signs nobody in"
    assert sign_in(client, MATEO, NEW).status_code == 302


def test_an_invited_person_sets_her_first_password_the_same_way(cast: Cast) -> None:
    user = cast.user("Mateo")
    user.set_unusable_password()
    user.save()
    ask(MATEO.upper())
    assert set_new(Client(), link()) == 302
    assert sign_in(Client(), MATEO, NEW).status_code == 302


def test_attack_71_an_unknown_address_gets_the_same_answer_and_no_letter(cast: Cast) -> None:
    known, unknown = (
        Client().post(RESET, {"email": email}, follow=True) for email in (MATEO, "nobody@noctua.example")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert "If somebody signs in with this address" in unknown.content.decode()
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[MATEO]]


def test_attack_71_asking_for_a_link_costs_the_same_for_both(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Client().post(RESET, {"email": "first@noctua.example"})
    asked = []
    for email in (MATEO, "nobody@noctua.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Client().post(RESET, {"email": email})
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    assert not any("organizations_user" in query for query in asked[0])


def test_attack_70_a_link_works_once(cast: Cast) -> None:
    ask(MATEO)
    path = link()
    set_new(Client(), path)
    page = Client().get(path)
    assert "not valid any more" in page.content.decode()


@pytest.mark.parametrize("key", ["", "x", "null", "0-0", "set-password"])
def test_attack_70_an_empty_or_made_up_link_is_not_valid(cast: Cast, key: str) -> None:
    answer = Client().get(f"/account/password/reset/key/1-{key}/")
    assert answer.status_code == 404 if not key else "not valid any more" in answer.content.decode()


def test_attack_70_a_link_runs_out_after_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    ask(MATEO)
    later = timezone.make_naive(timezone.now(), timezone.get_default_timezone()) + timedelta(
        days=1, minutes=1
    )
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert "not valid any more" in Client().get(link()).content.decode()


def test_attack_70_a_link_dies_when_the_address_changes(cast: Cast) -> None:
    ask(MATEO)
    User.objects.filter(email=MATEO).update(email="mateo.diaz@noctua.example")
    assert "not valid any more" in Client().get(link()).content.decode()


def test_attack_70_the_key_leaves_the_address_bar_and_the_page_tells_no_other_site(cast: Cast) -> None:
    ask(MATEO)
    client = Client()
    form = client.get(link()).url
    assert form.endswith("-set-password/")
    answer = client.get(form)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r'(src|href)="(https?:)?//', answer.content.decode())


def test_a_made_up_host_does_not_get_into_the_link(cast: Cast) -> None:
    assert Client().post(RESET, {"email": MATEO}, HTTP_HOST="evil.example").status_code == 400
    ask(MATEO, HTTP_HOST="localhost")
    assert "evil" not in mail.outbox[-1].body
    assert link().startswith("/account/password/reset/key/")


def test_a_letter_speaks_the_persons_language_or_the_one_of_the_page(cast: Cast) -> None:
    from django.utils import translation

    from relevo.web.signin import letters

    spoken = []
    User.objects.filter(email="lucia@noctua.example").update(language="lv")
    for email in (MATEO, "lucia@noctua.example"):
        job = _spoken(email, spoken)
        assert job is not None
    assert spoken == ["es", "lv"]
    assert translation.get_language() == "en"
    assert letters.reset_link("nobody@noctua.example", "es") is None


def _spoken(email: str, spoken: list[str]) -> object:
    from unittest import mock

    from django.utils import translation

    from relevo.web.signin import letters

    def render(name: str, context: dict[str, object]) -> str:
        if "subject" in name:
            spoken.append(translation.get_language())
        return name

    with mock.patch.object(letters, "render_to_string", render):
        return letters.reset_link(email, "es")


def test_a_closed_account_gets_no_letter(cast: Cast) -> None:
    User.objects.filter(email=MATEO).update(is_active=False)
    ask(MATEO)
    assert mail.outbox == []


def test_attack_24_an_address_is_not_flooded_with_letters(cast: Cast) -> None:
    answers = [
        Client().post(RESET, {"email": MATEO}, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(4)
    ]
    assert answers == [302, 302, 302, 429]
    assert Client().post(RESET, {"email": "nobody@noctua.example"}).status_code == 302


def test_a_new_password_by_mail_opens_a_besieged_account_again(cast: Cast) -> None:
    for _ in range(6):
        stopped = sign_in(Client(), MATEO, "guess")
    assert "Too many attempts" in stopped.content.decode()
    ask(MATEO)
    client = Client()
    form = client.get(link(), REMOTE_ADDR=OFFICE).url
    client.post(form, {"password1": NEW, "password2": NEW}, REMOTE_ADDR=OFFICE)
    assert sign_in(Client(), MATEO, NEW, at=OFFICE).status_code == 302


def test_a_new_password_by_mail_does_not_get_around_the_second_factor(cast: Cast) -> None:
    give_factor(cast.user("Mateo"))
    ask(MATEO)
    client = Client()
    set_new(client, link())
    assert sign_in(client, MATEO, NEW).url == "/account/2fa/authenticate/"
    assert not signed_in(client)


def test_attack_73_changing_the_password_ends_other_sessions_and_renews_this_one(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, MATEO)
    sign_in(there, MATEO, at=ELSEWHERE)
    key = here.session.session_key
    answer = here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        follow=True,
    )
    assert "Your password is changed" in answer.content.decode()
    assert signed_in(here)
    assert here.session.session_key != key
    assert not signed_in(there)
    assert sign_in(Client(), MATEO, PASSWORD, at=ELSEWHERE).status_code == 200


def test_attack_73_setting_it_by_mail_ends_all_sessions(cast: Cast) -> None:
    there = Client()
    sign_in(there, MATEO)
    ask(MATEO)
    set_new(Client(), link())
    assert not signed_in(there)


def test_attack_74_changing_the_password_needs_the_present_one(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    answer = client.post(
        "/account/password/change/", {"oldpassword": "not it", "password1": NEW, "password2": NEW}
    )
    assert "This is not your present password" in answer.content.decode()
    assert cast.user("Mateo").check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password123", "mateo@noctua.example"])
def test_a_weak_password_is_refused_with_the_reason(cast: Cast, weak: str) -> None:
    client = Client()
    sign_in(client, MATEO)
    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    assert "field-error" in answer.content.decode()
    assert cast.user("Mateo").check_password(PASSWORD)


def test_a_change_is_told_by_mail_with_its_time_and_place(cast: Cast) -> None:
    client = Client()
    sign_in(client, MATEO)
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        REMOTE_ADDR=OFFICE,
    )
    run_jobs()
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([MATEO], "Relevo: Your password was changed.")
    assert OFFICE in letter.body
    assert NEW not in letter.body


def test_a_person_without_a_password_is_led_to_set_one(cast: Cast) -> None:
    user = cast.user("Mateo")
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    assert client.get("/account/password/change/").url == "/account/password/set/"
    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), MATEO, NEW).status_code == 302


def test_a_notice_for_somebody_who_is_gone_or_of_something_unknown_is_not_sent(cast: Cast) -> None:
    mateo = cast.user("Mateo").pk
    for user_id, change in ((999_999, "account/email/password_set"), (mateo, "account/email/other")):
        send_notice(user_id=user_id, change=change, address=OFFICE, at="2026-11-22T02:00+00:00")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "moment"),
    [("en", "Nov. 22, 2026, 2 a.m. (UTC)"), ("es", "22 de noviembre de 2026 a las 02:00 (UTC)"),
     ("lv", "2026. gada 22. novembris")],
)  # fmt: skip
def test_a_notice_tells_the_moment_in_the_readers_language(cast: Cast, language: str, moment: str) -> None:
    user = cast.user("Mateo")
    user.language = language
    user.save()
    change = "account/email/password_set"
    send_notice(user_id=user.pk, change=change, address=OFFICE, at="2026-11-22T02:00+00:00")
    assert moment in mail.outbox[0].body


def test_sessions_that_ran_out_are_swept_at_night(cast: Cast) -> None:
    lapsed, kept = Client(), Client()
    for client in (lapsed, kept):
        sign_in(client, MATEO)
    old = Session.objects.filter(session_key=lapsed.cookies[settings.SESSION_COOKIE_NAME].value)
    old.update(expire_date=timezone.now() - timedelta(hours=1))
    sweep_sessions(timestamp=0)
    assert not old.exists()
    assert signed_in(kept)
