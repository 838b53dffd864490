"""The town's mailboxes: one Maildir per address, and beneath it one for what its owner has sent.

A mail that nobody has looked at lies in ``new``; one that was dealt with lies in ``cur`` with its flags. So the
folders alone tell what is still to do, and a town that is started again goes on where it was.
"""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

_ADDRESS = re.compile(r"[a-z0-9_-][a-z0-9._+-]{0,62}@(?:[a-z0-9-]{1,40}\.){1,4}example\Z")
_counter = itertools.count()


@dataclass(frozen=True, slots=True)
class Filed:
    """A mail in a Maildir. arrived: seconds since the epoch, by the machine's clock."""

    path: Path
    arrived: float

    def read(self) -> EmailMessage | None:
        """The mail, or None when it has been moved since it was listed."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return message_from_bytes(raw, policy=policy.SMTP)

    def mark(self, flags: str) -> None:
        """Move it to ``cur`` with these flags (S: seen, R: replied), in alphabetical order as the format asks."""
        name = self.path.name.partition(":")[0]
        self.path.rename(self.path.parent.parent / "cur" / f"{name}:2,{flags}")


@dataclass(frozen=True, slots=True)
class Maildir:
    """One mailbox on disk."""

    folder: Path

    @property
    def sent(self) -> Maildir:
        """What the owner has sent."""
        return Maildir(self.folder / ".Sent")

    def file(self, raw: bytes, *, new: bool = True) -> None:
        """Put a mail in: as new, or as seen. It appears whole or not at all."""
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}.{os.getpid()}_{next(_counter)}.town"
        scratch = self.folder / "tmp" / name
        scratch.write_bytes(raw)
        scratch.rename(self.folder / "new" / name if new else self.folder / "cur" / f"{name}:2,S")

    def unseen(self) -> list[Filed]:
        """What nobody has looked at, oldest first."""
        return sorted(self._listed("new"), key=lambda filed: filed.arrived)

    def all(self) -> list[Filed]:
        """Everything, oldest first."""
        return sorted([*self._listed("new"), *self._listed("cur")], key=lambda filed: filed.arrived)

    def _listed(self, name: str) -> Iterator[Filed]:
        folder = self.folder / name
        if folder.is_dir():
            for path in folder.iterdir():
                stamp = path.name.partition(".")[0]
                if stamp.isascii() and stamp.isdigit():
                    yield Filed(path, int(stamp) / 1e9)


def good_address(address: str) -> str:
    """The address in lower case if the town has such a place (it ends in ``.example``), else ""."""
    folded = address.strip().lower()
    return folded if _ADDRESS.match(folded) else ""


def mailbox_of(town: Path, address: str) -> Maildir:
    """The mailbox of an address. Raises ``ValueError`` for an address that the town does not have."""
    folded = good_address(address)
    if not folded:
        raise ValueError(f"no such place: {address!r}")
    return Maildir(town / folded)


def addresses_in(town: Path) -> list[str]:
    """The addresses that have got or sent a mail so far."""
    return sorted(path.name for path in town.iterdir() if good_address(path.name)) if town.is_dir() else []
