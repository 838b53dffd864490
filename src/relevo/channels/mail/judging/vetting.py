"""What is asked of the network about a mail before it is read onto a ticket: its sender's domain, a spam filter.

Runs between two transactions and inside none; only for installations that want it.
"""

from __future__ import annotations

from django.conf import settings

from relevo.channels.mail import parsing
from relevo.channels.mail.judging import dmarc, rspamd, trust, verifying
from relevo.channels.mail.judging.authentication import Verdict
from relevo.channels.mail.judging.lookups import Lookups
from relevo.channels.mail.judging.spam import Spam
from relevo.channels.mail.judging.trust import NOT_ASKED, Vetted
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.parsing import ParsedMail
from relevo.core.actor import Actor
from relevo.core.scope import acting


def vet(raw_mail_id: int, *, actor: Actor) -> Vetted:
    """Ask what the settings want asked about a mail that waits."""
    with acting(actor):
        raw = RawMail.objects.filter(pk=raw_mail_id, state=RawState.STORED).first()
    if raw is None:
        return NOT_ASKED
    return Vetted(_trust(raw), _spam(raw))


def checked(raw: RawMail, head: ParsedMail, lookups: Lookups) -> Verdict:
    """What our mail server says of the sender, or DNS where it says nothing.

    head: the mail as far as its header. A failure that our server reports stands unless a sealer that we believe had
    the mail as good.
    """
    verdict = trust.told(raw, head)
    if verdict == "pass" or not head.from_addr:
        return verdict
    claim = dmarc.Claim(bytes(raw.raw), head.from_addr.rpartition("@")[2], raw.mail_from, _stranger(raw))
    sealers = {domain.lower() for domain in settings.MAIL_TRUSTED_SEALERS}
    if verdict == "fail":
        return "pass" if dmarc.sealed_as_good(claim, lookups, sealers) else "fail"
    return dmarc.check(claim, lookups, sealers=sealers)


def _trust(raw: RawMail) -> Verdict | None:
    if not settings.MAIL_CHECK_SENDERS:
        return None
    return checked(raw, parsing.parse(verifying.header_of(bytes(raw.raw))), Lookups())


def _spam(raw: RawMail) -> Spam:
    if not settings.RSPAMD_URL or raw.released:
        return ""
    envelope = rspamd.Envelope(raw.mail_from, raw.rcpt_to, _stranger(raw))
    return rspamd.ask(bytes(raw.raw), envelope, url=settings.RSPAMD_URL, password=settings.RSPAMD_PASSWORD)


def _stranger(raw: RawMail) -> str:
    """Who sent the mail over the wire, "" where it came by our own server or a provider's."""
    return "" if trust.behind_our_server(raw) else raw.peer
