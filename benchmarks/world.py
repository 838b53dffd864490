"""A throw-away installation to measure on: its own durable PostgreSQL, the demo's firms, and N tickets of the past.

The firms, people, hours and prices are the demo's, made through the real actions. The tickets are written by SQL as
the application role in each client's own scope, so the walls hold for them as for any other row; texts, languages and
shapes are the demo's. What nothing measures is left out: raw mail, hand-over notes, and the hashes of the record.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""What time it is in every run: Sunday, 03:00 in Madrid, so that the hours do not change what is measured."""

PASSWORD = "only for measuring"
BACKLOG = 300
"""Unfinished tickets of each desk, however long its past is: what a team of this size carries."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the installation lives. url: the database's address as its owner."""

    folder: Path
    url: str


@contextlib.contextmanager
def installation() -> Iterator[Home]:
    """Start an empty installation with the demo's firms; everything is gone afterwards, also after Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    folder = Path(tempfile.mkdtemp(prefix="relevo-bench-"))
    try:
        _environment(folder)
        from relevo.config.database import create_database, embedded_server

        with embedded_server(folder / "postgres") as server:
            os.environ["DATABASE_URL"] = url = create_database(server, "relevo")
            _found(folder)
            try:
                yield Home(folder, url)
            finally:
                from django.db import connections

                connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


def _environment(folder: Path) -> None:
    for name in ("DATABASE_APP_URL", "RELEVO_CLOCK_FILE", "RELEVO_DEMO", "RELEVO_PUBLIC_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "RELEVO_HOME": str(folder), "RELEVO_SECRET_KEY": "a key for measuring and nothing else",
        "DJANGO_SETTINGS_MODULE": "relevo.config.settings", "RELEVO_SMTP_URL": "smtp://127.0.0.1:9",
    }  # fmt: skip


def _found(folder: Path) -> None:
    import django

    from relevo.core import clock

    django.setup()
    from relevo.config.database import migrate
    from relevo.demo.world import build

    migrate()
    with clock.travel(SUNDAY - timedelta(days=30)):
        build(password=PASSWORD)
    clock.set_file(folder / "clock", SUNDAY)
    os.environ["RELEVO_CLOCK_FILE"] = str(folder / "clock")
    from relevo.demo.world_coverage import roll_shifts

    roll_shifts()


def grow(total: int, *, backlog: int = BACKLOG) -> float:
    """Let both desks together have ``total`` tickets, spread over a year, of which each has ``backlog`` unfinished.

    Called again with a larger total it adds finished ones. Returns how many seconds it took.
    """
    from django.db import connection

    from relevo.core.actor import system
    from relevo.core.scope import acting
    from relevo.organizations.models import Organization

    began = time.perf_counter()
    for slug in ("auralis", "mareko"):
        machine = system(*_everybody())
        with acting(machine):
            client = Organization.objects.get(slug=slug)
            facts = _facts(client.pk, slug)
            have = facts["last"] - 1000
        facts |= {"first": facts["last"] + 1, "last": 1000 + total // 2}
        facts |= {"open_from": facts["last"] + 1 if have else facts["last"] + 1 - backlog}
        if facts["first"] > facts["last"]:
            continue
        with acting(system(client.pk)), connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement, facts)
    _tidy()
    return time.perf_counter() - began


def make_room() -> None:
    """Let every agent take as many tickets as there are, so that mails are given to agents as on any quiet day."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("UPDATE engagements_seat SET capacity = 30000")


def copy(name: str) -> None:
    """Keep the database as it is now under another name, in the same server."""
    from relevo.config.database import create_database

    use("relevo")
    create_database(os.environ["DATABASE_URL"].replace("/relevo?", "/postgres?"), name, template="relevo")


def use(name: str) -> None:
    """Let Django's connections in this process use the database ``name`` from now on."""
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _everybody() -> list[int]:
    """Ids of all firms, from the engagements' side of the wall: only for looking up names before growing."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as owner:
        return [row[0] for row in owner.execute("SELECT id FROM organizations_organization").fetchall()]


def _facts(client_id: int, slug: str) -> dict[str, Any]:
    """Ids and texts for the SQL below."""
    from relevo.core.clock import now
    from relevo.desks.models import Desk
    from relevo.engagements.models import Engagement

    desk = Desk.objects.get(client_id=client_id)
    teams = {e.provider.slug: e.pk for e in Engagement.objects.filter(desk=desk).select_related("provider")}
    # Who answers on a Sunday at 03:00, by language; finished tickets are partly the in-house team's.
    asleep = teams[slug]
    night = {
        "es": teams["noctua"],
        "en": teams["noctua" if slug == "auralis" else "baltline"],
        "lv": teams["baltline"],
    }
    mix = {"auralis": "es es es es es en en en lv lv", "mareko": "lv lv lv lv lv en en en en es"}[
        slug
    ].split()
    return {
        "client": client_id, "desk": desk.pk, "now": now(), "key": desk.key, "last": desk.last_number,
        "mix": mix, "in_house": asleep, "es_team": night["es"], "en_team": night["en"], "lv_team": night["lv"],
        "topics": list(desk.topics), **_texts(slug),
    }  # fmt: skip


def _texts(slug: str) -> dict[str, Any]:
    """The demo's letters and replies by language, as arrays."""
    from relevo.demo.customers import CUSTOMERS, by_first_name
    from relevo.demo.letters import LETTERS
    from relevo.demo.past import PAST, SCRIPT
    from relevo.demo.past_values import Replied

    letters = [*LETTERS, *PAST]
    writer = {letter.key: letter.writer for letter in letters}
    found: dict[str, Any] = {}
    for language in ("es", "en", "lv"):
        own = [letter for letter in letters if by_first_name(letter.writer).language == language]
        ours = [letter for letter in own if letter.desk == slug] or own
        replies = [
            step.text for step in SCRIPT
            if isinstance(step, Replied) and by_first_name(writer[step.key]).language == language
        ]  # fmt: skip
        people = [customer for customer in CUSTOMERS if customer.language == language]
        found |= {
            f"{language}_subjects": [letter.subject for letter in ours],
            f"{language}_letters": [letter.body for letter in ours],
            f"{language}_replies": replies,
            f"{language}_names": [customer.name for customer in people],
            f"{language}_addresses": [customer.address.replace("@", ".%s@") for customer in people],
            f"{language}_zone": people[0].zone,
        }
    return found


def _tidy() -> None:
    """What autovacuum does within minutes, at once, so that the planner knows the tables."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
        owner.execute("CHECKPOINT")


def _by_language(name: str, salt: str) -> str:
    """SQL: one of the texts called ``name`` in the ticket's language, picked by its number."""
    whens = " ".join(
        f"WHEN '{code}' THEN (%({code}_{name})s::text[])"
        f"[1 + abs(hashint8({salt})) %% cardinality(%({code}_{name})s::text[])]"
        for code in ("es", "en", "lv")
    )
    return f"CASE t.language {whens} END"


_OURS = "t.desk_id = %(desk)s AND t.number BETWEEN %(first)s AND %(last)s"
_LONG = "abs(hashint8(t.number)) %% 10 < 6"
"""Six of ten matters take two exchanges, the others one."""

_CUSTOMERS = f"""
INSERT INTO customers_customer (client_id, desk_id, name, language, zone, created_at)
SELECT %(client)s, %(desk)s, {_by_language("names", "t.n")} || ' ' || t.n, t.language,
  CASE t.language WHEN 'es' THEN %(es_zone)s WHEN 'en' THEN %(en_zone)s ELSE %(lv_zone)s END, %(now)s - interval '1 year'
FROM (SELECT n, (%(mix)s::text[])[1 + n %% 10] AS language
      FROM generate_series(%(first)s::int / 4, %(last)s::int / 4) n) t
"""

_ADDRESSES = f"""
INSERT INTO customers_address (client_id, desk_id, customer_id, channel, value)
SELECT %(client)s, %(desk)s, t.id, 'mail', format({_by_language("addresses", "t.id")}, t.id)
FROM customers_customer t WHERE t.desk_id = %(desk)s
  AND NOT EXISTS (SELECT 1 FROM customers_address a WHERE a.customer_id = t.id)
"""

_TICKETS = f"""
WITH people AS (SELECT id, language, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS all_of_them
                FROM customers_customer WHERE desk_id = %(desk)s),
shape AS (
  SELECT g.number, p.id AS customer_id, p.language, g.number >= %(open_from)s AS unfinished,
    abs(hashint8(g.number)) %% 100 AS dice,
    CASE WHEN g.number >= %(open_from)s THEN %(now)s - (1 + abs(hashint8(g.number + 5)) %% 46) * interval '1 hour'
         ELSE %(now)s - interval '2 hours' - (%(last)s - g.number + 1) * (interval '1 year' / (%(last)s - %(first)s + 1)) END
      AS opened_at,
    CASE p.language WHEN 'es' THEN %(es_team)s WHEN 'en' THEN %(en_team)s ELSE %(lv_team)s END AS night
  FROM generate_series(%(first)s::int, %(last)s::int) g (number) JOIN people p ON p.n = abs(hashint8(g.number)) %% p.all_of_them)
INSERT INTO tickets_ticket (client_id, desk_id, number, customer_id, subject, status, waiting_on, holder_id,
  shared_with, assignee_id, topic, tier, language, channel, routing_why, opened_at, last_message_at, solved_at, version)
SELECT %(client)s, %(desk)s, t.number, t.customer_id, {_by_language("subjects", "t.number")} || ' ' || t.number,
  CASE WHEN NOT unfinished THEN CASE WHEN dice < 5 THEN 'solved' ELSE 'closed' END
       WHEN dice < 25 THEN 'new' WHEN dice < 60 THEN 'open' WHEN dice < 90 THEN 'pending' ELSE 'on_hold' END,
  CASE WHEN NOT unfinished THEN 'nobody' WHEN dice < 60 THEN 'desk' WHEN dice < 90 THEN 'customer' ELSE 'third_party' END,
  CASE WHEN NOT unfinished AND dice < 40 THEN %(in_house)s ELSE night END,
  CASE WHEN dice %% 10 = 3 AND (unfinished OR dice >= 40) THEN ARRAY[%(in_house)s::bigint]
       WHEN dice %% 10 = 3 THEN ARRAY[night::bigint] ELSE '{{}}' END,
  NULL, (%(topics)s::text[])[1 + dice %% cardinality(%(topics)s::text[])], 1, t.language, 'mail', '{{}}',
  t.opened_at, t.opened_at + interval '75 minutes', CASE WHEN unfinished THEN NULL ELSE t.opened_at + interval '2 hours' END,
  5
FROM shape t
"""

_ASSIGNED = """
WITH seats AS (SELECT id, engagement_id, row_number() OVER (PARTITION BY engagement_id ORDER BY id) - 1 AS n,
                 count(*) OVER (PARTITION BY engagement_id) AS all_of_them FROM engagements_seat WHERE ended_at IS NULL),
queue AS (SELECT id, holder_id, row_number() OVER (PARTITION BY holder_id ORDER BY id) - 1 AS n FROM tickets_ticket
          WHERE desk_id = %(desk)s AND status IN ('open', 'pending'))
UPDATE tickets_ticket t SET assignee_id = s.id FROM queue q JOIN seats s
  ON s.engagement_id = q.holder_id AND s.n = q.n %% s.all_of_them
WHERE t.id = q.id AND q.n < 8 * s.all_of_them AND t.assignee_id IS NULL
"""

_NUMBER = "UPDATE desks_desk SET last_number = %(last)s WHERE id = %(desk)s"

_MESSAGES = f"""
INSERT INTO tickets_message (client_id, ticket_id, direction, seat_id, engagement_id, shown_name, text, full_text, html,
  language, sent_text, sent_language, delivery, delivery_note, automatic, notices, also_to, trust,
  status_after, request_key, at)
SELECT %(client)s, t.id, CASE WHEN out THEN 'out' ELSE 'in' END, CASE WHEN out THEN s.id END,
  CASE WHEN out THEN t.holder_id END, CASE WHEN out THEN s.alias ELSE c.name END,
  CASE WHEN out THEN {_by_language("replies", "t.number + k")} ELSE {_by_language("letters", "t.number")} END,
  CASE WHEN out OR k = 0 THEN '' ELSE {_by_language("letters", "t.number")} || E'\n\n> '
       || {_by_language("replies", "t.number + k - 1")} END, '', t.language,
  CASE WHEN out THEN {_by_language("replies", "t.number + k")} ELSE '' END, CASE WHEN out THEN t.language ELSE '' END,
  CASE WHEN out THEN 'sent' ELSE 'received' END, '', false, '{{}}', '{{}}',
  CASE WHEN out THEN '' ELSE 'none' END, CASE WHEN out THEN 'pending' ELSE '' END, NULL,
  t.opened_at + k * interval '25 minutes'
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
LEFT JOIN LATERAL (SELECT id, alias FROM engagements_seat WHERE engagement_id = t.holder_id ORDER BY id LIMIT 1) s ON true
CROSS JOIN generate_series(0, 3) k CROSS JOIN LATERAL (SELECT k %% 2 = 1 AS out) o
WHERE {_OURS} AND (k = 0 OR (t.status <> 'new' AND (k = 1 OR {_LONG})))
"""

_TRANSLATIONS = f"""
INSERT INTO language_translation (client_id, ticket_id, message_id, source, target, text, engine, status, signals, at)
SELECT %(client)s, t.id, m.id, t.language, 'en', (%(en_letters)s::text[])[1 + t.number %% cardinality(%(en_letters)s::text[])],
  'apertium', 'check', '[["digits", true], ["protected", true], ["length", false]]', m.at + interval '3 seconds'
FROM tickets_ticket t JOIN tickets_message m ON m.ticket_id = t.id
WHERE {_OURS} AND m.direction = 'in' AND t.language <> 'en'
"""

_SEGMENTS = f"""
INSERT INTO promises_segment (client_id, ticket_id, engagement_id, waiting_on, reason, in_house, started_at, ended_at)
SELECT %(client)s, t.id, t.holder_id, step.waiting_on, step.reason, t.holder_id = %(in_house)s,
  t.opened_at + step.starts, t.opened_at + step.ends
FROM tickets_ticket t CROSS JOIN LATERAL (VALUES
  ('desk', 'opened', interval '0', CASE WHEN t.status = 'new' THEN NULL ELSE interval '25 minutes' END, true),
  ('customer', 'waiting', interval '25 minutes', CASE WHEN t.status = 'pending' THEN NULL ELSE interval '50 minutes' END,
   t.status <> 'new'),
  ('desk', 'resumed', interval '50 minutes', CASE WHEN t.status IN ('open', 'on_hold') THEN NULL ELSE interval '2 hours' END,
   t.status NOT IN ('new', 'pending')),
  ('nobody', 'solved', interval '2 hours', NULL, t.status IN ('solved', 'closed'))
) step (waiting_on, reason, starts, ends, there)
WHERE {_OURS} AND step.there
"""

_CLOCKS = f"""
INSERT INTO promises_clock (client_id, ticket_id, kind, minutes, calendar, started_at, due_at, paused_since, met_at,
  verdict, responsible_id)
SELECT %(client)s, t.id, step.kind, step.minutes, '{{}}', t.opened_at,
  CASE WHEN step.runs THEN %(now)s + (3 + abs(hashint8(t.number)) %% 2000) * interval '1 minute'
       ELSE t.opened_at + step.minutes * interval '1 minute' END,
  NULL, CASE WHEN step.runs THEN NULL ELSE t.opened_at + step.took END,
  CASE WHEN step.runs THEN 'running' WHEN step.took > step.minutes * interval '1 minute' THEN 'missed' ELSE 'kept' END,
  CASE WHEN step.runs THEN NULL ELSE t.holder_id END
FROM tickets_ticket t CROSS JOIN LATERAL (VALUES
  ('first_response', 30, (5 + abs(hashint8(t.number)) %% 27) * interval '1 minute', t.status = 'new', true),
  ('next_response', 60, (5 + abs(hashint8(t.number + 1)) %% 58) * interval '1 minute', t.status = 'open',
   t.status = 'open' OR t.status <> 'new' AND {_LONG}),
  ('resolution', 2880, (60 + abs(hashint8(t.number + 2)) %% 2900) * interval '1 minute',
   t.status NOT IN ('solved', 'closed'), true)
) step (kind, minutes, took, runs, there)
WHERE {_OURS} AND step.there
"""

_EVENTS = f"""
INSERT INTO events_event (kind, at, actor_kind, actor_label, member_id, organization_id, client_id, engagement_id,
  ticket_id, subject_id, facts, private_to, position, previous_hash, hash)
SELECT step.kind, t.opened_at + step.after, CASE WHEN step.person THEN 'member' ELSE 'system' END,
  CASE WHEN step.person THEN 'Mateo Díaz' ELSE 'Relevo' END, NULL, NULL, %(client)s,
  CASE WHEN step.kind IN ('ticket.opened', 'ticket.received') THEN NULL ELSE t.holder_id END, t.id, t.id, step.facts, NULL,
  NULL, '', ''
FROM tickets_ticket t CROSS JOIN LATERAL (VALUES
  ('ticket.opened', interval '0', false, jsonb_build_object('number', t.number, 'channel', 'mail', 'language', t.language), true),
  ('ticket.received', interval '0', false, '{{"automatic": false}}'::jsonb, true),
  ('ticket.held', interval '0', false, jsonb_build_object('from', NULL, 'to', t.holder_id, 'reason', 'opened'), true),
  ('promise.started', interval '0', false, '{{"kind": "first_response"}}', true),
  ('promise.started', interval '0', false, '{{"kind": "resolution"}}', true),
  ('ticket.assigned', interval '2 seconds', false, jsonb_build_object('from', NULL, 'to', t.assignee_id), true),
  ('message.translated', interval '4 seconds', false, '{{"engine": "apertium", "status": "check"}}', t.language <> 'en'),
  ('reply.submitted', interval '25 minutes', true, '{{"waits": false}}', t.status <> 'new'),
  ('reply.released', interval '25 minutes', true, '{{}}', t.status <> 'new'),
  ('reply.sent', interval '25 minutes', false, '{{}}', t.status <> 'new'),
  ('promise.kept', interval '25 minutes', false, '{{"kind": "first_response"}}', t.status <> 'new' AND t.number %% 12 > 0),
  ('promise.missed', interval '25 minutes', false, '{{"kind": "first_response"}}', t.status <> 'new' AND t.number %% 12 = 0),
  ('ticket.status_changed', interval '25 minutes', true, '{{"from": "new", "to": "pending"}}', t.status <> 'new'),
  ('ticket.received', interval '50 minutes', false, '{{"automatic": false}}', t.status <> 'new' AND {_LONG}),
  ('ticket.status_changed', interval '50 minutes', false, '{{"from": "pending", "to": "open"}}', t.status NOT IN ('new', 'pending')),
  ('ticket.status_changed', interval '2 hours', true, '{{"from": "open", "to": "solved"}}', t.status IN ('solved', 'closed'))
) step (kind, after, person, facts, there)
WHERE {_OURS} AND step.there ORDER BY t.opened_at
"""

_CHARGES = f"""
INSERT INTO commerce_charge (client_id, provider_id, engagement_id, rate_card_id, ticket_id, event_id, unit, amount,
  currency, explanation, holding_id, at)
SELECT %(client)s, r.provider_id, r.engagement_id, r.id, t.id, e.id, 'contact', 4.80 + t.number %% 3, 'EUR',
  jsonb_build_object('ticket', %(key)s || '-' || t.number, 'reason', 'priced', 'premium', '', 'unit_price', '4.80',
    'multiplier', '1'), NULL, e.at
FROM tickets_ticket t JOIN commerce_ratecard r ON r.engagement_id = t.holder_id
JOIN events_event e ON e.ticket_id = t.id AND e.kind = 'reply.released' WHERE {_OURS}
"""

_FINDINGS = f"""
INSERT INTO conduct_findingrecord (client_id, ticket_id, message_id, rule, kind, level, start, "end", quote, in_translation)
SELECT %(client)s, t.id, m.id, 'no_greeting', 'style', 'advice', 0, 8, 'Gracias', false
FROM tickets_ticket t JOIN tickets_message m ON m.ticket_id = t.id
WHERE {_OURS} AND m.direction = 'out' AND t.number %% 20 = 7
"""

STATEMENTS = (
    _CUSTOMERS, _ADDRESSES, _TICKETS, _ASSIGNED, _NUMBER, _MESSAGES, _TRANSLATIONS, _SEGMENTS, _CLOCKS, _EVENTS, _CHARGES,
    _FINDINGS,
)  # fmt: skip
"""In this order, each for one desk's tickets from number ``first`` to ``last``."""


def machine() -> str:
    """What this runs on, and how busy that is now."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as owner:
        server = owner.execute("SHOW server_version").fetchone()
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    return (
        f"{os.cpu_count()} x {cpu}, Python {platform.python_version()},"
        f" PostgreSQL {server[0] if server else '?'}, load {load()}"
    )


def load() -> str:
    """Load average of the last and the last five minutes."""
    return " / ".join(f"{one:.1f}" for one in os.getloadavg()[:2])


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def quantile(values: list[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
