"""The background jobs of mail: reading what came in, sending what goes out, agents by mail, and finding what was left
lying."""

from __future__ import annotations

import logging
import traceback

from django.conf import settings
from django.db import DatabaseError, connection
from procrastinate import JobContext

from relevo.channels.mail.agents import replying, telling
from relevo.channels.mail.alarms import raise_alarm
from relevo.channels.mail.digesting import digest_mail
from relevo.channels.mail.judging.trust import NOT_ASKED, Vetted
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.out import outbox
from relevo.channels.mail.queued import ANSWER, DIGEST, SEND, TELL, TRIAL, defer_digest, defer_send
from relevo.channels.mail.reading import Unreadable
from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.core.scope import acting
from relevo.events.queue import BEFORE_ALL, RETRY, queue
from relevo.events.record import record

TRIES = 3
"""A mail that raises this often is parked."""
KILLS = 5
"""A mail whose reading was begun anew this often and never ended has killed its worker each time: it is parked too."""
_SWEEP_AT_MOST = 500
_ANOTHER_TRY = (
    "UPDATE mail_rawmail SET attempts = attempts + 1 WHERE id = %s AND state = 'stored' RETURNING attempts"
)

log = logging.getLogger(__name__)


@queue.task(name=DIGEST, queue="mail", retry=RETRY, pass_context=True)
def digest(context: JobContext, *, raw_mail_id: int, client_id: int) -> None:
    """Read a stored mail onto a ticket. A second run does nothing; a mail that cannot be read is parked."""
    actor = system(client_id)
    # Most mails are read at once, so the first try is counted when it has failed. A job that the queue gives out again
    # may have lost its worker, so that try is counted before it begins.
    tries = _counted(raw_mail_id, actor) if context.job.attempts else 0
    if tries > KILLS:
        park(raw_mail_id, "killed_its_worker", actor=actor)
        return
    try:
        vetted = _vetted(raw_mail_id, actor)
        with acting(actor):
            digest_mail(raw_mail_id, actor=actor, vetted=vetted)
    except DatabaseError:
        raise  # a dead or deadlocked database is no fault of the mail: the queue tries again
    except Exception as error:  # noqa: BLE001 - whatever a hostile mail provokes must not be lost or stop others
        tries = tries or _counted(raw_mail_id, actor)
        _log(raw_mail_id, tries, error)
        if tries >= TRIES:
            park(raw_mail_id, _why(error), actor=actor)
        elif tries:
            defer_digest(raw_mail_id, client_id, seconds=3**tries)
    reach("after_digest")


@queue.task(name=SEND, queue="mail", retry=RETRY)
def send(*, outgoing_id: int, client_id: int) -> None:
    """Hand an outgoing mail to the mail server, unless it is sent, not yet due, or in another worker's hands."""
    outbox.send(outgoing_id, actor=system(client_id))


@queue.task(name=TRIAL, queue="mail")
def trial(*, mailbox_id: int, client_id: int, nonce: int) -> None:
    """Send a test mail and note what became of it. Tried once: a person waits, and can ask again."""
    from relevo.channels.mail import trials  # asks DNS: a library that every other job would load for nothing

    trials.run(mailbox_id, nonce, actor=system(client_id))


@queue.task(name=TELL, queue="mail", retry=RETRY)
def tell_agent(*, ticket_id: int, seat_id: int, client_id: int) -> None:
    """Tell an agent by mail what was said last on a ticket of hers, if she may and wants to be told."""
    actor = system(client_id)
    with acting(actor):
        telling.tell(ticket_id, seat_id, actor=actor)


@queue.task(name=ANSWER, queue="mail", retry=RETRY)
def send_agents_answer(*, raw_mail_id: int, told_id: int, client_id: int) -> None:
    """Send the answer that an agent gave by mail, or make it her draft. A second run does nothing."""
    replying.send(raw_mail_id, told_id, actor=system(client_id))


@queue.periodic(cron="* * * * *")
@queue.task(
    name="mail.sweep", queue="mail", queueing_lock="mail.sweep", pass_context=False, priority=BEFORE_ALL
)
def sweep(timestamp: int) -> None:
    """Queue again what waits without a job: mails due for another try, and those whose worker died."""
    with connection.cursor() as cursor:
        cursor.execute(
            # The oldest of each firm before the second ones: a firm with thousands of mails keeps nobody waiting.
            "SELECT w.task, w.client_id, w.mail_id FROM (SELECT u.*, row_number() OVER (PARTITION BY u.task,"
            " u.client_id ORDER BY u.mail_id) AS place FROM relevo_mail_unfinished(%s) u WHERE NOT EXISTS (SELECT 1"
            " FROM procrastinate_jobs j WHERE j.queueing_lock = u.task || ':' || u.mail_id AND j.status = 'todo')) w"
            " ORDER BY w.place, w.mail_id LIMIT %s",
            [now(), _SWEEP_AT_MOST],
        )
        unfinished = cursor.fetchall()
    for task, client_id, mail_id in unfinished:
        (defer_send if task == SEND else defer_digest)(mail_id, client_id)


def park(raw_mail_id: int, why: str, *, actor: Actor) -> None:
    """Set a mail aside for a person to look at; its bytes stay and ``actions.replay`` reads them again."""
    with acting(actor):
        unread = RawMail.objects.select_for_update(of=("self",), no_key=True).select_related("mailbox")
        raw = unread.defer("raw").get(pk=raw_mail_id)
        if raw.state == RawState.STORED:
            raw.state, raw.note = RawState.PARKED, why[:200]
            raw.save(update_fields=["state", "note"])
            record(
                "mail.parked",
                actor=actor,
                client_id=raw.client_id,
                subject_id=raw.pk,
                facts={"why": raw.note},
            )
            raise_alarm(raw.mailbox, "mail.parked", {"mail": raw.pk, "why": raw.note}, actor=actor)


def _why(error: Exception) -> str:
    return f"unreadable_{error.why}" if isinstance(error, Unreadable) else type(error).__name__


def _counted(raw_mail_id: int, actor: Actor) -> int:
    """Count a try, in a transaction of its own; how many there are, or 0 when the mail waits no more."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(_ANOTHER_TRY, [raw_mail_id])
        counted = cursor.fetchone()
        return counted[0] if counted else 0


def _vetted(raw_mail_id: int, actor: Actor) -> Vetted:
    """What the network says of the mail, where the installation wants it asked."""
    if not settings.MAIL_CHECK_SENDERS and not settings.RSPAMD_URL:
        return NOT_ASKED
    from relevo.channels.mail.judging.vetting import (
        vet,  # its libraries take half a second that others need not spend
    )

    return vet(raw_mail_id, actor=actor)


def _log(raw_mail_id: int, attempt: int, error: Exception) -> None:
    # The error's own words may quote the customer, so the log gets its type and its place alone.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error(
        "mail %s could not be digested (try %s): %s\n%s", raw_mail_id, attempt, type(error).__name__, where
    )
