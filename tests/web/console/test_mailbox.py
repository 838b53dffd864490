"""The page of a mailbox: what is set is shown, what is wrong is said beside its field, and secrets stay inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from relevo.channels.mail.imap import oauth
from relevo.channels.mail.models import ImapAccount, Mailbox, SendingAccount
from relevo.core import clock
from relevo.core.scope import acting
from relevo.core.secrets import unseal
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.imap.test_oauth import RELEVO, Endpoint, at, endpoint
from tests.channels.mail.postbox import SUPPORT
from tests.web.workspace.screen import Screen, words

Sit = Callable[[str], Screen]
IMAP = {
    "host": "imap.auralis.example",
    "port": "993",
    "security": "tls",
    "username": SUPPORT,
    "folder": "INBOX",
}
SMTP = {
    "kind": "smtp",
    "host": "smtp.auralis.example",
    "port": "587",
    "security": "starttls",
    "username": "auralis",
}


def box(address: str = SUPPORT) -> Mailbox:
    with acting(EVERYWHERE):
        return Mailbox.objects.get(address=address)


def page() -> str:
    return f"/console/mailbox/{box().pk}/"


def save(screen: Screen, part: str, **fields: str) -> str:
    """What she reads after sending one card."""
    answer = screen.client.post(f"{page()}set/{part}/", fields, follow=True)
    return words(answer.content.decode())


def press(screen: Screen, button: str) -> str:
    """What she reads after pressing one of the page's own buttons."""
    return words(screen.client.post(f"{page()}{button}/", follow=True).content.decode())


def test_what_is_set_about_the_sender_is_what_the_page_shows(sit: Sit, cast: Cast) -> None:
    sent = {"display_name": "Auralis Ayuda", "sender_rule": "desk", "undo_seconds": "20"}
    assert "The sender is set." in save(sit("Carmen"), "identity", **sent)
    assert (box().display_name, box().undo_seconds, box().translation_notice) == ("Auralis Ayuda", 20, False)
    html = sit("Carmen").html(page())
    assert 'value="Auralis Ayuda"' in html
    assert 'value="20"' in html


def test_texts_are_kept_by_language_and_of_all_languages_of_the_desk(sit: Sit, cast: Cast) -> None:
    read = save(sit("Carmen"), "signatures", es="{agent}\nAuralis", en="{agent} at {desk}", lv="")
    assert "The signatures are set." in read
    assert box().signatures == {"es": "{agent}\nAuralis", "en": "{agent} at {desk}"}
    assert "The first answers are set." in save(sit("Carmen"), "acknowledgements", es="Recibido: {reference}")
    assert box().acknowledgements == {"es": "Recibido: {reference}"}


def test_the_client_says_whether_agents_may_work_by_mail(sit: Sit, cast: Cast) -> None:
    assert not box().agents_by_mail
    assert "What agents may do by mail is set." in save(sit("Carmen"), "agents", allowed="on")
    assert box().agents_by_mail
    assert "checked" in sit("Carmen").html(page()).partition('name="allowed"')[2].partition(">")[0]
    save(sit("Carmen"), "agents")
    assert not box().agents_by_mail
    assert sit("Valeria").client.post(f"{page()}set/agents/", {"allowed": "on"}).status_code == 404


def test_an_imap_account_is_connected_and_its_password_is_never_shown_again(sit: Sit, cast: Cast) -> None:
    read = save(sit("Carmen"), "fetching", secret="Salsa-y-Merengue-7", **IMAP)
    assert "Mail is being fetched from there." in read
    assert "Fetched from imap.auralis.example" in read
    assert "Salsa-y-Merengue-7" not in sit("Carmen").html(page())
    save(sit("Carmen"), "fetching", secret="", **IMAP | {"folder": "Support"})
    with acting(EVERYWHERE):
        account = ImapAccount.objects.get()
    assert (account.folder, unseal(account.secret)) == ("Support", "Salsa-y-Merengue-7")
    sit("Carmen").client.post(f"{page()}disconnect/")
    with acting(EVERYWHERE):
        account.refresh_from_db()
    assert (account.active, account.secret) == (False, "")


def test_mail_that_is_there_already_is_fetched_only_where_it_is_wanted(sit: Sit, cast: Cast) -> None:
    def account() -> ImapAccount:
        with acting(EVERYWHERE):
            return ImapAccount.objects.get()

    save(sit("Carmen"), "fetching", secret="Salsa", **IMAP)
    since = account().since
    assert since is not None
    assert timedelta(minutes=59) < clock.now() - since < timedelta(minutes=61)
    with acting(EVERYWHERE):
        ImapAccount.objects.update(last_uid=7, uidvalidity=3)
    save(sit("Carmen"), "fetching", secret="", **IMAP)
    assert (account().since, account().last_uid) == (since, 7)
    save(sit("Carmen"), "fetching", secret="", **IMAP, everything="on")
    assert (account().since, account().last_uid) == (None, 0)


@pytest.mark.parametrize(
    ("part", "fields", "said"),
    [
        ("fetching", IMAP | {"host": "two words"}, "cannot be a mail server"),
        ("fetching", IMAP | {"port": "0"}, "greater than or equal to 1"),
        ("fetching", IMAP, "The password is missing."),
        ("sending", SMTP | {"security": "none", "secret": "x"}, "A password is never sent over a connection"),
        ("sending", SMTP | {"kind": "postmark", "host": ""}, "Give the key that the provider shows you."),
        ("sending", SMTP | {"kind": "pigeon"}, "pigeon is not one of the available choices"),
        ("dkim", {"domain": "evil.example", "selector": "a", "algorithm": "rsa"}, "of the address's own domain"),
        ("identity", {"display_name": "", "undo_seconds": "999", "sender_rule": "desk"}, "less than or equal to 120"),
        ("signatures", {"es": "x" * 3000}, "at most 2000 characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    sit: Sit, cast: Cast, part: str, fields: dict[str, str], said: str
) -> None:
    answer = sit("Carmen").client.post(f"{page()}set/{part}/", fields)
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    with acting(EVERYWHERE):
        assert not ImapAccount.objects.exists()
        assert not SendingAccount.objects.exists()


def test_a_way_out_keeps_its_password_when_the_field_is_left_empty(sit: Sit, cast: Cast) -> None:
    assert "The way out is set." in save(sit("Carmen"), "sending", secret="first", **SMTP)
    save(sit("Carmen"), "sending", secret="", **SMTP | {"security": "tls"})
    with acting(EVERYWHERE):
        account = SendingAccount.objects.get()
    assert (account.security, unseal(account.secret)) == ("tls", "first")


def test_a_password_that_would_go_to_another_server_must_be_typed_again_and_the_page_says_so(
    sit: Sit, cast: Cast
) -> None:
    save(sit("Carmen"), "sending", secret="first", **SMTP)
    save(sit("Carmen"), "fetching", secret="second", **IMAP)
    for part, fields in (("sending", SMTP), ("fetching", IMAP)):
        moved = fields | {"host": "mail.evil.example", "secret": ""}
        answer = sit("Carmen").client.post(f"{page()}set/{part}/", moved)
        assert answer.status_code == 422
        assert "Type the password again." in words(answer.content.decode())
        assert "mail.evil.example" in answer.content.decode(), "what was typed stays"
    with acting(EVERYWHERE):
        assert SendingAccount.objects.get().host == "smtp.auralis.example"
        assert ImapAccount.objects.get().host == "imap.auralis.example"


def test_a_provider_that_sends_is_given_the_address_for_what_it_tells_later(
    sit: Sit, cast: Cast, settings: Any
) -> None:
    postmark = SMTP | {"kind": "postmark", "host": "", "username": ""}
    settings.ANYMAIL = {"WEBHOOK_SECRET": "door:a long secret"}
    assert "mail-events" not in sit("Carmen").html(page()), (
        "by the installation's own server nobody tells anything"
    )
    read = save(sit("Carmen"), "sending", secret="a key", **postmark)
    assert "Give Postmark this address for its webhooks about bounces and complaints." in read
    assert "http://testserver/mail-events/postmark/" in read
    assert "a long secret" not in read
    settings.ANYMAIL = {}
    read = sit("Carmen").read(page())
    assert "What Postmark tells later, for instance that a reply came back, is not heard" in read
    assert "mail-events" not in read
    save(sit("Carmen"), "sending", secret="a key", **postmark | {"kind": "scaleway", "username": "project"})
    assert "tells later" not in sit("Carmen").read(page()), "Scaleway is not among those that can tell"


KEY = {"domain": "auralis.example", "selector": "relevo1", "algorithm": "ed25519"}


def test_a_new_key_shows_the_record_to_publish_and_the_next_has_another_selector(
    sit: Sit, cast: Cast
) -> None:
    assert "relevo1._domainkey.auralis.example" in save(sit("Carmen"), "dkim", **KEY)
    assert 'value="relevo2"' in sit("Carmen").html(page())
    with acting(EVERYWHERE):
        SendingAccount.objects.update(next_dkim_key="sealed with a key that is lost")
    assert "The new key cannot be read any more." in sit("Carmen").read(page())
    assert "sign with it now" not in sit("Carmen").read(page())
    with acting(EVERYWHERE):
        SendingAccount.objects.update(dkim_key="sealed with a key that is lost", next_dkim_key="")
    read = sit("Carmen").read(page())
    assert "The key cannot be read any more, so no mail leaves." in read
    assert "Stop signing" in read


def test_a_new_key_waits_beside_the_old_one_until_the_manager_says_that_it_is_published(
    sit: Sit, cast: Cast
) -> None:
    carmen = sit("Carmen")
    assert "is not signed here" in carmen.read(page())
    read = save(carmen, "dkim", **KEY)
    assert "A new key waits" in read
    assert "Throw the new key away" in read
    assert "is signed. Keep this record" not in read
    assert "signed with the new key from now on" in press(carmen, "sign")
    read = save(carmen, "dkim", **KEY | {"selector": "relevo2"})
    assert "is signed. Keep this record" in read
    assert "Until then the old one signs." in read
    assert read.index("relevo1._domainkey") < read.index("relevo2._domainkey")
    press(carmen, "sign")
    read = carmen.read(page())
    assert "relevo1._domainkey" not in read
    assert "relevo2._domainkey" in read
    assert "A new key waits" not in read
    assert "There is no new key. Make one first." in press(carmen, "sign")


def test_signing_can_be_stopped(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    save(carmen, "dkim", **KEY)
    press(carmen, "sign")
    assert "its keys are thrown away" in press(carmen, "stop-signing")
    read = carmen.read(page())
    assert "is not signed here. Leave it so" in read
    assert "_domainkey" not in read
    assert 'value="relevo2"' in carmen.html(page()), "the old selector may be published still"


def test_a_desk_gets_a_further_address_once(sit: Sit, cast: Cast) -> None:
    asked = {"desk": "AUR", "address": "Ayuda@auralis.example", "display_name": "Auralis"}
    answer = sit("Carmen").client.post("/console/mailbox/open/", asked)
    assert answer["Location"] == f"/console/mailbox/{box('ayuda@auralis.example').pk}/"
    again = sit("Carmen").client.post("/console/mailbox/open/", asked, follow=True)
    assert "is in use already" in words(again.content.decode())
    empty = sit("Carmen").client.post("/console/mailbox/open/", {"desk": "AUR"}, follow=True)
    assert "Give the address and the name." in words(empty.content.decode())


def test_nobody_opens_a_mailbox_at_a_desk_of_others_or_sets_what_there_is_not(sit: Sit, cast: Cast) -> None:
    asked = {"desk": "MAR", "address": "x@auralis.example", "display_name": "Auralis"}
    assert sit("Carmen").client.post("/console/mailbox/open/", asked).status_code == 404
    assert sit("Carmen").client.post(f"{page()}set/everything/", {}).status_code == 404


def consent(screen: Screen, provider: str = "google") -> dict[str, str]:
    """She presses the button; what the provider's page is asked."""
    answer = screen.client.post(f"{page()}consent/{provider}/")
    assert answer.status_code == 302, answer.status_code
    asked = urlsplit(answer["Location"])
    return dict(parse_qsl(asked.query)) | {"host": str(asked.hostname)}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, settings: object) -> object:
    """A token endpoint as Google's, and this installation registered there."""
    settings.MAIL_OAUTH_CLIENTS = {"google": {"id": RELEVO.id, "secret": RELEVO.secret}}  # type: ignore[attr-defined]
    with endpoint() as tokens:
        monkeypatch.setitem(oauth.PROVIDERS, "google", at("google", tokens))
        yield tokens


def back(screen: Screen, **answer: str) -> str:
    """She comes back from the provider's page; what she reads."""
    came = screen.client.get("/console/mailbox/consented/", answer, follow=True)
    return words(came.content.decode())


def test_consent_at_google_gives_the_mailbox_a_token_of_its_own(
    sit: Sit, cast: Cast, there: Endpoint
) -> None:
    screen = sit("Carmen")
    assert "Consent at Google" in screen.read(page())
    asked = consent(screen)
    assert (asked["host"], asked["login_hint"]) == ("accounts.google.com", SUPPORT)
    assert asked["redirect_uri"] == "http://testserver/console/mailbox/consented/"
    assert "Mail is being fetched from there." in back(screen, state=asked["state"], code="4/code")
    with acting(EVERYWHERE):
        account = ImapAccount.objects.get()
    assert (account.auth, account.host, account.security) == ("google", "imap.gmail.com", "tls")
    assert account.since is not None
    assert unseal(account.secret) == "refresh-1"
    assert there.asked[0]["redirect_uri"] == asked["redirect_uri"]


def test_a_consent_that_was_refused_or_forged_changes_nothing(sit: Sit, cast: Cast, there: Endpoint) -> None:
    screen = sit("Carmen")
    state = consent(screen)["state"]
    assert "Nobody consented" in back(screen, state=state, error="access_denied")
    assert (
        screen.get(f"/console/mailbox/consented/?state={state}&code=4/code").status_code == 404
    )  # once only
    assert consent(screen)["state"] != state
    assert screen.get("/console/mailbox/consented/?state=forged&code=4/code").status_code == 404
    assert "Nobody consented" in back(screen, state=consent(screen)["state"], code="stolen")
    there.trouble = (503, b"")
    assert "does not answer" in back(screen, state=consent(screen)["state"], code="4/code")
    with acting(EVERYWHERE):
        assert not ImapAccount.objects.exists()
