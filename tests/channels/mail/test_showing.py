"""A mail as JSON, without the rest of Relevo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

from relevo.channels.mail.parsing import ParsedMail, parse
from relevo.channels.mail.showing import as_json
from tests.channels.mail.letters import letter, multipart, plain, rich

KEYS = [
    "subject", "from_addr", "from_name", "to", "cc", "text", "reply", "html", "attachments", "message_id", "in_reply_to",
    "references", "date", "auto_submitted", "charset_guesses", "notices",
]  # fmt: skip
LOADED = """
import sys, time
began = time.process_time()
import relevo.channels.mail.parsing, relevo.channels.mail.showing
seconds = time.process_time() - began
foreign = {name.partition(".")[0] for name in sys.modules} & {"django", "psycopg", "procrastinate", "httpx", "aiosmtpd"}
ours = {name for name in sys.modules if name.startswith("relevo.") and not name.startswith("relevo.channels")}
print(seconds, sorted(foreign), sorted(ours))
"""


def test_exactly_these_keys_and_plain_values():
    shown = as_json(parse(letter("Hola")))
    assert list(shown) == KEYS
    assert json.loads(json.dumps(shown)) == shown
    assert list(as_json(ParsedMail())) == KEYS


def test_a_date_is_in_utc_or_none():
    assert (
        as_json(ParsedMail(date=datetime(2025, 3, 3, 9, 15, tzinfo=UTC)))["date"]
        == "2025-03-03T09:15:00+00:00"
    )
    assert as_json(ParsedMail())["date"] is None


def test_a_sender_who_is_not_sure_is_shown_as_claimed():
    shown = as_json(parse(letter(sender="Pat <pat@p.example>, eve@evil.example")))
    assert (shown["from_addr"], shown["from_name"]) == ("pat@p.example", "Pat")
    assert "several_senders" in shown["notices"]


def test_the_html_as_it_came_is_kept_for_finding_quotes_and_never_shown():
    page = '<div class="gmail_quote" onclick=x()>Hola</div>'
    mail = parse(multipart("alternative", plain("Hola"), rich(page)))
    assert mail.source_html == page
    assert "gmail_quote" not in json.dumps(as_json(mail)) + repr(mail)
    assert len(parse(letter("<p>x" * 400_000, content_type="text/html")).source_html) <= 500_000


def test_reading_mail_needs_neither_django_nor_a_database_and_starts_at_once():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = [
        subprocess.run(
            [sys.executable, "-c", LOADED], env=environment, capture_output=True, check=True, text=True
        )
        for _ in range(2)  # the second finds everything compiled
    ][-1].stdout
    seconds, _, modules = told.partition(" ")
    assert modules.strip() == "[] []"
    assert float(seconds) < 3
