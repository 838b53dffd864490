"""Mail is read in a child with limits; whatever a mail does to it, the worker lives and the ticket opens."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from relevo.channels.mail import reading
from relevo.channels.mail.parsing import parse
from relevo.channels.mail.reading import Unreadable, read

LETTER = b"From: Jorge Molina <jorge@molina.example>\r\nSubject: Hola\r\n\r\nNo enciende.\r\n"


@pytest.fixture(autouse=True)
def fresh_children() -> Iterator[None]:
    reading.close()
    yield
    reading.close()


def mixed() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Zane Krūmiņa <zane@krumina.example>", "help@mareko.example, b@c.example"
    mail["Subject"], mail["Date"] = "Apkure", "Sun, 22 Nov 2026 03:10:00 +0200"
    mail["References"] = "<a@b.example> <c@d.example>"
    mail.set_content("Nav siltā ūdens.")
    mail.add_alternative("<p>Nav <b>siltā</b> ūdens.</p>", subtype="html")
    mail.add_attachment(bytes(range(256)), maintype="image", subtype="png", filename="foto.png")
    mail.add_attachment(b"", maintype="application", subtype="octet-stream", filename="tukšs.bin")
    return mail.as_bytes()


@pytest.mark.parametrize("raw", [LETTER, mixed(), b"", b"\0", b"\xff" * 100])
def test_a_child_reads_what_the_parser_reads(raw: bytes) -> None:
    assert read(raw) == parse(raw)


def test_children_are_kept_and_used_again() -> None:
    read(LETTER)
    [child] = reading._pool.idle
    for _ in range(5):
        read(LETTER)
    assert reading._pool.idle == [child]


def test_no_more_than_a_few_are_kept() -> None:
    threads = [threading.Thread(target=read, args=(LETTER,)) for _ in range(reading.WARM + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(reading._pool.idle) <= reading.WARM


def broken(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str, *, where: str = "parse") -> None:
    """Let children do ``body`` with a mail that holds POISON; where "look": with such a file, as it is looked at."""
    module, name = ("parsing", "parse") if where == "parse" else ("mime.images", "look")
    package = folder / "sitecustomize.py"
    package.write_text(
        "import os, sys\n"
        "if 'relevo.channels.mail.reader' in sys.orig_argv:\n"
        f"    import relevo.channels.mail.{module} as parsing\n"
        f"    sound = parsing.{name}\n"
        "    def poisoned(raw):\n"
        f"        if b'POISON' in raw:\n            {body}\n"
        "        return sound(raw)\n"
        f"    parsing.{name} = poisoned\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, sys.path)]))


def test_a_child_that_has_grown_is_not_used_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken(monkeypatch, tmp_path, "parsing.kept = b'x' * (200 << 20)")
    assert read(LETTER + b"POISON").subject == "Hola"
    assert reading._pool.idle == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("os._exit(3)", "crash"),
        ("os.kill(os.getpid(), 11)", "crash"),
        ("os.write(1, b'x' * 100); os._exit(0)", "crash"),
        ("raise MemoryError", "memory"),
        ("import time; time.sleep(60)", "time"),
    ],
)
def test_fault_16_what_ends_the_child_does_not_end_us(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, why: str
) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 3.0)
    broken(monkeypatch, tmp_path, body)
    with pytest.raises(Unreadable, match=why):
        read(LETTER + b"POISON")
    assert read(LETTER).subject == "Hola"


def test_fault_16_processor_time_is_limited_for_each_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, tmp_path, "import relevo.channels.mail.reader as r\n            while True: pass")
    monkeypatch.setattr("relevo.channels.mail.reading.WALL_SECONDS", 60.0)
    with pytest.raises(Unreadable, match="time"):
        read(LETTER + b"POISON")


def test_fault_16_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, tmp_path, "b'x' * (2 << 30)")
    with pytest.raises(Unreadable, match="memory"):
        read(LETTER + b"POISON")


def test_what_cannot_be_read_whole_is_read_as_far_as_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, tmp_path, "os._exit(3)")
    mail = read(LETTER + b"Hace ruido.\r\n" * 10_000 + b"POISON")
    assert (mail.subject, mail.from_addr) == ("Hola", "jorge@molina.example")
    assert mail.reply.startswith("No enciende.")
    assert "cut_short" in mail.notices


PICTURE = (
    b'--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename="serie.png"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"\x89PNG\r\n\x1a\nPOISON") + b"\r\n"
)
WITH_PICTURE = (
    b"From: jorge@molina.example\r\nSubject: Hola\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo enciende.\r\n'
    + PICTURE
)


@pytest.mark.parametrize("length", [0, 100_000], ids=["small", "large"])
@pytest.mark.parametrize(
    "body", ["os._exit(3)", "os.kill(os.getpid(), 11)", "raise MemoryError", "import time; time.sleep(60)"]
)
def test_attack_42_a_file_that_ends_its_reader_costs_its_mail_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, length: int
) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 3.0)
    broken(monkeypatch, tmp_path, body, where="look")
    mail = read(WITH_PICTURE + b"\r\n" * (length // 2) + b"--b--\r\n")
    assert (mail.subject, mail.from_addr, mail.reply) == ("Hola", "jorge@molina.example", "No enciende.")
    assert (mail.attachments, "cut_short" in mail.notices) == ((), True)
    assert read(LETTER).subject == "Hola", "the next mail is read by another child"


def test_attack_42_a_mail_that_is_nothing_but_such_a_file_still_says_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, tmp_path, "os._exit(3)", where="look")
    picture = PICTURE.partition(b"\r\n")[2]
    mail = read(b"From: jorge@molina.example\r\nSubject: Hola\r\n" + picture)
    assert (mail.from_addr, mail.subject, mail.attachments) == ("jorge@molina.example", "Hola", ())


def test_a_child_knows_no_secret_and_no_framework() -> None:
    read(LETTER)
    [child] = reading._pool.idle
    environment = Path(f"/proc/{child.process.pid}/environ").read_bytes()
    assert b"RELEVO" not in environment
    assert b"DATABASE" not in environment
    loaded = subprocess.run(
        [sys.executable, "-c", "import relevo.channels.mail.reader, sys; print(*sys.modules)"],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ).stdout.split()  # fmt: skip
    assert {"django", "psycopg", "procrastinate"} & set(loaded) == set()


def test_every_field_comes_over_the_wire() -> None:
    mail = parse(mixed())
    head, *contents = reading.to_wire(mail)
    told = json.loads(head)
    assert reading.from_wire(told, tuple(contents)) == mail
    names = {one.name for one in dataclasses.fields(mail)} - {"contents"}
    assert names <= set(told)
