"""What people do with mailboxes and with mail that was set aside."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from relevo.channels.mail import addresses, names
from relevo.channels.mail.agents import answers
from relevo.channels.mail.alarms import end_alarm
from relevo.channels.mail.models import SET_ASIDE, Mailbox, RawMail, RawState
from relevo.channels.mail.queued import defer_digest
from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.desks.models import Desk
from relevo.events.record import record

SIGNATURE_LIMIT = 2000
"""Characters of one signature."""


@transaction.atomic
def open_mailbox(
    desk: Desk, address: str, *, display_name: str, signatures: Mapping[str, str], actor: Actor
) -> Mailbox:
    """Let a desk take in and send mail under an address. ``signatures``: plain text by language code.

    Raises ``RuleBroken`` when the address is none, bears a plus tag (tags carry the reply tokens) or is taken.
    """
    actor.require("mailbox.manage", desk)
    plain = addresses.normal(address)
    if not plain or plain != addresses.without_tag(plain):
        raise RuleBroken(_("“%(address)s” cannot be a mailbox. Write it like support@example.com, without a plus sign.")
                         % {"address": address[:100]})  # fmt: skip
    shown = names.plain_name(display_name)
    if not shown:
        raise RuleBroken(_("The mailbox needs a name that customers read as the sender."))
    mailbox = Mailbox(
        client_id=desk.client_id, desk=desk, address=plain, display_name=shown,
        signatures={code: names.body(text)[:SIGNATURE_LIMIT] for code, text in signatures.items()},
    )  # fmt: skip
    try:
        with transaction.atomic():
            mailbox.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken(_("%(address)s is in use already.") % {"address": plain}) from None
    record("mailbox.opened", actor=actor, client_id=desk.client_id, subject_id=mailbox.pk)
    return mailbox


@transaction.atomic
def replay(raw_mail: RawMail, *, actor: Actor) -> None:
    """Read a parked mail again, for instance after a new release. Raises ``RuleBroken`` when it is not parked."""
    actor.require("mailbox.manage", raw_mail)
    raw_mail = RawMail.objects.select_for_update(no_key=True).defer("raw").get(pk=raw_mail.pk)
    if raw_mail.state != RawState.PARKED:
        raise RuleBroken(_("Only a mail that could not be read can be read again."))
    raw_mail.state, raw_mail.note, raw_mail.attempts = RawState.STORED, "", 0
    raw_mail.save(update_fields=["state", "note", "attempts"])
    mailbox = Mailbox.objects.get(pk=raw_mail.mailbox_id)
    if not RawMail.objects.filter(mailbox=mailbox, state=RawState.PARKED).exists():
        end_alarm(mailbox, "mail.parked", actor=actor)
    defer_digest(raw_mail.pk, raw_mail.client_id)


def is_agents_answer(raw_mail: RawMail) -> bool:
    """Whether a mail came as an agent's answer, or to the address of one: it is no customer's, whoever wrote it."""
    addressed = answers.addressed(raw_mail.rcpt_to, raw_mail.mailbox.desk_id)
    return addressed or raw_mail.note.startswith("agent_")


@transaction.atomic
def release(raw_mail: RawMail, *, actor: Actor) -> None:
    """Have a mail that was set aside put on a ticket all the same: junk or not, whoever its sender is.

    Nothing is believed of its sender: it opens a ticket of its own, whatever token it holds. Raises ``RuleBroken`` for
    a mail that was not set aside, and for what came as an agent's answer, which is no customer's message.
    """
    actor.require("mailbox.manage", raw_mail)
    raw_mail = RawMail.objects.select_for_update(no_key=True).defer("raw").get(pk=raw_mail.pk)
    if raw_mail.state not in SET_ASIDE:
        raise RuleBroken(_("Only a mail that was set aside can be put on a ticket."))
    if is_agents_answer(raw_mail):
        raise RuleBroken(
            _("This came as an agent's answer. It is not put on a ticket as a customer's message.")
        )
    facts = {"from": raw_mail.state, "why": raw_mail.note}
    raw_mail.released, raw_mail.state, raw_mail.note, raw_mail.attempts = True, RawState.STORED, "", 0
    raw_mail.fingerprint = ""
    raw_mail.save(update_fields=["released", "state", "note", "attempts", "fingerprint"])
    record("mail.released", actor=actor, client_id=raw_mail.client_id, subject_id=raw_mail.pk, facts=facts)
    defer_digest(raw_mail.pk, raw_mail.client_id)
