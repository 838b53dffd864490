"""The report as a PDF, set by typst with the fonts that it carries, so that every machine gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files

import typst

from relevo.study.report.page import Block, Report


def pdf_of(report: Report) -> bytes:
    """Return the PDF: tagged, with alternative texts and bookmarks, by PDF/UA-1.

    That standard wants a glyph for each letter. Where a name holds letters that the carried fonts lack, the PDF takes
    them from the machine's fonts if it can, and does not claim the standard.
    """
    source = files("relevo.study.report").joinpath("report.typ").read_bytes()
    inputs = {"report": json.dumps(_plain(report))}
    try:
        pdf = typst.compile(
            source,
            sys_inputs=inputs,
            ignore_system_fonts=True,
            font_paths=[],
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError:
        pdf = typst.compile(source, sys_inputs=inputs, font_paths=[], timestamp=0)
    return bytes(pdf)


def _plain(report: Report) -> dict[str, object]:
    """Return the report as JSON holds it, each block with its name."""
    plain = asdict(report)
    for section, read in zip(plain["sections"], report.sections, strict=True):
        section["blocks"] = [_named(block) for block in read.blocks]
    return plain


def _named(block: Block) -> dict[str, object]:
    return asdict(block) | {"block": type(block).__name__}
