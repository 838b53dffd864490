"""Fail when a model has changed and no migration says so. Needs no database."""

from __future__ import annotations

import os
import sys
import warnings

import django
from django.core.management import call_command


def main() -> int:
    """Ask Django whether it would write a migration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relevo.config.settings")
    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    django.setup()
    try:
        call_command("makemigrations", check=True, dry_run=True, skip_checks=True)
    except SystemExit:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
