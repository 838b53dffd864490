"""Fail when a text of the interface is missing in Spanish or Latvian, is marked fuzzy, or lost a placeholder."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from make_messages import ROOT, collect

LOCALE = ROOT / "src" / "relevo" / "locale"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def main() -> int:
    """Collect the texts anew beside the catalogues and compare."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(scratch) / "locale"
        shutil.copytree(LOCALE, kept)
        try:
            collect()
            trouble = [line for code in ("es", "lv") for line in _trouble(code)]
        finally:
            shutil.rmtree(LOCALE)
            shutil.copytree(kept, LOCALE)
    sys.stdout.writelines(f"{line}\n" for line in trouble)
    sys.stdout.write(
        f"texts: {len(trouble)} to mend\n" if trouble else "texts: complete in Spanish and Latvian\n"
    )
    return 1 if trouble else 0


def _trouble(code: str) -> Iterator[str]:
    with (LOCALE / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale=code)
    for message in catalog:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(texts):
            yield f"{code}: {'unsure' if message.fuzzy else 'missing'}: {_first(message)!r}"
        elif lost := _lost(message, texts):
            yield f"{code}: placeholder {lost} is missing in the text for {_first(message)!r}"


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _lost(message: Message, texts: tuple[str, ...]) -> str:
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    needed = set(PLACEHOLDER.findall(sources[-1]))
    for text in texts:
        if len(sources) == 1 and (gone := needed - set(PLACEHOLDER.findall(text))):
            return ", ".join(sorted(gone))
        if extra := set(PLACEHOLDER.findall(text)) - needed - set(PLACEHOLDER.findall(sources[0])):
            return ", ".join(sorted(extra))
    return ""


if __name__ == "__main__":
    sys.exit(main())
