"""Stored translations: beside the original, in the background, whatever the engines do."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from relevo.core.actor import NOBODY
from relevo.core.errors import NotAllowed
from relevo.core.scope import Scope, acting
from relevo.events.models import Event
from relevo.language.actions import PERSON, record_sent, translate_message
from relevo.language.desk_engines import forget
from relevo.language.jobs import translate
from relevo.language.models import Translation
from relevo.tickets.models import Message
from relevo.tickets.replies import write_reply
from tests.cast import Cast
from tests.conduct.desk_work import customer_writes, fresh, held_ticket, reply, rows, stop_routing
from tests.jobs import run_jobs
from tests.language.engine_room import Scripted, desk_with, down, knowing, too_slow

SILENT = "Mi altavoz AD2-4471893 no suena."


@pytest.fixture(autouse=True)
def _own_engines(monkeypatch):
    stop_routing(monkeypatch)
    forget()
    yield
    forget()


def jorge(cast: Cast, text: str = SILENT, **more):
    return held_ticket(
        cast, text=text, language="es", name="Jorge Molina", address="jorge@correo.example", **more
    )


def first_message(cast: Cast, ticket) -> Message:
    with acting(cast.everywhere):
        return (
            Message.objects.select_related("ticket__desk", "ticket__customer")
            .filter(ticket=ticket)
            .earliest("pk")
        )


def translations(cast: Cast, ticket) -> list[Translation]:
    with acting(cast.everywhere):
        return list(Translation.objects.filter(ticket=ticket).order_by("pk"))


def events(cast: Cast, ticket, kind: str = "message.translated") -> list[Event]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(ticket_id=ticket.pk, kind=kind))


def test_a_spanish_message_is_there_in_english_for_those_who_answer(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        customer_writes(cast, ticket, "El altavoz muestra E-0042 desde ayer por la noche.", language="es")
        run_jobs()
    [translation] = translations(cast, ticket)
    assert translation.text == "The speaker shows E-0042 since yesterday night."
    assert (translation.source, translation.target, translation.engine) == ("es", "en", "fake")
    assert translation.status == "pass"
    assert {signal["code"] for signal in translation.signals} >= {"protected", "digits", "language"}


def test_the_original_is_untouched(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert first_message(cast, ticket).text == SILENT


def test_a_translation_is_recorded_in_the_holders_chain_without_words(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    [event] = events(cast, ticket)
    assert event.engagement_id == ticket.holder_id
    assert event.facts == {"target": "en", "status": "pass", "engine": "fake"}


def test_a_message_in_the_working_language_asks_no_engine(cast: Cast) -> None:
    engine = Scripted(lambda text, timeout: text)
    with desk_with(cast, engine):
        ticket = held_ticket(cast)
        customer_writes(cast, ticket, "It still does not play.")
        run_jobs()
        assert translate_message(first_message(cast, ticket), "en-GB", actor=cast.machine("auralis")) is None
    assert engine.asked == []
    assert translations(cast, ticket) == []


def test_a_message_of_unknown_language_is_detected_before_it_is_translated(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = held_ticket(cast, language="und", text="El altavoz muestra E-0042 desde ayer por la noche.")
        translation = translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert translation is not None
    assert translation.source == "es"


def test_the_same_job_twice_makes_one_translation_and_one_event(cast: Cast) -> None:
    engine = Scripted(lambda text, timeout: "The speaker is silent since yesterday.")
    with desk_with(cast, engine):
        ticket = jorge(cast, "El altavoz no suena desde ayer.")
        job = {"message_id": first_message(cast, ticket).pk, "client_id": ticket.client_id, "target": "en"}
        translate.func(**job)
        translate.func(**job)
    assert len(translations(cast, ticket)) == len(events(cast, ticket)) == len(engine.asked) == 1


def test_an_engine_that_is_down_leaves_an_untranslated_row_which_a_later_job_replaces(cast: Cast) -> None:
    engine = down()
    with desk_with(cast, engine):
        ticket = jorge(cast)
        translate.func(message_id=first_message(cast, ticket).pk, client_id=ticket.client_id, target="en")
        [row] = translations(cast, ticket)
        assert (row.status, row.text, row.engine) == ("untranslated", "", "")
        assert run_jobs() == []  # nothing hammers an engine that is down
        engine.fails = ""
        forget()  # half a minute later the engine has rested
        assert run_jobs(even_scheduled=True) == ["translate_message"]
    [row] = translations(cast, ticket)
    assert (row.status, row.text) == ("pass", "My speaker AD2-4471893 makes no sound.")
    assert [event.facts["status"] for event in events(cast, ticket)] == ["untranslated", "pass"]


def test_after_the_last_attempt_the_message_stays_untranslated(cast: Cast) -> None:
    with desk_with(cast, down()):
        ticket = jorge(cast)
        translate.func(message_id=first_message(cast, ticket).pk, client_id=ticket.client_id, target="en")
        assert run_jobs(even_scheduled=True) == ["translate_message"] * 5
    assert [row.status for row in translations(cast, ticket)] == ["untranslated"]
    assert len(events(cast, ticket)) == 1


def test_a_pair_that_no_engine_has_is_not_tried_again(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = held_ticket(cast, text="Das Gerät ist seit gestern Abend ganz still.", language="de")
        translate.func(message_id=first_message(cast, ticket).pk, client_id=ticket.client_id, target="en")
        assert run_jobs(even_scheduled=True) == []
    assert [row.status for row in translations(cast, ticket)] == ["untranslated"]


def test_a_slow_engine_costs_its_time_out_and_no_more(cast: Cast, settings) -> None:
    settings.TRANSLATION_TIMEOUT = 0.2
    with desk_with(cast, Scripted(too_slow)):
        ticket = jorge(cast)
        begun = time.monotonic()
        translation = translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert time.monotonic() - begun < 30
    assert translation is not None
    assert translation.status == "untranslated"


def test_an_engine_that_raises_nonsense_does_not_block_the_ticket(cast: Cast, caplog) -> None:
    with desk_with(cast, Scripted(lambda text, timeout: 1 / 0)):
        ticket = jorge(cast)
        translation = translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert translation is not None
    assert translation.status == "untranslated"
    assert "ZeroDivisionError" in caplog.text


def test_an_engine_that_changes_a_number_is_caught(cast: Cast) -> None:
    wrong = Scripted(
        lambda text, timeout: "The display has shown 7 lines since yesterday evening and 12 more."
    )
    with desk_with(cast, wrong):
        ticket = jorge(cast, "La pantalla muestra 3 líneas desde ayer por la noche y nada más.")
        translation = translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert translation is not None
    assert translation.status == "blocked"
    failed = {signal["code"] for signal in translation.signals if not signal["ok"] and signal["hard"]}
    assert "digits" in failed


def test_apertium_keeps_a_serial_number_from_english_to_spanish(cast: Cast, settings) -> None:
    settings.TRANSLATION_TIMEOUT = 60  # a busy machine is not what is tested
    ticket = held_ticket(
        cast, text="My Auralis Duo 2 with the serial AD2-4471893 shows the error E-0042 since 22:15."
    )
    translation = translate_message(first_message(cast, ticket), "es", actor=cast.machine("auralis"))
    assert translation is not None
    assert translation.engine == "apertium"
    assert translation.status == "check"  # the gist, to be read before sending
    for kept in ("Auralis Duo 2", "AD2-4471893", "E-0042", "22:15"):
        assert kept in translation.text


def test_a_job_for_a_message_that_is_gone_does_nothing(cast: Cast) -> None:
    translate.func(message_id=2**40, client_id=cast.desk("auralis").client_id, target="en")


def test_a_quicker_process_keeps_its_translation(cast: Cast) -> None:
    """Another process stores its translation while our engine is still thinking."""
    machine = cast.machine("auralis")

    def meanwhile(text: str, timeout: float) -> str:
        with acting(machine):
            Translation.objects.create(
                client_id=ticket.client_id, ticket=ticket, message=message, source="es", target="en",
                text="The quicker one.", engine="fake", status="pass",
            )  # fmt: skip
        return "The slower one has other words."

    with desk_with(cast, Scripted(meanwhile)):
        ticket = jorge(cast, "El altavoz no suena desde ayer.")
        message = first_message(cast, ticket)
        translation = translate_message(message, "en", actor=machine)
    assert translation is not None
    assert translation.text == "The quicker one."
    assert events(cast, ticket) == []


def test_whoever_does_not_work_on_the_ticket_may_not_have_it_translated(cast: Cast) -> None:
    ticket = jorge(cast)
    with pytest.raises(NotAllowed):
        translate_message(first_message(cast, ticket), "en", actor=cast.actor("Marta"))


def test_the_engine_is_asked_outside_of_any_transaction(own_database: str, django_db_blocker) -> None:
    found: list[bool] = []
    with django_db_blocker.unblock():
        cast = Cast()

        def look(text: str, timeout: float) -> str:
            found.append(connection.in_atomic_block)
            return "The speaker is silent since yesterday."

        with desk_with(cast, Scripted(look)):
            ticket = jorge(cast, "El altavoz no suena desde ayer.")
            translate.func(message_id=first_message(cast, ticket).pk, client_id=ticket.client_id, target="en")
        assert [row.engine for row in translations(cast, ticket)] == ["fake"]
    assert found == [False]


# what goes out


def test_a_sent_translation_is_kept_with_the_verdict_of_the_checks(cast: Cast) -> None:
    ticket = jorge(cast)
    mateo = cast.actor("Mateo")
    text, sent = (
        "Please restart the Auralis Hub and wait two minutes.",
        "Reinicie el Auralis Hub y espere dos minutos.",
    )
    with acting(mateo):
        message = write_reply(
            ticket, reply(text, sent_text=sent, sent_language="es"), waits=False, actor=mateo
        )
    run_jobs()
    [row] = translations(cast, ticket)
    assert (row.message_id, row.source, row.target, row.text) == (message.pk, "en", "es", sent)
    assert (row.engine, row.status) == (PERSON, "pass")


def test_what_an_engine_wrote_is_told_from_what_a_person_corrected(cast: Cast) -> None:
    ticket = jorge(cast)
    mateo = cast.actor("Mateo")
    sent = "Reinicie el Auralis Hub y espere dos minutos."
    with acting(mateo):
        message = write_reply(
            ticket, reply("Restart the Auralis Hub and wait two minutes.", sent_text=sent, sent_language="es"),
            waits=True, actor=mateo,
        )  # fmt: skip
        first = record_sent(message, engine="apertium", actor=mateo)
        same = record_sent(message, engine=PERSON, actor=mateo)
        message.sent_text = "Por favor, reinicie el Auralis Hub y espere dos minutos."
        corrected = record_sent(message, engine=PERSON, actor=mateo)
    assert first
    assert same
    assert corrected
    assert (first.engine, first.status) == ("apertium", "check")
    assert same.engine == "apertium"
    assert (corrected.engine, corrected.status, corrected.pk) == (PERSON, "pass", first.pk)


def test_a_reply_in_the_customers_language_is_translated_for_colleagues(cast: Cast) -> None:
    mateo = cast.actor("Mateo")
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        with acting(mateo):
            text = "Reinicie el Auralis Hub y espere dos minutos, por favor."
            write_reply(ticket, reply(text, "es"), waits=False, actor=mateo)
        run_jobs()
    [row] = translations(cast, ticket)
    assert (row.target, row.text) == ("en", "Restart the Auralis Hub and wait two minutes, please.")


def test_a_reply_that_needed_no_translation_leaves_none(cast: Cast) -> None:
    mateo = cast.actor("Mateo")
    ticket = held_ticket(cast)
    with acting(mateo):
        write_reply(ticket, reply(), waits=False, actor=mateo)
    run_jobs()
    assert translations(cast, ticket) == []


# walls


def test_a_translation_is_seen_by_the_client_and_the_holder_and_by_nobody_else(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        translation = translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert translation is not None
    for first_name, sees in {
        "Carmen": True, "Iker": True, "Mateo": True, "Valeria": True,
        "Ilze": False, "Andris": False, "Kristaps": False, "Marta": False, "Jonas": False,
    }.items():  # fmt: skip
        actor = cast.actor(first_name)
        with acting(actor):
            seen = Translation.objects.visible_to(actor).filter(pk=translation.pk).exists()
            assert (seen, translation.pk in rows("language_translation")) == (sees, sees), first_name
    with acting(NOBODY):
        assert rows("language_translation") == []


def test_nobody_can_plant_a_translation_on_a_ticket_of_others(cast: Cast) -> None:
    from django.db import DatabaseError

    ticket = jorge(cast)
    message = first_message(cast, ticket)
    ilze = cast.actor("Ilze")
    own = {
        "client_id": ilze.organization_id or 0,
        "source": "es",
        "target": "en",
        "text": "x",
        "status": "pass",
    }

    def plant() -> None:
        with acting(Scope(organizations=ilze.scope.organizations)):
            Translation.objects.create(ticket=ticket, message=message, **own)
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError):
        plant()


def test_the_ticket_itself_is_not_written_by_a_translation(cast: Cast) -> None:
    with desk_with(cast, knowing()):
        ticket = jorge(cast)
        translate_message(first_message(cast, ticket), "en", actor=cast.machine("auralis"))
    assert fresh(cast, ticket).version == ticket.version
