"""Attacks 1 to 20 of section A, each told as it would come: by mail, against a desk that has a ticket of Jorge's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relevo.channels.mail import addresses, keyed, tokens
from relevo.channels.mail.doors.door import receiver
from relevo.channels.mail.doors.receiver import Limits
from relevo.channels.mail.models import OutgoingMail, OutState, RawState
from relevo.core import clock
from relevo.core.scope import acting
from relevo.customers.models import Address
from relevo.organizations.models import Member
from relevo.tickets.models import Delivery, Message, Note, Ticket
from relevo.tickets.statuses import Status
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.doors.test_receiver import Store, Wire, receiving
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
    tickets,
    wire_mail,
    write_again,
)
from tests.jobs import run_jobs

EVE = "eve@evil.example"


@pytest.fixture
def ours(cast: Cast) -> OutgoingMail:
    """Jorge has written, Mateo has answered: our mail to him."""
    let_in(letter())
    answer(cast, tickets()[0])
    return outgoing()[0]


def everything_sent() -> str:
    return "".join(bytes(mail.raw).decode() for mail in outgoing())


def recipients() -> set[str]:
    return {mail.rcpt_to for mail in outgoing()}


def address_of(ticket: Ticket) -> str:
    with acting(EVERYWHERE):
        return Address.objects.get(customer=ticket.customer_id).value


def test_attack_01_a_spoofed_reply_without_a_token_joins_nothing_and_is_flagged(
    cast: Cast, ours: OutgoingMail
) -> None:
    [old] = tickets()
    let_in(letter("Mande todo a mi nueva dirección.", subject=f"Re: [{old.reference}]", message_id="<e@evil.example>"),
           mail_from=EVE)  # fmt: skip
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, None)
    assert messages(new)[0].trust == "none"


def test_attack_02_a_copied_message_id_with_a_wrong_hash_is_kept_apart(
    cast: Cast, ours: OutgoingMail
) -> None:
    token, _, domain = ours.header_id.partition("@")
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    write_again(
        reply_to(ours, to=SUPPORT, in_reply_to=f"<{wrong}@{domain}>", references="<one@molina.example>")
    )
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)
    with acting(EVERYWHERE):
        assert "nothing vouches for its sender" in Note.objects.get(ticket=new).text


def test_attack_02_even_the_right_message_id_gives_a_stranger_nothing(cast: Cast, ours: OutgoingMail) -> None:
    let_in(
        letter("¿Qué se dijo?", sender=EVE, in_reply_to=f"<{ours.header_id}>", message_id="<e@evil.example>")
    )
    old, new = tickets()
    assert (len(messages(old)), address_of(new)) == (2, EVE)


@pytest.fixture
def guessing() -> Iterator[tuple[Store, int]]:
    """The SMTP door with this installation's own check of tokens."""
    store = Store()
    accepts = {SUPPORT}.__contains__
    with receiving(store, accepts=lambda address: accepts(addresses.without_tag(address)), forged=keyed.forged,
                   limits=Limits(guesses=10, refusals=2000)) as (_, port):  # fmt: skip
        yield store, port


def test_attack_03_a_thousand_guessed_reply_addresses_are_counted_and_refused(
    cast: Cast, ours: OutgoingMail, guessing: tuple[Store, int]
) -> None:
    token = ours.header_id.partition("@")[0]
    tried = [f"support+{token[:-2]}{number:02x}@auralis.example" for number in range(256)]
    tried += [f"support+{token[:-3]}{number:03x}@auralis.example" for number in range(744)]
    tried = [one for one in tried if token not in one]
    with Wire(guessing[1]) as wire:
        wire.answer()
        wire.say("EHLO evil.example")
        wire.say(f"MAIL FROM:<{EVE}>")
        answers = [wire.say(f"RCPT TO:<{one}>")[:3] for one in tried]
        assert answers[:10] == ["250"] * 10
        assert set(answers[10:]) == {"550"}
        wire.say("RSET")
        wire.say(f"MAIL FROM:<{EVE}>")
        assert wire.say(f"RCPT TO:<{SUPPORT}>").startswith("250")
        assert wire.say(f"RCPT TO:<support+{token}@auralis.example>").startswith("250")
        assert wire.say("RCPT TO:<support+invoices@auralis.example>").startswith("250")
        wire.say("RSET")
        wire.say("MAIL FROM:<jorge@molina.example>")
        assert wire.say(f"RCPT TO:<{tried[0]}>").startswith("250")


def test_attack_03_those_who_send_under_many_names_are_counted_by_their_machine(cast: Cast) -> None:
    guesses = receiving(Store(), limits=Limits(guesses=3), forged=keyed.forged)
    with guesses as (door, _port):
        keys = [[f"from {number}@evil.example", "peer 9.9.9.9"] for number in range(6)]
        assert [door.guesses.one_more(key) for key in keys] == [False, False, False, True, True, True]


def test_attack_03_the_door_that_runs_knows_our_tokens(cast: Cast, ours: OutgoingMail) -> None:
    door, desk = receiver(), cast.desk("auralis")
    token = ours.header_id.partition("@")[0]
    bounce = keyed.token_of(desk.pk, ticket_id=ours.ticket_id, nonce=ours.pk, purpose="bounce")
    assert not door.forged(tokens.reply_address(token, SUPPORT))
    assert not door.forged(tokens.bounce_address(bounce, SUPPORT))
    assert not door.forged(SUPPORT)
    assert door.forged(tokens.reply_address("0" * 42, SUPPORT))
    assert door.forged(tokens.bounce_address("0" * 42, SUPPORT))
    assert len(token) * 5 >= 80


def test_attack_04_who_was_in_cc_is_shown_and_never_written_to(cast: Cast, ours: OutgoingMail) -> None:
    write_again(reply_to(ours, "Eva lo sabe.", cc=f"Eva <{EVE}>, {SUPPORT}, Jorge <jorge@molina.example>"))
    [ticket] = tickets()
    assert messages(ticket)[-1].also_to == [EVE]
    answer(cast, ticket, "Gracias por avisar.")
    assert recipients() == {"jorge@molina.example"}
    assert EVE not in everything_sent()
    for mail in outgoing():
        assert (wire_mail(mail)["Cc"], wire_mail(mail)["Bcc"]) == (None, None)


def test_attack_04_what_a_mail_says_of_its_recipients_is_bounded_and_leaves_out_our_own(cast: Cast) -> None:
    crowd = ", ".join(f"c{number}@crowd.example" for number in range(180))
    let_in(letter(to=f"{SUPPORT}, {HELP}", cc=f"support+x@auralis.example, {crowd}"))
    [message] = messages(tickets("auralis")[0])
    assert (len(message.also_to), message.also_to[:2]) == (50, [HELP, "c0@crowd.example"])


def test_attack_05_a_forwarded_token_leaves_the_customer_who_she_is(cast: Cast, ours: OutgoingMail) -> None:
    write_again(reply_to(ours, "Soy Eva.", sender=EVE, cc="jorge@molina.example"))
    old, new = tickets()
    assert (len(messages(old)), address_of(old), address_of(new)) == (2, "jorge@molina.example", EVE)
    assert messages(new)[0].shown_name == EVE
    with acting(EVERYWHERE):
        assert Note.objects.filter(ticket__in=[old, new], text__contains=EVE).count() == 2


@pytest.mark.parametrize(
    "sender", ["jorge@mo1ina.example", "jorge@mоlina.example", "jorge@molina.example.evil.example"]
)
def test_attack_06_a_look_alike_is_somebody_else(cast: Cast, ours: OutgoingMail, sender: str) -> None:
    raw = reply_to(ours).replace(b"Jorge Molina <jorge@molina.example>", f"Jorge Molina <{sender}>".encode())
    write_again(raw)
    old, new = tickets()
    assert len(messages(old)) == 2
    assert address_of(new) != "jorge@molina.example"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"From: jorge@molina.example\r\nFrom: {EVE}", "unknown-"),
        (f"From: jorge@molina.example, {EVE}", "unknown-"),
        (f"From: {EVE}\r\nSender: jorge@molina.example", EVE),
        (f'From: "Jorge <jorge@molina.example>" <{EVE}>', EVE),
    ],
)
def test_attack_07_one_rule_says_who_wrote(
    cast: Cast, ours: OutgoingMail, header: str, expected: str
) -> None:
    write_again(
        reply_to(ours).replace(b"From: Jorge Molina <jorge@molina.example>", header.encode()), mail_from=EVE
    )
    old, new = tickets()
    assert len(messages(old)) == 2
    assert address_of(new).startswith(expected)
    assert "jorge@molina.example" not in messages(new)[0].shown_name or expected == "unknown-"


def test_attack_08_stray_brackets_make_nobody_of_a_sender(cast: Cast, ours: OutgoingMail) -> None:
    odd = f"From: jorge@molina.example)<{EVE}>".encode()
    write_again(reply_to(ours).replace(b"From: Jorge Molina <jorge@molina.example>", odd), mail_from=EVE)
    old, new = tickets()
    assert len(messages(old)) == 2
    assert address_of(new) != "jorge@molina.example"


def test_attack_09_a_mail_in_an_agents_name_says_nothing_to_the_customer(
    cast: Cast, ours: OutgoingMail
) -> None:
    mateo = cast.user("Mateo").email
    write_again(reply_to(ours, "Le devolvemos 1.000 euros.", sender=f"Mateo Díaz <{mateo}>"), mail_from=EVE)
    assert (raws()[-1].state, len(outgoing())) == (RawState.QUARANTINED, 1)
    verified = f"relevo.localhost; dmarc=pass header.from={mateo.partition('@')[2]}"
    write_again(reply_to(ours, "Le devolvemos todo.", sender=mateo, authentication_results=verified))
    old, _ = tickets()
    assert (len(messages(old)), len(outgoing())) == (2, 1)


def test_attack_10_an_agent_who_is_gone_answers_an_old_mail_in_vain(cast: Cast, ours: OutgoingMail) -> None:
    mateo = cast.member("Mateo")
    with acting(EVERYWHERE):
        Member.objects.filter(pk=mateo.pk).update(ended_at=clock.now())
    domain = mateo.user.email.partition("@")[2]
    write_again(reply_to(ours, "Escríbame a mí.", sender=mateo.user.email,
                         authentication_results=f"relevo.localhost; dmarc=pass header.from={domain}"))  # fmt: skip
    old, new = tickets()
    assert (len(messages(old)), address_of(new), len(outgoing())) == (2, mateo.user.email, 1)


@pytest.mark.parametrize(
    "header",
    [
        "X-Relevo-Ticket",
        "X-Relevo-Internal",
        "X-Relevo-Message",
        "X-RT-Ticket",
        "X-Zammad-Ticket-Id",
        "X-OTRS-Queue",
    ],
)
def test_attack_11_control_headers_from_outside_control_nothing(
    cast: Cast, ours: OutgoingMail, header: str
) -> None:
    [old] = tickets()
    raw = letter("Hola.", message_id="<x@molina.example>")
    let_in(f"{header}: {old.reference}; closed; internal\r\n".encode() + raw)
    old, new = tickets()
    assert (len(messages(old)), new.linked_to, new.status) == (2, None, Status.NEW)
    assert header not in everything_sent()


def test_attack_12_forged_results_do_not_verify_a_sender(cast: Cast, ours: OutgoingMail) -> None:
    for number, host in enumerate(
        ("mx.evil.example", "relevo.localhost.evil.example", "(relevo.localhost) evil")
    ):
        forged = f"{host}; dkim=pass header.d=molina.example; dmarc=pass header.from=molina.example"
        let_in(letter("Hola.", in_reply_to="<one@molina.example>", message_id=f"<{number}@evil.example>",
                      authentication_results=forged))  # fmt: skip
        assert raws()[-1].trust == "none"
    assert len(messages(tickets()[0])) == 2


def test_attack_13_a_disowned_mail_is_held_back_and_nothing_answers_it(
    cast: Cast, ours: OutgoingMail
) -> None:
    write_again(
        reply_to(ours, authentication_results="relevo.localhost; dmarc=fail header.from=molina.example")
    )
    run_jobs()
    assert (raws()[-1].state, raws()[-1].note) == (RawState.QUARANTINED, "disowned")
    assert (len(tickets()), len(messages(tickets()[0])), len(outgoing())) == (1, 2, 1)


@pytest.mark.parametrize("to_token", [False, True])
def test_attack_14_a_third_partys_code_is_read_by_nobody_outside(
    cast: Cast, ours: OutgoingMail, to_token: bool
) -> None:
    rcpt_to = wire_mail(ours)["Reply-To"].addresses[0].addr_spec if to_token else SUPPORT
    let_in(letter("Your verification code is 482913.", sender="Chat <no-reply@chat.example>", to=rcpt_to,
                  subject="Confirm your email", message_id="<c@chat.example>"), rcpt_to, mail_from="b@chat.example")  # fmt: skip
    assert (raws()[-1].state, raws()[-1].note) == (RawState.IGNORED, "code")
    with acting(EVERYWHERE):
        assert not Message.objects.filter(text__contains="482913").exists()
    answer(cast, tickets()[0], "¿Algo más?")
    assert "482913" not in everything_sent()


def test_attack_15_who_comes_later_reads_nothing_of_what_was_before(cast: Cast, ours: OutgoingMail) -> None:
    write_again(reply_to(ours, "Mi número de serie es AD2-0012345.", cc=EVE))
    write_again(reply_to(ours, "Soy Eva, ¿y yo?", sender=EVE, message_id="<e@evil.example>"))
    _, new = tickets()
    answer(cast, new, "¿En qué podemos ayudarle?")
    [to_eve] = [bytes(mail.raw).decode() for mail in outgoing() if mail.rcpt_to == EVE]
    for word in ("AD2-0012345", "Buenos", "Reinicie", "jorge", ours.header_id):
        assert word not in to_eve


def test_attack_16_a_token_of_one_desk_opens_a_new_ticket_at_another(cast: Cast, ours: OutgoingMail) -> None:
    rcpt_to = tokens.reply_address(ours.header_id.partition("@")[0], HELP)
    let_in(reply_to(ours, to=rcpt_to), rcpt_to)
    [old], [new] = tickets("auralis"), tickets("mareko")
    assert (len(messages(old)), new.linked_to, new.client_id) == (2, None, cast.desk("mareko").client_id)


@pytest.mark.parametrize(
    "command", ["merge {0}", "Merge #{0}", "close {0}", "[{0}] assign me", "split {0}", "delete {0}"]
)
def test_attack_17_a_subject_commands_nothing(cast: Cast, ours: OutgoingMail, command: str) -> None:
    [before] = tickets()
    let_in(letter("Ahora.", subject=command.format(before.reference), message_id="<m@molina.example>"))
    after, new = tickets()
    assert (after.version, after.status, len(messages(after))) == (before.version, before.status, 2)
    assert new.linked_to is None


def test_attack_18_an_answer_to_a_ticket_that_is_over_opens_a_new_one_that_leaks_nothing(
    cast: Cast, ours: OutgoingMail
) -> None:
    with acting(EVERYWHERE):
        Ticket.objects.update(status=Status.CLOSED)
    write_again(reply_to(ours, "Otra vez yo."))
    old, new = tickets()
    assert (len(messages(old)), new.linked_to) == (2, old)
    run_jobs()
    later = "".join(bytes(mail.raw).decode() for mail in outgoing()[1:])
    assert "Buenos" not in later
    assert "Reinicie" not in later


def test_attack_18_a_token_of_a_ticket_that_is_gone_is_no_token(cast: Cast) -> None:
    token = tokens.issue(keyed._secret(), desk_id=cast.desk("auralis").pk, ticket_id=999_999, nonce=1)
    let_in(letter(in_reply_to=f"<{token}@auralis.example>"))
    [new] = tickets()
    assert new.linked_to is None


def test_attack_19_a_stolen_message_id_neither_swallows_nor_joins(cast: Cast) -> None:
    let_in(letter("Mi altavoz no suena."))
    let_in(letter("Soy otra.", sender=EVE), mail_from=EVE)
    let_in(letter("Soy otra más.", sender=EVE), mail_from=EVE)
    assert [messages(ticket)[0].text for ticket in tickets()] == [
        "Mi altavoz no suena.",
        "Soy otra.",
        "Soy otra más.",
    ]


def test_attack_20_a_forged_report_marks_nothing_as_undelivered(cast: Cast, ours: OutgoingMail) -> None:
    report = (
        b"From: MAILER-DAEMON@mx.molina.example\r\nTo: support@auralis.example\r\nSubject: Undelivered\r\n"
        b'Message-ID: <b@mx.example>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nSorry\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; jorge@molina.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + bytes(ours.raw)[:3000] + b"\r\n--x--\r\n"
    )
    reply = tokens.reply_address(ours.header_id.partition("@")[0], SUPPORT)
    forged = tokens.bounce_address("0" * 42, SUPPORT)
    for rcpt_to in (SUPPORT, reply, forged):
        let_in(report.replace(b"<b@", f"<{rcpt_to[:20]}@".encode()), rcpt_to, mail_from="")
        assert (raws()[-1].state, raws()[-1].note) == (RawState.IGNORED, "bounce_not_ours")
    [now] = outgoing()
    assert (now.state, now.message.delivery) == (OutState.QUEUED, Delivery.QUEUED)
    assert len(tickets()) == 1
