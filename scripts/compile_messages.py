"""Compile the interface's texts (.po) into what Django reads (.mo), without gettext being installed."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "src" / "relevo" / "locale"

for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalog)
