"""Two mails of one address at the same moment, on two connections: the right to answer is one row's."""

from __future__ import annotations

from threading import Barrier, Thread

from django.db import connections

from relevo.channels.mail.doors import intake
from relevo.channels.mail.mailbox_settings import set_acknowledgements
from relevo.channels.mail.models import AutomaticAnswer, Mailbox, OutgoingMail
from relevo.channels.mail.out.acknowledging import acknowledge
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.tickets.models import Message, Ticket
from tests.cast import EVERYWHERE
from tests.channels.mail.out.test_acknowledging import TEXTS, answers, from_
from tests.channels.mail.postbox import SUPPORT, envelope, run_mail_jobs


def test_two_mails_of_one_address_at_the_same_moment_get_one_answer(own_database: str) -> None:
    with acting(EVERYWHERE):
        mailbox = Mailbox.objects.get(address=SUPPORT)
        set_acknowledgements(mailbox, TEXTS, actor=system(mailbox.client_id))
    for number in range(2):
        intake.store(envelope(from_(number)))
    run_mail_jobs("mail.digest")
    with acting(EVERYWHERE):
        firsts = list(Message.objects.filter(raw_mail__isnull=False).values_list("pk", "client_id"))
    meet = Barrier(2, timeout=90)

    def greet(message_id: int, client_id: int) -> None:
        actor = system(client_id)
        try:
            meet.wait()
            with acting(actor):
                acknowledge(message_id, actor=actor)
        finally:
            connections["default"].close()

    threads = [Thread(target=greet, args=first) for first in firsts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert len(firsts) == 2
    assert len(answers()) == 1
    with acting(EVERYWHERE):
        assert AutomaticAnswer.objects.count() == OutgoingMail.objects.count() == 1
        assert Ticket.objects.count() == 2
