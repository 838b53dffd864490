"""What a client decides about a mailbox: kept sealed where it is secret, refused where it cannot work."""

from __future__ import annotations

from typing import Any

import pytest

from relevo.channels.mail.actions import open_mailbox
from relevo.channels.mail.mailbox_settings import (
    LONGEST_UNDO,
    TEXT_LIMIT,
    dkim_record,
    make_dkim_key,
    next_dkim_key,
    next_dkim_record,
    set_acknowledgements,
    set_identity,
    set_sending,
    set_signatures,
    sign_with_next_key,
    sign_with_published_key,
    stop_signing,
)
from relevo.channels.mail.models import Mailbox, SenderRule, SendingAccount
from relevo.channels.mail.out import identity, signing
from relevo.channels.mail.out.carriers import ByProvider, ByServer, Unusable, carrier_of
from relevo.channels.mail.out.sending import SmtpServer
from relevo.core.actor import system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.core.secrets import seal
from relevo.events.models import Event
from relevo.tickets.models import Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import SUPPORT, let_in, letter, tickets

SMTP = {"kind": "smtp", "host": "smtp.auralis.example", "username": "relevo", "secret": "geheim"}
NAMED = {"display_name": "Auralis", "sender_rule": "person", "undo_seconds": 10, "translation_notice": True}


@pytest.fixture
def mailbox(cast: Cast) -> Mailbox:
    """Auralis's."""
    with acting(EVERYWHERE):
        return Mailbox.objects.get(address=SUPPORT)


def by_machine(action: Any, mailbox: Mailbox, *args: Any, **fields: Any) -> Any:
    actor = system(mailbox.client_id)
    with acting(actor):
        return action(mailbox, *args, **fields, actor=actor)


def account(mailbox: Mailbox) -> SendingAccount:
    with acting(EVERYWHERE):
        return SendingAccount.objects.get(mailbox=mailbox)


def way_out(mailbox: Mailbox) -> Any:
    with acting(EVERYWHERE):
        return carrier_of(mailbox)


# -- the name -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "language", "name"),
    [("person", "es", "Mateo de Auralis"), ("person", "lv-LV", "Mateo no Auralis"), ("person", "en", "Mateo at Auralis"),
     ("person", "fi", "Mateo at Auralis"), ("desk", "es", "Auralis")],
)  # fmt: skip
def test_customers_read_the_name_that_the_client_chose(
    mailbox: Mailbox, rule: str, language: str, name: str
) -> None:
    changed = by_machine(set_identity, mailbox, **NAMED | {"sender_rule": rule})
    assert identity.sender_name(changed, "Mateo", language) == name
    assert identity.sender_name(changed, "", language) == "Auralis"


def test_a_name_cannot_fill_in_another() -> None:
    mailbox = Mailbox(
        display_name="{agent}", signatures={"en": "{agent}, {desk}, {reference}, {x}, {{agent}}"}
    )
    assert identity.sender_name(mailbox, "{desk}", "en") == "{desk} at {agent}"
    assert identity.signature(mailbox, "{desk}", "en") == "{desk}, {agent}, {reference}, {x}, {{desk}}"
    assert identity.signature(mailbox, "Eve\r\nBcc: x", "en").startswith("Eve Bcc: x, ")


def test_signatures_are_by_language_with_english_for_the_others(mailbox: Mailbox) -> None:
    changed = by_machine(set_signatures, mailbox, {"es": "{agent}\n{desk}", "en": " Care ", "lv": "  "})
    assert changed.signatures == {"es": "{agent}\n{desk}", "en": "Care"}
    assert identity.signature(changed, "Mateo", "es-MX") == "Mateo\nAuralis"
    assert identity.signature(changed, "Mateo", "lv") == "Care"
    assert identity.signature(Mailbox(signatures={}), "Mateo", "es") == ""


def test_the_first_language_that_has_a_text_acknowledges(mailbox: Mailbox) -> None:
    changed = by_machine(
        set_acknowledgements, mailbox, {"es": "{reference} {agent}", "en": "Got {reference}"}
    )
    assert identity.acknowledgement(changed, "lv", "es", "en", reference="AUR-1") == ("AUR-1 {agent}", "es")
    assert identity.acknowledgement(changed, "und", "", "lv", reference="AUR-1") == ("", "")


@pytest.mark.parametrize(
    ("action", "texts", "words"),
    [
        (set_signatures, {"español": "x"}, "by language code"),
        (set_signatures, {"": "x"}, "by language code"),
        (set_signatures, {"es": "x" * (TEXT_LIMIT + 1)}, "too long"),
        (set_acknowledgements, {"ES": "x"}, "by language code"),
        (
            set_acknowledgements,
            {f"{a}{b}": "x" for a in "abcdefgh" for b in "abcdefghij"},
            "by language code",
        ),
    ],
)
def test_texts_that_cannot_be_kept(mailbox: Mailbox, action: Any, texts: dict[str, str], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        by_machine(action, mailbox, texts)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("display_name", " \r\n", "needs a name"), ("sender_rule", "boss", "Choose which name"),
     ("undo_seconds", LONGEST_UNDO + 1, "120 seconds at most"), ("undo_seconds", -1, "120 seconds at most")],
)  # fmt: skip
def test_an_identity_that_makes_no_sense(mailbox: Mailbox, field: str, value: object, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        by_machine(set_identity, mailbox, **NAMED | {field: value})


def test_an_identity_is_recorded_and_a_hostile_name_is_harmless(mailbox: Mailbox) -> None:
    changed = by_machine(
        set_identity, mailbox, **NAMED | {"display_name": "Auralis https://evil.example <x>"}
    )
    assert (changed.display_name, changed.undo_seconds, changed.sender_rule) == (
        "Auralis x",
        10,
        SenderRule.PERSON,
    )
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="mailbox.changed").facts == {"what": "identity"}


def test_a_reply_can_be_called_back_for_as_long_as_the_mailbox_says_that_it_leaves_by(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        first = Mailbox.objects.select_related("desk").get(address=SUPPORT)
        second = open_mailbox(
            first.desk, "repairs@auralis.example", display_name="Auralis", signatures={}, actor=carmen
        )
        set_identity(first, **NAMED | {"undo_seconds": 10}, actor=carmen)
        set_identity(second, **NAMED | {"undo_seconds": 60}, actor=carmen)
    let_in(letter(to="repairs@auralis.example"), "repairs@auralis.example")
    let_in(
        letter(sender="elena@prats.example", message_id="<two@prats.example>"),
        mail_from="elena@prats.example",
    )
    with acting(EVERYWHERE):
        assert [identity.undo_seconds(ticket) for ticket in tickets()] == [60, 10]
        assert identity.undo_seconds(Ticket(channel="chat")) == 0


# -- the way out ----------------------------------------------------------------------------------------------------


def test_without_an_account_mail_leaves_by_the_installations_server(mailbox: Mailbox, settings: Any) -> None:
    carrier = way_out(mailbox)
    assert isinstance(carrier, ByServer)
    assert (carrier.server.host, carrier.key) == (settings.SMTP_SERVER["host"], None)
    by_machine(set_sending, mailbox, kind="server")
    assert way_out(mailbox) == carrier


def test_a_server_of_its_own(mailbox: Mailbox, settings: Any) -> None:
    by_machine(set_sending, mailbox, **SMTP, port=465, security="tls")
    assert "geheim" not in account(mailbox).secret
    assert way_out(mailbox) == ByServer(
        SmtpServer(
            "smtp.auralis.example", 465, "tls", "relevo", "geheim", local_hostname=settings.MAIL_HOSTNAME,
            trusted=False,
        )
    )  # fmt: skip
    by_machine(set_sending, mailbox, **SMTP | {"secret": None}, port=465, security="tls")
    assert way_out(mailbox).server.password == "geheim", "an empty field keeps the password"
    with acting(EVERYWHERE):
        facts = [event.facts for event in Event.objects.filter(kind="mailbox.changed")]
    assert facts == [{"what": "sending", "kind": "smtp"}] * 2


def test_a_provider_of_its_own_and_its_region(mailbox: Mailbox) -> None:
    by_machine(set_sending, mailbox, kind="mailgun", username="mg.auralis.example", secret="key-1", host="eu")
    carrier = way_out(mailbox)
    assert isinstance(carrier, ByProvider)
    assert carrier.provider.api_url == "https://api.eu.mailgun.net/v3"
    assert (carrier.provider.secret, carrier.provider.username) == ("key-1", "mg.auralis.example")
    assert "key-1" not in repr(carrier)


def test_a_password_is_never_carried_over_to_another_way_of_sending(mailbox: Mailbox) -> None:
    by_machine(set_sending, mailbox, **SMTP)
    with pytest.raises(RuleBroken, match="Give the key"):
        by_machine(set_sending, mailbox, kind="postmark")
    assert account(mailbox).kind == "smtp"


@pytest.mark.parametrize(
    "moved",
    [{"host": "smtp.evil.example"}, {"port": 2525}, {"username": "eve"}, {"security": "starttls"}],
    ids=str,
)
def test_attack_a_stored_password_goes_to_no_other_server_user_or_weaker_connection(
    mailbox: Mailbox, moved: dict[str, Any]
) -> None:
    secure = SMTP | {"port": 465, "security": "tls"}
    by_machine(set_sending, mailbox, **secure)
    with pytest.raises(RuleBroken, match="Type the password again"):
        by_machine(set_sending, mailbox, **secure | {"secret": None} | moved)
    server = way_out(mailbox).server
    assert (server.host, server.port, server.security, server.username) == (
        "smtp.auralis.example", 465, "tls", "relevo",
    )  # fmt: skip
    by_machine(set_sending, mailbox, **secure | moved)
    assert way_out(mailbox).server.password == "geheim", "typed again, it goes wherever she says"


def test_a_better_protected_connection_and_a_server_without_password_need_none_typed(
    mailbox: Mailbox,
) -> None:
    by_machine(set_sending, mailbox, **SMTP)
    by_machine(set_sending, mailbox, **SMTP | {"secret": None, "security": "tls"})
    assert way_out(mailbox).server.password == "geheim"
    by_machine(set_sending, mailbox, kind="server")
    by_machine(set_sending, mailbox, kind="smtp", host="relay.auralis.example")
    by_machine(set_sending, mailbox, kind="smtp", host="relay2.auralis.example")
    assert (way_out(mailbox).server.host, way_out(mailbox).server.password) == ("relay2.auralis.example", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "pigeon"}, "does not know"),
        ({"kind": "sendinblue", "secret": "x"}, "does not know"),
        ({"kind": "test", "secret": "x"}, "does not know"),
        (SMTP | {"host": ""}, "mail server's name"),
        (SMTP | {"host": "smtp.example/x"}, "mail server's name"),
        (SMTP | {"host": "a\r\nb"}, "mail server's name"),
        (SMTP | {"port": 0}, "mail server's name"),
        (SMTP | {"port": 70000}, "mail server's name"),
        (SMTP | {"security": "ssl"}, "mail server's name"),
        (SMTP | {"security": "none"}, "not protected"),
        (SMTP | {"username": ""}, "user name"),
        ({"kind": "mailgun", "secret": "x"}, "also needs"),
        ({"kind": "mailgun", "secret": "x", "username": "a/../b"}, "cannot have"),
        ({"kind": "postmark", "secret": "x", "host": "eu"}, "no such region"),
    ],
)
def test_a_way_out_that_cannot_work_is_refused(mailbox: Mailbox, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        by_machine(set_sending, mailbox, **fields)
    with acting(EVERYWHERE):
        assert not SendingAccount.objects.exists()


def test_a_secret_sealed_with_a_key_that_is_lost_stops_nothing_else(mailbox: Mailbox, settings: Any) -> None:
    by_machine(set_sending, mailbox, **SMTP)
    settings.SECRET_KEY = "another key than it was sealed with"
    carrier = way_out(mailbox)
    assert isinstance(carrier, Unusable)
    outcome = carrier.carry(b"", mail_from="", rcpt_to="jorge@molina.example")
    assert (outcome.status, outcome.down) == ("retry", True)
    assert "enter the secret again" in outcome.text


# -- DKIM -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["rsa", "ed25519"])
def test_a_dkim_key_is_made_sealed_and_shown_as_a_record(mailbox: Mailbox, algorithm: str) -> None:
    shown = by_machine(make_dkim_key, mailbox, "Auralis.Example.", " Relevo1 ", algorithm=algorithm)
    assert shown.startswith(f'relevo1._domainkey.auralis.example. IN TXT ("v=DKIM1; k={algorithm}; p=')
    assert by_machine(next_dkim_record, mailbox) == shown
    kept = account(mailbox)
    assert (kept.next_dkim_domain, kept.next_dkim_selector) == ("auralis.example", "relevo1")
    assert "PRIVATE" not in kept.next_dkim_key
    with acting(EVERYWHERE):
        facts = Event.objects.get(kind="mailbox.changed").facts
    assert facts == {"what": "dkim", "algorithm": algorithm}


def test_a_new_key_signs_nothing_before_somebody_says_that_it_is_published(mailbox: Mailbox) -> None:
    first = by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    assert (way_out(mailbox).key, by_machine(dkim_record, mailbox)) == (None, "")
    by_machine(sign_with_next_key, mailbox)
    assert signing.zone_line(way_out(mailbox).key) == by_machine(dkim_record, mailbox) == first
    second = by_machine(make_dkim_key, mailbox, "auralis.example", "relevo2", algorithm="ed25519")
    assert signing.zone_line(way_out(mailbox).key) == by_machine(dkim_record, mailbox) == first
    assert by_machine(next_dkim_record, mailbox) == second
    by_machine(sign_with_next_key, mailbox)
    assert signing.zone_line(way_out(mailbox).key) == second
    assert by_machine(next_dkim_record, mailbox) == ""
    with pytest.raises(RuleBroken, match="Make one first"):
        by_machine(sign_with_next_key, mailbox)
    with acting(EVERYWHERE):
        told = [event.facts["what"] for event in Event.objects.filter(kind="mailbox.changed").order_by("pk")]
    assert told == ["dkim", "dkim_switched", "dkim", "dkim_switched"]


def test_only_the_very_key_that_was_seen_in_the_dns_is_taken_into_use(mailbox: Mailbox) -> None:
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    with acting(EVERYWHERE):
        seen = next_dkim_key(mailbox)
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    by_machine(sign_with_published_key, mailbox, seen)
    assert way_out(mailbox).key is None, "another one was made meanwhile"
    with acting(EVERYWHERE):
        newer = next_dkim_key(mailbox)
    by_machine(sign_with_published_key, mailbox, newer)
    by_machine(sign_with_published_key, mailbox, newer)
    assert way_out(mailbox).key == newer


def test_whoever_cannot_publish_stops_signing_and_old_selectors_are_not_forgotten(mailbox: Mailbox) -> None:
    by_machine(stop_signing, mailbox)
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    by_machine(sign_with_next_key, mailbox)
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo2", algorithm="ed25519")
    by_machine(stop_signing, mailbox)
    by_machine(stop_signing, mailbox)
    assert (way_out(mailbox).key, by_machine(dkim_record, mailbox), by_machine(next_dkim_record, mailbox)) == (
        None, "", "",
    )  # fmt: skip
    kept = account(mailbox)
    assert (kept.dkim_key, kept.next_dkim_key) == ("", "")
    assert (kept.dkim_selector, kept.next_dkim_selector) == ("relevo1", "relevo2")
    with acting(EVERYWHERE):
        told = [event.facts["what"] for event in Event.objects.filter(kind="mailbox.changed").order_by("pk")]
    assert told[-2:] == ["dkim", "dkim_stopped"]


def test_a_new_key_needs_another_selector_than_the_one_that_signs(mailbox: Mailbox) -> None:
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    by_machine(sign_with_next_key, mailbox)
    with pytest.raises(RuleBroken, match="has this selector"):
        by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1")


def test_a_new_key_that_cannot_be_read_is_not_taken_into_use(mailbox: Mailbox) -> None:
    by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    for broken in ("sealed with a key that is lost", seal("no key")):
        with acting(EVERYWHERE):
            SendingAccount.objects.update(next_dkim_key=broken)
            assert next_dkim_key(mailbox) is None
        with pytest.raises(RuleBroken, match="cannot be read"):
            by_machine(sign_with_next_key, mailbox)
        assert way_out(mailbox).key is None


def test_a_key_stays_when_the_way_out_changes(mailbox: Mailbox) -> None:
    shown = by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="ed25519")
    by_machine(sign_with_next_key, mailbox)
    by_machine(set_sending, mailbox, **SMTP)
    assert by_machine(dkim_record, mailbox) == shown
    assert way_out(mailbox).key is not None


def test_without_a_key_there_is_no_record(mailbox: Mailbox) -> None:
    assert by_machine(dkim_record, mailbox) == ""
    assert by_machine(next_dkim_record, mailbox) == ""


@pytest.mark.parametrize(
    ("domain", "selector", "words"),
    [("evil.example", "relevo1", "auralis.example"), ("is.example", "relevo1", "auralis.example"),
     ("mail.auralis.example", "relevo1", "auralis.example"), ("example", "relevo1", "auralis.example"),
     ("", "relevo1", "auralis.example"), ("auralis.example", "re levo", "selector"),
     ("auralis.example", "", "selector"), ("auralis.example", "a.b", "selector")],
)  # fmt: skip
def test_nobody_signs_for_another_domain(mailbox: Mailbox, domain: str, selector: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        by_machine(make_dkim_key, mailbox, domain, selector)


def test_another_kind_of_key_is_refused(mailbox: Mailbox) -> None:
    with pytest.raises(RuleBroken, match="RSA or Ed25519"):
        by_machine(make_dkim_key, mailbox, "auralis.example", "relevo1", algorithm="dsa")


def test_a_broken_key_is_shown_as_one(mailbox: Mailbox) -> None:
    with acting(EVERYWHERE):
        SendingAccount.objects.create(
            client_id=mailbox.client_id, mailbox=mailbox, dkim_domain="auralis.example", dkim_selector="r",
            dkim_key=seal("no key"),
        )  # fmt: skip
    outcome = way_out(mailbox).carry(b"From: x\r\n\r\n", mail_from="", rcpt_to="jorge@molina.example")
    assert (outcome.status, outcome.down) == ("retry", True)


# -- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Iker", "Mateo", "Valeria", "Ilze", "Jonas"])
def test_only_who_manages_the_clients_mailboxes_decides(cast: Cast, mailbox: Mailbox, name: str) -> None:
    actor = cast.actor(name)
    asked: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (set_identity, (), NAMED), (set_signatures, ({},), {}), (set_acknowledgements, ({},), {}),
        (set_sending, (), SMTP), (make_dkim_key, ("auralis.example", "relevo1"), {}), (dkim_record, (), {}),
        (next_dkim_record, (), {}), (sign_with_next_key, (), {}), (stop_signing, (), {}),
        (sign_with_published_key, (signing.SigningKey("auralis.example", "relevo1", ""),), {}),
    ]  # fmt: skip
    for action, args, fields in asked:
        with acting(actor), pytest.raises(NotAllowed):
            action(mailbox, *args, **fields, actor=actor)


def test_the_clients_manager_does(cast: Cast, mailbox: Mailbox) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        assert set_identity(mailbox, **NAMED, actor=carmen).undo_seconds == 10
