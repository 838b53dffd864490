"""Codes of mail put into words: why one was set aside, held back or parked, and what an alarm says."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.channels.mail.models import Alarm, RawMail

_NOTES = {
    "loop": gettext_lazy("From an address of your own desks"),
    "receipt": gettext_lazy("A receipt that a mail was read"),
    "list": gettext_lazy("From a mailing list"),
    "auto_reply": gettext_lazy("An automatic answer"),
    "bounce": gettext_lazy("A report that a reply was not delivered"),
    "bounce_not_ours": gettext_lazy("A delivery report about a mail that is not ours"),
    "delay": gettext_lazy("A report that a reply is delayed"),
    "challenge": gettext_lazy("A request to confirm that a person wrote"),
    "code": gettext_lazy("A one-time code or confirmation"),
    "generated": gettext_lazy("Written by a program"),
    "killed_its_worker": gettext_lazy("Reading it stopped the program each time"),
    "unreadable_time": gettext_lazy("Reading it takes too long"),
    "unreadable_memory": gettext_lazy("Reading it takes too much memory"),
    "unreadable_crash": gettext_lazy("Reading it fails"),
    "own_domain": gettext_lazy("Claims to come from your own domain, and nothing proves it"),
    "member": gettext_lazy("Claims to come from a colleague, and nothing proves it"),
    "disowned": gettext_lazy("The sender's domain says that it did not send this"),
    "spam": gettext_lazy("A filter calls it junk"),
    "agent_not_proven": gettext_lazy("Claims to be an agent's answer, and nothing proves who wrote it"),
    "agent_not_asked": gettext_lazy("An agent's answer to a mail that asked for none"),
    "agent_gone": gettext_lazy("From an agent who has no seat at this desk any more"),
    "agent_moved": gettext_lazy("From an agent whose team does not have the ticket now"),
    "agent_rule_off": gettext_lazy("From an agent, and this mailbox lets no agent answer by mail"),
    "agent_wish_off": gettext_lazy("From an agent who has switched such mail off"),
    "agent_late": gettext_lazy("From an agent, to a mail that is more than 14 days old"),
    "agent_long": gettext_lazy("From an agent, and longer than a reply can be"),
    "agent_empty": gettext_lazy("From an agent, without words of her own"),
}

_ALARMS = {
    "imap.refused": gettext_lazy("The mail server refuses the sign-in. Has the password changed?"),
    "imap.certificate": gettext_lazy("The mail server's certificate is not valid."),
    "imap.folder": gettext_lazy("The folder to fetch from is not there."),
    "imap.unreachable": gettext_lazy("The mail server cannot be reached."),
    "imap.quota": gettext_lazy("The mailbox is full."),
    "imap.uidvalidity": gettext_lazy("The mail server has counted its mails anew; all were looked at again."),
    "imap.too_large": gettext_lazy("A mail is too large to be fetched. Look at it in the mailbox itself."),
    "imap.unreadable": gettext_lazy("A mail could not be fetched. Look at it in the mailbox itself."),
    "smtp.closed": gettext_lazy("No mail leaves: the mail server cannot be reached, or refuses the sign-in."),
    "mail.complaint": gettext_lazy(
        "Whoever got a reply called it junk. Look at the ticket before anybody writes there again:"
    ),
    "mail.parked": gettext_lazy("A mail could not be read. It is in the list below."),
}


def note_words(mail: RawMail) -> str:
    """Why a mail is where it is; the code itself when it is one that only engineers know."""
    return str(_NOTES.get(mail.note, mail.note))


def kind_words(kind: str) -> str:
    """A kind of machine mail. Raises ``KeyError`` for one that has no words, which then no page may show."""
    return str(_NOTES[kind])


def alarm_words(alarm: Alarm) -> str:
    """What is wrong with a mailbox, and what to do."""
    return str(_ALARMS.get(alarm.kind, _("Something is wrong: %(code)s") % {"code": alarm.kind}))
