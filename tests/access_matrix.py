"""Who gets which answer at which door: every URL name, every member of the cast.

200 and 204: allowed. 302: allowed and sent on; a visitor is sent to the sign-in. 403: seen, but not allowed.
404: not there *for this person*. ``tests/test_access.py`` asks every question and refuses a URL that is missing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.engagements.actions import end_seat, move_engagement
from relevo.organizations.actions import end_member
from relevo.organizations.models import User
from tests.cast import Cast
from tests.evening import Evening


@dataclass(frozen=True, slots=True)
class Person:
    """One column. short: its heading. first_name: who signs in ("" for a visitor). ticket: of which customer.
    before: what has happened to her."""

    short: str
    first_name: str
    ticket: str = "jorge"
    before: Callable[[Cast], None] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One expected answer."""

    url: str
    method: str
    person: str
    status: int


def _seat_ends(cast: Cast) -> None:
    lead = cast.actor("Valeria")
    with acting(lead):
        end_seat(cast.seat("Mateo", "auralis"), actor=lead)


def _engagement_ends(cast: Cast) -> None:
    client = cast.actor("Carmen")
    with acting(client):
        move_engagement(cast.engagement("auralis", "noctua"), "ended", actor=client)


def _leaves_her_firm_and_runs_the_installation(cast: Cast) -> None:
    jonas = cast.member("Jonas")
    machine = system(jonas.organization_id)
    with acting(machine):
        end_member(jonas, actor=machine)
    User.objects.filter(pk=jonas.user_id).update(is_staff=True)


PEOPLE = {
    "visitor": Person("anon", ""),
    "stranger": Person("stra", "Jonas"),  # manager of a firm that has nothing to do with any of it
    "other client": Person("ocli", "Ilze"),
    "other partner": Person(
        "opar", "Marta"
    ),  # a seat on the same desk, but her firm has never held the ticket
    "agent": Person("agnt", "Mateo"),  # of the firm that holds it
    "first week": Person("1wk.", "Lucía"),
    "lead": Person("lead", "Valeria"),
    "in-house": Person("ours", "Iker"),  # the client's own team, which does not hold it now
    "client": Person("clnt", "Carmen"),
    "former agent": Person(
        "fagt", "Mateo", ticket="elena"
    ),  # his firm has handed it over: read, but do nothing
    "former lead": Person("flea", "Valeria", ticket="elena"),
    "seat ended": Person("seat", "Mateo", before=_seat_ends),
    "engagement ended": Person("enga", "Valeria", before=_engagement_ends),
    "staff": Person("staf", "Jonas", before=_leaves_her_firm_and_runs_the_installation),
}
"""The columns of the table, in this order."""

TABLE = """
                                          anon stra ocli opar agnt 1wk. lead ours clnt fagt flea seat enga staf
web:home                             GET   302  302  302  302  302  302  302  302  302  302  302  302  302  403
web:switch                           POST  302  404  404  404  302  404  404  404  404  302  404  302  404  403
web:language                         POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
web:healthz                          GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
web:favicon                          GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_login                        GET   200  302  302  302  302  302  302  302  302  302  302  302  302  302
account_login                        POST  200  302  302  302  302  302  302  302  302  302  302  302  302  302
account_logout                       GET   302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_logout                       POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_inactive                     GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_signup                       GET   200  302  302  302  302  302  302  302  302  302  302  302  302  302
account_signup                       POST  200  302  302  302  302  302  302  302  302  302  302  302  302  302
account_reauthenticate               GET   302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reauthenticate               POST  302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_change_password              GET   302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_change_password              POST  302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_set_password                 GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_set_password                 POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_reset_password               GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password               POST  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_done          GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key      GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key      POST  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_tickets_by_mail              GET   302  200  200  200  200  200  200  200  200  200  200  200  200  200
account_tickets_by_mail              POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_index                            GET   302  200  200  200  200  200  200  200  200  200  200  200  200  200
mfa_authenticate                     GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_authenticate                     POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_reauthenticate                   GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_reauthenticate                   POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_activate_totp                    GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_activate_totp                    POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_deactivate_totp                  GET   302  404  404  404  404  404  404  404  404  404  404  404  404  404
mfa_deactivate_totp                  POST  302  404  404  404  404  404  404  404  404  404  404  404  404  404
mfa_view_recovery_codes              GET   302  404  404  404  404  404  404  404  404  404  404  404  404  404
mfa_generate_recovery_codes          GET   302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_generate_recovery_codes          POST  302  302  302  302  302  302  302  302  302  302  302  302  302  302
mfa_download_recovery_codes          GET   302  404  404  404  404  404  404  404  404  404  404  404  404  404
mfa_download_recovery_codes          POST  302  404  404  404  404  404  404  404  404  404  404  404  404  404
workspace:queue                      GET   302  200  200  200  200  200  200  200  200  200  200  200  200  403
workspace:find                       GET   302  200  200  200  200  200  200  200  200  200  200  200  200  403
workspace:ticket                     GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:head                       GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:thread                     GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:side                       GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:file                       GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:inline-file                GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:mail                       GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:elsewhere                  GET   302  404  404  404  404  404  404  404  404  404  404  404  404  403
workspace:composer                   GET   302  404  404  404  200  200  200  200  200  200  200  404  404  403
workspace:reply                      POST  302  404  404  404  200  200  200  403  403  403  403  404  404  403
workspace:note                       POST  302  404  404  404  200  200  200  200  200  403  403  404  404  403
workspace:draft                      POST  302  404  404  404  204  204  204  204  204  403  403  404  404  403
workspace:check                      POST  302  404  404  404  200  200  200  200  200  403  403  404  404  403
workspace:preview                    POST  302  404  404  404  200  200  200  200  200  403  403  404  404  403
workspace:attach                     POST  302  404  404  404  200  200  200  403  403  403  403  404  404  403
workspace:detach                     POST  302  404  404  404  200  404  404  403  403  403  403  404  404  403
workspace:copy-in                    POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:leave-out                  POST  302  404  404  404  302  302  302  403  403  404  404  404  404  403
workspace:assign                     POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:status                     POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:topic                      POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:merge                      POST  302  404  404  404  409  409  409  403  403  403  403  404  404  403
workspace:prepare                    POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:hand-over                  POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:accept                     POST  302  404  404  404  302  302  302  403  403  403  403  404  404  403
workspace:take-back                  POST  302  404  404  404  403  403  403  403  302  403  403  404  404  403
workspace:approve                    POST  302  404  404  404  403  403  302  403  302  403  403  404  404  403
workspace:return                     POST  302  404  404  404  403  403  302  403  302  403  403  404  404  403
workspace:call-back                  POST  302  404  404  404  403  409  409  403  409  403  403  404  404  403
console:overview                     GET   302  404  404  403  403  403  200  200  200  403  200  403  404  403
console:tickets                      GET   302  404  404  403  403  403  200  200  200  403  200  403  404  403
console:timeline                     GET   302  404  404  403  403  403  200  200  200  403  200  403  404  403
console:costs                        GET   302  404  404  403  403  403  200  200  200  403  200  403  404  403
console:team                         GET   302  404  404  403  403  403  200  200  200  403  200  403  404  403
console:team-readiness               POST  302  404  404  403  403  403  302  403  302  403  302  403  404  403
console:mail                         GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:mail-rules                   GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:mail-raw                     GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:mail-act                     POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mail-alarm-seen              POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mail-trial                   GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:mail-begin-trial             POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox                      GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:mailbox-open                 POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox-change               POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox-disconnect           POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox-sign                 POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox-stop-signing         POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:mailbox-consent              POST  302  404  404  404  404  404  404  404  404  404  404  404  404  403
console:mailbox-consented            GET   302  404  404  404  404  404  404  404  404  404  404  404  404  403
console:studies                      GET   302  200  200  403  403  403  403  403  200  403  403  403  403  403
console:contract                     GET   302  200  200  403  403  403  403  403  200  403  403  403  403  403
console:contract                     POST  302  200  200  403  403  403  403  403  200  403  403  403  403  403
console:study-open                   POST  302  302  302  403  403  403  403  403  302  403  403  403  403  403
console:study                        GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:study-actual                 GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:study-columns                POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:study-run                    POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:study-delete                 POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:study-report                 GET   302  404  404  404  404  404  404  404  200  404  404  404  404  403
console:study-share                  POST  302  404  404  404  404  404  404  404  302  404  404  404  404  403
console:study-shared                 GET   404  404  404  404  404  404  404  404  404  404  404  404  404  404
console:take-back                    POST  302  404  404  403  403  403  403  403  302  403  403  404  404  403
console:give-back                    POST  302  404  404  403  403  403  403  403  302  403  403  404  404  403
console:jobs                         GET   302  404  404  404  404  404  404  404  404  404  404  404  404  200
console:retry-job                    POST  302  404  404  404  404  404  404  404  404  404  404  404  404  302
live:stream                          GET   302  200  200  200  200  200  200  200  200  200  200  200  200  403
live:presence                        POST  302  404  404  404  200  200  200  200  200  200  200  404  404  403
ui:gallery                           GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
ui:workspace                         GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
ui:console                           GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
ui:sign-in                           GET   200  200  200  200  200  200  200  200  200  200  200  200  200  200
ui:draft                             POST  204  204  204  204  204  204  204  204  204  204  204  204  204  204
mail-in                              POST 404  404  404  404  404  404  404  404  404  404  404  404  404  404
mail-events                          POST 404  404  404  404  404  404  404  404  404  404  404  404  404  404
demo:town                            GET   404  404  404  404  404  404  404  404  404  404  404  404  404  404
"""

QUERIES = {
    "console:overview": "?desk=AUR",
    "console:tickets": "?desk=AUR",
    "console:costs": "?desk=AUR",
    "console:team": "?desk=AUR",
    "console:mail": "?desk=AUR",
    "console:mail-rules": "?desk=AUR",
    "workspace:queue": "?list=all",
    "workspace:find": "?q=AUR",
}
"""What is asked behind the address."""

WORDS = "Estimado cliente: pulse el botón durante diez segundos, por favor. Un saludo cordial, Mateo"

DATA: dict[str, dict[str, str]] = {
    "web:switch": {"member": "{member}"},
    "web:language": {"language": "lv"},
    "workspace:reply": {"text": WORDS, "then": "pending"},
    "workspace:note": {"text": "He has two speakers.", "audience": "both"},
    "workspace:draft": {"kind": "reply", "text": WORDS},
    "workspace:check": {"text": WORDS},
    "workspace:preview": {"text": WORDS},
    "workspace:copy-in": {"address": "eva@prats.example"},
    "workspace:assign": {"seat": "me"},
    "workspace:status": {"status": "on_hold"},
    "workspace:topic": {"topic": "sound"},
    "workspace:merge": {"into": "AUR-1001"},
    "workspace:prepare": {"assessment": "The cable.", "recommendation": "Send another."},
    "workspace:hand-over": {"to": "{to}"},
    "workspace:approve": {"approval": "{approval}"},
    "workspace:return": {"approval": "{approval}", "comment": "Warmer, please."},
    "console:team-readiness": {"readiness": "lapsed"},
    "console:mail-alarm-seen": {"kind": "mail.complaint"},
    "console:mailbox-open": {"desk": "AUR", "address": "ayuda@auralis.example", "display_name": "Auralis"},
    "console:mailbox-change": {"display_name": "Auralis", "sender_rule": "desk", "undo_seconds": "10"},
    "console:contract": {"text": "exit: 90 days"},
    "console:study-open": {"name": "2026", "zone": "Europe/Madrid"},
    "console:study-run": {"name": "Others", "text": "country: ES"},
    "console:study-share": {"shared": "yes"},
    "console:take-back": {"desk": "AUR"},
    "console:give-back": {"desk": "AUR"},
}
"""What is posted, so that it works for whoever may do it."""


def facts(told: Evening, ticket: str, **more: object) -> dict[str, object]:
    """What fills the addresses and the forms, for one of the evening's tickets."""
    jorge = ticket == "jorge"
    opened = told.jorge if jorge else told.elena
    return {
        "reference": opened.reference, "ticket_id": opened.pk, "file_id": (told.file if jorge else told.foto).pk,
        "approval": (told.waiting if jorge else told.handed).pk,
        "message_id": (told.waiting if jorge else told.handed).message_id, "to": told.in_house if jorge else told.noctua,
        "key": "unknown", "uidb36": "1",
        "mail_id": told.raw_mail, "mailbox_id": told.mailbox, "provider": "mailgun",
        "part": "identity", "seat_id": told.seat,
        "number": 0, "laid_id": told.laid, "participant_id": told.participant, "study_id": told.study, "scenario_id": told.scenario, "kind": "html", "token": "unknown", **more,
    }  # fmt: skip


def cells() -> Iterator[Cell]:
    """The table, cell by cell."""
    heading, *lines = TABLE.strip().splitlines()
    assert heading.split() == [person.short for person in PEOPLE.values()]
    for line in lines:
        url, method, *answers = line.split()
        for person, answer in zip(PEOPLE, answers, strict=True):
            yield Cell(url, method, person, int(answer))


def names_of_urls() -> dict[str, URLPattern]:
    """Every URL that there is, by name, namespaces included."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: Any, before: str) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                found[f"{before}{pattern.name}"] = pattern
            else:
                walk(pattern, f"{before}{pattern.namespace}:" if pattern.namespace else before)

    walk(get_resolver(), "")
    return found
