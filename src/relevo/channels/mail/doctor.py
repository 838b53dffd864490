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
from relevo.channels.mail.mailbox_settings import next_dkim_key, sign_with_published_key
from relevo.channels.mail.models import Alarm, Mailbox, OutgoingMail, OutState, RawMail, RawState
from relevo.channels.mail.out.carriers import signing_key
from relevo.channels.mail.out.signing import SigningKey
from relevo.core.actor import system
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
    """What the world reads about the mailbox's domain. Asks the network; never raises for what that does.

    A new signing key that is found published signs from now on.
    """
    domain = mailbox.address.rpartition("@")[2]
    found: list[Finding] = []
    try:
        for look in (_mx, _spf, _dmarc):
            found.append(look(domain, lookups))  # noqa: PERF401 - what was found before a failure counts
        found += _dkim(mailbox, domain, lookups)
    except LookupFailed:
        found.append(Finding("dns_silent", good=None, facts={"domain": domain}))
    return found


def _mx(domain: str, lookups: Lookups) -> Finding:
    """Where mail to the domain goes (RFC 5321 5.1); the host "." alone says that it takes none (RFC 7505)."""
    facts = {"domain": domain}
    published = lookups(domain, "MX")
    hosts = [host for host in (record.split()[-1].rstrip(".") for record in published) if host]
    if hosts:
        return Finding("mx", good=True, facts=facts | {"hosts": ", ".join(hosts[:5])})
    if published:
        return Finding("null_mx", good=False, facts=facts)
    if lookups(domain, "A") or lookups(domain, "AAAA"):
        return Finding("implicit_mx", good=None, facts=facts)
    return Finding("no_mx", good=False, facts=facts)


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
    from relevo.channels.mail.judging.dmarc import published  # its libraries take half a second to load

    asks = published(domain, lookups).asks
    code, good = {"": ("no_dmarc", False), "none": ("weak_dmarc", None)}.get(asks, ("dmarc", True))
    return Finding(code, good=good, facts={"domain": domain})


def _dkim(mailbox: Mailbox, domain: str, lookups: Lookups) -> list[Finding]:
    """Of the key that signs now, and of the one that waits; looked at last, so that nothing is locked while DNS is
    asked."""
    key, waits = signing_key(mailbox), next_dkim_key(mailbox)
    if waits is not None and _public(waits.record) in _published(waits, lookups):
        sign_with_published_key(mailbox, waits, actor=system(mailbox.client_id))
        return [Finding("dkim_switched", good=True, facts={"name": waits.record_name})]
    found = [_signature(key, lookups)] if key else []
    if waits is not None:
        found.append(Finding("dkim_waits", good=None, facts={"name": waits.record_name}))
    return found or [Finding("no_dkim", good=None, facts={"domain": domain})]


def _signature(key: SigningKey, lookups: Lookups) -> Finding:
    facts, published = {"name": key.record_name}, _published(key, lookups)
    if not published:
        return Finding("dkim_missing", good=False, facts=facts)
    if _public(key.record) not in published:
        return Finding("dkim_other", good=False, facts=facts)
    return Finding("dkim", good=True, facts=facts)


def _published(key: SigningKey, lookups: Lookups) -> set[str]:
    return {_public(text) for text in lookups(key.record_name)}


def _public(record: str) -> str:
    found = _KEY.search(record)
    return "".join(found[1].split()) if found else ""


def _words(code: str) -> str:
    return (_words_of_tables() | _words_of_dns() | _words_of_trials())[code]


def _words_of_tables() -> dict[str, str]:
    return {
        "unread": _("%(number)s mails have waited for more than 5 minutes to be read. Is the worker running?"),
        "parked": _("%(number)s mails could not be read. Look at them under Mail, “Could not be read”."),
        "unsent": _("%(number)s mails have waited for more than 15 minutes to be sent. Is the mail server there?"),
        "alarm": _("There is an alarm: %(kind)s."),
    }  # fmt: skip


def _words_of_dns() -> dict[str, str]:
    return {
        "mx": _("Mail to %(domain)s goes to %(hosts)s."),
        "no_mx": _("No mail server is published for %(domain)s (MX): nobody can write to this address."),
        "null_mx": _("%(domain)s publishes that it takes no mail (MX “.”): nobody can write to this address."),
        "implicit_mx": _("No mail server is published for %(domain)s (MX): mail goes to the host of that name itself."
                         " Does it take mail?"),
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
        "dkim_missing": _("The signing key is not published at %(name)s, so signatures fail: add the TXT record shown"
                          " with the key, or stop signing."),
        "dkim_switched": _("The new signing key is published at %(name)s: mail is signed with it from now on. Leave an"
                           " old record in place for a week, since mail on its way still needs it."),
        "dkim_waits": _("The new signing key is not published at %(name)s yet: add the TXT record shown with it."
                        " Nothing is signed with it before."),
        "dkim_other": _("Another key is published at %(name)s: signatures will fail. Replace the TXT record."),
        "no_dkim": _("Relevo does not sign mail of %(domain)s itself. Does your mail server sign it (DKIM)?"),
        "dns_silent": _("The DNS did not answer about %(domain)s. Try again."),
    }  # fmt: skip


def _words_of_trials() -> dict[str, str]:
    return {
        "sent": _("The mail server has taken the test mail."),
        "refused": _("The mail server did not take the test mail: %(answer)s"),
        "arrived": _("The test mail has come back into Relevo after %(seconds)s seconds."),
        "not_yet": _("The test mail has not come back yet. If it does not within some minutes: does the mail server"
                     " hand mail for %(address)s to Relevo?"),
        "threads": _("An answer to it would land on the right ticket."),
        "loses_tag": _("The address came without its plus tag: your mail server drops it, and answers are found by"
                       " their headers alone. Let it keep plus tags if you can."),
        "return_path": _("A report that a reply was not delivered would come back to Relevo."),
        "loses_return_path": _("Your mail server or provider has sent it from a return path of its own, %(address)s:"
                               " Relevo gets no mail about replies that are not delivered."),
    }  # fmt: skip
