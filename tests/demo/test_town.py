"""The town lives: its mail server takes mail, its customers write and answer by real SMTP on loopback."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from relevo.channels.mail.out.composing import OutgoingReply, Person, compose
from relevo.core import clock
from relevo.demo.letters import LETTERS
from relevo.demo.maildirs import mailbox_of
from relevo.demo.post import own_place
from relevo.demo.sink import HOST, Sink, free_port
from relevo.demo.town import FIRST_AFTER, MOST_TURNS, OPENS_WITH, PAUSES, THINKS, Town
from tests.demo.receiver import desk_receiver

JORGE = "jorge.molina@correo.example"
TOKEN = "0123456789abcdefghjkmnpqrstvwxyz0123456789"


@pytest.fixture
def desk():
    with desk_receiver() as running:
        yield running


@pytest.fixture
def town(tmp_path, desk):
    return Residents(tmp_path, desk[1])


class Residents:
    """A town whose time the test moves, with its lines kept."""

    def __init__(self, home, port: int) -> None:
        self.time = time.time()
        self.lines: list[str] = []
        self.home, self.port = home, port
        self.town = self.awake()

    def awake(self) -> Town:
        return Town(self.home, (HOST, self.port), clock=lambda: self.time, say=self.lines.append)

    def live(self, seconds: float, *, stride: int = 1) -> None:
        """Let so many seconds go by, a step for each ``stride`` of them."""
        for _ in range(int(seconds) // stride):
            self.time += stride
            self.town.step()


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.SMTP)


def reply_to(mail: EmailMessage, *, token: str = TOKEN, references: str = "", **more) -> bytes:
    """The desk's reply, as Relevo composes it."""
    known = (references + " " + str(mail["Message-ID"])).replace("<", "").replace(">", "").split()
    return compose(OutgoingReply(
        sender=Person("support@auralis.example", "Mateo de Auralis"), to=(Person(JORGE, "Jorge Molina"),),
        subject=str(mail["Subject"]), tag="AUR-1042", text="Buenas noches:\n\nPruebe esto, por favor.\n\nMateo",
        token=token, date=clock.now(), language="es", in_reply_to=known[-1], references=tuple(known), **more,
    ))  # fmt: skip


def file(home, raw: bytes) -> None:
    mailbox_of(home, JORGE).file(raw)


def test_the_sink_files_mail_of_every_example_address_and_says_so(tmp_path) -> None:
    lines: list[str] = []
    port = free_port()
    with Sink(tmp_path, port, say=lines.append), smtplib.SMTP(HOST, port, timeout=60) as smtp:
        smtp.sendmail(
            "support@auralis.example", [JORGE.upper()], b"Subject: Re: one [AUR-1042]\r\n\r\nHello\r\n"
        )
        smtp.sendmail(
            "", ["carmen@auralis.example"], b"Subject: =?utf-8?q?Clave_nueva_=C3=B1?=\r\n\r\nHello\r\n"
        )
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail("support@auralis.example", ["somebody@gmail.com"], b"Subject: x\r\n\r\nHello\r\n")
    assert lines == [
        "Jorge Molina received: Re: one [AUR-1042]",
        "carmen@auralis.example received: Clave nueva ñ",
    ]
    filed = mailbox_of(tmp_path, JORGE).unseen()[0].read()
    assert filed["Return-Path"] == "<support@auralis.example>"
    assert filed.get_content() == "Hello\r\n"
    assert mailbox_of(tmp_path, "carmen@auralis.example").unseen()[0].read()["Return-Path"] == "<>"


def test_the_first_letter_comes_within_ten_seconds_and_the_next_not_before_45(town, desk) -> None:
    town.live(10)
    assert [own_place(parsed(raw)).key for raw in desk[0].mails] == [OPENS_WITH]
    assert town.lines == ["Jorge Molina wrote: El Duo 2 no se enciende después de la actualización"]
    town.live(PAUSES[0] - 10)
    assert len(desk[0].mails) == 1
    town.live(PAUSES[1], stride=5)
    assert len(desk[0].mails) in {2, 3}


def test_every_letter_is_written_once_before_one_comes_again(town, desk) -> None:
    town.live(FIRST_AFTER + 1)
    while len(desk[0].mails) < len(LETTERS) + 1:
        town.live(PAUSES[1], stride=40)
    places = [own_place(parsed(raw)) for raw in desk[0].mails[: len(LETTERS) + 1]]
    assert sorted(place.key for place in places[:-1]) == sorted(letter.key for letter in LETTERS)
    assert [place.round for place in places] == [0] * len(LETTERS) + [1]


def test_a_town_that_starts_again_remembers_what_was_written(town, desk) -> None:
    town.live(PAUSES[1] * 2, stride=8)
    before = {own_place(parsed(raw)) for raw in desk[0].mails}
    town.town = town.awake()
    town.live(FIRST_AFTER + 1)
    assert own_place(parsed(desk[0].mails[-1])) not in before
    assert {letter.key for letter in LETTERS} >= {place.key for place in before}


def test_the_same_seed_gives_the_same_order(tmp_path, desk) -> None:
    orders = []
    for name in ("one", "two"):
        desk[0].mails.clear()
        residents = Residents(tmp_path / name, desk[1])
        residents.live(PAUSES[1] * 5, stride=9)
        orders.append([own_place(parsed(raw)).key for raw in desk[0].mails][:4])
    assert orders[0] == orders[1]


def test_a_customer_answers_a_reply_after_a_while_in_its_thread(town, desk) -> None:
    town.live(10)
    first = parsed(desk[0].mails[0])
    file(town.home, reply_to(first))
    town.live(THINKS[0] - 1)
    assert not any(own_place(parsed(raw)).turn for raw in desk[0].mails)
    town.live(THINKS[1] - THINKS[0] + 2)
    answer = next(parsed(raw) for raw in desk[0].mails if own_place(parsed(raw)).turn == 1)
    assert answer["To"] == f"support+{TOKEN}@auralis.example"
    assert answer["Subject"] == "Re: El Duo 2 no se enciende después de la actualización [AUR-1042]"
    assert answer["In-Reply-To"] == f"<{TOKEN}@auralis.example>"
    assert answer["References"].split() == [first["Message-ID"], f"<{TOKEN}@auralis.example>"]
    assert "sigue apareciendo E-0042" in answer.get_content()
    assert "> Pruebe esto, por favor." in answer.get_content()
    assert mailbox_of(town.home, JORGE).unseen() == []


def test_two_replies_in_a_row_get_one_answer(town, desk) -> None:
    town.live(10)
    first = parsed(desk[0].mails[0])
    file(town.home, reply_to(first))
    file(town.home, reply_to(first, token=TOKEN[::-1]))
    town.live(THINKS[1] * 3, stride=10)
    assert [own_place(parsed(raw)).turn for raw in desk[0].mails].count(1) == 1
    assert mailbox_of(town.home, JORGE).unseen() == []


def test_a_thread_ends_when_its_script_does(town, desk) -> None:
    town.live(10)
    last, turns = parsed(desk[0].mails[0]), 0
    for turn in range(1, MOST_TURNS + 2):
        file(town.home, reply_to(last, references=str(last["References"] or "")))
        town.live(THINKS[1] + 2, stride=2)
        answers = [parsed(raw) for raw in desk[0].mails if own_place(parsed(raw)).turn == turn]
        if answers:
            last, turns = answers[0], turn
    letter = next(letter for letter in LETTERS if letter.key == OPENS_WITH)
    assert turns == len(letter.answers) <= MOST_TURNS


def test_machine_mail_and_mail_of_strangers_is_read_and_never_answered(town, desk) -> None:
    town.live(10)
    first = parsed(desk[0].mails[0])
    file(town.home, reply_to(first, automatic="auto-replied"))
    file(town.home, b"Return-Path: <>\r\n" + reply_to(first))
    stranger = EmailMessage(policy=policy.SMTP)
    stranger["Message-ID"], stranger["Subject"] = "<x@elsewhere.example>", "Buy now"
    file(town.home, reply_to(stranger))
    town.live(THINKS[1] * 2, stride=10)
    assert not any(own_place(parsed(raw)).turn for raw in desk[0].mails)
    assert mailbox_of(town.home, JORGE).unseen() == []


def test_a_desk_that_refuses_is_left_alone_longer_and_longer(town, desk) -> None:
    desk[0].refuses = "451 not now"
    town.live(300, stride=3)
    refusals = [line for line in town.lines if "takes no mail" in line]
    assert 4 <= len(refusals) <= 7
    assert town.town.wait > 100
    assert mailbox_of(town.home, JORGE).sent.all() == []
    desk[0].refuses = ""
    town.live(400, stride=20)
    assert own_place(parsed(desk[0].mails[0])).key == OPENS_WITH


def test_a_desk_that_is_gone_stops_nobody(tmp_path) -> None:
    residents = Residents(tmp_path, free_port())
    residents.live(30)
    assert all("takes no mail (ConnectionRefusedError)" in line for line in residents.lines)


def test_the_process_takes_mail_writes_and_ends_when_asked(tmp_path, desk) -> None:
    port = free_port()
    command = [sys.executable, "-m", "relevo.config.cli", "town", "--port", str(port), "--receiver", HOST]
    process = subprocess.Popen(
        [*command, "--receiver-port", str(desk[1])],
        env={"RELEVO_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not desk[0].mails and time.monotonic() < deadline:
            time.sleep(0.2)
        with smtplib.SMTP(HOST, port, timeout=60) as smtp:
            smtp.sendmail("support@auralis.example", [JORGE], desk[0].mails[0])
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    assert said.splitlines() == [
        "Jorge Molina wrote: El Duo 2 no se enciende después de la actualización",
        "Jorge Molina received: El Duo 2 no se enciende después de la actualización",
    ]
