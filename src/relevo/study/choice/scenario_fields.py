"""A scenario as fields that a person fills in: one text for each assumption by its dotted place, and back to YAML.

Places are those of ``assumptions`` and of the problems in ``ScenarioWrong`` (``service.cover``, ``partners.2.name``).
A rate card is four fields: ``card.contact``, ``card.resolution`` and ``card.fixed`` (a month) hold a price each,
``card.more`` all that is richer, as YAML or JSON; so is a ``contract``. Lists are separated by commas; what holds a
comma itself stands in double quotes.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, Literal

from relevo.study.choice.assumption import Clauses
from relevo.study.choice.field_texts import (
    card_texts,
    in_list,
    listed_names,
    listed_pairs,
    number_text,
    pairs_text,
    quoted,
    same_number,
    truth_text,
    written,
)
from relevo.study.choice.scenario import Card, Partner, Scenario
from relevo.study.choice.scenario_file import MOST_PARTNERS
from relevo.study.choice.yaml_reading import MOST_PROBLEMS, ScenarioWrong, read_yaml
from relevo.study.problems import Problem, Wrong, printable, problem_of

Kind = Literal["text", "hours", "number", "truth", "list", "pairs", "price", "card", "contract"]
MOST_IN_FIELD: Final = 5_000
MOST_IN_CARD: Final = 20_000
MOST_IN_CONTRACT: Final = 60_000
_PARTNER_PLACE = re.compile(r"partners\.([1-9][0-9]{0,3})\.(.+)", re.ASCII)
_PRICE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LINES = str.maketrans("", "", "\t\r\n")


@dataclass(frozen=True, slots=True)
class Input:
    """One field. place: dotted. value, default: as they are typed. unit, source: English, as the scenario has them."""

    place: str
    kind: Kind
    value: str
    default: str
    unit: str
    source: str

    @property
    def name(self) -> str:
        """The place without a partner's number, by which its words are found: "partners.hours"."""
        found = _PARTNER_PLACE.fullmatch(self.place)
        return f"partners.{found[2]}" if found else self.place

    @property
    def changed(self) -> bool:
        """Whether it says something else than its default."""
        if self.kind == "number":
            return not same_number(self.value, self.default)
        if self.kind == "truth":
            return truth_text(self.value or self.default) != self.default
        return self.value != self.default if self.kind != "price" else self.value.strip() != self.default


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one section. place: "" for those above all sections, "service", "partners.2"."""

    place: str
    inputs: tuple[Input, ...]

    @property
    def code(self) -> str:
        """By which its words are found: "general", "service", "partners"."""
        return self.place.partition(".")[0] or "general"

    @property
    def changed(self) -> int:
        """How many fields differ from their defaults."""
        return sum(one.changed for one in self.inputs)


def fields_of(source: Scenario | Mapping[str, str]) -> tuple[Group, ...]:
    """Return the fields of a scenario, or of values by place; a place that has no value shows its default."""
    values = values_of(source) if isinstance(source, Scenario) else known_values(source)
    return tuple(
        Group(place, tuple(_filled(one, place, values) for one in _declared(section)))
        for place, section in _sections(_partners(values))
    )


def values_of(scenario: Scenario) -> dict[str, str]:
    """Return what stands in each field of a scenario, by place."""
    found: dict[str, str] = {}
    for place, section in _parts(scenario):
        for declared in fields(section):
            if "source" in declared.metadata:
                value = getattr(section, declared.name)
                found |= _texts(_joined(place, declared.name), value)
    return found


def known_values(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the values whose places a scenario has, partners counted from 1 without gaps, not more than it takes."""
    found: dict[int, dict[str, str]] = {}
    values = {}
    for place, value in posted.items():
        partner = _PARTNER_PLACE.fullmatch(place)
        if partner and partner[2] in _places(Partner):
            found.setdefault(int(partner[1]), {})[partner[2]] = value
        elif place in _single_places():
            values[place] = value
    for nth, number in enumerate(sorted(found)[:MOST_PARTNERS], 1):
        values |= {f"partners.{nth}.{name}": value for name, value in found[number].items()}
    return values


def text_of(posted: Mapping[str, str], *, whole: bool = False, comma: bool = False) -> str:
    """Return the YAML of what was typed, for ``load_scenario``; who sends no field of a partner has none.

    whole: with every field, its unit and source beside it, else only what differs from the defaults. comma: "0,25"
    is a number, as in Spanish and Latvian. Raises ScenarioWrong for places that no scenario has, too long or
    unprintable values, too many partners, and for lists and prices that cannot be read; what values mean is
    ``load_scenario``'s to judge.
    """
    problems = list(_hostile(posted))[: MOST_PROBLEMS + 1]
    lines: list[str] = []
    if not problems:
        for section, parts in _by_section(fields_of(posted)):
            lines += _section_lines(section, parts, problems, whole=whole, comma=comma)
    if problems:
        raise ScenarioWrong(problems)
    return "".join(f"{line}\n" for line in lines)


def with_partner(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with one partner more, at its defaults under a name of its own; the same without room."""
    found = known_values(values)
    count = _partners(found)
    if count >= MOST_PARTNERS:
        return found
    taken = {found.get(f"partners.{nth}.name", "") for nth in range(1, count + 1)}
    name = next(
        name for n in range(count + 1, 2 * count + 2) if (name := f"{Partner().name} {n}") not in taken
    )
    return found | {f"partners.{count + 1}.name": name}


def without_partner(values: Mapping[str, str], place: str) -> dict[str, str]:
    """Return the values without a partner ("partners.2"); those behind it move up."""
    found = known_values(values)
    if not place.startswith("partners."):
        return found
    return known_values({name: value for name, value in found.items() if not name.startswith(f"{place}.")})


def at_defaults(values: Mapping[str, str], place: str) -> dict[str, str]:
    """Return the values with a section back at its defaults; a partner keeps its name."""
    found = known_values(values)
    for group in fields_of(found):
        if group.place == place:
            found |= {one.place: one.default for one in group.inputs if one.name != "partners.name"}
    return found


def field_of(place: str, groups: tuple[Group, ...]) -> str:
    """Return the field that a problem of a place belongs beside, a whole section's beside its first; "" for none."""
    every = [one.place for group in groups for one in group.inputs]
    if place in every:
        return place
    if card := re.match(r"(partners\.\d+\.card)(\.)?", place):
        return next((one for one in every if one == card[1] + (".more" if card[2] else ".contact")), "")
    for start in (place, *(place.rsplit(".", cut)[0] for cut in range(1, place.count(".") + 1))):
        inside = [one for one in every if start and (one == start or one.startswith(f"{start}."))]
        if inside:
            return inside[0]
    return ""


# -- what a scenario declares ---------------------------------------------------------------------------------------


@cache
def _declared(section: Any) -> tuple[Input, ...]:
    """The fields of a section with their defaults, by the places within it."""
    types = typing.get_type_hints(section)
    return tuple(
        one
        for declared in fields(section)
        if "source" in declared.metadata
        for one in _inputs(declared, types[declared.name])
    )


def _inputs(declared: Field[Any], kind: Any) -> Iterator[Input]:
    unit, source = declared.metadata["unit"], declared.metadata["source"]
    default = declared.default if declared.default is not MISSING else None
    for place, text in _texts(declared.name, default).items():
        name = place.rpartition(".")[2]
        what = _kind(kind, unit) if kind is not Card else "card" if name == "more" else "price"
        yield Input(place, what, text, text, unit, source)


def _kind(kind: Any, unit: str) -> Kind:
    if typing.get_origin(kind) is tuple:
        return "pairs" if typing.get_origin(typing.get_args(kind)[0]) is tuple else "list"
    if kind is bool:
        return "truth"
    if kind is Clauses:
        return "contract"
    if kind is str:
        return "hours" if unit == "hours" else "text"
    return "number"


@cache
def _places(section: Any) -> frozenset[str]:
    return frozenset(one.place for one in _declared(section))


@cache
def _single_places() -> frozenset[str]:
    """Every place but those of partners."""
    return frozenset(_joined(place, one) for place, section in _sections(0) for one in _places(section))


def _sections(partners: int) -> Iterator[tuple[str, Any]]:
    yield "", Scenario
    types = typing.get_type_hints(Scenario)
    for declared in fields(Scenario):
        if declared.name == "partners":
            yield from ((f"partners.{nth}", Partner) for nth in range(1, partners + 1))
        elif is_dataclass(types[declared.name]):
            yield declared.name, types[declared.name]


def _parts(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """The sections of a scenario as they are, by place."""
    for place, _ in _sections(len(scenario.partners)):
        name, _, number = place.partition(".")
        yield (
            place,
            scenario.partners[int(number) - 1] if number else getattr(scenario, name) if name else scenario,
        )


def _filled(one: Input, place: str, values: Mapping[str, str]) -> Input:
    where = _joined(place, one.place)
    return replace(one, place=where, value=values.get(where, one.default))


def _partners(values: Mapping[str, str]) -> int:
    numbers = (_PARTNER_PLACE.fullmatch(place) for place in values)
    return max((int(found[1]) for found in numbers if found), default=0)


def _joined(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


# -- values as they are typed ---------------------------------------------------------------------------------------


def _texts(place: str, value: Any) -> dict[str, str]:
    """A value as what stands in its field; a rate card's is in four."""
    if isinstance(value, Card):
        return {f"{place}.{name}": text for name, text in card_texts(json.loads(value)).items()}
    if isinstance(value, Clauses):
        return {place: json.dumps(json.loads(value), ensure_ascii=False, indent=2) if value else ""}
    if isinstance(value, tuple):
        pairs = value and isinstance(value[0], tuple)
        return {place: pairs_text(value) if pairs else ", ".join(in_list(part) for part in value)}
    if isinstance(value, bool):
        return {place: "true" if value else "false"}
    return {place: "" if value is None else value if isinstance(value, str) else number_text(value)}


def _hostile(posted: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what no form of ours sends, and what is too much."""
    partners = set()
    for place, value in posted.items():
        partner = _PARTNER_PLACE.fullmatch(place)
        if not (partner and partner[2] in _places(Partner)) and place not in _single_places():
            yield Problem("no_such_field", printable(place[:60]))
            continue
        if partner:
            partners.add(partner[1])
        contract = place.endswith(".contract")
        rich = contract or place.endswith(".card.more")
        most = MOST_IN_CONTRACT if contract else MOST_IN_CARD if rich else MOST_IN_FIELD
        if len(value) > most:
            yield Problem("characters", place, {"limit": most, "value": len(value)})
        if _CONTROL.search(value.translate(_LINES) if rich else value):
            yield Problem("unprintable", place)
    if len(partners) > MOST_PARTNERS:
        yield Problem("at_most", "partners", {"limit": MOST_PARTNERS, "value": len(partners)})


# -- back to YAML ---------------------------------------------------------------------------------------------------


def _by_section(groups: tuple[Group, ...]) -> Iterator[tuple[str, tuple[Group, ...]]]:
    """The groups by their section in the file, partners together even where there is none."""
    for name in ("", *(one.name for one in fields(Scenario) if "source" not in one.metadata)):
        yield name, tuple(group for group in groups if group.place.partition(".")[0] == name)


def _section_lines(
    section: str, parts: tuple[Group, ...], problems: list[Problem], *, whole: bool, comma: bool
) -> Iterator[str]:
    """Yield the lines of a section, none where nothing in it differs from the defaults."""
    written_parts = [list(_lines(part, problems, whole=whole, comma=comma)) for part in parts]
    if section == "partners":
        if len(parts) == 1 and not written_parts[0]:
            return
        yield "partners:" if parts else "partners: []"
        for lines in written_parts:
            first, *rest = lines or ["{}"]
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)
    elif not section:
        yield from written_parts[0]
    elif written_parts[0]:
        yield f"{section}:"
        yield from (f"  {line}" for line in written_parts[0])


def _lines(part: Group, problems: list[Problem], *, whole: bool, comma: bool) -> Iterator[str]:
    card = [one for one in part.inputs if one.kind in {"price", "card"}]
    for one in part.inputs:
        if one in card and (one is not card[0] or not (whole or any(price.changed for price in card))):
            continue
        if one not in card and not (whole or one.changed):
            continue
        name = "card" if one in card else one.place.rpartition(".")[2]
        try:
            value = _card_written(card, comma=comma) if one in card else _written(one, comma=comma)
        except ScenarioWrong as wrong:
            problems += [replace(problem, place=problem.place or one.place) for problem in wrong.problems]
            continue
        except Wrong as wrong:
            problems.append(problem_of(wrong, one.place))
            continue
        about = ", ".join(word for word in (one.unit, one.source) if word)
        yield f"{name}: {value}" + (f"  # {about}" if whole else "")


def _written(one: Input, *, comma: bool) -> str:
    if one.kind == "list":
        return f"[{', '.join(quoted(name) for name in listed_names(one.value))}]"
    if one.kind == "pairs":
        pairs = listed_pairs(one.value)
        return f"{{{', '.join(f'{quoted(name)}: {written(number)}' for name, number in pairs)}}}"
    if one.kind == "contract":
        return quoted(read_yaml(one.value) or "")
    if one.kind == "truth":
        word = truth_text(one.value or one.default)
        return word if word in {"true", "false"} else quoted(one.value)
    if one.kind == "number":
        return written(one.value.strip() or one.default, comma=comma) or "null"
    return quoted(one.value)


def _card_written(card: list[Input], *, comma: bool) -> str:
    """The four fields of a rate card as one document; raises Wrong for what stands in two of them."""
    *prices, more = card
    try:
        document = read_yaml(more.value)
    except ScenarioWrong as wrong:
        raise ScenarioWrong([replace(problem, place=more.place) for problem in wrong.problems]) from None
    found: dict[str, Any] = {}
    for one in prices:
        name, price = one.place.rpartition(".")[2], written(one.value, comma=comma, bare=False)
        if not price:
            continue
        if not _PRICE.fullmatch(price):
            raise Wrong("price", one.place, value=price[:40])
        if name in document:
            raise Wrong("in_two_fields", more.place)
        found[name] = {"amount": price} if name == "fixed" else price
    return quoted(found | document)
