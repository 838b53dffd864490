"""For mail tests: writing mails, letting them in, running mail's jobs, and a server that misbehaves on demand."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.models import OutgoingMail, RawMail
from relevo.channels.mail.queued import DIGEST
from relevo.core import clock
from relevo.core.scope import acting
from relevo.events.queue import run_here
from relevo.tickets.actions import hold_ticket
from relevo.tickets.models import Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from tests.cast import EVERYWHERE, Cast

SUPPORT = "support@auralis.example"
HELP = "help@mareko.example"
JORGE = "Jorge Molina <jorge@molina.example>"
SPANISH = "Buenos días, el altavoz no se conecta al wifi desde ayer y muestra una luz roja. ¿Qué puedo hacer?"


def letter(
    text: str = SPANISH, *, sender: str | None = JORGE, to: str = SUPPORT, subject: str = "El altavoz no conecta",
    message_id: str | None = "<one@molina.example>", **headers: str,
) -> bytes:  # fmt: skip
    """A plain mail. Further headers by name, underscores for hyphens."""
    mail = EmailMessage()
    if sender is not None:
        mail["From"] = sender
    mail["To"], mail["Subject"] = to, subject
    if message_id is not None:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def envelope(raw: bytes, *rcpt_tos: str, mail_from: str = "jorge@molina.example") -> Envelope:
    """What the receiver would hand over."""
    return Envelope(
        raw=raw, mail_from=mail_from, rcpt_tos=rcpt_tos or (SUPPORT,), peer="127.0.0.1", helo="there",
        received_at=clock.now(), door="smtp",
    )  # fmt: skip


def let_in(raw: bytes, *rcpt_tos: str, mail_from: str = "jorge@molina.example") -> None:
    """Store a mail and read it, in the test's own transaction; nothing is sent."""
    intake.store(envelope(raw, *rcpt_tos, mail_from=mail_from))
    run_mail_jobs(DIGEST)


def run_mail_jobs(task: str = "", *, even_scheduled: bool = False) -> list[str]:
    """Run what waits in mail's queue (or of one task), and what that causes there; the names of the tasks."""
    ran: list[str] = []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo'"
                " AND queue_name = 'mail' AND task_name LIKE %s AND (scheduled_at IS NULL OR %s) ORDER BY id LIMIT 1)"
                " RETURNING task_name, args::text",
                [task or "%", even_scheduled],
            )
            job = cursor.fetchone()
        if job is None:
            return ran
        ran.append(job[0])
        run_here(job[0], json.loads(job[1]))
        assert len(ran) < 200, "jobs keep causing jobs"


def digest(raw_mail_id: int, client_id: int, *, attempts: int = 0) -> None:
    """Run the job that reads a mail. attempts: how often the queue has given it out before."""
    run_here(DIGEST, {"raw_mail_id": raw_mail_id, "client_id": client_id}, attempts=attempts)


def raws() -> list[RawMail]:
    """All raw mail, oldest first."""
    with acting(EVERYWHERE):
        return list(RawMail.objects.select_related("mailbox", "message__ticket").order_by("pk"))


def tickets(desk: str | None = None) -> list[Ticket]:
    """All tickets, or a desk's, oldest first."""
    with acting(EVERYWHERE):
        found = Ticket.objects.select_related("desk", "customer", "linked_to__desk").order_by("pk")
        return list(found.filter(desk__slug=desk) if desk else found)


def messages(ticket: Ticket) -> list[Message]:
    """The thread."""
    with acting(EVERYWHERE):
        return list(ticket.messages.order_by("pk"))


@dataclass
class Sink:
    """A mail server that takes mail, or answers as told: one entry of ``answers`` for each connection.

    An entry is "" (all well), "MAIL 421 …", "RCPT 550 …" or "DATA 450 …" (that answer at that command), "END 451 …"
    (after the mail), or "HANG UP" (the mail is taken, the answer never comes).
    """

    answers: list[str] = field(default_factory=list)
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)
    port: int = 0

    def serve(self, stream: socketserver.StreamRequestHandler) -> None:
        """Talk to one client."""
        plan = self.answers.pop(0) if self.answers else ""
        at, _, told = plan.partition(" ")
        sender = rcpt = ""

        def say(line: str) -> None:
            stream.wfile.write(line.encode() + b"\r\n")

        say("220 sink.example")
        while line := stream.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == at:
                say(told)
            elif verb == "DATA":
                say("354 go on")
                raw = b"".join(iter(stream.rfile.readline, b".\r\n")).replace(b"\r\n..", b"\r\n.")
                if at == "END":
                    say(told)
                    continue
                self.mails.append((sender, rcpt, raw))
                if plan == "HANG UP":
                    return
                say("250 2.0.0 taken")
            else:
                sender = line.partition(":")[2].split()[0].strip("<>") if verb == "MAIL" else sender
                rcpt = line.partition(":")[2].split()[0].strip("<>") if verb == "RCPT" else rcpt
                say("221 bye" if verb == "QUIT" else "250 OK")
                if verb == "QUIT":
                    return


@contextmanager
def open_sink(*answers: str) -> Iterator[Sink]:
    """A sink on a port of its own."""
    sink = Sink(list(answers))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sink.serve(self)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()


def child(code: str, database: str, **environment: str) -> subprocess.Popen[str]:
    """A process of its own with Django set up, on the database of that name and at the test's time."""
    clock_file = Path(os.environ["RELEVO_HOME"]) / "clock"
    clock.set_file(clock_file, clock.now())
    url = make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=database)
    command: Sequence[str] = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "relevo.config.settings",
                          "PYTHONPATH": os.pathsep.join(["src", "."]), "RELEVO_FAILPOINTS_ALLOWED": "1",
                          "RELEVO_CLOCK_FILE": str(clock_file), **environment},
    )  # fmt: skip


def answer(
    cast: Cast, ticket: Ticket, text: str = "Reinicie el altavoz, por favor.", **fields: object
) -> Message:
    """Mateo of Noctua answers; the mail stands in the outbox afterwards."""
    machine = cast.machine(ticket.desk.slug)
    with acting(machine):
        hold_ticket(ticket, cast.engagement(ticket.desk.slug, "noctua"), reason="coverage", actor=machine)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        beside = fields.pop("beside", None)
        reply = Reply(**{"text": text, "language": "es", **fields})  # type: ignore[arg-type]
        return write_reply(Ticket.objects.get(pk=ticket.pk), reply, waits=False, actor=mateo, beside=beside)  # type: ignore[arg-type]


def outgoing() -> list[OutgoingMail]:
    """The outbox, oldest first."""
    with acting(EVERYWHERE):
        return list(OutgoingMail.objects.select_related("message", "mailbox").order_by("pk"))


def wire_mail(mail: OutgoingMail) -> EmailMessage:
    """A mail of the outbox as a mail program reads it."""
    return message_from_bytes(bytes(mail.raw), policy=policy.default)


def reply_to(mail: OutgoingMail, text: str = "Gracias, ahora funciona.", **fields: str) -> bytes:
    """What the customer's mail program makes of "Reply"; any field may be forged."""
    ours = wire_mail(mail)
    fields = {
        "to": ours["Reply-To"].addresses[0].addr_spec, "subject": str(ours["Subject"]),
        "message_id": "<re@molina.example>", "in_reply_to": ours["Message-ID"], "references": ours["Message-ID"],
    } | fields  # fmt: skip
    return letter(text, **{name: value for name, value in fields.items() if value})


def write_again(raw: bytes, **rest: str) -> None:
    """Let a mail in at the address in its To header."""
    to = message_from_bytes(raw)["To"]
    let_in(raw, to.strip(), **rest)
