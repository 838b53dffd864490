"""The hand-over note: facts from the record, in the reader's language, and the agents' own words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.composing import CODES, SAID, codes_in
from relevo.coverage.hand_overs import prepare_hand_over
from relevo.coverage.models import HandOver
from relevo.coverage.words import EXCERPT, language_words, read_hand_over, reason_words
from relevo.tickets.actions import File, Received, receive_message, write_note
from relevo.tickets.models import Audience, Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, minute, reply, write_again, write_in

WORDS = "El Duo 2 (AD2-0012345) muestra E-0042 desde ayer. " + "Ya lo he desenchufado. " * 20


def night(cast: Cast, **more: str) -> Ticket:
    """A ticket that was worked on during the night."""
    ticket = write_in(cast, words=WORDS, **more)
    machine, mateo = cast.machine("auralis"), cast.actor("Mateo")
    with acting(machine):
        files = [File("ring.jpg", "image/jpeg", b"1"), File("logo.png", "image/png", b"2", inline=True)]
        receive_message(
            ticket, Received("Y H12.", "Jorge Molina", clock.now(), language="es", files=files), actor=machine
        )
    with acting(mateo):
        write_note(ticket, "Third of this kind tonight.", audience=Audience.BOTH, actor=mateo)
        write_note(ticket, "Our own matter.", audience=Audience.OWN, actor=mateo)
    reply(cast, ticket, "Mateo")
    return ticket


def morning(cast: Cast, ticket: Ticket) -> HandOver:
    """The hand-over at nine o'clock, as the in-house lead finds it."""
    with clock.travel(MONDAY_9):
        minute()
    with acting(cast.actor("Iker")):
        return HandOver.objects.select_related("ticket__customer").get(ticket=ticket)


def test_the_four_parts_of_a_night_s_work(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = night(cast)
        mateo = cast.actor("Mateo")
        with acting(mateo):
            prepare_hand_over(ticket, "The update broke it.", "Send a new one.", actor=mateo)
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")), timezone.override("Europe/Madrid"):
        note = read_hand_over(over)
    assert note.situation == (
        "Jorge Molina writes in Spanish about “El Duo 2 no suena”.",
        "Opened Jan 17, 03:00. Status: Waiting for the customer; the next move is with: the customer.",
        "Why it changed hands: the hours of the team before ended.",
    )
    assert note.background == (
        "Files: ring.jpg.", "Serial numbers: AD2-0012345.", "Error codes: E-0042, H12."
    )  # fmt: skip
    assert [said.kind for said in note.said] == ["customer", "customer", "note", "agent"]
    assert [said.name for said in note.said] == ["Jorge Molina", "Jorge Molina", "Mateo Díaz", "Mateo"]
    assert note.said[0].text.startswith("El Duo 2 (AD2-0012345)")
    assert note.said[0].text.endswith("…")
    assert len(note.said[0].text) <= EXCERPT
    assert note.said[2].text == "Third of this kind tonight."
    assert note.said[2].message_id is None
    assert (note.assessment, note.recommendation, note.prepared) == (
        "The update broke it.",
        "Send a new one.",
        True,
    )


def test_what_was_not_prepared_is_said_to_be_missing(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = night(cast)
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")):
        note = read_hand_over(over)
    assert (note.assessment, note.recommendation, note.prepared) == (
        "None was prepared.",
        "None was prepared.",
        False,
    )


def test_an_own_firm_s_note_never_travels(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = night(cast)
    over = morning(cast, ticket)
    with acting(cast.everywhere):
        assert "Our own matter." not in {said.text for said in read_hand_over(over).said}


def test_what_was_not_sent_was_not_said(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Lucía", waits=True)
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")):
        assert [said.kind for said in read_hand_over(over).said] == ["customer"]


def test_a_long_thread_names_its_last_messages(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    for number in range(SAID + 2):
        with clock.travel(SUNDAY_3 + timedelta(minutes=1 + number)):
            write_again(cast, ticket, f"Mensaje {number}")
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")):
        said = read_hand_over(over).said
    assert [one.text for one in said] == [f"Mensaje {number}" for number in range(2, SAID + 2)]


def test_a_message_that_is_gone_is_left_out(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    over = morning(cast, ticket)
    with acting(cast.everywhere):
        Message.objects.filter(ticket=ticket).delete()
        assert read_hand_over(over).said == ()


def test_an_unknown_language_is_said_to_be_unknown(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="und")
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")):
        assert read_hand_over(over).situation[0].endswith("the language is not known.")
        assert read_hand_over(over).background == ()


def test_what_the_customer_was_promised_is_told_with_its_times(cast: Cast) -> None:
    with clock.travel(SUNDAY_3 + timedelta(hours=29, minutes=45)):
        late_night = write_in(cast)
    over = morning(cast, late_night)
    assert {promise["kind"] for promise in over.promises} == {"first_response", "resolution"}
    with acting(cast.actor("Iker")), timezone.override("Europe/Madrid"):
        assert read_hand_over(over).promises == (
            "First response: due Jan 18, 09:15.", "Resolution: due Jan 20, 08:45.",
        )  # fmt: skip


def test_missed_and_resting_promises_are_told_apart(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        silent, answered = write_in(cast), write_in(cast, name="Elena Prats")
        reply(cast, answered, "Mateo")
    with clock.travel(SUNDAY_3 + timedelta(hours=2)):
        minute()
    with acting(cast.actor("Iker")):
        assert "is late" in read_hand_over(morning(cast, silent)).promises[0]
        assert read_hand_over(morning(cast, answered)).promises == (
            "Resolution: stands still while the customer's answer is awaited.",
        )


def test_the_reader_s_language_decides_how_languages_and_times_are_written(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")), timezone.override("Europe/Madrid"):
        with translation.override("es"):
            assert "español" in read_hand_over(over).situation[0]
            assert "17 ene, 03:00" in read_hand_over(over).situation[1]
        with translation.override("lv"):
            assert "spāņu" in read_hand_over(over).situation[0]
            assert "17. janv., 03:00" in read_hand_over(over).situation[1]


def test_every_reason_has_words() -> None:
    known = ["opened", "coverage", "language", "take_back", "hand_over", "reopened", "engagement_ended", "waiting",
             "resumed", "solved", "closed"]  # fmt: skip
    assert all(reason_words(reason) for reason in known)
    assert reason_words("something else") == ""


def test_language_names() -> None:
    assert [language_words(code) for code in ("lv", "es-MX", "und", "zz")] == ["Latvian", "Spanish", "", ""]
    for english in ("en-gb", "zz"):
        with translation.override(english):
            assert language_words("lv") == "Latvian"


@pytest.mark.parametrize(
    ("text", "serials", "codes"),
    [
        ("AD2-0012345 y abm-204118", ["AD2-0012345", "ABM-204118"], []),
        ("AHB-0031187, AHB-0031187.", ["AHB-0031187"], []),
        ("E-0042, H12 und H27!", [], ["E-0042", "H12", "H27"]),
        ("Call +34-600123456 or ABCDEF-123456", [], []),
        ("MT3-118650 shows H27 after 4.2.1 at 14 °C", ["MT3-118650"], ["H27"]),
        ("x-AD2-0012345 AD2-0012345-x", [], []),
        ("", [], []),
    ],
)
def test_serials_and_codes_are_found(text: str, serials: list[str], codes: list[str]) -> None:
    assert codes_in([text]) == {"serials": serials, "codes": codes}


@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_text_gives_bounded_codes(texts: list[str]) -> None:
    found = codes_in(texts)
    assert all(len(values) <= CODES for values in found.values())


def test_a_hostile_text_is_searched_to_its_end() -> None:
    found = codes_in(["A" * 200_000, "AB-" * 60_000, "E-0042 " * 30_000])
    assert found == {"serials": [], "codes": ["E-0042"]}


def test_a_customer_without_a_name_has_a_number(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, name="")
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")):
        assert read_hand_over(over).situation[0].startswith("customer ")


def test_reading_takes_two_queries(cast: Cast, django_assert_num_queries: object) -> None:
    with clock.travel(SUNDAY_3):
        ticket = night(cast)
    over = morning(cast, ticket)
    with acting(cast.actor("Iker")), django_assert_num_queries(2):  # type: ignore[operator]
        read_hand_over(over)


def test_a_repeated_reply_is_named_once(cast: Cast) -> None:
    key = uuid4()
    mateo = cast.actor("Mateo")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        for _ in range(2):
            with acting(mateo):
                write_reply(ticket, Reply("Hola.", "es", request_key=key), waits=False, actor=mateo)
    assert len(morning(cast, ticket).background["messages"]) == 2
