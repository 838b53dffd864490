"""What a reader should know about a mail beside its words: who vouches for it, who else got it, what is amiss."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.tickets.models import Message
from relevo.web.workspace.words import masked

_SENDER: Final = {
    "pass": gettext_lazy("sender verified"),
    "fail": gettext_lazy("sender disowned by its domain"),
    "none": gettext_lazy("sender not verified"),
}
_NAMED: Final = {
    "sender_disowned": gettext_lazy("Somebody seems to write in another's name: the sender's domain says that it did"
                                    " not send this mail."),
    "held_back": gettext_lazy("This mail was held back, and somebody has put it on a ticket. Nothing proves who wrote"
                              " it."),
    "perhaps_junk": gettext_lazy("A filter takes this mail for junk."),
    "by_form": gettext_lazy("A form or another system sent this mail; the customer is whom it names for answers."),
}  # fmt: skip
_QUIET: Final = frozenset(
    {"invitation", "signed_wrapped", "remote_images_removed", "not_an_image", "no_text"}
)
"""Notices of parsing that took nothing from the reader."""
_SHOWN: Final = 10


def via_words(message: Message) -> str:
    """How a message came in, and what is known of its sender."""
    way = _("automatic mail") if message.automatic else _("by mail")
    sender = _SENDER.get(message.trust)
    return f"{way} · {sender}" if sender else way


def mail_lines(message: Message, *, own: bool) -> list[str]:
    """Plain lines below a mail. own: whether the reader is of the client's firm and may read addresses."""
    lines = [str(words) for code, words in _NAMED.items() if code in message.notices]
    if set(message.notices) - set(_NAMED) - _QUIET:
        lines.append(_("Parts of this mail could not be read in full; the original is kept."))
    if message.also_to:
        shown = ", ".join(address if own else masked(address) for address in message.also_to[:_SHOWN])
        more = len(message.also_to) - _SHOWN
        lines.append(
            _("Also sent to: %(addresses)s") % {"addresses": f"{shown} +{more}" if more > 0 else shown}
        )
    return lines
