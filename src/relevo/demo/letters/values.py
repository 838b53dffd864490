"""The shape of a letter."""

from __future__ import annotations

from dataclasses import dataclass

DESKS = {"auralis": "support@auralis.example", "mareko": "help@mareko.example"}
"""Where customers write to, by desk."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A first mail and what follows from it.

    key: letters, digits and hyphens; it is found again in the Message-IDs of the thread. writer: a customer's
    first name. desk: a key of ``DESKS``. answers: what she writes to the first, second and third reply; she falls
    silent after the last. file: name and text of a small attachment, if any.
    """

    key: str
    writer: str
    desk: str
    subject: str
    body: str
    answers: tuple[str, ...] = ()
    file: tuple[str, str] | None = None
