"""A reply leaves: looked at, in the client's name, once, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse

from relevo.conduct.models import Approval
from relevo.core.scope import acting
from relevo.coverage.hand_overs import hand_over, take_back_ticket
from relevo.engagements.actions import end_seat
from relevo.language.models import Translation
from relevo.tickets.actions import Received, receive_message, set_status
from relevo.tickets.models import Delivery, Message, Note, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.language.engine_room import desk_with, down
from tests.stories import agent_answers, customer_writes
from tests.web.workspace.screen import Screen, hidden, now_is, path, typed, words

Sit = Callable[[str], Screen]
ENGLISH = "Please restart the Auralis Hub and wait two minutes."
SPANISH = "Reinicie el Auralis Hub y espere dos minutos, por favor."


def sent(ticket: Ticket) -> list[Message]:
    with acting(EVERYWHERE):
        return list(Message.objects.filter(ticket=ticket, direction="out").order_by("pk"))


def looked_at(screen: Screen, ticket: Ticket, text: str = ENGLISH) -> dict[str, str]:
    """The composer's fields after the translation of these words was shown."""
    html = screen.answer(ticket, text).content.decode()
    return hidden(html) | {"text": typed(html), "translation": typed(html, "translation")}


def said(answer: HttpResponse) -> str:
    return words(answer.content.decode())


def made_by(message: Message) -> str:
    with acting(EVERYWHERE):
        return Translation.objects.get(message=message).engine


def test_an_answer_in_the_customers_language_goes_at_once(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.answer(jorge, f"  {SPANISH}\r\n")
    assert answer.status_code == 200
    assert "On its way to Jorge Molina." in said(answer)
    assert answer["HX-Trigger"] == f"ticket-{jorge.pk}, queue", (
        "the page fetches the thread without waiting for the stream"
    )
    assert typed(answer.content.decode()) == ""
    [message] = sent(jorge)
    assert (message.text, message.sent_text, message.language, message.sent_language) == (
        SPANISH,
        SPANISH,
        "es",
        "es",
    )
    assert (message.shown_name, message.delivery) == ("Mateo", Delivery.QUEUED)
    assert now_is(jorge).status == "pending"


@pytest.mark.parametrize("then", ["open", "on_hold", "solved", "pending"])
def test_send_and_says_what_becomes_of_the_ticket(mateo: Screen, jorge: Ticket, then: str) -> None:
    assert mateo.answer(jorge, SPANISH, then=then).status_code == 200
    assert now_is(jorge).status == then


def test_an_answer_on_a_solved_ticket_leaves_it_solved(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    actor = cast.actor("Mateo")
    with acting(actor):
        set_status(jorge, "solved", actor=actor)
    assert mateo.answer(jorge, SPANISH).status_code == 200
    assert now_is(jorge).status == "solved"


def test_a_translation_must_be_looked_at_before_it_goes(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.answer(jorge, ENGLISH)
    html = answer.content.decode()
    assert "Read what the customer will get, then send." in said(answer)
    assert (typed(html), typed(html, "translation")) == (ENGLISH, SPANISH)
    assert sent(jorge) == []
    assert mateo.act(jorge, "reply", **looked_at(mateo, jorge)).status_code == 200
    [message] = sent(jorge)
    assert (message.text, message.sent_text, message.sent_language) == (ENGLISH, SPANISH, "es")


def test_the_pane_beside_the_words_counts_as_a_look(mateo: Screen, jorge: Ticket) -> None:
    beside = mateo.act(jorge, "preview", text=ENGLISH).content.decode()
    answer = mateo.answer(jorge, ENGLISH, **hidden(beside), translation=typed(beside, "translation"))
    assert "On its way" in said(answer)


def test_words_that_changed_after_the_look_are_looked_at_again(mateo: Screen, jorge: Ticket) -> None:
    fields = looked_at(mateo, jorge) | {"text": ENGLISH + " Then write to me."}
    answer = mateo.act(jorge, "reply", **fields)
    assert "Read what the customer will get, then send." in said(answer)
    assert typed(answer.content.decode()) == ENGLISH + " Then write to me."
    assert sent(jorge) == []


def test_other_line_ends_and_spaces_around_are_the_same_words(mateo: Screen, jorge: Ticket) -> None:
    text = f"{ENGLISH}\n\n{ENGLISH}"
    fields = looked_at(mateo, jorge, text)
    answer = mateo.act(jorge, "reply", **(fields | {"text": text.replace("\n", "\r\n") + "\r\n"}))
    assert "On its way" in said(answer)
    [message] = sent(jorge)
    assert "\r" not in message.text + message.sent_text


def test_an_untouched_translation_is_the_engine_s_and_a_corrected_one_a_person_s(
    mateo: Screen, jorge: Ticket
) -> None:
    fields = looked_at(mateo, jorge)
    mateo.act(jorge, "reply", **fields)
    mateo.act(
        jorge, "reply", **(looked_at(mateo, jorge) | {"translation": SPANISH.replace("Reinicie", "Apague")})
    )
    first, second = sent(jorge)
    assert made_by(first) == "fake"
    assert made_by(second) == "person"
    assert second.sent_text.startswith("Apague")


def test_a_translation_that_came_back_with_a_draft_is_not_passed_off_as_a_person_s(
    mateo: Screen, jorge: Ticket
) -> None:
    looked = hidden(mateo.act(jorge, "preview", text=ENGLISH).content.decode())
    mateo.act(jorge, "draft", text=ENGLISH, translation=SPANISH, previewed=looked["previewed"])
    html = mateo.html(path(jorge, "write"), fragment=True)
    fields = hidden(html) | {"text": typed(html), "translation": typed(html, "translation")}
    assert mateo.act(jorge, "reply", **fields).status_code == 200
    assert made_by(sent(jorge)[0]) == "unknown"


@pytest.mark.parametrize("translation", ["", "  \r\n"])
def test_no_translation_no_answer(mateo: Screen, jorge: Ticket, translation: str) -> None:
    answer = mateo.act(jorge, "reply", **(looked_at(mateo, jorge) | {"translation": translation}))
    assert answer.status_code == 422
    assert "There is no translation to send. Write it yourself, or answer in their language." in said(answer)
    assert typed(answer.content.decode()) == ENGLISH
    assert sent(jorge) == []


def test_with_the_engine_down_a_translation_of_one_s_own_goes_out(cast: Cast, mateo: Screen) -> None:
    with desk_with(cast, down()):
        ticket = customer_writes(cast)
        html = mateo.answer(ticket, ENGLISH).content.decode()
        assert "There is no translation this time" in html
        answer = mateo.act(ticket, "reply", **hidden(html), text=ENGLISH, translation=SPANISH)
    assert "On its way" in said(answer)
    assert made_by(sent(ticket)[0]) == "person"


def test_a_first_week_reply_waits_for_a_lead(sit: Sit, jorge: Ticket) -> None:
    answer = sit("Lucía").answer(jorge, SPANISH)
    assert "It waits for a lead's approval." in said(answer)
    [message] = sent(jorge)
    assert message.delivery == Delivery.WAITING
    with acting(EVERYWHERE):
        assert Approval.objects.get(message=message).reasons == ["first_week"]


def test_blocked_words_stay_in_the_composer_with_the_reason(mateo: Screen, jorge: Ticket) -> None:
    bad = f"{ENGLISH} Your card 4111 1111 1111 1111 was charged."
    fields = looked_at(mateo, jorge, bad) | {"translation": f"{SPANISH} Su tarjeta 4111 1111 1111 1111."}
    answer = mateo.act(jorge, "reply", **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This cannot be sent:" in words(html)
    assert "4111 1111" not in words(html.partition("data-hold")[2].partition("</p>")[0]), (
        "shown by its last digits only"
    )
    assert (typed(html), typed(html, "translation")) == (bad, f"{SPANISH} Su tarjeta 4111 1111 1111 1111.")
    assert "data-hold" in html, "a live update must not take them away"
    assert sent(jorge) == []
    again = hidden(html) | {"text": ENGLISH, "translation": SPANISH}
    assert "Read what the customer will get" in said(mateo.act(jorge, "reply", **again)), (
        "other words, another look"
    )


def test_an_empty_reply_is_refused_with_its_reason(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.answer(jorge, "  \r\n ")
    assert answer.status_code == 422
    assert "The reply is empty." in said(answer)


def test_two_answer_at_once_and_the_second_gets_her_words_back_with_the_colleague_named(
    sit: Sit, jorge: Ticket
) -> None:
    mateo, valeria = sit("Mateo"), sit("Valeria")
    hers = hidden(valeria.html(path(jorge, "write"), fragment=True))
    assert mateo.answer(jorge, SPANISH).status_code == 200
    answer = valeria.act(
        jorge, "reply", **hers, text="Estimado Jorge: se lo cambiamos hoy, por favor espere."
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Mateo wrote on this ticket while you were typing. Read it, then send again." in words(html)
    assert typed(html) == "Estimado Jorge: se lo cambiamos hoy, por favor espere."
    assert answer["HX-Trigger"] == f"ticket-{jorge.pk}, queue", "the thread beside it fetches what he wrote"
    assert int(hidden(html)["seen"]) == sent(jorge)[0].pk
    assert hidden(html)["key"] != hers["key"]
    again = valeria.act(jorge, "reply", **hidden(html), text=typed(html))
    assert again.status_code == 200
    assert [message.shown_name for message in sent(jorge)] == ["Mateo", "Valeria"]


def test_the_customer_wrote_again_meanwhile(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    fields, machine = looked_at(mateo, jorge), cast.machine("auralis")
    with acting(machine):
        receive_message(
            jorge, Received("Ya funciona.", "Jorge Molina", now_is(jorge).opened_at), actor=machine
        )
    answer = mateo.act(jorge, "reply", **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Jorge Molina wrote on this ticket while you were typing." in words(html)
    assert (typed(html), typed(html, "translation")) == (ENGLISH, SPANISH)
    again = mateo.act(
        jorge, "reply", **hidden(html), text=typed(html), translation=typed(html, "translation")
    )
    assert "On its way" in said(again)
    assert made_by(sent(jorge)[0]) == "fake", "whose words they are survives the refusal"


def test_a_doubled_click_is_one_message(mateo: Screen, jorge: Ticket) -> None:
    fields = hidden(mateo.html(path(jorge, "write"), fragment=True)) | {"text": SPANISH}
    answers = [mateo.act(jorge, "reply", **fields) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(sent(jorge)) == 1


def test_without_a_seat_nothing_is_sent_and_the_words_are_kept(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    fields = hidden(mateo.html(path(jorge, "write"), fragment=True)) | {"text": SPANISH}
    mateo.act(jorge, "draft", text=SPANISH)
    lead = cast.actor("Valeria")
    with acting(lead):
        end_seat(cast.seat("Mateo", "auralis"), actor=lead)
    assert mateo.act(jorge, "reply", **fields).status_code in {403, 404}
    assert sent(jorge) == []
    with acting(EVERYWHERE):
        assert jorge.drafts.get().text == SPANISH


def test_a_ticket_that_moved_to_another_team_is_not_answered_from_here(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    fields, actor = looked_at(mateo, jorge), cast.actor("Valeria")
    mateo.act(jorge, "draft", **fields)
    with acting(actor):
        hand_over(jorge, cast.engagement("auralis", "auralis"), actor=actor)
    answer = mateo.act(jorge, "reply", **fields)
    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "#toasts", "the composer stays as it is"
    assert sent(jorge) == []
    assert ENGLISH in mateo.at(jorge, "write")


def test_a_ticket_that_was_taken_back_is_gone(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    fields, carmen = looked_at(mateo, jorge), cast.actor("Carmen")
    with acting(carmen):
        take_back_ticket(jorge, actor=carmen)
    assert mateo.act(jorge, "reply", **fields).status_code == 404
    assert sent(jorge) == []


def test_a_closed_ticket_keeps_the_words_and_says_why(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    fields, machine = looked_at(mateo, jorge), cast.machine("auralis")
    with acting(machine):
        set_status(jorge, "solved", actor=machine)
        set_status(jorge, "closed", actor=machine)
    answer = mateo.act(jorge, "reply", **fields)
    assert answer.status_code == 422
    assert "This ticket is closed." in said(answer)
    assert typed(answer.content.decode()) == ENGLISH


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "a" * 50_001},
        {"text": "a\0b"},
        {"key": "no-uuid"},
        {"then": "closed"},
        {"then": "nonsense"},
        {"seen": "x"},
    ],
)
def test_a_form_that_no_page_of_ours_made_is_refused(
    mateo: Screen, jorge: Ticket, fields: dict[str, str]
) -> None:
    answer = mateo.act(jorge, "reply", **({"text": SPANISH} | fields))
    assert answer.status_code == 409
    assert "The reply could not be read. It may be too long." in said(answer)
    assert sent(jorge) == []


def test_a_form_without_a_key_or_what_was_seen_still_works(mateo: Screen, jorge: Ticket) -> None:
    assert mateo.act(jorge, "reply", text=SPANISH).status_code == 200


def test_a_visitor_s_key_belongs_to_one_message_for_good(sit: Sit, jorge: Ticket) -> None:
    key = str(uuid4())
    assert sit("Mateo").act(jorge, "reply", text=SPANISH, key=key).status_code == 200
    other = sit("Valeria").act(jorge, "reply", text="Estimado Jorge: otra cosa, por favor.", key=key)
    assert other.status_code == 200
    assert len(sent(jorge)) == 1


def test_a_note_is_written_for_both_firms_or_one_s_own(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    mateo = sit("Mateo")
    mateo.act(jorge, "draft", kind="note", text="He has two")
    answer = mateo.act(jorge, "note", text="He has two.\r\nBoth new.")
    assert "Noted." in said(answer)
    assert answer["HX-Trigger"] == f"ticket-{jorge.pk}, queue"
    assert typed(answer.content.decode()) == "", "its draft is done"
    mateo.act(jorge, "note", text="Ask Valeria.", audience="own")
    with acting(EVERYWHERE):
        notes = list(Note.objects.filter(ticket=jorge).values_list("text", "audience"))
    assert notes == [("He has two.\nBoth new.", "both"), ("Ask Valeria.", "own")]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": " "}, "The note is empty."),
        ({"text": "a" * 50_001}, "The note could not be read. It may be too long."),
        ({"text": "x", "audience": "everybody"}, "The note could not be read. It may be too long."),
    ],
)
def test_a_note_that_is_none_is_refused(
    mateo: Screen, jorge: Ticket, fields: dict[str, str], why: str
) -> None:
    answer = mateo.act(jorge, "note", **fields)
    assert answer.status_code == 409
    assert why in said(answer)


def test_what_goes_out_ends_as_a_message_in_the_thread(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    agent_answers(jorge, cast.actor("Valeria"), SPANISH)
    mateo.answer(jorge, "Estimado Jorge: le escribo mañana a las 04:00 con la respuesta.")
    run_jobs()
    read = mateo.at(jorge, "thread")
    assert read.index("Reinicie el Auralis Hub") < read.index("le escribo mañana")
