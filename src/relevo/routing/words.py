"""Why a ticket is where it is, in one sentence of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relevo.language.codes import UNDETERMINED
from relevo.language.names import language_name


def sentence(why: Mapping[str, Any]) -> str:
    """Put ``Ticket.routing_why`` into one sentence, in the active language and time zone; "" when nothing is kept."""
    code = why.get("code", "")
    if code == "chosen":
        return _("%(name)s was chosen: %(reasons)s.") % {
            "name": why["alias"],
            "reasons": ", ".join(_reasons(why)),
        }
    return _failure(code, language_name(why.get("language", "")))


def _reasons(why: Mapping[str, Any]) -> list[str]:
    reasons = []
    if why["returning"]:
        reasons.append(_("has answered this customer before"))
    if why["until"]:
        until = timezone.localtime(datetime.fromisoformat(why["until"]))
        reasons.append(_("on duty until %(time)s") % {"time": formats.time_format(until, "H:i")})
    if why["language"] not in {"", UNDETERMINED}:
        reasons.append(_language(why["language"], why["via"]))
    load = ngettext("%(load)s of %(capacity)s ticket", "%(load)s of %(capacity)s tickets", why["capacity"])
    return [*reasons, load % {"load": why["load"], "capacity": why["capacity"]}]


def _language(language: str, via: str) -> str:
    names = {"language": language_name(language), "via": language_name(via)}
    if via:
        return _("reads %(language)s translated into %(via)s") % names
    return _("writes %(language)s") % names


def _failure(code: str, language: str) -> str:
    return {
        "nobody_covers": _(
            "Nobody answers at this hour for this language and channel; it waits for the next team."
        ),
        "nobody_on_duty": _("Nobody of the team that holds it is on duty now; it waits for the next shift."),
        "no_language": _(
            "Nobody on duty writes %(language)s and no engine translates it; the original is shown."
        )
        % {"language": language},
        "no_room": _(
            "Everybody on duty who could take it has all the tickets they can hold; it waits for room."
        ),
        "no_expertise": _("Nobody on duty has the expertise that it needs; a lead can give it to somebody."),
        "no_certificate": _(
            "Nobody on duty has a valid certificate for this desk; the client must renew one."
        ),
        "put_down": _("Everybody on duty who could take it has put it down; a lead can give it to somebody."),
    }.get(code, "")
