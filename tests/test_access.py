"""Every URL name x every member of the cast -> the answer in the table of ``tests/access_matrix.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse

from relevo.core import clock
from relevo.core.scope import acting
from tests.access_matrix import DATA, PEOPLE, QUERIES, Cell, cells, facts, names_of_urls
from tests.cast import EVERYWHERE, Cast
from tests.evening import EVENING, Evening, played

CELLS = list(cells())
_URLS = names_of_urls()
UNUSED = sorted({(c.url, m) for c in CELLS for m in ("GET", "POST")} - {(c.url, c.method) for c in CELLS})
ABOUT_A_TICKET = sorted(
    {
        (cell.url, cell.method)
        for cell in CELLS
        if cell.url.startswith("workspace:") and cell.url not in {"workspace:queue", "workspace:find"}
    }
    | {("console:timeline", "GET"), ("live:presence", "POST")}
)
MISSING = {"reference": "AUR-999999", "ticket_id": 999_999, "file_id": 999_999}
"""What nobody has: a question about it must sound the same as one about a stranger's."""


@dataclass
class Town:
    """The evening, and everybody signed in. cookies: each person's, by first name."""

    cast: Cast
    told: Evening
    cookies: dict[str, str]
    job_id: int
    member: int
    browser: Client = field(default_factory=Client)
    strict: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def ask(
        self,
        url: str,
        method: str,
        person: str,
        *,
        csrf: bool = False,
        again: bool = False,
        **instead: object,
    ) -> HttpResponseBase:
        """One question by one person, after what has happened to her (unless she asks ``again``)."""
        who = PEOPLE[person]
        if who.before is not None and not again:
            who.before(self.cast)
        known = facts(self.told, who.ticket, job_id=self.job_id, member=self.member, **instead)
        client = self.strict if csrf else self.browser  # a new one would load all middleware again
        client.cookies.clear()
        if who.first_name:
            client.cookies["sessionid"] = self.cookies[who.first_name]
        wanted = _URLS[url].pattern.converters or _URLS[url].pattern.regex.groupindex
        address = reverse(url, kwargs={name: known[name] for name in wanted}) + QUERIES.get(url, "")
        data = {name: value.format(**known) for name, value in DATA.get(url, {}).items()}
        return client.post(address, data) if method == "POST" else client.get(address)


@pytest.fixture(scope="module")
def evening(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    """The evening, played once for all questions and rolled back at the end."""
    with played(django_db_blocker) as (cast, told):
        cookies = {}
        for name in sorted({person.first_name for person in PEOPLE.values()} - {""}):
            client = Client()
            client.force_login(cast.user(name))
            cookies[name] = client.cookies["sessionid"].value
        yield Town(cast, told, cookies, _failed_job(), cast.member("Mateo").pk)


@pytest.fixture
def town(evening: Town) -> Iterator[Town]:
    """The evening, as it was when it had been played."""
    with clock.travel(EVENING), transaction.atomic():
        yield evening
        transaction.set_rollback(True)


KEYED = {"mail-in", "mail-events"}
"""Doors for machines: no cookie opens them, so no foreign page can use one."""


@pytest.mark.parametrize("cell", CELLS, ids=[f"{c.url}-{c.method}-{c.person}" for c in CELLS])
def test_everybody_gets_the_answer_in_the_table(town: Town, cell: Cell) -> None:
    assert town.ask(cell.url, cell.method, cell.person).status_code == cell.status


def test_every_url_is_in_the_table_and_nothing_else() -> None:
    assert {cell.url for cell in CELLS} == set(names_of_urls())


def test_every_url_has_a_name() -> None:
    assert not [pattern for name, pattern in names_of_urls().items() if name.endswith("None")]


@pytest.mark.parametrize(("url", "method"), UNUSED, ids=lambda value: value)
def test_a_method_that_is_not_in_the_table_is_refused(town: Town, url: str, method: str) -> None:
    assert town.ask(url, method, "lead").status_code == 405


@pytest.mark.parametrize("url", sorted({cell.url for cell in CELLS if cell.method == "POST"} - KEYED))
def test_attack_75_a_post_without_the_page_s_key_is_refused(town: Town, url: str) -> None:
    assert town.ask(url, "POST", "lead", csrf=True).status_code == 403


@pytest.mark.parametrize(
    "person", ["stranger", "other client", "other partner", "seat ended", "engagement ended"]
)
@pytest.mark.parametrize(("url", "method"), ABOUT_A_TICKET, ids=lambda value: value)
def test_attack_49_a_stranger_s_ticket_sounds_like_none_at_all(
    town: Town, url: str, method: str, person: str
) -> None:
    foreign = town.ask(url, method, person)
    missing = town.ask(url, method, person, again=True, **MISSING)
    assert (foreign.status_code, _words(foreign)) == (missing.status_code, _words(missing))


def test_attack_49_a_refused_question_writes_nothing(town: Town) -> None:
    before = _everything()
    for cell in CELLS:
        if (
            cell.method == "POST"
            and cell.person in {"stranger", "other client", "other partner"}
            and cell.status == 404
        ):
            town.ask(cell.url, "POST", cell.person)
    assert _everything() == before


def test_in_the_demo_the_town_is_open_to_all(town: Town) -> None:
    with override_settings(DEMO=True):
        assert {town.ask("demo:town", "GET", person).status_code for person in ("visitor", "agent")} == {200}


def _words(answer: HttpResponseBase) -> str:
    """The page without what differs at each request: its keys and its time."""
    page = answer.content.decode()
    return re.sub(
        r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+|data-now="[^"]+"|\d{4}-\d\d-\d\dT[\d:.+]+',
        "",
        page,
    )


def _everything() -> dict[str, int]:
    """How many rows there are, of whatever a firm owns, and the newest event."""
    counts = {}
    with acting(EVERYWHERE), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
        cursor.execute("SELECT sum(version) FROM tickets_ticket")
        counts["writes of tickets"] = cursor.fetchone()[0]
    return counts


def _failed_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES"
            " ('events', 'coverage.tick', '{\"timestamp\": 0}', 'failed') RETURNING id"
        )
        return cursor.fetchone()[0]
