"""Collect the interface's texts from code and templates into the Spanish and Latvian catalogues (needs gettext)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]


def collect() -> None:
    """Update the catalogues in place; obsolete texts are dropped, and no line numbers are kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relevo.config.settings")
    django.setup()
    os.chdir(ROOT / "src" / "relevo")
    call_command(
        "makemessages", locale=["es", "lv"], no_obsolete=True, no_location=True, no_wrap=True, verbosity=0,
        extensions=["html", "txt", "py"],
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(collect())
