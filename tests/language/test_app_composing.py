"""The composer's preview: what the customer will read, and the way back."""

from __future__ import annotations

import pytest

from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from relevo.language.composing import customer_language, judge_edited, preview
from relevo.language.desk_engines import forget
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.conduct.desk_work import held_ticket, stop_routing
from tests.language.engine_room import PHRASES, Scripted, desk_with, down, knowing

RESTART = "Please restart the Auralis Hub and wait two minutes."


@pytest.fixture(autouse=True)
def _own_engines(monkeypatch):
    stop_routing(monkeypatch)
    forget()
    yield
    forget()


def spanish(cast: Cast) -> Ticket:
    return held_ticket(
        cast, text="Mi altavoz no suena.", language="es", name="Elena Prats", address="e@c.example"
    )


def look(cast: Cast, ticket: Ticket, text: str, who: str = "Mateo", **more):
    actor = cast.actor(who)
    with acting(actor):
        return preview(ticket, text, actor=actor, **more)


def test_the_agent_sees_the_customers_side_and_the_way_back(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        seen = look(cast, spanish(cast), RESTART)
    assert (seen.source, seen.target, seen.status, seen.engine) == ("en", "es", "pass", "fake")
    assert seen.translation == PHRASES["en", "es"][RESTART]
    assert seen.back == "Restart the Auralis Hub and wait two minutes, please."
    assert [(kept.text, kept.intact) for kept in seen.protected] == [("Auralis Hub", True)]
    assert seen.can_send
    assert seen.why_not == ""


def test_the_customers_own_language_needs_no_translation(cast: Cast) -> None:
    engine = Scripted(lambda text, timeout: text)
    with desk_with(cast, engine):
        seen = look(cast, spanish(cast), "Reinicie el Auralis Hub y espere dos minutos, por favor.")
    assert (seen.status, seen.translation, seen.back, seen.can_send) == ("same", "", "", True)
    assert engine.asked == []


def test_an_empty_text_asks_no_engine(cast: Cast) -> None:
    engine = Scripted(lambda text, timeout: text)
    with desk_with(cast, engine):
        assert look(cast, spanish(cast), " \n").status == "same"
    assert engine.asked == []


def test_a_customer_of_unknown_language_reads_what_the_agent_wrote(cast: Cast) -> None:
    ticket = held_ticket(cast, language="und", text="???")
    seen = look(cast, ticket, RESTART)
    assert (seen.status, seen.source, seen.target) == ("same", "en", "en")


def test_the_tickets_language_goes_before_the_customers(cast: Cast) -> None:
    ticket = spanish(cast)
    ticket.customer.language = "lv"
    assert customer_language(ticket) == "es"
    ticket.language = "und"
    assert customer_language(ticket) == "lv"
    ticket.customer.language = ""
    assert customer_language(ticket) == ""


def test_without_an_engine_for_the_pair_it_says_so_plainly(cast: Cast) -> None:
    ticket = held_ticket(cast, "mareko", "baltline", text="Apkure ir auksta.", language="lv", name="Zane Krūmiņa",
                         address="zane@pasts.example")  # fmt: skip
    seen = look(cast, ticket, "Please switch the controller off and on again.", "Marta")
    assert seen.status == "untranslated"
    assert not seen.can_send
    assert "from English to Latvian" in seen.why_not
    assert (seen.translation, seen.back) == ("", "")


def test_an_engine_that_is_down_is_no_error_and_no_licence_to_send(cast: Cast) -> None:
    with desk_with(cast, down()):
        seen = look(cast, spanish(cast), RESTART)
    assert (seen.status, seen.can_send) == ("untranslated", False)
    assert "the translation engine does not answer" in seen.why_not
    assert "switched off" not in seen.why_not, "that is for the operator's log"
    assert [kept.intact for kept in seen.protected] == [False]


def test_an_engine_that_dies_on_the_way_back_leaves_the_way_out(cast: Cast) -> None:
    class OneWay(Scripted):
        def pairs(self):
            return frozenset({("en", "es")})

    with desk_with(cast, OneWay(lambda text, timeout: text.replace("Please restart the", "Reinicie el"))):
        seen = look(cast, spanish(cast), RESTART)
    assert seen.translation.startswith("Reinicie el Auralis Hub")
    assert seen.back == ""


def test_a_translation_that_lost_a_number_is_shown_but_cannot_go_out(cast: Cast) -> None:
    with desk_with(cast, Scripted(lambda text, timeout: "Espere unos minutos antes de reiniciar el equipo.")):
        seen = look(cast, spanish(cast), "Wait 5 minutes before you restart the speaker.")
    assert seen.status == "blocked"
    assert seen.translation
    assert not seen.can_send
    assert "numbers are not the same" in seen.why_not


def test_apertium_never_gets_better_than_check(cast: Cast, settings) -> None:
    settings.TRANSLATION_TIMEOUT = 60  # a busy machine is not what is tested
    seen = look(cast, spanish(cast), "Your speaker AD2-4471893 will be repaired before Friday.")
    assert (seen.engine, seen.status, seen.can_send) == ("apertium", "check", True)
    assert ("AD2-4471893", True) in [(kept.text, kept.intact) for kept in seen.protected]
    assert "AD2-4471893" in seen.translation
    assert "AD2-4471893" in seen.back


def test_what_the_agent_says_she_writes_in_is_believed(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        assert look(cast, spanish(cast), "OK", source="es-ES").status == "same"


def test_the_agents_own_correction_is_checked_again(cast: Cast) -> None:
    ticket = spanish(cast)
    text = "Please restart the Auralis Hub with the serial AHB-5520917 and wait two minutes."
    good = "Reinicie el Auralis Hub con el número AHB-5520917 y espere dos minutos."
    assert judge_edited(ticket, text, good, source="en", target="es").status == "pass"
    bad = good.replace("AHB-5520917", "AHB-5520971")
    verdict = judge_edited(ticket, text, bad, source="en", target="es")
    assert verdict.status == "blocked"
    assert verdict.failed[0].facts == {"lost": ["AHB-5520917"], "added": ["AHB-5520971"]}


def test_a_gist_engines_words_stay_to_be_checked(cast: Cast) -> None:
    verdict = judge_edited(
        spanish(cast), RESTART, PHRASES["en", "es"][RESTART], source="en", target="es", engine="apertium"
    )
    assert verdict.status == "check"
    assert verdict.failed[0].code == "gist"


@pytest.mark.parametrize("who", ["Marta", "Ilze", "Jonas"])
def test_nobody_else_may_look_through_the_desks_engines(cast: Cast, who: str) -> None:
    ticket = spanish(cast)
    actor = cast.actor(who)
    with pytest.raises(NotAllowed):
        preview(ticket, RESTART, actor=actor)
