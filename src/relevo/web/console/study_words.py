"""What a study's codes are called on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.core.formats import reader_locale, whole_money

_FIELDS = {
    "created_at": gettext_lazy("When the contact began"),
    "first_response_at": gettext_lazy("First answer at"),
    "closed_at": gettext_lazy("Solved at"),
    "id": gettext_lazy("Number"),
    "channel": gettext_lazy("Channel"),
    "language": gettext_lazy("Language"),
    "topic": gettext_lazy("Topic or tags"),
    "subject": gettext_lazy("Subject"),
    "text": gettext_lazy("Text"),
    "customer": gettext_lazy("Customer (kept as a number only)"),
    "status": gettext_lazy("Status"),
    "spam": gettext_lazy("Spam"),
    "merged": gettext_lazy("Merged"),
    "automatic": gettext_lazy("Automatic mail"),
    "handling": gettext_lazy("Handling time"),
    "reopened": gettext_lazy("Reopened"),
    "follow_up": gettext_lazy("Answer to an earlier contact"),
}
DATE_ORDERS = (
    ("", gettext_lazy("As the values decide")),
    ("dmy", gettext_lazy("Day first")),
    ("mdy", gettext_lazy("Month first")),
)  # fmt: skip
HANDLING_UNITS = (
    ("", gettext_lazy("As the column says")),
    ("seconds", gettext_lazy("Seconds")),
    ("minutes", gettext_lazy("Minutes")),
    ("hours", gettext_lazy("Hours")),
)  # fmt: skip
_CARD = {
    "contact": gettext_lazy("Price per contact"),
    "resolution": gettext_lazy("Price per resolution"),
    "fixed": gettext_lazy("Fixed fee a month"),
    "more": gettext_lazy("Further prices (YAML or JSON)"),
}
_TYPING = {
    "hours": gettext_lazy("Such as mon-fri 09:00-18:00; sat 10:00-14:00, always or never."),
    "list": gettext_lazy("Several are separated by commas."),
    "pairs": gettext_lazy("Such as price: 0.5, resolution: 0.3."),
    "contract": gettext_lazy(
        "As YAML or JSON, as under “Check a contract”; the report names its weak clauses."
    ),
    "card": gettext_lazy("Tiers, premiums, a minimum: what a rate card of Relevo can hold."),
}
_ANSWERS = {
    "hand_over": gettext_lazy("Yes: hand it over"),
    "hand_over_part": gettext_lazy("Yes, a part of it"),
    "only_nights": gettext_lazy("Only the nights"),
    "keep": gettext_lazy("No: keep it"),
    "undecided": gettext_lazy("We cannot know yet"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario's figures as its row shows them."""

    answer: str
    cost: str
    saving: str
    between: str
    chance: str
    service: str


def field_words(name: str) -> str:
    """What a field of a contact is called; a field without words of ours by its own name."""
    return str(_FIELDS.get(name, name))


def card_words(name: str) -> str:
    """What a part of a partner's prices is called: "contact", "resolution", "fixed", "more"."""
    return str(_CARD[name])


def typing_hint(kind: str) -> str:
    """How a kind of assumption is typed, "" where it speaks for itself."""
    return str(_TYPING.get(kind, ""))


def compared(summary: Mapping[str, Any]) -> Compared | None:
    """The figures of a scenario that is done, None before."""
    if not summary:
        return None
    currency = summary["currency"]
    low, high = _money(summary["saving_low"], currency), _money(summary["saving_high"], currency)
    return Compared(
        str(_ANSWERS.get(summary["answer"], summary["answer"])), _money(summary["cost"], currency),
        _money(summary["saving"], currency), _("%(low)s to %(high)s") % {"low": low, "high": high},
        _share(summary["saves"]), _share(summary["service"]),
    )  # fmt: skip


def _money(amount: float, currency: str) -> str:
    """Thousands are what such a figure can tell."""
    return whole_money(round(amount, -3), currency)


def _share(share: float) -> str:
    """No simulation knows that something is certain."""
    told = format_percent(min(max(share, 0.01), 0.99), locale=reader_locale())
    return f"< {told}" if share < 0.01 else f"> {told}" if share > 0.99 else told
