"""What each option costs and gives, what matters most, cost against service, and from which volume on it pays."""

from __future__ import annotations

from decimal import Decimal

from relevo.study.choice.outcome import Influence, OptionResult, Outcome
from relevo.study.report.charts.costs import Cost, costs_svg
from relevo.study.report.charts.frontier import frontier_svg
from relevo.study.report.charts.tornado import tornado_svg
from relevo.study.report.choices import compared, suggested
from relevo.study.report.page import Block, Bullets, Picture, Section, Table, Text
from relevo.study.report.speech import Speech


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return the costs."""
    blocks: list[Block] = [Text(speech("money.intro")), _costs(outcome, speech), _lines(outcome, speech)]
    reasons = tuple(
        speech("money.reason", option=speech.option(option.name), why=speech.reason("option", reason))
        for option in outcome.options for reason in option.reasons
    )  # fmt: skip
    blocks += [Text(speech("money.reasons"), "heading"), Bullets(reasons)] if reasons else []
    then = suggested(outcome)
    if then and then.tornado:
        blocks += [*_tornado(then, speech), *_break_even(outcome, speech)]
    if len(outcome.frontier) > 1:
        blocks += _frontier(outcome, speech)
    return Section("money", speech("section.money"), tuple(blocks))


def _costs(outcome: Outcome, speech: Speech) -> Picture:
    costs = [
        Cost(speech.option(option.name), option.cost, option.name == outcome.answer.option)
        for option in outcome.options
    ]
    rows = tuple(_row(option, outcome, speech) for option in outcome.options)
    head = speech.heads(
        "option", "cost", "cost_range", "saving", "cost_range", "chance", "service", "unanswered"
    )
    table = Table(speech("money.values"), "wrrrrrrr", head, rows)
    cheapest = min(outcome.options, key=lambda option: option.cost.p50)
    dearest = max(outcome.options, key=lambda option: option.cost.p50)
    alt = speech(
        "money.alt", cheapest=speech.option(cheapest.name), low=speech.money(cheapest.cost.p50),
        dearest=speech.option(dearest.name), high=speech.money(dearest.cost.p50),
    )  # fmt: skip
    return Picture(speech("money.costs"), alt, costs_svg(costs, speech), (table,))


def _row(option: OptionResult, outcome: Outcome, speech: Speech) -> tuple[str, ...]:
    compared_to_itself = option.name == outcome.reference
    saving, chance = (
        (("–", "–"), "–") if compared_to_itself
        else ((speech.money(option.saving.p50), speech.span(option.saving.p10, option.saving.p90)),
              speech.chance(option.saves))
    )  # fmt: skip
    return (
        speech.option(option.name), speech.money(option.cost.p50), speech.span(option.cost.p10, option.cost.p90),
        *saving, chance, speech.share(option.service), speech.number(option.unanswered),
    )  # fmt: skip


def _lines(outcome: Outcome, speech: Speech) -> Table:
    """Return where the money goes in the options that are shown in detail, at the expected volume."""
    options = compared(outcome)
    amounts = [{line.code: line.amount for line in option.lines} for option in options]
    codes = list(dict.fromkeys(line.code for option in options for line in option.lines))
    rows = [
        (speech.code("cost", code), *(_amount(each.get(code), speech) for each in amounts)) for code in codes
    ]
    rows.append((speech("money.total"), *(speech.money(option.total) for option in options)))
    rows.append((speech("money.once"), *(_amount(option.one_off, speech) for option in options)))
    head = (speech("head.line"), *(speech.option(option.name) for option in options))
    return Table(speech("money.lines"), "w" + "r" * len(options), head, tuple(rows))


def _amount(amount: Decimal | None, speech: Speech) -> str:
    return speech.money(amount) if amount else "–"


def _tornado(option: OptionResult, speech: Speech) -> list[Block]:
    bars = sorted(option.tornado, key=_width, reverse=True)
    rows = tuple(
        (speech.code("driver", one.driver), *map(speech.money, (one.at_p10, one.at_p90, _width(one))))
        for one in bars
    )  # fmt: skip
    head = speech.heads("driver", "at_low", "at_high", "difference")
    table = Table(speech("tornado.values"), "wrrr", head, rows)
    first = bars[0]
    alt = speech(
        "tornado.alt", driver=speech.code("driver", first.driver), low=speech.money(first.at_p10),
        high=speech.money(first.at_p90),
    )  # fmt: skip
    intro = speech("tornado.intro", option=speech.option(option.name))
    return [Text(speech("tornado.title"), "heading"), Text(intro), Picture(
        speech("tornado.caption", option=speech.option(option.name)), alt, tornado_svg(bars, speech), (table,)
    )]  # fmt: skip


def _width(influence: Influence) -> float:
    return abs(influence.at_p90 - influence.at_p10)


def _break_even(outcome: Outcome, speech: Speech) -> list[Block]:
    rows = tuple(
        (speech.option(option.name), speech(f"break_even.{point.saves}"), speech.number(point.contacts),
         speech.share(point.factor))
        for option in outcome.options for point in option.break_even
    )  # fmt: skip
    title = Text(speech("break_even.title"), "heading")
    if not rows:
        return [title, Text(speech("break_even.none"))]
    head = speech.heads("option", "saves", "contacts_a_year", "of_expected")
    table = Table(speech("break_even.caption"), "wlrr", head, rows)
    return [title, Text(speech("break_even.intro")), table]


def _frontier(outcome: Outcome, speech: Speech) -> list[Block]:
    points = outcome.frontier
    advised = len({one.together for one in outcome.decisions if one.verdict == "hand_over"})
    rows = tuple(
        (str(step), speech.group(point.handed) or speech("frontier.start"), speech.name(point.partner),
         speech.money(point.cost), speech.share(point.service))
        for step, point in enumerate(points)
    )  # fmt: skip
    head = speech.heads("step", "goes", "partner", "cost", "service")
    table = Table(speech("frontier.values"), "rwwrr", head, rows)
    first, last = points[0], points[min(advised, len(points) - 1)]
    alt = speech(
        "frontier.alt", cost=speech.money(first.cost), service=speech.share(first.service), step=str(advised),
        then_cost=speech.money(last.cost), then_service=speech.share(last.service),
    )  # fmt: skip
    intro = speech("frontier.intro", step=str(advised))
    picture = Picture(speech("frontier.caption"), alt, frontier_svg(points, advised, speech), (table,))
    return [Text(speech("frontier.title"), "heading"), Text(intro), picture]
