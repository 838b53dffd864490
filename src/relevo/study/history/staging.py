"""A source's rows in the engine's scratch database: texts cut short, persons and subjects as numbers.

Rows keep their order, so the number of a row tells its place in the file.
"""

# ruff: noqa: S608 - what a file says reaches SQL as a parameter or through ``staging.text``

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from relevo.study.history.fields import TRUE
from relevo.study.history.mapping import ColumnMapping
from relevo.study.history.sources import Source

STAGE = """CREATE TABLE stage (source SMALLINT, id UBIGINT,
    created_at VARCHAR, first_response_at VARCHAR, closed_at VARCHAR, handling VARCHAR,
    channel VARCHAR, language VARCHAR, topic VARCHAR, person UBIGINT, subject UBIGINT,
    words VARCHAR, fate VARCHAR, reopened BOOLEAN)"""

WORDS = 600
"""Letters of subject and text that the detection of a language reads."""
_SPAM_STATUS = ("spam", "junk", "suspended", "correo no deseado", "surogātpasts", "mēstule")
_DELETED_STATUS = ("deleted", "trash", "removed", "eliminado", "borrado", "dzēsts")
_NO = ("", "0", "no", "false", "n", "-", "none", "null", "nē", "f")
_AUTOMATIC = (
    r"^\s*(auto(matic|mated)?[ -]?(reply|response)|out of (the )?office|undeliver(ed|able)|mail delivery failed|"
    r"delivery status notification|returned mail|"
    r"respuesta autom[aá]tica|fuera de (la )?oficina|no se ha podido entregar|"
    r"autom[aā]tisk[aā] atbilde|prombūtn|automatische antwort|abwesenheits|réponse automatique)"
)
Cell = Callable[[str], str]
"""Gives SQL for a field's trimmed text, NULL where blank or not in the file."""


def relation(source: Source, rejects: str) -> str:
    """Return SQL for what stands behind FROM: the file as a table of texts. rejects: name for its unreadable rows."""
    path = text(str(source.text.path))
    if source.kind == "json":
        kind = "array" if source.array else "newline_delimited"
        return (
            f"read_json_objects({path}, format='{kind}', ignore_errors={'false' if source.array else 'true'})"
        )
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(source.columns)))
    return (
        f"read_csv({path}, columns={{{columns}}}, auto_detect=false, header=true, skip={source.skipped}, "
        f"delim={text(source.delimiter)}, quote='\"', escape='\"', ignore_errors=true, store_rejects=true, "
        f"rejects_table='{rejects}', rejects_scan='{rejects}_scan', rejects_limit=0)"
    )


def insertion(source: Source, number: int, mapping: ColumnMapping, *, salt: str, rejects: str) -> str:
    """Return SQL that puts a source's rows into the stage. salt: makes the numbers of persons worthless elsewhere."""
    cell = cells(source, mapping)
    topic, language = _topic(cell, mapping), cell("language")
    if mapping.tag_separator:
        topic = f"replace({topic}, {text(mapping.tag_separator)}, ',')"
    words = f"concat_ws(' ', {cell('subject')}, {cell('text')})"
    unreadable = "json IS NULL OR json_type(json) <> 'OBJECT'" if source.kind == "json" else "false"
    return f"""INSERT INTO stage SELECT {number}, CASE WHEN {cell("id")} IS NOT NULL THEN hash({cell("id")}) END,
        left({cell("created_at")}, 64), left({cell("first_response_at")}, 64), left({cell("closed_at")}, 64),
        left({cell("handling")}, 40),
        left({cell("channel")}, 60), left({language}, 40), left({topic}, 300),
        CASE WHEN {cell("customer")} IS NOT NULL THEN hash({text(salt)} || lower({cell("customer")})) END,
        CASE WHEN {cell("subject")} IS NOT NULL THEN hash({text(salt)} || lower({cell("subject")})) END,
        CASE WHEN {language} IS NULL THEN nullif(left({words}, {WORDS}), '') END,
        CASE WHEN {unreadable} THEN 'unreadable' ELSE {_fate(cell)} END,
        coalesce(lower({cell("reopened")}) NOT IN {_NO}, false)
        FROM {relation(source, rejects)}"""


def cells(source: Source, mapping: ColumnMapping) -> Cell:
    """Return what gives SQL for the text of each field."""

    def cell(name: str) -> str:
        column = mapping.columns.get(name)
        if column is None:
            return text(mapping.fixed[name]) if name in mapping.fixed else "NULL::VARCHAR"
        if source.kind == "json":
            return f"nullif(trim({_json(column)}), '')"
        return f"nullif(trim(c{source.columns.index(column)}), '')"

    return cell


def _json(key: str) -> str:
    """Return SQL for the text at a dotted key; the values of a list's objects are joined."""
    path = "$" + "".join(
        '."' + part.removesuffix("[]").replace('"', "") + '"' + ("[*]" if part.endswith("[]") else "")
        for part in key.split(".")
    )
    found = f"json_extract_string(json, {text(path)})"
    return f"array_to_string({found}, ',')" if "[*]" in path else found


def _topic(cell: Cell, mapping: ColumnMapping) -> str:
    """Return SQL for the given topic or, where none is given, the first rule's whose word is in subject or text."""
    words = f"lower(concat_ws(' ', {cell('subject')}, {cell('text')}))"
    rules = " ".join(
        f"WHEN regexp_matches({words}, {text('|'.join(re.escape(one.lower()) for one in some))}) THEN {text(topic)}"
        for topic, some in mapping.topics.items()
    )
    return f"coalesce({cell('topic')}, CASE {rules} END)" if rules else cell("topic")


def _fate(cell: Cell) -> str:
    """Return SQL for why a row is no contact to count, by what the row itself says; NULL where it is one."""
    status, tags = f"lower({cell('status')})", f"lower({cell('topic')})"
    yes: Mapping[str, str] = {
        name: f"lower({cell(name)}) IN {TRUE}" for name in ("spam", "automatic", "follow_up")
    }
    return rf"""CASE
        WHEN {yes["spam"]} OR {status} IN {_SPAM_STATUS} OR regexp_matches({tags}, '\bspam\b') THEN 'spam'
        WHEN {status} IN {_DELETED_STATUS} THEN 'deleted'
        WHEN lower({cell("merged")}) NOT IN {_NO} OR {status} IN ('merged', 'fusionado', 'apvienots')
            OR regexp_matches({tags}, '\bclosed_by_merge\b') THEN 'merged'
        WHEN {yes["automatic"]} OR regexp_matches({cell("subject")}, '(?i){_AUTOMATIC}') THEN 'automatic'
        WHEN {yes["follow_up"]} THEN 'follow_up' END"""


def text(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
