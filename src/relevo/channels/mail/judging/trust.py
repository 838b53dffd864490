"""Is a mail from whom it says? One word on that for every mail: "pass", "fail" or "none".

The mail server in front of Relevo has the first word, in the Authentication-Results header that it puts on top; where
it says nothing, and ``RELEVO_CHECK_SENDERS`` is on, ``vetting`` asks DNS. What is written in a mail is believed only if
the mail came through that server: straight from the internet it may hold any header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from relevo.channels.mail.judging import authentication, peers
from relevo.channels.mail.judging.authentication import Verdict
from relevo.channels.mail.judging.spam import Spam
from relevo.channels.mail.models import Door, RawMail
from relevo.channels.mail.parsing import ParsedMail

SHARED_DOMAINS: Final = frozenset(
    re.findall(
        r"\S+",
        "aol.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.com"
        " hotmail.es hotmail.fr icloud.com inbox.lt inbox.lv inbox.ru laposte.net libero.it list.ru live.com mac.com"
        " mail.com mail.de mail.ee mail.ru me.com msn.com o2.pl onet.pl op.pl orange.fr outlook.com outlook.es"
        " outlook.fr pm.me proton.me protonmail.com qq.com rambler.ru rocketmail.com seznam.cz t-online.de"
        " telefonica.net terra.es tutanota.com ukr.net web.de wp.pl ya.ru yahoo.co.uk yahoo.com yahoo.de yahoo.es"
        " yahoo.fr yandex.com yandex.ru ymail.com zoho.com",
    )
)
"""Domains in which strangers have addresses too: a desk's mailbox there says nothing about its neighbours."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """What was asked of the network about a mail. trust: None when nobody was asked."""

    trust: Verdict | None = None
    spam: Spam = ""


NOT_ASKED: Final = Vetted()


def behind_our_server(raw: RawMail) -> bool:
    """Whether headers that mail servers add can be ours: the mail did not come straight from the internet."""
    if raw.door != Door.SMTP or not peers.public(raw.peer):
        return True
    return peers.among(raw.peer, settings.MAIL_TRUSTED_PEERS)


def told(raw: RawMail, mail: ParsedMail) -> Verdict:
    """What the configured mail servers say of the sender. "none" when they say nothing, or may not be believed.

    ``RELEVO_TRUSTED_AUTHSERV`` names them; ``imap:mx.provider.example`` counts for mail that came in by that door only,
    and ``imap:(microsoft)`` is Microsoft 365, which writes no name.
    """
    if not behind_our_server(raw):
        return "none"
    named = (word.rpartition(":") for word in settings.MAIL_TRUSTED_AUTHSERV)
    return authentication.verdict(mail, [name for door, _, name in named if door in {"", raw.door}])
