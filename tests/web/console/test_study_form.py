"""The assumptions of a study as fields: a managing director types what she knows, and nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from relevo.core.scope import acting
from relevo.study.actions import open_study
from relevo.study.choice.scenario import Scenario
from relevo.study.choice.scenario_fields import text_of, values_of, with_partner
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.models import Study, StudyScenario
from tests.browser import OpenPage, sign_in
from tests.cast import EVERYWHERE, Cast
from tests.web.console.test_browser import press, tab_to
from tests.web.console.test_studies import CSV, opened, page, scenario
from tests.web.looking import LANGUAGES, has_focus, look, speak, told
from tests.web.workspace.screen import Screen, in_language, words

Sit = Callable[[str], Screen]
DEFAULTS = values_of(Scenario())


def post(screen: Screen, study: Study, typed: dict[str, str], act: str = "") -> HttpResponse:
    return screen.client.post(page(study, "run/"), typed | ({"act": act} if act else {}))


def drawn(answer: HttpResponse | str) -> dict[str, str]:
    """What stands in the boxes of the form, by place, as a browser would send it."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    html = html.partition('id="new"')[2].partition('id="columns"')[0]
    found = dict(re.findall(r'<input class="input"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', html))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def beside(answer: HttpResponse, place: str) -> str:
    """The error that stands beside a field."""
    box = f"in-{place.replace('.', '-')}"
    found = re.search(rf'id="{box}_error">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def labels(html: str) -> list[str]:
    """What the fields of the form are called."""
    return [
        words(one) for one in re.findall(r'<label class="field-label"[^>]*>(.*?)</label>', html, re.DOTALL)
    ]


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_no_field_says_its_unit_twice(sit: Sit, cast: Cast, language: str) -> None:
    carmen = sit("Carmen")
    study = opened(carmen)
    with in_language(carmen, language):
        found = labels(carmen.html(page(study)))
    units = [re.fullmatch(r"(.+) \(([^)]+)\).*", label) for label in found]
    assert len(found) > 60
    assert sum(one is not None for one in units) > 30
    assert [
        one[0] for one in units if one and re.search(rf"\b{re.escape(one[2])}\b", one[1], re.IGNORECASE)
    ] == []
    assert sum("(s)" in label for label in found) == 2


def test_the_hours_of_teams_are_called_hours_and_no_more(sit: Sit, cast: Cast) -> None:
    found = labels(sit("Carmen").html(page(opened(sit("Carmen")))))
    assert "Hours of the own team today" in [label.removesuffix(" optional") for label in found]
    assert not [label for label in found if "(hours)" in label and "within" not in label]


def test_every_assumption_has_a_field_at_its_default(sit: Sit, cast: Cast) -> None:
    html = sit("Carmen").html(page(opened(sit("Carmen"))))
    assert drawn(html) == DEFAULTS | {"name": ""}
    read = words(html)
    assert "Pay of an agent (per full-time year)" in read
    assert "Assumed; 38,000 with on-costs." in read
    assert "Price per contact" in read


@pytest.mark.parametrize(
    ("language", "label", "source"),
    [
        ("es", "Salario de un agente (por año a jornada completa)", "Supuesto; 38 000 con cargas sociales."),
        ("lv", "Aģenta alga", ""),
    ],
)
def test_the_fields_speak_as_the_report_does(
    sit: Sit, cast: Cast, language: str, label: str, source: str
) -> None:
    study = opened(sit("Carmen"))
    read = words(
        sit("Carmen").client.get(page(study), headers={"Accept-Language": language}).content.decode()
    )
    assert label in read
    assert source in read


def test_what_was_typed_is_computed_and_only_what_differs_is_kept(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {
        "name": "Noctua,\x00nights", "partners.1.name": "Noctua Support", "partners.1.languages": "es, en",
        "partners.1.card.contact": "6.10", "in_house.lone_working": "false", "service.patience_seconds": "",
    }  # fmt: skip
    assert post(sit("Carmen"), study, typed).status_code == 302
    assert scenario().name == "Noctua, nights"
    assert scenario().text == (
        "in_house:\n  lone_working: false\n"
        'partners:\n  - name: "Noctua Support"\n    languages: ["es", "en"]\n'
        '    card: {"contact": "6.10", "fixed": {"amount": "1750.00"}}\n'
    )
    assert drawn(sit("Carmen").html(page(study)))["partners.1.languages"] == "es, en", (
        "the next one begins there"
    )


def test_a_changed_value_is_marked_with_its_default_and_its_section_goes_back(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {"name": "Mine", "service.cover": "0.9", "runs": "300"}
    post(sit("Carmen"), study, typed)
    read = sit("Carmen").read(page(study))
    assert "Service 1 changed" in read
    assert "The default is 0.8." in read
    answer = post(sit("Carmen"), study, typed, "reset:service")
    assert answer.status_code == 200
    assert drawn(answer) == typed | {"service.cover": "0.8"}


def test_partners_are_added_and_removed_and_nothing_typed_is_lost(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {"name": "Two", "partners.1.name": "Noctua Support", "service.cover": "never mind"}
    two = drawn(post(sit("Carmen"), study, typed, "add"))
    assert {name: two[name] for name in typed} == typed
    assert two["partners.2.name"] == "Partner 2"
    one = drawn(post(sit("Carmen"), study, two | {"partners.2.name": "Baltline"}, "remove:partners.1"))
    assert one["partners.1.name"] == "Baltline"
    assert one["service.cover"] == "never mind"
    assert "partners.2.name" not in one
    with acting(EVERYWHERE):
        assert not StudyScenario.objects.exists(), "nothing was computed"


def test_there_is_room_for_so_many_partners_and_no_more(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    many = DEFAULTS
    for _ in range(20):
        many = with_partner(many)
    read = words(post(sit("Carmen"), study, dict(many), "add").content.decode())
    assert "A scenario takes at most 12 partners." in read
    assert "Add a partner" not in read


def test_what_is_wrong_stands_beside_its_field_and_on_top(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {
        "name": "Mine", "service.cover": "99", "in_house.hours": "<whenever>", "partners.1.card.contact": "cheap",
    }  # fmt: skip
    answer = post(sit("Carmen"), study, typed)
    assert answer.status_code == 422
    assert drawn(answer) == typed
    assert beside(answer, "partners.1.card.contact") == "A price such as 4.80 is wanted, not “cheap”."
    answer = post(sit("Carmen"), study, typed | {"partners.1.card.contact": "6.10"})
    assert beside(answer, "service.cover") == "At most 0.99, not 99."
    answer = post(sit("Carmen"), study, typed | {"partners.1.card.contact": "6.10", "service.cover": "0.9"})
    assert beside(answer, "in_house.hours").startswith("Hours are such as")
    assert (
        '<a href="#in-in_house-hours">The own team: Hours of the own team today</a>'
        in answer.content.decode()
    )
    assert "<whenever>" not in answer.content.decode()
    with acting(EVERYWHERE):
        assert not StudyScenario.objects.exists()


def test_fields_become_a_text_and_a_text_becomes_fields(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {"name": "Mine", "service.cover": "0.9", "decision.months": "99999"}
    answer = post(sit("Carmen"), study, typed, "text")
    assert answer.status_code == 200
    text = drawn(answer)
    assert text["name"] == "Mine"
    assert "  cover: 0.9  # share, rates" in text["text"]
    assert "  months: 99999  #" in text["text"], "what is wrong comes along too"
    back = post(sit("Carmen"), study, text, "fields")
    assert back.status_code == 422
    assert drawn(back) == text
    mended = text | {"text": text["text"].replace("99999", "24")}
    assert drawn(post(sit("Carmen"), study, mended, "fields")) == typed | {"decision.months": "24"}


def test_the_text_has_an_address_and_begins_with_what_was_last_computed(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    first = drawn(sit("Carmen").html(page(study, "?as=text")))["text"]
    assert load_scenario(first) == Scenario()
    assert "yearly_pay: 29000.0  # per full-time year" in first
    post(sit("Carmen"), study, {"text": "runs: 200 # quick\n"})
    assert drawn(sit("Carmen").html(page(study, "?as=text")))["text"] == "runs: 200 # quick\n"
    assert drawn(sit("Carmen").html(page(study)))["runs"] == "200"


def test_a_partner_s_contract_is_typed_beside_him_and_kept_with_the_scenario(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    typed = DEFAULTS | {
        "partners.1.name": "Noctua Support",
        "partners.1.contract": "exit: 90 days\nvolume: 2000\n",
    }
    assert post(sit("Carmen"), study, typed).status_code == 302
    assert load_scenario(scenario().text).partners[0].contract == '{"exit": "90 days", "volume": "2000"}'
    again = drawn(sit("Carmen").html(page(study)))["partners.1.contract"]
    assert again == '{\n  "exit": "90 days",\n  "volume": "2000"\n}'
    answer = post(sit("Carmen"), study, typed | {"partners.1.contract": "exits: <b>90</b> days"})
    assert answer.status_code == 422
    assert "did you mean exit?" in beside(answer, "partners.1.contract")
    assert drawn(answer)["partners.1.contract"] == "exits: <b>90</b> days"


@pytest.mark.parametrize(
    ("hostile", "says"),
    [
        ({"colour": "red", "<b>": "x"}, "colour: A scenario has no such field."),
        ({"service.cover": "9" * 100_000}, "At most 5,000 characters, not 100,000."),
        ({"country": "E\x00S"}, "It holds characters that cannot be printed"),
        ({f"partners.{n}.name": "x" for n in range(2, 900)}, "At most 12, not 899."),
        ({"partners.1.card.more": "&a [*a]"}, "Anchors and aliases are not read"),
        ({"act": "remove:partners.99"}, ""),
        ({"act": "reset:<script>"}, ""),
        ({"act": "fields"}, ""),
        ({"act": "nothing"}, ""),
    ],
)
def test_what_no_browser_sends_is_answered_in_words(
    sit: Sit, cast: Cast, hostile: dict[str, str], says: str
) -> None:
    study = opened(sit("Carmen"))
    answer = post(sit("Carmen"), study, {"partners.1.name": "Noctua Support", "runs": "200"} | hostile)
    assert answer.status_code == (422 if says else 200)
    assert says in words(answer.content.decode())
    assert "<b>" not in answer.content.decode().partition('id="new"')[2]
    assert drawn(answer)["partners.1.name"] == "Noctua Support"
    with acting(EVERYWHERE):
        assert not StudyScenario.objects.exists()


def test_a_scenario_that_can_no_longer_be_read_shows_as_text_with_its_reasons(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    with acting(EVERYWHERE):
        StudyScenario.objects.create(client_id=study.client_id, study=study, name="Old", text="colour: red\n")
    html = sit("Carmen").html(page(study))
    assert drawn(html)["text"] == "colour: red\n"
    assert "colour: Unknown;" in words(html)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"service.cover": "99"}, "At most 0.99, not 99."),
        ({"in_house.minimum": "0"}, "At least 1, not 0."),
        ({"in_house.minimum": "1.5"}, "A whole number is wanted, not “1.5”."),
        ({"runs": "it's many"}, "A number is wanted, not “it's many”."),
        ({"in_house.hours": "late"}, "Hours are such as mon-fri 09:00-18:00; sat 10:00-14:00, not “late”."),
        ({"currency": "euro"}, "A code of three capitals such as EUR, not “euro”."),
        ({"partners.1.name": "a:b"}, "A name has at most 60 characters and no colon."),
        ({"partners.2.name": "Partner"}, "“Partner” is named 2 times."),
        ({"partners.1.resolution": "0.95"}, "What is resolved and what comes back are 1.05 together, above 1."),
        ({"partners.1.card.contact": "0", "partners.1.card.fixed": ""}, "Every price is 0; nobody works for nothing."),
        ({"partners.1.card.more": "contact: 1"}, "This price stands in a field of its own too; leave one of them."),
        ({"partners.1.scores": "tone"}, "Names and numbers are wanted, such as price: 0.5, not “tone”."),
        ({"service.come_back": "1"}, "More come back than when an answer is promised; a promise drives nobody away."),
        ({"decision.keep_below": "0.5", "decision.hand_over_above": "0.5"},
         "It is not below the chance from which work is handed over."),
        ({"service.max_abandonment": "0.1"}, "It needs the callers’ patience (service.patience_seconds): who never gives up cannot be lost."),
        ({"decision.weights": "price: 0"}, "At least one is above 0."),
        ({"country": "\x07"}, "It holds characters that cannot be printed."),
    ],
)  # fmt: skip
def test_what_the_study_says_is_said_in_the_reader_s_words(typed: dict[str, str], said: str) -> None:
    with pytest.raises(ScenarioWrong) as wrong:
        load_scenario(text_of(DEFAULTS | typed))
    assert said in [problem.says() for problem in wrong.value.problems]


# -- in Chromium ----------------------------------------------------------------------------------------------------


def study_in(window: Page) -> Study:
    carmen = Cast().actor("Carmen")
    with acting(carmen):
        study = open_study("2026", "Europe/Madrid", [("tickets.csv", CSV)], actor=carmen)
    sign_in(window, "Carmen")
    return study


@pytest.mark.browser
def test_a_second_partner_is_typed_and_computed_by_keyboard_alone(page: Page) -> None:
    study = study_in(page)
    page.goto(f"/console/study/{study.pk}/")
    tab_to(page, "Add a partner")
    press(page, "Enter")
    expect(page.get_by_label("Name", exact=True).last).to_be_focused()
    assert page.locator(":focus").input_value() == "Partner 2"
    press(page, "Control+a")
    page.keyboard.type("Baltline")
    page.get_by_text("Service", exact=True).click()
    page.locator("[name='service.cover']").fill("99")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("This cannot be computed yet")
    assert page.locator("[name='partners.2.name']").input_value() == "Baltline"
    tab_to(page, "Service: Weeks whose volume must be covered (share)")
    press(page, "Enter")
    box = page.locator("[name='service.cover']")
    expect(box).to_be_in_viewport()
    box.fill("0.9")
    tab_to(page, "Compute it")
    assert has_focus(page) == "Compute it"
    press(page, "Enter")
    page.wait_for_url("**#scenarios")
    kept = load_scenario(scenario().text)
    assert [one.name for one in kept.partners] == ["Partner", "Baltline"]
    assert kept.service.cover == 0.9


@pytest.mark.browser
def test_everybody_can_use_the_fields_on_every_screen(open_page: OpenPage) -> None:
    page = open_page()
    lines = told(page)
    study = study_in(page)
    wrong: list[str] = []
    for language in LANGUAGES:
        speak(page, language)
        page.goto(f"/console/study/{study.pk}/")
        page.locator("#add-partner").click()
        page.locator("[name='service.cover']").evaluate("box => { box.closest('details').open = true }")
        page.locator("[name='service.cover']").fill("99")
        page.locator("#new button[value=run]:visible").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.evaluate("document.querySelectorAll('#new details').forEach(fold => { fold.open = true })")
        wrong += look(page)
        page.goto(f"/console/study/{study.pk}/?as=text")
        wrong += look(page)
    wrong += [line for line in lines if "422" not in line]
    assert not wrong, "\n".join(sorted(set(wrong)))
