"""Files beside an unsent reply: hers alone, within room, and gone with the reply or back with it."""

from __future__ import annotations

import pytest

from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.scope import acting
from relevo.tickets.actions import File
from relevo.tickets.draft_files import MOST, ROOM, add_files, drop_file, own_files
from relevo.tickets.models import Attachment, Draft, DraftFile, Ticket
from relevo.tickets.replies import Reply, save_draft, write_reply
from tests.cast import EVERYWHERE, Cast
from tests.stories import customer_writes

GUIDE = File("guía.pdf", "application/pdf", b"%PDF-1.7")


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return customer_writes(cast)


def laid(cast: Cast, ticket: Ticket, *files: File, who: str = "Mateo") -> list[int]:
    """Files beside somebody's reply, by number."""
    actor = cast.actor(who)
    with acting(actor):
        add_files(ticket, files, actor=actor)
        return list(own_files(ticket, actor=actor).values_list("pk", flat=True))


def test_a_file_waits_beside_the_reply_and_goes_with_it(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    numbers = laid(cast, ticket, GUIDE)
    with acting(mateo):
        message = write_reply(
            ticket, Reply("Estimado Jorge: …", "es", files=tuple(numbers)), waits=False, actor=mateo
        )
        assert not own_files(ticket, actor=mateo).exists()
    with acting(EVERYWHERE):
        sent = Attachment.objects.get(message=message)
        assert (sent.name, sent.content_type, bytes(sent.content), sent.inline) == (*_parts(GUIDE), False)
        assert not DraftFile.objects.exists()


def _parts(file: File) -> tuple[str, str, bytes]:
    return file.name, file.content_type, file.content


def test_a_file_that_she_did_not_see_does_not_go(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    laid(cast, ticket, GUIDE)
    with acting(mateo):
        message = write_reply(ticket, Reply("Estimado Jorge: …", "es"), waits=False, actor=mateo)
        assert not Attachment.objects.filter(message=message).exists()


def test_nobody_sends_or_takes_away_what_another_laid_there(cast: Cast, ticket: Ticket) -> None:
    numbers = laid(cast, ticket, GUIDE)
    lucia = cast.actor("Lucía")
    with acting(lucia):
        with pytest.raises(NotFound):
            drop_file(ticket, numbers[0], actor=lucia)
        with pytest.raises(RuleBroken, match="no longer there"):
            write_reply(ticket, Reply("Hola.", "es", files=tuple(numbers)), waits=True, actor=lucia)
    with acting(cast.actor("Carmen")):
        assert not DraftFile.objects.exists()  # a draft is its firm's alone


def test_a_file_is_taken_away_once(cast: Cast, ticket: Ticket) -> None:
    mateo, numbers = cast.actor("Mateo"), laid(cast, ticket, GUIDE)
    with acting(mateo):
        drop_file(ticket, numbers[0], actor=mateo)
        with pytest.raises(NotFound):
            drop_file(ticket, numbers[0], actor=mateo)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([File("leer.txt", "text/plain", b"")], "“leer.txt” is empty."),
        ([File("film.mp4", "video/mp4", b"x" * (ROOM + 1))], "“film.mp4” does not fit"),
        ([File(f"{n}.txt", "text/plain", b"x") for n in range(MOST + 1)], "“20.txt” does not fit"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_of_it_stays(
    cast: Cast, ticket: Ticket, files: list[File], said: str
) -> None:
    with pytest.raises(RuleBroken, match=said):
        laid(cast, ticket, *files)
    with acting(EVERYWHERE):
        assert not DraftFile.objects.exists()


def test_room_counts_what_is_there_already(cast: Cast, ticket: Ticket) -> None:
    laid(cast, ticket, File("a.bin", "application/octet-stream", b"x" * (ROOM - 1)))
    with pytest.raises(RuleBroken, match="does not fit"):
        laid(cast, ticket, File("b.bin", "application/octet-stream", b"xx"))


def test_only_who_may_answer_attaches(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        laid(cast, ticket, GUIDE, who="Carmen")


def test_a_draft_that_is_there_keeps_its_words(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        save_draft(ticket, kind="reply", text="Estimado", actor=mateo)
    laid(cast, ticket, GUIDE)
    with acting(mateo):
        assert Draft.objects.get(ticket=ticket).text == "Estimado"
