"""Was this mail written by a machine? Then nothing answers it by itself, and no loop begins.

Judged by what RFC 3834 and practice offer: headers, the null return path, senders that are never people, and
subjects of absence notes in six languages, since many come without any header at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import addresses
from relevo.channels.mail.parsing import ParsedMail

_DAEMONS: Final = frozenset(
    {"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "bounce", "bounces", "mdaemon"}
)
_NEVER_PEOPLE: Final = re.compile(
    r"(?:no|do-?not|dont|never)[-_.]?reply|noreply|nepasrepondre|no-?responder|neatbildet|notifications?|alerts?|daemon"
)
_BULK: Final = frozenset({"bulk", "junk", "list"})
_AUTO_REPLY_HEADERS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
_LIST_HEADERS: Final = ("list-id", "list-post", "list-help", "mailing-list", "x-mailman-version")
_AWAY = re.compile(
    r"(?i)\s*(?:re|aw|sv|rv|atb)?\s?:?\s*[\[(]?(?:"
    r"out[ -]of[ -](?:the[ -])?office|auto(?:matic|mated)?[ -]?(?:reply|response)|auto[ -]?responder|away from (?:my )?"
    r"(?:desk|office)|on (?:vacation|holiday|leave)\b|i am (?:away|out of)"
    r"|respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente de la oficina|de vacaciones\b|estoy fuera"
    r"|autom[aā]tisk[aā] atbilde|automātisks paziņojums|prombūtn|ārpus biroja|esmu atvaļinājumā|atvaļinājumā\b"
    r"|automatische (?:antwort|rückantwort)|abwesen(?:d\b|heit)|außer haus|nicht im büro|im urlaub\b"
    r"|urlaub(?:sabwesenheit)?\b"
    r"|réponse automatique|absence du bureau|absent(?:e)? du bureau|absen(?:t|ce)\s?:|en congés?\b"
    r"|автоматический ответ|автоответ|нет на месте|вне офиса|отсутствую|я в отпуске|в отпуске\b"
    r")"
)
_UNDELIVERED = re.compile(
    r"(?i)\s*(?:undeliver(?:ed|able)|mail delivery (?:failed|failure|system)|delivery status notification|returned mail"
    r"|failure notice|delivery (?:failure|has failed)|no se puede entregar|unzustellbar|non remis|недоставленное)"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """kind: "" for a person, else "loop", "bounce", "auto_reply", "list", "receipt" or "generated".

    reasons: codes of what gave it away, for the log and for the agent who asks why nobody got an answer.
    """

    kind: str
    reasons: tuple[str, ...] = ()


def judge(
    mail: ParsedMail, *, mail_from: str | None = None, own_addresses: Collection[str] = ()
) -> Judgement:
    """Say which kind of machine wrote ``mail``; the worst kind wins.

    mail_from: the envelope's sender, "" or "<>" for the null path, None if unknown. own_addresses: every mailbox
    and alias of this installation; plus tags and case make no difference.
    """
    found = [
        ("loop", _from_ourselves(mail, mail_from, own_addresses)),
        ("receipt", _receipt(mail)),
        ("bounce", _bounce(mail, mail_from)),
        ("auto_reply", _auto_reply(mail)),
        ("list", _list(mail)),
        ("generated", _generated(mail, mail_from)),
    ]
    reasons = tuple(reason for _, codes in found for reason in codes)
    return Judgement(next((kind for kind, codes in found if codes), ""), reasons)


def machine_kind(
    mail: ParsedMail, *, mail_from: str | None = None, own_addresses: Collection[str] = ()
) -> str:
    """``judge(...).kind``: "" when a person seems to have written it."""
    return judge(mail, mail_from=mail_from, own_addresses=own_addresses).kind


def _from_ourselves(mail: ParsedMail, mail_from: str | None, own_addresses: Collection[str]) -> list[str]:
    own = {addresses.without_tag(address) for address in own_addresses} - {""}
    reasons = []
    if any(addresses.without_tag(sender) in own for sender in mail.senders):
        reasons.append("from_own_address")
    if mail_from and addresses.without_tag(mail_from.strip("<> ")) in own:
        reasons.append("return_path_is_ours")
    return reasons


def _receipt(mail: ParsedMail) -> list[str]:
    kind = _report(mail)
    return ["read_receipt"] if kind == "disposition-notification" else []


def _bounce(mail: ParsedMail, mail_from: str | None) -> list[str]:
    reasons = []
    if _report(mail) == "delivery-status" or mail.deliveries:
        reasons.append("delivery_report")
    if any(_local(sender) in _DAEMONS for sender in (*mail.senders, mail_from or "")):
        reasons.append("mailer_daemon")
    if mail.header("x-failed-recipients"):
        reasons.append("failed_recipients")
    if _null(mail, mail_from) and _UNDELIVERED.match(mail.subject):
        reasons.append("undelivered_subject")
    return reasons


def _auto_reply(mail: ParsedMail) -> list[str]:
    reasons = []
    if mail.auto_submitted.startswith(("auto-replied", "auto-reply")):
        reasons.append("auto_submitted")
    if any(mail.header(name) for name in _AUTO_REPLY_HEADERS):
        reasons.append("auto_reply_header")
    if _precedence(mail) == "auto_reply":
        reasons.append("precedence")
    if _AWAY.match(mail.subject):
        reasons.append("absence_subject")
    return reasons


def _list(mail: ParsedMail) -> list[str]:
    reasons = []
    if any(mail.header(name) for name in _LIST_HEADERS):
        reasons.append("list_header")
    if _precedence(mail) in _BULK:
        reasons.append("precedence")
    return reasons


def _generated(mail: ParsedMail, mail_from: str | None) -> list[str]:
    reasons = []
    if mail.auto_submitted:
        reasons.append("auto_submitted")
    suppressed = {word.strip().lower() for word in mail.header("x-auto-response-suppress").split(",")}
    if suppressed & {"all", "autoreply", "oof"}:
        reasons.append("auto_response_suppress")
    if mail.header("x-loop"):
        reasons.append("x_loop")
    if mail.header("feedback-id") or mail.header("list-unsubscribe"):
        reasons.append("bulk_sender")
    if _null(mail, mail_from):
        reasons.append("null_return_path")
    if any(_NEVER_PEOPLE.search(_local(sender)) for sender in mail.senders):
        reasons.append("sender_is_no_person")
    return reasons


def _report(mail: ParsedMail) -> str:
    """The kind of a multipart/report, such as "delivery-status"."""
    found = re.match(
        r'(?i)multipart/report\b.{0,400}?report-type\s?=\s?"?([\w-]{1,60})', mail.header("content-type")
    )
    return found[1].lower() if found else ""


def _null(mail: ParsedMail, mail_from: str | None) -> bool:
    if mail_from is not None:
        return mail_from.strip() in {"", "<>"}
    return mail.header("return-path") == "<>"


def _precedence(mail: ParsedMail) -> str:
    return mail.header("precedence").strip().lower().replace("-", "_")


def _local(address: str) -> str:
    return address.strip("<> ").partition("@")[0].partition("+")[0].lower()
