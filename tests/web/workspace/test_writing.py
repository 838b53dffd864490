"""The composer: who gets one, what it says, what it keeps, and what is said about the words while one writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from relevo.conduct.actions import return_to_writer
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.hand_overs import take_back_ticket
from relevo.tickets.actions import hold_ticket
from relevo.tickets.models import Draft, Message, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.language.engine_room import Scripted, desk_with, down
from tests.stories import SUNDAY_NIGHT, customer_writes
from tests.web.workspace.screen import Screen, hidden, path, typed, words

Sit = Callable[[str], Screen]
ENGLISH = "Please restart the Auralis Hub and wait two minutes."
SPANISH = "Reinicie el Auralis Hub y espere dos minutos, por favor."


def composer(screen: Screen, ticket: Ticket, query: str = "") -> str:
    return screen.html(path(ticket, "write") + query, fragment=True)


def marks(screen: Screen, ticket: Ticket, text: str) -> list[dict]:
    answer = screen.act(ticket, "check", text=text)
    assert answer.status_code == 200
    return json.loads(answer.content)


def cut(text: str, mark: dict) -> str:
    """The words a browser finds there: it counts in UTF-16 units and knows line feeds alone."""
    units = text.replace("\r\n", "\n").encode("utf-16-le")
    return units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le")


def drafts(ticket: Ticket) -> dict[str, Draft]:
    with acting(EVERYWHERE):
        return {draft.member.user.name.split()[0]: draft for draft in Draft.objects.filter(ticket=ticket).select_related("member__user")}  # fmt: skip


def test_the_composer_says_in_whose_name_to_whom_and_how(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    read = words(composer(mateo, jorge))
    for part in ("Auralis", "Jorge Molina", "03:00 in Madrid", "Customer's language es Your language en",
                 "Cercano, preciso, sin presionar", "Send to Jorge, as Auralis", "Show the translation"):  # fmt: skip
        assert part in read, part


def test_a_note_says_who_will_not_see_it_and_asks_who_shall(mateo: Screen, jorge: Ticket) -> None:
    html = composer(mateo, jorge, "?write=note")
    assert "Jorge Molina will not see this" in html
    assert re.search(r'name="audience" value="own".*?For our firm only', html, flags=re.DOTALL)
    assert re.search(r'name="audience" value="both".*?Add note for both firms', html, flags=re.DOTALL)
    assert "Show the translation" not in html
    assert "write=note" in re.search(r'id="answer"[^>]*hx-get="([^"]+)"', html).group(1), "and so it stays"


def test_the_client_may_note_but_not_answer_what_a_partner_holds(sit: Sit, jorge: Ticket) -> None:
    html = composer(sit("Carmen"), jorge)
    assert "Add note for both firms" in html
    assert "as Auralis" not in words(html)


def test_a_former_holder_reads_only(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        hold_ticket(jorge, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)
    html = composer(sit("Mateo"), jorge)
    assert "You can read this ticket; its present holder answers it." in html
    assert typed(html) is None


def test_a_customer_of_unknown_language_is_answered_without_a_translation(
    cast: Cast, mateo: Screen, translated: None
) -> None:
    ticket = customer_writes(cast, "???", language="und", name="")
    html = composer(mateo, ticket)
    read = words(html)
    assert "Show the translation" not in read
    assert "Your language" not in read
    assert "Send to customer, as Auralis" in read
    answer = mateo.answer(
        ticket, "Hello, please tell me the serial number of your speaker. Kind regards, Mateo"
    )
    assert answer.status_code == 200
    with acting(EVERYWHERE):
        assert Message.objects.get(ticket=ticket, direction="out").sent_language == "en"


def test_who_writes_as_the_customer_does_is_shown_one_language(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    html = composer(mateo, ticket)
    assert "Customer's language en" in words(html)
    assert "Your language" not in words(html)


def test_a_first_week_writer_is_told_that_a_lead_reads_first(sit: Sit, jorge: Ticket) -> None:
    told = "A lead reads your answers to this client's customers before they go out."
    assert words(composer(sit("Lucía"), jorge)).count(told) == 1
    assert told not in composer(sit("Mateo"), jorge)
    assert told not in composer(sit("Lucía"), jorge, "?write=note")


def test_a_draft_comes_back_to_its_writer_and_to_nobody_else(sit: Sit, jorge: Ticket) -> None:
    mateo, valeria = sit("Mateo"), sit("Valeria")
    assert mateo.act(jorge, "draft", kind="reply", text="Estimado Jorge:\r\n\r\n").status_code == 204
    assert mateo.act(jorge, "draft", kind="note", text="Ask about the cable").status_code == 204
    assert typed(composer(mateo, jorge)) == "Estimado Jorge:\n\n"
    assert typed(mateo.html(path(jorge))) == "Estimado Jorge:\n\n"
    assert typed(composer(mateo, jorge, "?write=note")) == "Ask about the cable"
    assert typed(composer(valeria, jorge)) == ""
    assert typed(composer(sit("Carmen"), jorge)) == ""


def test_a_draft_without_a_kind_is_a_reply_and_each_save_counts(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    for text in ("E", "Est", "Estimado"):
        mateo.act(jorge, "draft", text=text)
    kept = drafts(jorge)["Mateo"]
    assert (kept.kind, kept.text, kept.version) == ("reply", "Estimado", 3)


def test_words_of_two_windows_are_both_kept_and_the_second_is_told(mateo: Screen, jorge: Ticket) -> None:
    assert mateo.act(jorge, "draft", text="Estimado Jorge:\r\n", over="").status_code == 204
    assert (
        mateo.act(jorge, "draft", text="Estimado Jorge: pulse", over="Estimado Jorge:\r\n").status_code == 204
    )
    answer = mateo.act(jorge, "draft", text="Buenas noches", over="")
    assert answer.json() == {"text": "Buenas noches\n\nEstimado Jorge: pulse"}
    assert drafts(jorge)["Mateo"].text == answer.json()["text"]
    on_its_way = ["", answer.json()["text"]]
    assert mateo.act(jorge, "draft", text="Buenas", over=on_its_way).status_code == 204
    assert drafts(jorge)["Mateo"].text == "Buenas"


def test_a_composer_with_other_words_than_the_draft_says_what_the_draft_is(
    mateo: Screen, jorge: Ticket
) -> None:
    """The page keeps what was sent and came back, without taking its own older words for another window's."""
    mateo.act(jorge, "draft", text="Hello")
    fresh = mateo.html(path(jorge, "write"), fragment=True)
    assert 'autocomplete="off"' in fresh
    assert " known=" not in fresh
    back = mateo.answer(jorge, ENGLISH).content.decode()
    assert typed(back) == ENGLISH
    assert ' known="Hello"' in back


def test_a_draft_that_is_too_long_says_so(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.act(jorge, "draft", text="a" * 50_001)
    assert answer.status_code == 409
    assert "This is too long to be kept as a draft." in words(answer.content.decode())
    assert mateo.act(jorge, "draft", text="a\0b").status_code == 409


def test_a_corrected_translation_is_kept_with_its_words_and_comes_back_with_them(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    looked = hidden(mateo.act(jorge, "preview", text=ENGLISH).content.decode())
    mateo.act(jorge, "draft", text=ENGLISH, translation="Corregido.", previewed=looked["previewed"])
    html = composer(mateo, jorge)
    assert typed(html, "translation") == "Corregido."
    assert "data-hold" not in html, "it is kept, so a live update may fetch it again"
    answer = mateo.act(
        jorge, "reply", **(hidden(html) | {"text": ENGLISH, "translation": "Corregido y enviado."})
    )
    assert answer.status_code == 200
    with acting(EVERYWHERE):
        assert Message.objects.get(ticket=jorge, direction="out").sent_text == "Corregido y enviado."


def test_a_translation_of_other_words_is_not_kept(mateo: Screen, jorge: Ticket) -> None:
    looked = hidden(mateo.act(jorge, "preview", text=ENGLISH).content.decode())
    mateo.act(
        jorge, "draft", text=ENGLISH + " Thank you.", translation=SPANISH, previewed=looked["previewed"]
    )
    assert typed(composer(mateo, jorge), "translation") is None
    assert drafts(jorge)["Mateo"].translation == ""


def test_words_begun_on_a_ticket_that_has_moved_on_can_still_be_read(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    mateo.act(jorge, "draft", text="Estimado Jorge: <b>")
    machine = cast.machine("auralis")
    with acting(machine):
        hold_ticket(jorge, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)
    assert "What you had begun to write, not sent Estimado Jorge: <b>" in mateo.at(jorge, "write")
    assert "Estimado Jorge: <b>" in mateo.at(jorge)
    assert mateo.act(jorge, "draft", text="Estimado").status_code == 403


def test_after_a_take_back_not_even_the_draft_page_is_there(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    mateo.act(jorge, "draft", text="Estimado Jorge:")
    carmen = cast.actor("Carmen")
    with acting(carmen):
        take_back_ticket(jorge, actor=carmen)
    assert mateo.act(jorge, "draft", text="Estimado").status_code == 404
    assert drafts(jorge)["Mateo"].text == "Estimado Jorge:"


def test_a_returned_reply_is_her_draft_again_with_what_the_lead_said(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    lucia, valeria = sit("Lucía"), cast.actor("Valeria")
    text = "Estimado Jorge: mantenga pulsado el botón diez segundos, por favor."
    lucia.answer(jorge, text)
    with acting(valeria):
        return_to_writer(Approval.objects.get(ticket=jorge), "Warmer, please.", actor=valeria)
    html = composer(lucia, jorge)
    assert typed(html) == text
    assert "Returned to you: Warmer, please." in words(html)
    assert "Returned to you" not in composer(sit("Mateo"), jorge)


@pytest.mark.parametrize("before", ["", "🔊 ", "Hola 👩‍👩‍👧 ", "One.\r\n\r\nTwo.\r\n"])
def test_a_finding_stands_where_a_browser_counts_it(cast: Cast, mateo: Screen, before: str) -> None:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    text = f"Hello Jorge, {before}please calm down now, you silly person. Kind regards, Mateo"
    found = marks(mateo, ticket, text)
    assert any(mark["words"].lower() == "calm down" for mark in found)
    for mark in found:
        assert cut(text, mark) == mark["words"]
        assert mark["reason"]
        assert mark["severity"] in {"advise", "block"}


def test_a_greeting_can_be_taken_and_an_example_cannot(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    text = "As I already told you, the speaker must be restarted before it can play again on Monday."
    found = {mark["better"]: mark for mark in marks(mateo, ticket, text)}
    greeting = found["Hello Jorge,"]
    assert greeting["instead"] == f"Hello Jorge,\n\n{greeting['words']}"
    assert found["Let me say it more simply."]["instead"] == ""


def test_what_must_not_go_out_is_marked_as_such_and_what_is_fine_is_not_marked(
    cast: Cast, mateo: Screen
) -> None:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    [card] = [
        mark
        for mark in marks(mateo, ticket, "Your card 4111 1111 1111 1111 was charged.")
        if mark["severity"] == "block"
    ]
    assert "4111" in card["words"]
    assert marks(mateo, ticket, " \n") == []
    assert marks(mateo, ticket, "x" * 50_001) == []


@pytest.mark.parametrize("text", [SPANISH, "", "   "])
def test_words_that_the_customer_reads_as_they_are_need_no_translation(
    mateo: Screen, jorge: Ticket, text: str
) -> None:
    answer = mateo.act(jorge, "preview", text=text)
    html = answer.content.decode()
    assert "No translation is needed: this is the customer's language." in html
    assert typed(html, "translation") is None
    assert "data-hold" not in html


def test_a_preview_shows_the_translation_its_way_back_and_what_was_protected(
    mateo: Screen, jorge: Ticket
) -> None:
    html = mateo.act(jorge, "preview", text=ENGLISH).content.decode()
    assert typed(html, "translation") == SPANISH
    read = words(html)
    assert "Jorge Molina reads this in Spanish; correct it where needed" in read
    assert "Back into your language, to check Restart the Auralis Hub and wait two minutes, please." in read
    assert "Kept as they are: Auralis Hub" in read
    assert hidden(html)["engine"] == "fake"
    assert "data-hold" in html, "a live update must not take it away while she reads"


@pytest.fixture
def careless(cast: Cast) -> Iterator[None]:
    """Auralis's only engine makes up a code."""
    with desk_with(cast, Scripted(lambda text, timeout: f"{text} E-0099")):
        yield


def test_a_code_that_the_engine_made_up_is_told_and_nothing_is_stored(
    cast: Cast, careless: None, mateo: Screen
) -> None:
    ticket = customer_writes(cast)
    html = mateo.act(ticket, "preview", text="Please note E-0042 and wait two minutes.").content.decode()
    assert "Kept as they are: E-0042" in words(html)
    assert "The translation changed what must stay as it is." in words(html)
    with acting(EVERYWHERE):
        assert not Message.objects.filter(ticket=ticket, direction="out").exists()
        assert not Draft.objects.filter(ticket=ticket).exists()


def test_an_engine_that_is_down_blocks_nothing_and_says_what_to_do(cast: Cast, mateo: Screen) -> None:
    with desk_with(cast, down()):
        ticket = customer_writes(cast)
        html = mateo.act(ticket, "preview", text=ENGLISH).content.decode()
    assert "There is no translation this time" in html
    assert "Write in Spanish yourself" in html
    assert typed(html, "translation") == ""


def test_a_pair_that_no_engine_knows_is_named(cast: Cast, sit: Sit) -> None:
    with desk_with(cast, Scripted(lambda text, timeout: text)):
        ticket = customer_writes(cast, "Skaļrunis neskan.", address="juris@vitols.example", language="lv")
        html = sit("Marta").act(ticket, "preview", text=ENGLISH).content.decode()
    assert "No translation engine of this desk goes from English to Latvian." in words(html)


def test_the_clock_of_the_customer_is_the_one_that_is_shown(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    with acting(EVERYWHERE):
        jorge.customer.zone = "Atlantic/Canary"
        jorge.customer.save()
    assert "02:00 in Canary" in composer(mateo, jorge)
    with acting(EVERYWHERE):
        jorge.customer.zone = "Not/AZone"
        jorge.customer.save()
    with clock.travel(SUNDAY_NIGHT + timedelta(hours=1)):
        assert " in AZone" not in composer(mateo, jorge)


def test_only_a_form_may_write(mateo: Screen, jorge: Ticket) -> None:
    for act in ("reply", "note", "draft", "check", "preview", "assign", "status", "approve", "return"):
        assert mateo.get(path(jorge, act)).status_code == 405
