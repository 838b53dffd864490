"""Mail that is held back: borrowed names and junk, who sees it, and how a person lets it through."""

from __future__ import annotations

import pytest

from relevo.channels.mail.actions import release
from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.judging.insiders import insiders
from relevo.channels.mail.models import Door, OutgoingMail, RawMail, RawState
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.organizations.models import Member
from relevo.tickets.models import Note
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    SUPPORT,
    answer,
    let_in,
    letter,
    messages,
    outgoing,
    raws,
    reply_to,
    run_mail_jobs,
    tickets,
    write_again,
)
from tests.jobs import run_jobs

CARMEN = "Carmen Vidal <carmen.vidal@auralis.example>"
PASS = "relevo.localhost; dmarc=pass header.from={}"
FAIL = "relevo.localhost; dmarc=fail (p=reject) header.from={}"


def told(verdict: str, domain: str) -> dict[str, str]:
    return {"authentication_results": verdict.format(domain)}


def state() -> tuple[str, str, str]:
    raw = raws()[-1]
    return raw.state, raw.note, raw.trust


def address_of(cast: Cast, first_name: str) -> str:
    return cast.user(first_name).email


def through(door: str, raw: bytes, peer: str) -> None:
    intake.store(Envelope(raw=raw, mail_from="x@y.example", rcpt_tos=(SUPPORT,), received_at=clock.now(),
                          door=door, peer=peer))  # fmt: skip
    run_mail_jobs("mail.digest")


@pytest.fixture
def believing(settings) -> None:  # type: ignore[no-untyped-def]
    """The installation's mail server writes X-Spam-Flag and X-Rspamd-Action."""
    settings.SPAM_HEADERS = ["X-Spam-Flag", "X-Rspamd-Action"]


# -- borrowed names -------------------------------------------------------------------------------------------------


def test_attack_13_a_disowned_mail_is_held_back_recorded_and_answered_by_nothing(cast: Cast) -> None:
    with acting(EVERYWHERE):
        raw_mailboxes = RawMail.objects.count()
    let_in(letter(**told(FAIL, "molina.example")))
    run_jobs()
    assert state() == (RawState.QUARANTINED, "disowned", "fail")
    assert tickets() == []
    [raw] = raws()
    with acting(EVERYWHERE):
        event = Event.objects.get(kind="mail.quarantined")
        assert not OutgoingMail.objects.exists()
    assert (event.subject_id, event.facts, raw_mailboxes) == (raw.pk, {"why": "disowned"}, 0)


def test_a_mail_in_the_clients_own_name_needs_its_domains_word(cast: Cast) -> None:
    let_in(letter(sender="Boss <boss@auralis.example>"))
    assert state() == (RawState.QUARANTINED, "own_domain", "none")
    let_in(letter(sender="Boss <boss@mail.auralis.example>", message_id="<2@x.example>"))
    assert state()[0] == RawState.QUARANTINED
    assert tickets() == []
    let_in(
        letter(
            sender="Boss <boss@auralis.example>", message_id="<3@x.example>", **told(PASS, "auralis.example")
        )
    )
    assert state() == (RawState.DIGESTED, "", "pass")
    assert len(tickets()) == 1


def test_domains_that_only_look_alike_are_strangers(cast: Cast) -> None:
    for number, domain in enumerate(("auralis.example.org", "notauralis.example", "auralis-example.com")):
        let_in(letter(sender=f"boss@{domain}", message_id=f"<{number}@x.example>"))
        assert state()[0] == RawState.DIGESTED


def test_a_desk_at_a_provider_of_mailboxes_does_not_hold_back_its_neighbours(cast: Cast) -> None:
    with acting(EVERYWHERE):
        raw_mailbox = raws()
        assert raw_mailbox == []
        from relevo.channels.mail.models import Mailbox

        Mailbox.objects.filter(address=SUPPORT).update(address="auralis.support@gmail.com")
    let_in(
        letter(sender="jorge.molina@gmail.com", to="auralis.support@gmail.com"), "auralis.support@gmail.com"
    )
    assert state()[0] == RawState.DIGESTED


@pytest.mark.parametrize("first_name", ["Carmen", "Iker", "Mateo", "Valeria", "Marta"])
def test_attack_9_a_colleagues_name_needs_his_domains_word_whichever_firm_he_is_of(
    cast: Cast, first_name: str
) -> None:
    address = address_of(cast, first_name)
    let_in(letter(sender=f"X <{address.upper()}>"))
    assert state() == (RawState.QUARANTINED, "member", "none")
    let_in(letter(sender=address, message_id="<2@x.example>", **told(PASS, address.partition("@")[2])))
    assert state()[0] == RawState.DIGESTED


def test_two_claims_of_which_one_is_a_colleagues_are_held_back(cast: Cast) -> None:
    raw = letter().replace(b"From: ", f"From: {address_of(cast, 'Mateo')}\r\nFrom: ".encode())
    let_in(raw)
    assert state()[:2] == (RawState.QUARANTINED, "member")


def test_without_a_from_the_envelopes_sender_counts(cast: Cast) -> None:
    let_in(letter(sender=None), mail_from="boss@auralis.example")
    assert state()[:2] == (RawState.QUARANTINED, "own_domain")


def test_people_of_firms_that_have_nothing_to_do_with_the_desk_are_strangers(cast: Cast) -> None:
    with acting(EVERYWHERE):
        strangers = Member.objects.exclude(organization__slug__in=["auralis", "mareko", "noctua", "baltline"])
        [address, *_] = strangers.values_list("user__email", flat=True)
    let_in(letter(sender=address))
    assert state()[0] == RawState.DIGESTED


def test_who_has_left_is_no_colleague_any_more(cast: Cast) -> None:
    mateo, auralis = cast.member("Mateo"), cast.desk("auralis").client_id
    with acting(system(auralis)):
        assert insiders(auralis, [mateo.user.email]) == {mateo.user.email: "colleague"}
    with acting(EVERYWHERE):
        Member.objects.filter(pk=mateo.pk).update(ended_at=clock.now())
    with acting(system(auralis)):
        assert insiders(auralis, [mateo.user.email]) == {}


def test_each_address_stands_as_it_should(cast: Cast) -> None:
    auralis = cast.desk("auralis").client_id
    asked = [
        SUPPORT.upper(),
        "support+x@auralis.example",
        HELP,
        "a@auralis.example",
        "a@b.auralis.example",
        "eve@x.example",
        "",
        "@",
    ]
    with acting(system(auralis)):
        assert insiders(auralis, asked) == {
            SUPPORT: "mailbox", HELP: "elsewhere", "a@auralis.example": "domain", "a@b.auralis.example": "domain",
        }  # fmt: skip
        assert insiders(auralis, []) == {}
        assert len(insiders(auralis, [f"{number}@auralis.example" for number in range(500)])) == 60


def test_a_bounce_of_our_own_mail_server_is_no_borrowed_name(cast: Cast) -> None:
    let_in(letter("Sorry", sender="MAILER-DAEMON@mx.auralis.example", subject="Undelivered"), mail_from="")
    assert state()[:2] == (RawState.IGNORED, "bounce_not_ours")


def test_attack_12_what_a_stranger_writes_straight_from_the_internet_is_not_believed(
    cast: Cast, settings
) -> None:  # type: ignore[no-untyped-def]
    raw = letter(sender="boss@auralis.example", **told(PASS, "auralis.example"))
    through("smtp", raw, "9.9.9.9")
    assert state() == (RawState.QUARANTINED, "own_domain", "none")
    for number, (door, peer) in enumerate(
        [("lmtp", "9.9.9.9"), ("smtp", "10.0.0.5"), ("imap", ""), ("pipe", "")]
    ):
        through(door, raw.replace(b"one@", b"%d@" % number), peer)
        assert state() == (RawState.DIGESTED, "", "pass")
    from ipaddress import ip_network

    settings.MAIL_TRUSTED_PEERS = [ip_network("9.9.9.9")]
    through(Door.SMTP, raw.replace(b"one@", b"five@"), "9.9.9.9")
    assert state() == (RawState.DIGESTED, "", "pass")


def test_further_mail_servers_may_be_trusted_by_name(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    failed = letter(authentication_results="mx.provider.example; dmarc=fail header.from=molina.example")
    settings.MAIL_TRUSTED_AUTHSERV = ["imap:MX.Provider.Example"]
    through("smtp", failed, "10.0.0.5")
    assert state()[0] == RawState.DIGESTED
    through("imap", failed.replace(b"one@", b"two@"), "")
    assert state()[0] == RawState.QUARANTINED
    settings.MAIL_TRUSTED_AUTHSERV = ["MX.Provider.Example"]
    through("smtp", failed.replace(b"one@", b"three@"), "10.0.0.5")
    assert state()[0] == RawState.QUARANTINED


def test_attack_12_no_server_is_believed_unless_it_is_named(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_TRUSTED_AUTHSERV = []
    let_in(letter(sender="boss@auralis.example", **told(PASS, "auralis.example")))
    assert state() == (RawState.QUARANTINED, "own_domain", "none")


def test_a_mail_that_was_held_back_may_come_again_on_a_better_way(cast: Cast) -> None:
    let_in(letter(**told(FAIL, "molina.example")))
    let_in(letter(**told(PASS, "molina.example")))
    assert state() == (RawState.DIGESTED, "", "pass")
    let_in(letter(received="again", **told(PASS, "molina.example")))
    assert state()[0] == RawState.DUPLICATE
    assert len(tickets()) == 1


# -- junk -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("believing")
def test_junk_opens_no_ticket_and_says_why(cast: Cast) -> None:
    let_in(letter(x_spam_flag="YES"))
    assert state() == (RawState.JUNK, "spam", "none")
    assert tickets() == []
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="mail.ignored").facts == {"why": "spam"}


@pytest.mark.usefixtures("believing")
def test_what_a_filter_doubts_is_a_ticket_that_says_so(cast: Cast) -> None:
    let_in(letter(x_rspamd_action="greylist"))
    assert messages(tickets()[0])[0].notices == ["perhaps_junk"]


@pytest.mark.usefixtures("believing")
def test_a_customers_answer_with_his_token_is_never_junk(cast: Cast) -> None:
    let_in(letter())
    answer(cast, tickets()[0])
    write_again(reply_to(outgoing()[0], x_spam_flag="YES"))
    [ticket] = tickets()
    assert messages(ticket)[-1].notices == ["perhaps_junk"]
    write_again(
        reply_to(outgoing()[0], sender="eve@evil.example", x_spam_flag="YES", message_id="<e@x.example>")
    )
    assert state()[0] == RawState.JUNK


@pytest.mark.usefixtures("believing")
def test_straight_from_the_internet_a_strangers_spam_header_says_nothing(cast: Cast) -> None:
    through("smtp", letter(x_spam_flag="YES"), "9.9.9.9")
    assert state()[0] == RawState.DIGESTED


def test_without_the_setting_no_such_header_is_read(cast: Cast) -> None:
    let_in(letter(x_spam_flag="YES"))
    assert messages(tickets()[0])[0].notices == []


# -- a person decides -----------------------------------------------------------------------------------------------


def let_through(raw: RawMail) -> None:
    actor = system(raw.client_id)
    with acting(actor):
        release(raw, actor=actor)
    run_mail_jobs("mail.digest")


def test_a_released_mail_is_a_ticket_that_proves_nothing(cast: Cast) -> None:
    let_in(letter())
    answer(cast, tickets()[0])
    write_again(reply_to(outgoing()[0], **told(FAIL, "molina.example")))
    let_through(raws()[-1])
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)
    [message] = messages(new)
    assert (message.trust, message.notices) == ("fail", ["sender_disowned", "held_back"])
    with acting(EVERYWHERE):
        assert "nothing vouches" in Note.objects.get(ticket=new).text
        event = Event.objects.get(kind="mail.released")
    assert event.facts == {"from": "quarantine", "why": "disowned"}
    assert raws()[-1].released


@pytest.mark.parametrize(
    "headers",
    [
        {"x_spam_flag": "YES"},
        {"list_id": "<x.example>"},
        {"subject": "Out of office", "in_reply_to": "<m@auralis.example>"},
        {"sender": "boss@auralis.example"},
    ],
    ids=["junk", "list", "absence", "own domain"],
)
@pytest.mark.usefixtures("believing")
def test_whatever_was_set_aside_can_be_put_on_a_ticket(cast: Cast, headers: dict[str, str]) -> None:
    let_in(letter(**headers))
    assert tickets() == []
    let_through(raws()[0])
    [message] = messages(tickets()[0])
    assert "held_back" in message.notices
    assert raws()[0].state == RawState.DIGESTED


def test_a_released_mail_that_has_come_on_another_way_meanwhile_is_told_once(cast: Cast) -> None:
    let_in(letter(**told(FAIL, "molina.example")))
    let_in(letter())
    let_through(raws()[0])
    assert [raw.state for raw in raws()] == [RawState.DUPLICATE, RawState.DIGESTED]


def test_only_what_was_set_aside_is_released_and_only_by_those_who_run_the_mailbox(cast: Cast) -> None:
    let_in(letter())
    let_in(letter(sender="boss@auralis.example", message_id="<2@x.example>"))
    digested, held = raws()
    with acting(EVERYWHERE), pytest.raises(RuleBroken):
        release(digested, actor=system(digested.client_id))
    for first_name in ("Iker", "Mateo", "Valeria", "Ilze"):
        with acting(EVERYWHERE), pytest.raises(NotAllowed):
            release(held, actor=cast.actor(first_name))
    with acting(cast.actor("Carmen")):
        release(held, actor=cast.actor("Carmen"))
        assert RawMail.objects.get(pk=held.pk).state == RawState.STORED


def test_only_the_clients_own_people_see_what_was_set_aside(cast: Cast) -> None:
    let_in(letter(sender="boss@auralis.example"))
    seen = {}
    for first_name in ("Carmen", "Mateo", "Valeria", "Ilze", "Kristaps"):
        actor = cast.actor(first_name)
        with acting(EVERYWHERE):  # the wall stands behind it; here the filter alone
            seen[first_name] = RawMail.objects.visible_to(actor).count()
    assert seen == {"Carmen": 1, "Mateo": 0, "Valeria": 0, "Ilze": 0, "Kristaps": 0}
    machine = cast.machine("auralis")
    with acting(machine):
        assert RawMail.objects.visible_to(machine).count() == 1
