"""What is wrong with an assumption, in the reader's language; the study itself says it in English.

A sentence that is not in the table below is shown as the study says it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SAID = r"""(?P<quote>['"])(?P<value>.*)(?P=quote)"""
_SENTENCES: Final[tuple[tuple[str, StrOrPromise], ...]] = (
    (r"at least (?P<limit>[^,]+), not (?P<value>.+)", _("At least %(limit)s, not %(value)s.")),
    (r"at most (?P<limit>[0-9,]+) characters, not (?P<value>.+)", _("At most %(limit)s characters, not %(value)s.")),
    (r"at most (?P<limit>[^,]+), not (?P<value>.+)", _("At most %(limit)s, not %(value)s.")),
    (rf"a (finite )?number is wanted, not {_SAID}", _("A number is wanted, not “%(value)s”.")),
    (rf"a whole number is wanted, not {_SAID}", _("A whole number is wanted, not “%(value)s”.")),
    (rf"a price such as 4.80 is wanted, not {_SAID}", _("A price such as 4.80 is wanted, not “%(value)s”.")),
    (r"holds characters that cannot be printed", _("It holds characters that cannot be printed.")),
    (rf"hours are such as '[^']*', not {_SAID}",
     _("Hours are such as mon-fri 09:00-18:00; sat 10:00-14:00, not “%(value)s”.")),
    (r"a name of at most 60 characters without a colon", _("A name has at most 60 characters and no colon.")),
    (rf"{_SAID} is named (?P<number>\d+) times", _("“%(value)s” is named %(number)s times.")),
    (rf"names and numbers are wanted, such as '[^']*', not {_SAID}",
     _("Names and numbers are wanted, such as price: 0.5, not “%(value)s”.")),
    (r"resolution and escalation are (?P<value>\S+) together, above 1",
     _("What is resolved and what comes back are %(value)s together, above 1.")),
    (r"above come_back_promised; .*",
     _("More come back than when an answer is promised; a promise drives nobody away.")),
    (r"not below hand_over_above", _("It is not below the chance from which work is handed over.")),
    (r"needs service.patience_seconds; .*",
     _("It needs the callers' patience: who never gives up cannot be lost.")),
    (rf"a code of three capitals such as EUR, not {_SAID}",
     _("A code of three capitals such as EUR, not “%(value)s”.")),
    (r"every price is 0; .*", _("Every price is 0; nobody works for nothing.")),
    (r"\w+ stands in a field of its own too; .*", _("This price stands in a field of its own too; leave one of them.")),
    (r"at least one above 0", _("At least one is above 0.")),
    (r"unknown; a scenario has no such field", _("A scenario has no such field.")),
)  # fmt: skip


def told(problem: str) -> str:
    """Return what a problem says, without its place, in the reader's language where there is a sentence for it."""
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, problem)
        if found:
            return str(sentence) % found.groupdict()
    return f"{problem[:1].upper()}{problem[1:]}"
