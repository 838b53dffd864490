"""In whose name a mailbox writes: the sender that customers read, the signature, the first words of a machine."""

from __future__ import annotations

import re
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.models import Mailbox, SenderRule
from relevo.language.codes import base_language
from relevo.tickets.models import Ticket

_AT_THE_DESK: Final = {
    "en": "{agent} at {desk}", "es": "{agent} de {desk}", "lv": "{agent} no {desk}", "de": "{agent} von {desk}",
    "fr": "{agent} de {desk}", "pt": "{agent} de {desk}", "it": "{agent} di {desk}", "pl": "{agent} z {desk}",
    "ru": "{agent} из {desk}",
}  # fmt: skip
"""How an agent signs for a desk, by the language of the customer."""

_PLACEHOLDER = re.compile(r"\{(agent|desk|reference)\}")


def sender_name(mailbox: Mailbox, agent: str, language: str) -> str:
    """What customers read as the sender. agent: the alias, "" for what no person wrote."""
    if not agent or mailbox.sender_rule == SenderRule.DESK:
        return mailbox.display_name
    form = _AT_THE_DESK.get(base_language(language), _AT_THE_DESK["en"])
    return form.format(agent=agent, desk=mailbox.display_name)


def signature(mailbox: Mailbox, agent: str, language: str) -> str:
    """The mailbox's signature in the customer's language, else in English, else "". It may name the agent's alias."""
    text = mailbox.signatures.get(base_language(language)) or mailbox.signatures.get("en", "")
    return filled(text, agent=agent, desk=mailbox.display_name)


def filled(text: str, **values: str) -> str:
    """``text`` with ``{agent}``, ``{desk}`` and ``{reference}`` replaced where a value is given, nothing else.

    What is put in is one line and is not looked at again, so a name cannot bring placeholders of its own.
    """
    return _PLACEHOLDER.sub(
        lambda found: names.one_line(values[found[1]]) if found[1] in values else found[0], text
    )


def acknowledgement(mailbox: Mailbox, *languages: str, reference: str) -> tuple[str, str]:
    """The text that answers a mail at once, in the first of the languages that there is one for, and that language.

    ("", "") when there is none: then nothing is answered.
    """
    for language in map(base_language, languages):
        text = mailbox.acknowledgements.get(language, "")
        if language and text.strip():
            return filled(text, desk=mailbox.display_name, reference=reference), language
    return "", ""


def undo_seconds(ticket: Ticket) -> int:
    """How long a reply on this ticket can be called back after Send, as the mailbox has it that the reply leaves by; 0
    where it goes at once."""
    from relevo.channels.mail.out.reply_mail import answered_by  # it asks this module for the names

    answered = answered_by(ticket) if ticket.channel == "mail" else None
    return answered.mailbox.undo_seconds if answered else 0
