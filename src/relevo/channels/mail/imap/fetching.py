"""One turn at an IMAP account: everything past the high-water mark is stored, then marked as read, then passed.

In that order, so that a fetcher killed anywhere finds at its next turn what it had not finished, and the database's
unique constraints make the second time harmless. Mails are found by their UIDs, never by whether somebody has read
them. The mark is only ever moved by the fetcher that holds the account (``imap_leases``).
"""

from __future__ import annotations

import logging
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError

from relevo.channels.mail.alarms import end_alarm, raise_alarm
from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.imap import client, credentials, leases, troubles
from relevo.channels.mail.imap.client import Folder, ImapFault, Listed, Session, Unreachable, Unreadable
from relevo.channels.mail.imap.connection import Patience
from relevo.channels.mail.imap.leases import Lease, Overtaken, holding, settle
from relevo.channels.mail.imap.oauth import RefreshedTokens
from relevo.channels.mail.judging import trace
from relevo.core.clock import now, offset
from relevo.core.failpoints import reach

BEGINNING: Final = 256 * 1024
"""Bytes that are kept of a mail that is too large: what a person wrote comes first, what she attached follows."""
MOST_ROOM: Final = 2 * 1024 * 1024
_LEAST_ROOM: Final = 4 * 1024
_AT_ONCE: Final = 50  # mails stored in one transaction
_TYPICAL: Final = 8 * 1024  # bytes of a mail, to guess how many fit

_large = threading.Lock()  # one large mail at a time is whole in memory, however many mailboxes there are
log = logging.getLogger(__name__)


@dataclass
class Memory:
    """What is remembered of an account from turn to turn. Losing it costs time, nothing else.

    room: bytes fetched at a time; less over a line that breaks. tokens: where its access tokens come from.
    """

    room: int = MOST_ROOM
    tokens: RefreshedTokens | None = None


def take_turn(lease: Lease, memory: Memory, patience: Patience, leaving: Callable[[], bool]) -> None:
    """Fetch, wait for more and fetch again, until ``leaving``; write down what became of it. Raises nothing."""
    turn = _Turn(lease, memory, patience, leaving)
    try:
        turn.run()
    except Overtaken:
        log.info("IMAP account %s is fetched by somebody else", lease.account.pk)
    except ImapFault as fault:
        _fail(turn, fault)
    except DatabaseError as error:
        log.warning("IMAP account %s: the database failed (%s)", lease.account.pk, type(error).__name__)
        _fail(turn, Unreachable("database"))
    except Exception as error:  # noqa: BLE001 - whatever a server provokes must not stop its mailbox for ever
        # The error's own words may quote a mail, so the log gets its type and its place alone.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("IMAP account %s: %s\n%s", lease.account.pk, type(error).__name__, where)  # noqa: TRY400
        _fail(turn, Unreachable("internal"))


class _Turn:
    """``progress``: something was passed for good. ``greeted``: everything there was has been fetched once."""

    def __init__(self, lease: Lease, memory: Memory, patience: Patience, leaving: Callable[[], bool]) -> None:
        self.lease, self.account, self.memory = lease, lease.account, memory
        self.patience, self.leaving = patience, leaving
        self.progress = self.greeted = False

    def run(self) -> None:
        """Until it is time to leave; then the account may be taken again at once, after all that wait already."""
        server = credentials.server(self.account)
        login = credentials.login(self.lease, self.memory)
        with client.connect(server, login, self.patience) as session:
            reach("imap_connected")
            while True:
                self.fetch(session)
                if not self.leaving():
                    session.wait(self.leaving)
                if self.leaving():
                    break
        settle(self.lease, leased_until=None, next_try_at=now())

    def fetch(self, session: Session) -> None:
        """Everything past the mark."""
        folder = session.select(self.account.folder)
        reach("imap_selected")
        self._count_from(folder)
        for uids in session.above(folder, self.account.last_uid):
            for some in _stretches(uids, max(1, min(_AT_ONCE, self.memory.room // _TYPICAL))):
                if self.leaving():
                    return
                self._pass(session, some)
        self._greet(session)

    def _count_from(self, folder: Folder) -> None:
        """Notice that the server has numbered its mails anew: then all are looked at, and those we have are known
        by their bytes. A next number below our mark is the same under a server that did not say so."""
        account = self.account
        backwards = folder.uidnext is not None and folder.uidnext <= account.last_uid
        if folder.uidvalidity == account.uidvalidity and not backwards:
            return
        facts = {"from": account.uidvalidity, "to": folder.uidvalidity, "last_uid": account.last_uid}
        with holding(self.lease):
            if account.uidvalidity is not None:
                raise_alarm(account.mailbox, troubles.RENUMBERED, facts, actor=self.lease.actor)
            leases.change(self.lease, uidvalidity=folder.uidvalidity, last_uid=0)

    def _pass(self, session: Session, uids: Sequence[int]) -> None:
        """Store these mails, however large, and move the mark past them."""
        since = self.account.since
        listed = [one for one in session.sizes(uids) if since is None or _arrival(one) >= since]
        for group in _groups(listed, self.memory.room):
            self._take(session, group)
            self._move_mark(group[-1].uid)
        if uids[-1] > self.account.last_uid:  # the last were deleted meanwhile, or are older than we want
            self._move_mark(uids[-1])

    def _take(self, session: Session, group: Sequence[Listed]) -> None:
        try:
            if group[0].size > client.PIECE:
                self._take_large(session, group[0])
            else:
                self._take_small(session, group)
        except Unreadable as fault:
            if len(group) > 1:
                for one in group:
                    self._take(session, [one])
            elif not troubles.given_up(self.lease, fault):
                raise

    def _take_small(self, session: Session, group: Sequence[Listed]) -> None:
        mails = session.mails(group)
        for one in group:
            if one.uid not in mails and session.there(one.uid):
                raise Unreadable(one.uid)
        reach("imap_fetched")
        stored = [one for one in group if one.uid in mails]
        self._store([(one, mails[one.uid]) for one in stored])
        self._mark_read(session, stored)

    def _take_large(self, session: Session, one: Listed) -> None:
        """By way of the disk, so that a hundred mailboxes do not fill the memory."""
        limit = settings.MAIL_SIZE_LIMIT
        with tempfile.TemporaryFile() as file:
            for piece in session.pieces(one.uid, BEGINNING if one.size > limit else limit + 1):
                file.write(piece)
            size = file.tell()
            if not size and session.there(one.uid):
                raise Unreadable(one.uid)
            if not size:
                return
            reach("imap_fetched")
            with _large:
                file.seek(0)
                if max(size, one.size) > limit:
                    self._store_beginning(one, file.read(BEGINNING))
                else:
                    self._store([(one, file.read())])
        self._mark_read(session, [one])

    def _store_beginning(self, one: Listed, raw: bytes) -> None:
        """What is too large is told, on the ticket and to whoever looks after the mailbox; it stays in the folder."""
        facts = {"uid": one.uid, "size": one.size, "limit": settings.MAIL_SIZE_LIMIT}
        with holding(self.lease):
            raise_alarm(self.account.mailbox, troubles.TOO_LARGE, facts, actor=self.lease.actor)
        whole_size = max(one.size, settings.MAIL_SIZE_LIMIT + 1)
        self._store([(one, raw[: raw.rfind(b"\n") + 1] or raw)], whole_size=whole_size)

    def _store(self, mails: Sequence[tuple[Listed, bytes]], *, whole_size: int | None = None) -> None:
        """In one transaction, in which the account is ours to the end."""
        if not mails:
            return
        with holding(self.lease):
            for one, raw in mails:
                intake.store(self._envelope(one, raw, whole_size))
            reach("imap_before_commit")
        reach("imap_stored")

    def _mark_read(self, session: Session, mails: Sequence[Listed]) -> None:
        if mails:
            session.flag_seen([one.uid for one in mails])
        reach("imap_flagged")

    def _envelope(self, one: Listed, raw: bytes, whole_size: int | None) -> Envelope:
        account = self.account
        return Envelope(
            raw=raw, mail_from=trace.return_path(raw), rcpt_tos=(trace.recipient(raw, account.mailbox.address),),
            received_at=_arrival(one), door="imap", peer=account.host[:60], encrypted=account.security != "none",
            uidvalidity=account.uidvalidity, uid=one.uid, whole_size=whole_size,
        )  # fmt: skip

    def _move_mark(self, uid: int) -> None:
        settle(self.lease, last_uid=uid)
        self.progress = True

    def _greet(self, session: Session) -> None:
        """After the first whole fetch of a turn: what was wrong is well again; is there room in the mailbox?"""
        self.memory.room = min(MOST_ROOM, self.memory.room * 4)
        if self.greeted:
            return
        fullness = session.fullness(self.account.folder)
        with holding(self.lease):
            leases.change(self.lease, failures=0, problem="")
            end_alarm(self.account.mailbox, *troubles.PASSING, actor=self.lease.actor)
            troubles.tell_fullness(self.lease, fullness)
        self.greeted = True


def _fail(turn: _Turn, fault: ImapFault) -> None:
    if isinstance(fault, Unreachable):
        turn.memory.room = max(_LEAST_ROOM, turn.memory.room // 4)
    else:
        turn.memory.tokens = None
    try:
        troubles.settle_fault(turn.lease, fault, progress=turn.progress)
    except Overtaken:
        log.info("IMAP account %s is fetched by somebody else", turn.account.pk)
    except DatabaseError as error:  # the lease runs out by itself
        log.warning("IMAP account %s: the database failed (%s)", turn.account.pk, type(error).__name__)


def _arrival(one: Listed) -> datetime:
    """When the server got a mail: since then its customer waits, however late we came for it."""
    return min(one.arrived + offset(), now()) if one.arrived else now()


def _stretches(uids: Sequence[int], count: int) -> Iterator[Sequence[int]]:
    return (uids[begin : begin + count] for begin in range(0, len(uids), count))


def _groups(listed: Sequence[Listed], room: int) -> Iterator[list[Listed]]:
    """In order: a large mail alone, small ones together while they fit into ``room`` bytes."""
    group: list[Listed] = []
    for one in listed:
        alone = one.size > client.PIECE
        if group and (alone or sum(other.size for other in group) + one.size > room):
            yield group
            group = []
        group.append(one)
        if alone:
            yield group
            group = []
    if group:
        yield group
