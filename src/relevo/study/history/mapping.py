"""Which column means what: given in a YAML file, or worked out by ``proposal``.

columns:    {created_at: Created time, channel: Source, topic: Tags, handling: Time tracked}
fixed:      {channel: phone}                      # for files without such a column
values:     {channel: {"10": outbound}, topic: {billing-es: billing}}
topics:     {warranty: [warranty, garantía, garantija]}    # words in subject or text, where no topic is given
languages:  [es, en, lv]                          # among which the detection chooses
date_order: dmy                                   # or mdy: 01/05 is the 1st of May, or the 5th of January
handling_unit: minutes                            # or seconds, hours
delimiter:  ";"
tag_separator: " "                                # where tags are parted by something else than , ; |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml

from relevo.study.history.errors import HistoryError
from relevo.study.history.fields import FIELDS
from relevo.study.problems import Problem

UNITS: Mapping[str, float] = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0}
"""Seconds of each unit of handling time."""
ORDERS = ("dmy", "mdy")
FIXED = ("channel", "language", "topic")
_KEYS = (
    "columns", "fixed", "values", "topics", "languages", "date_order", "handling_unit", "delimiter", "tag_separator",
)  # fmt: skip
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns of a file mean.

    columns: field, then column. fixed: a field's value for all rows. values: field, then the file's value (any case),
    then ours. topics: topic, then words by which a text is of it. languages: codes among which the detection chooses,
    all that it knows where empty. date_order: "dmy" or "mdy", None where the values shall decide.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    date_order: str | None = None
    handling_unit: str | None = None
    delimiter: str | None = None
    tag_separator: str | None = None


def read_mapping(path: Path) -> ColumnMapping:
    """Return the mapping of a YAML file. Raises HistoryError, which names every unknown key at once."""
    try:
        if path.stat().st_size > _LONGEST:
            raise HistoryError("bad_mapping", reason=Problem("mapping.too_long"))
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise HistoryError("no_file", path=path.name) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        raise HistoryError("bad_mapping", reason=" ".join(str(error).split())) from None
    return mapping_of(content)


def mapping_of(content: object) -> ColumnMapping:
    """Return the mapping that a YAML file's content describes. Raises HistoryError."""
    if not isinstance(content, dict):
        raise HistoryError("bad_mapping", reason=Problem("mapping.no_keys"))
    unknown = [*_unknown(content, _KEYS)]
    for key, known in (("columns", tuple(FIELDS)), ("fixed", FIXED), ("values", (*FIXED, "status"))):
        inside = content.get(key) or {}
        unknown += _unknown(_dictionary(key, inside), known, f"{key}.")
    if unknown:
        raise HistoryError("unknown_keys", keys=unknown)
    return ColumnMapping(
        columns=_texts("columns", content.get("columns")),
        fixed=_texts("fixed", content.get("fixed")),
        values={
            name: {key.casefold(): one for key, one in _texts(f"values.{name}", inner).items()}
            for name, inner in (content.get("values") or {}).items()
        },
        topics={
            str(topic): _words(f"topics.{topic}", words)
            for topic, words in _dictionary("topics", content.get("topics") or {}).items()
        },
        languages=_words("languages", content.get("languages") or []),
        date_order=_one_of("date_order", content.get("date_order"), ORDERS),
        handling_unit=_one_of("handling_unit", content.get("handling_unit"), tuple(UNITS)),
        delimiter=_character("delimiter", content.get("delimiter")),
        tag_separator=_character("tag_separator", content.get("tag_separator")),
    )


def _unknown(content: dict[object, object], known: tuple[str, ...], before: str = "") -> list[object]:
    """Return each unknown key with the known one that it looks like."""
    found: list[object] = []
    for key in content:
        if key not in known:
            near = get_close_matches(str(key), known, 1, 0.5)
            values = {"key": f"{before}{key}", "near": f"{before}{near[0]}"} if near else {}
            found.append(Problem("mapping.near", values=values) if near else f"{before}{key}")
    return found


def _dictionary(key: str, value: object) -> dict[object, object]:
    if not isinstance(value, dict):
        raise HistoryError("bad_mapping_value", key=key, expected=Problem("expected.names"), value=value)
    return value


def _texts(key: str, value: object) -> dict[str, str]:
    inside = _dictionary(key, value or {})
    wrong = next((one for one in inside.values() if isinstance(one, dict | list) or one is None), False)
    if wrong is not False:
        raise HistoryError("bad_mapping_value", key=key, expected=Problem("expected.texts"), value=wrong)
    return {str(name): str(one) for name, one in inside.items()}


def _words(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(
        isinstance(one, str | int) and str(one).strip() for one in value
    ):
        raise HistoryError("bad_mapping_value", key=key, expected=Problem("expected.words"), value=value)
    return tuple(map(str, value))


def _one_of(key: str, value: object, choices: tuple[str, ...]) -> str | None:
    if value is not None and value not in choices:
        expected = Problem("expected.choices", values={"choices": choices})
        raise HistoryError("bad_mapping_value", key=key, expected=expected, value=value)
    return None if value is None else str(value)


def _character(key: str, value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) != 1 or value in '"\r\n'):
        raise HistoryError("bad_mapping_value", key=key, expected=Problem("expected.character"), value=value)
    return value
