"""From staged rows to contacts: dates and durations read, doubles found, everything counted by block and hour."""

# ruff: noqa: S608 - what a file says reaches SQL as a parameter or through ``staging.text``

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from relevo.study.history.dates import EARLIEST, Orders, instant, offset, written
from relevo.study.history.errors import KEPT_IN_SPITE
from relevo.study.history.fields import channel_of, language_of
from relevo.study.history.mapping import UNITS, ColumnMapping

CONTACTS = """CREATE TABLE contacts (record BIGINT, source SMALLINT, fate VARCHAR, fault VARCHAR, id UBIGINT,
    person UBIGINT, subject UBIGINT, created TIMESTAMP, handled DOUBLE, channel VARCHAR, language VARCHAR,
    topic VARCHAR, reopened BOOLEAN)"""

DOUBLE_MINUTES = 10
"""The same person writing the same subject again within this time means the same contact."""
MOST_TOPICS, MOST_CHANNELS = 200, 20
"""Different topics and channels that are kept; the rarer ones are "" and "other"."""
MOST_WORDS = 2_000
"""Different words of a file for channels or languages that are looked at; a column with more holds something else."""
TRIM = 4.0
"""Handling times whose logarithm is more than this many robust deviations (1.4826 MAD, at least 0.25) from their
channel's median are mistakes of a clock, not work (Hampel's identifier, on the logarithm because times are skewed)."""


def insertion(number: int, orders: Orders, mapping: ColumnMapping, zone: str) -> str:
    """Return SQL that reads the staged rows of a source into ``contacts``; its parameter is the present instant."""
    dates = [name for name in ("first_response_at", "closed_at") if name in mapping.columns]
    moments = ", ".join(
        f"{instant(written(name, orders), offset(name), zone)} AS {name}_read"
        for name in ("created_at", *dates)
    )
    late = " OR ".join(f"{name}_read < created_at_read" for name in dates) or "false"
    return f"""INSERT INTO contacts SELECT record, source,
        CASE WHEN fault NOT IN {tuple(sorted(KEPT_IN_SPITE))} THEN 'unreadable' ELSE fate END, fault,
        id, person, subject, created_at_read, if(handled < 0, NULL, handled), channel, language, topic, reopened
        FROM (SELECT *, CASE WHEN fate = 'unreadable' THEN 'bad_json' WHEN created_at IS NULL THEN 'date_missing'
            WHEN created_at_read IS NULL THEN 'date_unreadable'
            WHEN created_at_read < TIMESTAMP '{EARLIEST}' OR created_at_read > $1 + INTERVAL 1 DAY THEN 'date_unlikely'
            WHEN {late} THEN 'negative_duration'
            WHEN handling IS NOT NULL AND handled IS NULL THEN 'handling_unreadable'
            WHEN handled < 0 THEN 'handling_negative' END AS fault
        FROM (SELECT rowid AS record, *, {moments},
            {_seconds("handling", mapping.handling_unit or "seconds")} AS handled
            FROM stage WHERE source = {number}))"""


def _seconds(value: str, unit: str) -> str:
    """Return SQL for the seconds of a duration: "7:30", "0:07:30", "7,5" or "5 min"; NULL where it cannot be read.

    Two numbers with a colon are hours and minutes where the unit is hours, else minutes and seconds.
    """
    clock = rf"regexp_extract({value}, '^(-?)(\d{{1,4}}):(\d\d)(?::(\d\d))?$', ['sign', 'a', 'b', 'c'])"
    pair = 3600 if unit == "hours" else 60
    word = rf"lower(regexp_extract({value}, '([a-zA-Z]?)[a-zA-Z]*$', 1))"
    number = rf"try_cast(replace(regexp_replace({value}, '\s*[a-zA-Z]+$', ''), ',', '.') AS DOUBLE)"
    return rf"""CASE WHEN {value} IS NULL THEN NULL
        WHEN regexp_full_match({value}, '-?\d{{1,4}}:\d\d(:\d\d)?')
            THEN if({clock}.sign = '-', -1, 1) * if({clock}.c = '',
            {pair} * {clock}.a::INTEGER + {pair // 60} * {clock}.b::INTEGER,
            3600 * {clock}.a::INTEGER + 60 * {clock}.b::INTEGER + try_cast({clock}.c AS INTEGER))
        ELSE CASE WHEN isfinite({number}) THEN {number} END
            * CASE {word} WHEN 's' THEN 1 WHEN 'm' THEN 60 WHEN 'h' THEN 3600 ELSE {UNITS[unit]} END END"""


DOUBLES = (
    # The same number in one file, or in two files at the same moment, is the same contact.
    """UPDATE contacts SET fate = 'duplicate' WHERE record IN (SELECT record FROM (
        SELECT record, row_number() OVER (PARTITION BY source, id ORDER BY created, record) AS nth FROM contacts
        WHERE fate IS NULL AND (source, id) IN (SELECT (source, id) FROM contacts WHERE fate IS NULL AND id IS NOT NULL
            GROUP BY source, id HAVING count(*) > 1)) WHERE nth > 1)""",
    """UPDATE contacts SET fate = 'duplicate' WHERE record IN (SELECT record FROM (
        SELECT record, row_number() OVER (PARTITION BY id, created ORDER BY record) AS nth FROM contacts
        WHERE fate IS NULL AND (id, created) IN (SELECT (id, created) FROM contacts
            WHERE fate IS NULL AND id IS NOT NULL GROUP BY id, created
            HAVING min(source) < max(source))) WHERE nth > 1)""",
    f"""UPDATE contacts SET fate = 'duplicate' WHERE record IN (SELECT record FROM (
        SELECT record, created - lag(created) OVER (PARTITION BY person, subject ORDER BY created, record) AS since
        FROM contacts WHERE fate IS NULL AND (person, subject) IN (SELECT (person, subject) FROM contacts
            WHERE fate IS NULL AND person IS NOT NULL AND subject IS NOT NULL GROUP BY person, subject
            HAVING count(*) > 1)) WHERE since < INTERVAL {DOUBLE_MINUTES} MINUTE)""",
)
"""Statements that mark doubles, the first of each staying."""

_TOPICS = rf"""CREATE TABLE topics AS
    WITH strings AS (SELECT topic AS written, count(*) AS n, regexp_split_to_array(translate(topic, '[]"', ''),
        '\s*[,;|]\s*') AS tags FROM contacts WHERE fate IS NULL AND topic IS NOT NULL GROUP BY 1),
    parts AS (SELECT written, n, unnest(tags) AS tag, generate_subscripts(tags, 1) AS place FROM strings),
    named AS (SELECT written, n, place, coalesce(renamed.ours, trim(tag)[:60]) AS tag
        FROM parts LEFT JOIN renamed ON lower(trim(tag)) = renamed.theirs),
    used AS (SELECT tag, sum(n) AS uses FROM named WHERE tag <> '' GROUP BY 1
        ORDER BY uses DESC, tag LIMIT {MOST_TOPICS})
    SELECT written, arg_max(tag, (uses, -place)) AS topic FROM named JOIN used USING (tag) GROUP BY 1"""
"""Of several tags the topic is the one used most in the whole history, the first of those used alike."""

_BLOCKS = """CREATE TABLE counted AS
    SELECT record, coalesce(languages.ours, 'und') AS language, coalesce(topics.topic, '') AS topic,
        coalesce(channels.ours, 'other') AS channel,
        date_trunc('hour', timezone('{zone}', timezone('UTC', created))) AS hour, handled, reopened
    FROM contacts LEFT JOIN topics ON contacts.topic = topics.written LEFT JOIN detected USING (record)
    LEFT JOIN channels ON channels.theirs = coalesce(contacts.channel, '')
    LEFT JOIN languages ON languages.theirs = coalesce(contacts.language, detected.language, '')
    WHERE fate IS NULL"""


def name_values(con: duckdb.DuckDBPyConnection, values: Mapping[str, Mapping[str, str]]) -> None:
    """Fill the tables that translate a file's channels, languages and topics into ours; drop what the desk began."""
    for name, ours in (("channel", channel_of), ("language", language_of)):
        written_ones = con.execute(
            f"SELECT coalesce({name}, ''), count(*) FROM contacts WHERE fate IS NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_WORDS}"
        ).fetchall()
        translated = [
            (one, values.get(name, {}).get(one.casefold(), "") or ours(one)) for one, _ in written_ones
        ]
        if name == "channel":
            kept = list(dict.fromkeys(channel for _, channel in translated))[:MOST_CHANNELS]
            translated = [(one, channel if channel in kept else "other") for one, channel in translated]
        _table(con, f"{name}s", translated)
    con.execute(
        "INSERT INTO languages SELECT DISTINCT language, language FROM detected "
        "ANTI JOIN languages ON language = theirs"
    )
    _table(con, "renamed", list(values.get("topic", {}).items()))
    con.execute(
        "UPDATE contacts SET fate = 'outbound' WHERE fate IS NULL AND coalesce(channel, '') IN "
        "(SELECT theirs FROM channels WHERE ours = 'outbound')"
    )


def _table(con: duckdb.DuckDBPyConnection, name: str, pairs: list[tuple[str, str]]) -> None:
    con.execute(f"CREATE TABLE {name} (theirs VARCHAR, ours VARCHAR)")
    if pairs:
        marks = ", ".join("(?, ?)" for _ in pairs)
        con.execute(f"INSERT INTO {name} VALUES {marks}", [one for pair in pairs for one in pair])


def count_blocks(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make the tables ``counted`` (a contact each) and ``blocks`` (index, language, topic, channel; biggest first)."""
    con.execute(_TOPICS)
    con.execute(_BLOCKS.format(zone=zone))
    con.execute(
        "CREATE TABLE blocks AS SELECT row_number() OVER (ORDER BY n DESC, language, topic, channel) - 1 AS block, * "
        "FROM (SELECT language, topic, channel, count(*) AS n FROM counted GROUP BY ALL)"
    )


HOURLY = """SELECT block::INTEGER AS block, date_diff('hour', $1::TIMESTAMP, hour)::INTEGER AS hour,
    count(*) AS contacts FROM counted JOIN blocks USING (language, topic, channel) GROUP BY ALL ORDER BY ALL"""

WORKED = f"""WITH logs AS (SELECT *, ln(handled) AS size FROM counted WHERE handled > 0),
    usual AS (SELECT channel, median(size) AS middle, greatest(1.4826 * mad(size), 0.25) AS spread FROM logs GROUP BY 1)
    SELECT block, count(*), sum(handled), sum(handled * handled) FROM logs JOIN usual USING (channel)
    JOIN blocks USING (language, topic, channel) WHERE abs(size - middle) <= {TRIM} * spread GROUP BY 1"""
