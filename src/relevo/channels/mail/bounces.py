"""Reports that a mail of ours did not arrive.

A report counts only when it came to the signed return path of that very mail (VERP), and says something about its one
recipient alone; what it quotes proves nothing, since anybody can quote. Servers also write there that a mail is late,
and people's programs that they are away: without a report that can be read, a mail counts only if its header tells of
a failure.
"""

from __future__ import annotations

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.judging.machine import tells_failure
from relevo.channels.mail.models import OutgoingMail, OutState, RawMail
from relevo.channels.mail.out import copies, wording
from relevo.channels.mail.parsing import ParsedMail
from relevo.core.actor import Actor
from relevo.tickets.models import Delivery

_NOT_FINAL = frozenset({"delayed", "delivered", "relayed", "expanded"})


def take(raw: RawMail, mail: ParsedMail, *, actor: Actor) -> str:
    """Mark the mail that a report is about as not delivered.

    Returns a code: ``bounce`` when it was marked, ``delay`` when it tells of no failure, or of none that is final, and
    changes nothing, "" when it is about no mail of this desk.
    """
    outgoing = _reported(raw)
    if outgoing is None or outgoing.message is None:
        return ""
    actions = {delivery.action for delivery in mail.deliveries}
    if actions <= _NOT_FINAL if actions else not tells_failure(mail):
        return "delay"
    status = next((delivery.status for delivery in mail.deliveries if delivery.action == "failed"), "")
    undelivered(outgoing, status, said="bounce", actor=actor)
    return "bounce"


def undelivered(outgoing: OutgoingMail, status: str, *, said: str, actor: Actor) -> bool:
    """Mark a mail, locked, as one that did not arrive after all, and show it where people look.

    status: enhanced (RFC 3463), "" where nobody told one. said: one word for who tells it. False, and nothing is done,
    when the mail is known not to have arrived.
    """
    if outgoing.state == OutState.FAILED:
        return False
    outgoing.state, outgoing.answer = OutState.FAILED, f"{said} {status}".strip()[:300]
    outgoing.save(update_fields=["state", "answer"])
    note = wording.undeliverable(wording.status_in(status))
    copies.show_delivery(outgoing, Delivery.FAILED, note, actor=actor)
    return True


def _reported(raw: RawMail) -> OutgoingMail | None:
    desk_id = raw.mailbox.desk_id
    for token in tokens.bounce_tokens_in([raw.rcpt_to]):
        reference = keyed.reference(token, desk_id, "bounce")
        if reference is None:
            continue
        sent = OutgoingMail.objects.select_for_update(of=("self",), no_key=True).select_related("message")
        # A mail keeps the ticket that it left from, also when that is merged into another one.
        for outgoing in sent.filter(ticket_id=reference.ticket_id, mailbox__desk_id=desk_id).defer("raw"):
            if keyed.nonce_of(outgoing.pk) == reference.nonce:
                return outgoing
    return None
