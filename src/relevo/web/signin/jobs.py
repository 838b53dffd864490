"""The jobs of sign-in: its letters, and sweeping out sessions that ran out."""

from __future__ import annotations

from django.core.management import call_command

from relevo.events.queue import RETRY, queue


@queue.task(name="signin.send_reset_link", queue="mail", retry=RETRY)
def send_reset_link(*, email: str, language: str) -> None:
    """Mail a link to set a new password, if somebody signs in with this address."""
    from relevo.web.signin.letters import reset_link

    letter = reset_link(email, language)
    if letter is not None:
        letter.send()


@queue.task(name="signin.send_notice", queue="mail", retry=RETRY)
def send_notice(*, user_id: int, change: str, address: str, at: str) -> None:
    """Mail word of a change to somebody's account."""
    from relevo.web.signin.letters import notice

    letter = notice(user_id, change, address, at)
    if letter is not None:
        letter.send()


@queue.periodic(cron="17 3 * * *")
@queue.task(name="signin.sweep_sessions", queueing_lock="signin.sweep_sessions", pass_context=False)
def sweep_sessions(timestamp: int) -> None:
    """Delete sessions that have run out, once a night."""
    call_command("clearsessions")
