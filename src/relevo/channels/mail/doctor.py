"""What is wrong with a mailbox's mail, in findings that have words: DNS records, what waits, what must be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from relevo.channels.mail.judging.lookups import LookupFailed, Lookups
from relevo.channels.mail.models import Alarm, Mailbox, OutgoingMail, OutState, RawMail, RawState
from relevo.channels.mail.out.carriers import signing_key
from relevo.channels.mail.out.signing import SigningKey
from relevo.core.clock import now

UNREAD_LONG: Final = timedelta(minutes=5)
UNSENT_LONG: Final = timedelta(minutes=15)
_KEY = re.compile(r"\bp=([A-Za-z0-9+/=\s]*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. good: None is neither good nor bad, but worth knowing."""

    code: str
    good: bool | None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was found and what to do, in the reader's language."""
        return _words(self.code) % self.facts


def examine(mailbox: Mailbox) -> Iterator[Finding]:
    """What our own tables tell of a mailbox (four queries). Nothing when all is well."""
    at = now()
    unread = RawMail.objects.filter(mailbox=mailbox, state=RawState.STORED, received_at__lt=at - UNREAD_LONG)
    if waiting := unread.count():
        yield Finding("unread", good=False, facts={"number": waiting})
    if parked := RawMail.objects.filter(mailbox=mailbox, state=RawState.PARKED).count():
        yield Finding("parked", good=False, facts={"number": parked})
    unsent = OutgoingMail.objects.filter(
        mailbox=mailbox, state=OutState.QUEUED, queued_at__lt=at - UNSENT_LONG
    ).aggregate(number=Count("pk"), oldest=Min("queued_at"))
    if unsent["number"]:
        yield Finding("unsent", good=False, facts={"number": unsent["number"]})
    alarms = Alarm.objects.filter(mailbox=mailbox, ended_at=None).exclude(kind="mail.parked")  # said above
    for alarm in alarms.order_by("since"):
        yield Finding("alarm", good=False, facts={"kind": alarm.kind})


def examine_dns(mailbox: Mailbox, lookups: Lookups) -> list[Finding]:
    """What the world reads about the mailbox's domain. Asks the network; never raises for what that does."""
    domain = mailbox.address.rpartition("@")[2]
    key = signing_key(mailbox)
    found: list[Finding] = []
    try:
        for look in (_mx, _spf, _dmarc):
            found.append(look(domain, lookups))  # noqa: PERF401 - what was found before a failure counts
        found.append(_dkim(key, domain, lookups))
    except LookupFailed:
        found.append(Finding("dns_silent", good=None, facts={"domain": domain}))
    return found


def _mx(domain: str, lookups: Lookups) -> Finding:
    hosts = lookups(domain, "MX")
    if not hosts:
        return Finding("no_mx", good=False, facts={"domain": domain})
    named = ", ".join(host.split()[-1].rstrip(".") for host in hosts[:5])
    return Finding("mx", good=True, facts={"domain": domain, "hosts": named})


def _spf(domain: str, lookups: Lookups) -> Finding:
    records = [text for text in lookups(domain) if text.lower().split(" ")[0] == "v=spf1"]
    facts = {"domain": domain}
    if not records:
        return Finding("no_spf", good=False, facts=facts)
    if len(records) > 1:
        return Finding("several_spf", good=False, facts=facts)
    if {"+all", "all"} & set(records[0].lower().split()):
        return Finding("open_spf", good=False, facts=facts)
    return Finding("spf", good=True, facts=facts)


def _dmarc(domain: str, lookups: Lookups) -> Finding:
    records = [text for text in lookups(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")]
    facts = {"domain": domain}
    if len(records) != 1:
        return Finding("no_dmarc", good=False, facts=facts)
    policy = next((part.partition("=")[2].strip() for part in records[0].lower().split(";")
                   if part.partition("=")[0].strip() == "p"), "none")  # fmt: skip
    if policy == "none":
        return Finding("weak_dmarc", good=None, facts=facts)
    return Finding("dmarc", good=True, facts=facts)


def _dkim(key: SigningKey | None, domain: str, lookups: Lookups) -> Finding:
    if key is None:
        return Finding("no_dkim", good=None, facts={"domain": domain})
    facts, published = {"name": key.record_name}, {_public(text) for text in lookups(key.record_name)}
    if not published:
        return Finding("dkim_missing", good=False, facts=facts)
    if _public(key.record) not in published:
        return Finding("dkim_other", good=False, facts=facts)
    return Finding("dkim", good=True, facts=facts)


def _public(record: str) -> str:
    found = _KEY.search(record)
    return "".join(found[1].split()) if found else ""


def _words(code: str) -> str:
    return {
        "unread": _("%(number)s mails have waited for more than 5 minutes to be read. Is the worker running?"),
        "parked": _("%(number)s mails could not be read. Look at them under Mail, “Could not be read”."),
        "unsent": _("%(number)s mails have waited for more than 15 minutes to be sent. Is the mail server there?"),
        "alarm": _("There is an alarm: %(kind)s."),
        "mx": _("Mail to %(domain)s goes to %(hosts)s."),
        "no_mx": _("No mail server is published for %(domain)s (MX): nobody can write to this address."),
        "spf": _("SPF says who may send for %(domain)s."),
        "no_spf": _("%(domain)s has no SPF record: replies may land in junk. Publish a TXT record that begins with"
                    " v=spf1."),
        "several_spf": _("%(domain)s has more than one SPF record, which counts as none. Keep one."),
        "open_spf": _("The SPF record of %(domain)s lets everybody send in its name. End it with ~all or -all."),
        "dmarc": _("DMARC tells others to refuse forged mail of %(domain)s."),
        "no_dmarc": _("%(domain)s has no DMARC record: anybody can forge its mail. Publish a TXT record at"
                      " _dmarc.%(domain)s."),
        "weak_dmarc": _("DMARC of %(domain)s only watches (p=none). When your own mail passes, ask for"
                        " p=quarantine."),
        "dkim": _("The signing key is published at %(name)s."),
        "dkim_missing": _("The signing key is not published at %(name)s: add the TXT record shown with the key."),
        "dkim_other": _("Another key is published at %(name)s: signatures will fail. Replace the TXT record."),
        "no_dkim": _("Relevo does not sign mail of %(domain)s itself. Does your mail server sign it (DKIM)?"),
        "dns_silent": _("The DNS did not answer about %(domain)s. Try again."),
        "sent": _("The mail server has taken the test mail."),
        "refused": _("The mail server did not take the test mail: %(answer)s"),
        "arrived": _("The test mail has come back into Relevo after %(seconds)s seconds."),
        "not_yet": _("The test mail has not come back yet. If it does not within some minutes: does the mail server"
                     " hand mail for %(address)s to Relevo?"),
        "threads": _("An answer to it would land on the right ticket."),
        "loses_tag": _("The address came without its plus tag: your mail server drops it, and answers are found by"
                       " their headers alone. Let it keep plus tags if you can."),
    }[code]  # fmt: skip
