"""Which engines a desk gets."""

from __future__ import annotations

import pytest

from relevo.language import desk_engines
from relevo.language.desk_engines import engine_names, forget, is_gist_only, registered, translator_for
from relevo.language.names import language_name
from tests.cast import Cast
from tests.language.engine_room import knowing


@pytest.fixture(autouse=True)
def _own_engines():
    forget()
    yield
    forget()


def test_the_demo_desks_can_translate_between_spanish_and_english(cast: Cast) -> None:
    translator = translator_for(cast.desk("auralis"))
    assert translator.can("es", "en")
    assert translator.can("en", "es")
    assert not translator.can("lv", "en")


def test_a_desk_keeps_its_translator_until_its_engines_change(cast: Cast) -> None:
    desk = cast.desk("auralis")
    first = translator_for(desk)
    assert translator_for(cast.desk("auralis")) is first
    desk.engines = ["apertium"]
    assert translator_for(desk) is not first


def test_two_desks_never_share_what_they_know_of_resting_engines(cast: Cast) -> None:
    assert translator_for(cast.desk("auralis")) is not translator_for(cast.desk("mareko"))


def test_an_unknown_engine_name_is_passed_over(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    desk = cast.desk("auralis")
    desk.engines = ["babelfish", "apertium"]
    assert translator_for(desk).can("es", "en")
    assert "babelfish" in caplog.text


def test_an_address_that_is_none_leaves_that_engine_out(
    cast: Cast, settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LIBRETRANSLATE_URL = "not an address"
    desk = cast.desk("auralis")
    desk.engines = ["libretranslate"]
    assert not translator_for(desk).can("es", "en")
    assert "libretranslate" in caplog.text


def test_libretranslate_is_made_from_the_settings(settings) -> None:
    settings.LIBRETRANSLATE_URL = "http://127.0.0.1:9/"
    engine = desk_engines._made("libretranslate")
    assert engine is not None
    assert engine.name == "libretranslate"
    assert not engine.leaves_machine


def test_the_fake_is_known_only_while_somebody_registers_it(cast: Cast) -> None:
    assert "fake" not in engine_names()
    with registered("fake", knowing):
        assert "fake" in engine_names()
        desk = cast.desk("mareko")
        desk.engines = ["fake"]
        assert translator_for(desk).can("lv", "es")
    assert "fake" not in engine_names()


def test_a_registered_stand_in_gives_the_name_back(cast: Cast) -> None:
    assert is_gist_only("apertium")
    with registered("apertium", knowing):
        assert not is_gist_only("apertium")
    assert is_gist_only("apertium")


def test_a_person_is_no_gist_engine() -> None:
    assert not is_gist_only("person")


def test_languages_are_named_in_the_readers_own() -> None:
    from django.utils.translation import override

    assert language_name("lv") == "Latvian"
    with override("es"):
        assert language_name("en-GB") == "inglés"
    assert language_name("und") != ""
    assert language_name("zz-top") == "zz-top"
