"""The rules for machine mail as an admin reads them: the tables of ``judging/machine.py`` themselves, and no copy."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from relevo.channels.mail.judging.machine import RULES, TREATMENTS
from relevo.core.http import ActorRequest
from relevo.web.console.desks import desk_of_mail
from relevo.web.console.mail_words import kind_words


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of machine mail. signs: each alone is enough to know it by. done: what becomes of such mail."""

    code: str
    title: str
    signs: list[str]
    done: str


@require_GET
def rules(request: ActorRequest) -> HttpResponse:
    """What mail is known to be a machine's by, and what is done with it; for those who look after a desk's mail."""
    desk, _desks = desk_of_mail(request)
    return render(request, "console/mail_rules.html", {"desk": desk, "kinds": kinds()})


def kinds() -> list[Kind]:
    """Every kind with its signs, in the order in which they win. Raises ``KeyError`` for one without words."""
    return [
        Kind(code, kind_words(code), [str(rule.looks_at) for rule in RULES if rule.kind == code], str(done))
        for code, done in TREATMENTS.items()
    ]
