"""The report as one web page: no script, nothing from elsewhere, readable on a phone, on paper and on a dark ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from relevo.study.report.charts.drawing import FONT
from relevo.study.report.page import (
    Block,
    Bullets,
    Card,
    Cards,
    Figure,
    Figures,
    Picture,
    Report,
    Section,
    Table,
    Text,
)
from relevo.study.report.palette import PAIRS

_ALIGN = {"l": "", "w": ' class="w"', "r": ' class="r"'}


def html_of(report: Report) -> str:
    """Return the page; the same report gives the same characters."""
    body = "".join(_section(section, report) for section in report.sections)
    links = "".join(f'<li><a href="#{one.key}">{escape(one.title)}</a></li>' for one in report.sections[1:])
    contents = escape(report.labels["contents"])
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
        f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>\n{body}"
        f"<footer><p>{escape(report.labels['made_by'])}</p></footer>\n</main>\n</body>\n</html>\n"
    ).replace("<!--contents-->", f'<nav aria-label="{contents}"><h2>{contents}</h2><ol>{links}</ol></nav>\n')


def _style() -> str:
    """Return the style sheet, with what turns the pictures' colours into those of a dark ground."""
    sheet = files("relevo.study.report").joinpath("report.css").read_text(encoding="utf-8")
    swaps = "".join(
        f'  .picture [{attribute}="{light}"] {{ {attribute}: {dark}; }}\n'
        for light, dark in PAIRS.items()
        for attribute in ("fill", "stroke")
    )
    return f"{sheet}@media screen and (prefers-color-scheme: dark) {{\n{swaps}}}\n"


def _section(section: Section, report: Report) -> str:
    blocks = "".join(_block(block, report) for block in section.blocks)
    after = "<!--contents-->" if section is report.sections[0] else ""
    return f'<section id="{section.key}">\n<h2>{escape(section.title)}</h2>\n{blocks}</section>\n{after}'


def _block(block: Block, report: Report) -> str:
    match block:
        case Text():
            return _text(block)
        case Figures():
            return f'<dl class="figures">{"".join(map(_figure, block.figures))}</dl>\n'
        case Cards():
            return f'<div class="cards">{"".join(map(_card, block.cards))}</div>\n'
        case Bullets():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>\n"
        case Table():
            return _table(block, report)
        case Picture():
            return _picture(block, report)


def _text(text: Text) -> str:
    tag = "h3" if text.kind == "heading" else "p"
    kind = f' class="{text.kind}"' if text.kind and tag == "p" else ""
    return f"<{tag}{kind}>{escape(text.text)}</{tag}>\n"


def _figure(figure: Figure) -> str:
    return (
        f'<div><dt>{escape(figure.label)}</dt><dd class="value">{escape(figure.value)}</dd>'
        f"<dd>{escape(figure.beside)}</dd></div>"
    )


def _card(card: Card) -> str:
    items = "".join(f"<dt>{escape(what)}</dt><dd>{escape(why)}</dd>" for what, why in card.items)
    more = f"<p>{escape(card.more)}</p>" if card.more else ""
    listed = f"<dl>{items}</dl>" if items else ""
    return f'<div class="card {card.tone}"><h3>{escape(card.title)}</h3>{listed}{more}</div>'


def _table(table: Table, report: Report) -> str:
    head = "".join(
        f'<th scope="col"{_ALIGN[a]}>{escape(h)}</th>' for a, h in zip(table.align, table.head, strict=True)
    )
    rows = "".join(f"<tr>{''.join(_cells(table, row))}</tr>\n" for row in table.rows)
    label = escape(f"{table.caption}. {report.labels['scroll']}")
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
    )


def _cells(table: Table, row: tuple[str, ...]) -> Iterator[str]:
    """Yield a row's cells; its first text names it."""
    naming = next((n for n, a in enumerate(table.align) if a != "r"), 0)
    for n, (align, cell) in enumerate(zip(table.align, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if n == naming else ("td", "")
        yield f"<{tag}{scope}{_ALIGN[align]}>{escape(cell)}</{tag}>"


def _picture(picture: Picture, report: Report) -> str:
    label = escape(picture.alt)
    svg = picture.svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    svg = re.sub(f' font-family="{FONT}"', "", svg)
    tables = "".join(_table(table, report) for table in picture.tables)
    scroll = escape(f"{picture.caption}. {report.labels['scroll']}")
    return (
        f"<figure><figcaption>{escape(picture.caption)}</figcaption>"
        f'<div class="wide picture" role="region" tabindex="0" aria-label="{scroll}">{svg}</div>'
        f"<details><summary>{escape(report.labels['values'])}</summary>{tables}</details></figure>\n"
    )
