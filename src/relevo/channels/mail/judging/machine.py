"""Was this mail written by a machine? Then nothing answers it by itself, and no loop begins.

``RULES`` is the whole knowledge, one row for each sign that gives a machine away (RFC 3834 and practice), and
``TREATMENTS`` says what is done with each kind. Admins read both tables as they stand here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from relevo.channels.mail import addresses
from relevo.channels.mail.judging import absence, codes
from relevo.channels.mail.parsing import ParsedMail

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_DAEMONS: Final = frozenset(
    {"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "bounce", "bounces", "mdaemon"}
)
_DAEMON_PATHS: Final = frozenset({"mailer-daemon", "postmaster"})
_NEVER_PEOPLE: Final = re.compile(
    r"(?:no|do-?not|dont|never)[-_.]?reply|noreply|nepasrepondre|no-?responder|neatbildet|notifications?|alerts?|daemon"
)
_BULK: Final = frozenset({"bulk", "junk", "list"})
_AUTO_REPLY_HEADERS: Final = frozenset(
    {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-mail-autoreply"}
)
_LIST_HEADERS: Final = frozenset({"list-id", "list-post", "list-help", "mailing-list", "x-mailman-version"})
_UNDELIVERED = re.compile(
    r"(?i)\s*(?:undeliver(?:ed|able)|mail delivery (?:failed|failure|system)|returned mail"
    r"|delivery status notification(?!\s{0,9}\((?:delay|mail delivery delay|success|relay))"
    r"|failure notice|delivery (?:failure|has failed)|no se puede entregar|unzustellbar|non remis|недоставленное)"
)
_REPORT = re.compile(r'(?i)multipart/report\b.{0,400}?report-type\s?=\s?"?([\w-]{1,60})')


class Seen:
    """A mail as the rules look at it. headers: the first value of each name. own: our addresses, without tags."""

    def __init__(self, mail: ParsedMail, mail_from: str | None, own_addresses: Collection[str]) -> None:
        self.mail = mail
        self.headers = dict(reversed(mail.headers))
        self.mail_from = None if mail_from is None else mail_from.strip("<> ")
        self.own = {addresses.without_tag(address) for address in own_addresses} - {""}

    def has(self, *names: str) -> bool:
        """Whether one of these headers says anything."""
        return any(self.headers.get(name) for name in names)

    @property
    def locals(self) -> list[str]:
        """The parts before the @ of all who claim to have written it."""
        return [_local(sender) for sender in self.mail.senders]

    @property
    def null_path(self) -> bool:
        """Whether nothing may be sent back. Without an envelope the Return-Path header tells."""
        return self.headers.get("return-path") == "<>" if self.mail_from is None else not self.mail_from

    @property
    def precedence(self) -> str:
        """The word of the Precedence header."""
        return self.headers.get("precedence", "").strip().lower().replace("-", "_")

    @property
    def report(self) -> str:
        """The kind of a multipart/report, such as "delivery-status"."""
        found = _REPORT.match(self.headers.get("content-type", ""))
        return found[1].lower() if found else ""

    @property
    def own_list(self) -> bool:
        """Whether the list that it came over is a mailbox of ours: a group address that forwards to Relevo."""
        told = " ".join(
            self.headers.get(name, "") for name in ("list-post", "mailing-list", "list-id")
        ).lower()
        return any(address in told or f"<{address.replace('@', '.')}>" in told for address in self.own)


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign of a machine. code: its name in logs and notes. looks_at: what it is, in an admin's words."""

    code: str
    kind: str
    looks_at: _StrPromise
    holds: Callable[[Seen], object]

    @property
    def done(self) -> _StrPromise:
        """What is done with such mail, in an admin's words."""
        return TREATMENTS[self.kind]


@dataclass(frozen=True, slots=True)
class Judgement:
    """kind: "" for a person, else a key of ``TREATMENTS``.

    reasons: codes of the rules that hold, for the log and for the agent who asks why nobody got an answer.
    """

    kind: str
    reasons: tuple[str, ...] = ()


def judge(
    mail: ParsedMail, *, mail_from: str | None = None, own_addresses: Collection[str] = ()
) -> Judgement:
    """Say which kind of machine wrote ``mail``; the first kind in the table wins.

    mail_from: the envelope's sender, "" or "<>" for the null path, None if unknown. own_addresses: those of the
    addresses in the mail that are this installation's, and the mailbox it came to; tags and case make no difference.
    """
    seen = Seen(mail, mail_from, own_addresses)
    held = [rule for rule in RULES if rule.holds(seen)]
    return Judgement(held[0].kind if held else "", tuple(rule.code for rule in held))


def machine_kind(
    mail: ParsedMail, *, mail_from: str | None = None, own_addresses: Collection[str] = ()
) -> str:
    """``judge(...).kind``: "" when a person seems to have written it."""
    return judge(mail, mail_from=mail_from, own_addresses=own_addresses).kind


def _local(address: str) -> str:
    return address.strip("<> ").partition("@")[0].partition("+")[0].lower()


def tells_failure(mail: ParsedMail) -> bool:
    """Whether a mail that holds no report says by itself, in its header, that another one was not delivered."""
    return bool(mail.header("x-failed-recipients")) or _UNDELIVERED.match(mail.subject) is not None


def _daemon(seen: Seen) -> bool:
    """Relays send people's mail from return paths called "bounces" too: of a path only the two clear names count."""
    path = "" if _auto_replied(seen) else (seen.mail_from or "").partition("@")[0].lower()
    return path in _DAEMON_PATHS or any(local in _DAEMONS for local in seen.locals)


def _auto_replied(seen: Seen) -> bool:
    return seen.mail.auto_submitted.startswith(("auto-replied", "auto-reply"))


def _absence_note(seen: Seen) -> bool:
    """Customers ask about automatic replies: their words alone keep no mail from becoming a ticket."""
    if seen.null_path:
        return absence.is_absence(seen.mail.subject, answers=True)
    return bool(seen.mail.in_reply_to or seen.mail.references) and absence.is_absence(seen.mail.subject)


def called_like_a_machine(address: str) -> bool:
    """Whether an address is named mailer-daemon, noreply or the like: nobody reads what is written to it."""
    local = _local(address)
    return local in _DAEMONS or _NEVER_PEOPLE.search(local) is not None


def _suppresses(seen: Seen) -> bool:
    words = {word.strip().lower() for word in seen.headers.get("x-auto-response-suppress", "").split(",")}
    return bool(words & {"all", "autoreply", "oof"})


def _no_person(seen: Seen) -> bool:
    return any(_NEVER_PEOPLE.search(local) for local in seen.locals)


def _code(seen: Seen) -> bool:
    """A machine's mail that holds a code. The words alone are no sign: customers write them too."""
    mail = seen.mail
    service = any(codes.is_service(local) for local in seen.locals)
    return (service or not _by_hand(seen)) and codes.holds_code(mail.subject, mail.text, mail.html)


def _by_hand(seen: Seen) -> bool:
    """Whether nothing but its words can say that a machine has sent it. People write such words too."""
    return not (
        seen.mail.auto_submitted
        or _no_person(seen)
        or _suppresses(seen)
        or seen.null_path
        or seen.precedence in _BULK
        or seen.has("feedback-id", "list-unsubscribe", "x-auto-response-suppress")
    )


TREATMENTS: Final[Mapping[str, _StrPromise]] = MappingProxyType({
    "loop": _("Set aside: it came from an address of ours."),
    "receipt": _("Set aside: it only says that a mail was opened."),
    "bounce": _("Marks the reply as not delivered if it came to that reply's own return address and says that the reply"
                " failed; a report of a delay changes nothing; otherwise set aside. What a postmaster writes himself"
                " becomes a ticket."),
    "challenge": _("Set aside: a person has to decide whether to prove anything to that server."),
    "code": _("Set aside: only the client's own people may read it, since whoever reads a code can use it."),
    "auto_reply": _("Kept on the ticket that it answers, which stays as it is; set aside when it answers none."),
    "list": _("Set aside, unless a customer answers a reply of ours through the list."),
    "generated": _("Becomes a ticket, marked as automatic; nothing answers it by itself. What answers a ticket counts"
                   " as a person's answer, since customers' ticket systems mark those in the same way."),
})  # fmt: skip
"""What is done with each kind of machine mail."""

RULES: Final = (
    Rule("from_own_address", "loop", _("The sender is one of our own addresses."),
         lambda seen: any(addresses.without_tag(sender) in seen.own for sender in seen.mail.senders)),
    Rule("return_path_is_ours", "loop", _("What cannot be delivered would come back to an address of ours."),
         lambda seen: addresses.without_tag(seen.mail_from or "") in seen.own),
    Rule("read_receipt", "receipt", _("It is a report that a mail was opened."),
         lambda seen: seen.report == "disposition-notification"),
    Rule("delivery_report", "bounce", _("It holds a report of a mail server about a delivery."),
         lambda seen: seen.report == "delivery-status" or seen.mail.deliveries),
    Rule("mailer_daemon", "bounce", _("The sender is called mailer-daemon, postmaster or the like; or the return path"
                                      " is called mailer-daemon or postmaster, unless the header Auto-Submitted says"
                                      " “auto-replied”."), _daemon),
    Rule("failed_recipients", "bounce", _("The header X-Failed-Recipients."),
         lambda seen: seen.has("x-failed-recipients")),
    Rule("undelivered_subject", "bounce", _("Nothing may be sent back to it, and its subject says “undelivered”."),
         lambda seen: seen.null_path and _UNDELIVERED.match(seen.mail.subject)),
    Rule("challenge", "challenge", _("It asks whoever wrote to it to prove that he is a person."),
         lambda seen: codes.asks_sender("" if _by_hand(seen) else seen.mail.subject, frozenset(seen.headers))),
    Rule("one_time_code", "code", _("A service sends a code or a link by which its reader proves who he is."), _code),
    Rule("auto_replied", "auto_reply", _("The header Auto-Submitted says “auto-replied”."),
         _auto_replied),
    Rule("auto_reply_header", "auto_reply", _("A header such as X-Autoreply."),
         lambda seen: seen.has(*_AUTO_REPLY_HEADERS)),
    Rule("precedence_auto_reply", "auto_reply", _("The header Precedence says “auto_reply”."),
         lambda seen: seen.precedence == "auto_reply"),
    Rule("absence_note", "auto_reply", _("The subject is that of an absence note, in 30 languages, and the mail answers"
                                         " another or its return path is empty."), _absence_note),
    Rule("list_header", "list", _("Headers of a mailing list that is not an address of ours."),
         lambda seen: seen.has(*_LIST_HEADERS) and not seen.own_list),
    Rule("precedence_bulk", "list", _("The header Precedence says “bulk”, “junk” or “list”."),
         lambda seen: seen.precedence in _BULK and not seen.own_list),
    Rule("auto_generated", "generated", _("The header Auto-Submitted says anything but “no”."),
         lambda seen: seen.mail.auto_submitted),
    Rule("auto_response_suppress", "generated", _("The header X-Auto-Response-Suppress asks for no answer."),
         _suppresses),
    Rule("absence_subject", "generated", _("The subject is that of an absence note, in 30 languages."),
         lambda seen: absence.is_absence(seen.mail.subject)),
    Rule("x_loop", "generated", _("The header X-Loop."), lambda seen: seen.has("x-loop")),
    Rule("bulk_sender", "generated", _("Headers of senders of many mails: Feedback-ID, List-Unsubscribe."),
         lambda seen: seen.has("feedback-id", "list-unsubscribe") and not seen.own_list),
    Rule("null_return_path", "generated", _("Nothing may be sent back to it: the return path is empty."),
         lambda seen: seen.null_path),
    Rule("sender_is_no_person", "generated", _("The sender is called noreply, notifications or the like."), _no_person),
)  # fmt: skip
"""Every sign by which a machine is known. The first kind that holds is what the mail is."""
