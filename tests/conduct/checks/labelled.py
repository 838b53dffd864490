"""The shape of a labelled reply, and how sets of them are measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply we wrote, with the kind of conduct a careful reviewer would name ("good" when none)."""

    label: str
    text: str
    customer: str = ""
    first: bool = True


def good(text: str, customer: str = "", *, first: bool = True) -> Labelled:
    """A reply nobody should be stopped for."""
    return Labelled("good", text, customer, first)


def rude(text: str, customer: str = "", *, first: bool = True) -> Labelled:
    """A reply that hurts."""
    return Labelled("rude", text, customer, first)


def curt(text: str, customer: str = "", *, first: bool = True) -> Labelled:
    """A reply that gives too little, too coldly."""
    return Labelled("curt", text, customer, first)


def evasive(text: str, customer: str = "", *, first: bool = True) -> Labelled:
    """A reply that does not move the matter forward."""
    return Labelled("evasive", text, customer, first)
