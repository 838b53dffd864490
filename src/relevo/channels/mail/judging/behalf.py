"""Mail that a form or a shop's system sends for somebody else: whom its answer should go to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from relevo.channels.mail import addresses
from relevo.channels.mail.addresses import Address
from relevo.channels.mail.judging.insiders import Standing
from relevo.channels.mail.judging.machine import called_like_a_machine
from relevo.channels.mail.parsing import ParsedMail

_FORMS: Final = frozenset(
    {
        "apache", "contact-form", "contactform", "form", "forms", "formular", "formulario", "mailer", "nobody", "web",
        "web-form", "webform", "website", "wordpress", "wp", "www-data",
    }
)  # fmt: skip


def named_for_answers(mail: ParsedMail) -> Address | None:
    """The one clear address in Reply-To, if it is another than the sender's."""
    found = addresses.parse(mail.header("reply-to").encode("utf-8", "replace"))
    if not found.clear or len(found.addresses) != 1 or found.addresses[0].address == mail.from_addr:
        return None
    return found.addresses[0]


def written_for(
    mail: ParsedMail, named: Address | None, kind: str, known: Mapping[str, Standing]
) -> Address | None:
    """Who filled in the form, None where nobody did. named: ``named_for_answers``.

    Only a machine may speak for another: whoever could name any address to answer to in a person's mail would get what
    that person is told. An answer on a thread is nobody's form, and our own people fill in none. kind: what machine
    the mail is of. known: whose the addresses are that the mail names.
    """
    local = mail.from_addr.partition("@")[0].partition("+")[0]
    machine = kind == "generated" or called_like_a_machine(mail.from_addr) or local in _FORMS
    if not machine or named is None or mail.in_reply_to or mail.references:
        return None
    inside = addresses.without_tag(named.address) in known
    return None if inside or called_like_a_machine(named.address) else named
