"""The interface in English, Spanish and Latvian: complete, without leftovers, with each one's numbers and dates."""

from __future__ import annotations

import importlib
import io
import re
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext, pgettext

from relevo.core.scope import acting
from relevo.coverage.words import reason_words
from relevo.language.names import language_name
from relevo.routing.words import sentence
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from relevo.web.console.rows import money, share
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import agent_answers, customer_writes

SCRIPTS = Path(__file__).parents[2] / "scripts"
TRANSLATED = ("es", "lv")

KEY_WORDS = (
    "All", "Answer", "Assign", "Back to the list", "Close", "Console", "Conversation", "Cost", "Coverage week",
    "Customer", "Draft saved", "Due in 1 h", "Engagement", "Find or do anything", "First response", "For me",
    "Get a link by mail", "Hand over", "History", "Keyboard shortcuts", "Kept", "Language", "Late", "Lists",
    "Local time", "Mail", "Mail address", "Night", "Note", "Oldest", "Open", "Overview", "Password", "Promises",
    "Promises kept", "Reply", "Resolution", "Search", "Search tickets", "Send and solve", "Sign in", "Sign out",
    "Skip to the content", "Theme", "The reply went out", "Unassigned", "Waiting", "Waiting now", "Who holds the ball",
    "Workspace", "Your settings",
)  # fmt: skip
"""English words and labels, each of which stands on one of the pages below."""

DATA = re.compile(
    r"Auralis|Mareko|Noctua Support|Baltline|Relevo|Valeria( Rojas)?|Carmen Vidal|Mateo( Díaz)?|Jorge Molina|Lucía"
    r"|El altavoz no enciende|Buenas noches.*|Good nights.*|Estimado Jorge.*|Cercano, preciso, sin presionar"
    r"|AUR-\d+|\S+@\S+|j•••@•••\.example|Ctrl|Esc|min"
    r"|English|español|latviešu|Tickets?"
)
"""What is the same in all languages: names, codes, what people wrote, keys, what languages call themselves."""

SPOKEN = re.compile(
    r">([^<]+)<|\b(?:aria-label|title|placeholder|alt|saving|saved|failed|unsent|joined|use-text|keep-text|late-text"
    r'|close-text|error-text|data-key-label)="([^"]*)"'
)


def words_on(page: str) -> set[str]:
    """Everything on a page that a person reads or hears."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    found = (" ".join(unescape(text or attribute).split()) for text, attribute in SPOKEN.findall(page))
    return {text for text in found if text}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge wrote in the night, the machine gave his ticket to Noctua, and Valeria answered."""
    ticket = customer_writes(cast)
    run_jobs()
    with acting(cast.machine("auralis")):
        ticket = Ticket.objects.select_related("desk", "holder", "assignee", "customer").get(pk=ticket.pk)
    valeria = cast.actor("Valeria")
    agent_answers(
        ticket, valeria, "Estimado Jorge: mantenga pulsado el botón diez segundos. Un saludo, Valeria"
    )
    return ticket


class Reader:
    """Valeria, who leads at the partner and sees every kind of page; and a visitor at the door."""

    def __init__(self, cast: Cast, ticket: Ticket) -> None:
        self.inside, self.outside = Client(), Client()
        self.inside.force_login(cast.user("Valeria"))
        desk, reference = ticket.desk.key, ticket.reference
        self.addresses = {
            "sign-in": (self.outside, "/account/login/"),
            "queue": (self.inside, "/work/?list=all"),
            "ticket": (self.inside, f"/work/{reference}/"),
            "overview": (self.inside, f"/console/?desk={desk}"),
            "tickets": (self.inside, f"/console/tickets/?desk={desk}"),
            "timeline": (self.inside, f"/console/tickets/{reference}/"),
            "costs": (self.inside, f"/console/costs/?desk={desk}"),
            "own sign-in": (self.inside, "/account/2fa/"),
            "not found": (self.inside, "/nothing-here/"),
        }

    def page(self, name: str, language: str) -> str:
        """One page in one language."""
        client, address = self.addresses[name]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(address)
        assert answer.status_code == (404 if name == "not found" else 200)
        assert answer.headers["Content-Language"] == language
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page
        return page

    def words(self, language: str) -> dict[str, set[str]]:
        """Everything on all pages in one language, by page."""
        return {name: words_on(self.page(name, language)) for name in self.addresses}


def test_no_key_word_of_english_is_left_on_a_spanish_or_latvian_page(cast: Cast, ticket: Ticket) -> None:
    reader = Reader(cast, ticket)
    english = set().union(*reader.words("en").values())
    assert [word for word in KEY_WORDS if word not in english] == []
    for language in TRANSLATED:
        found = {
            (name, word) for name, words in reader.words(language).items() for word in words & set(KEY_WORDS)
        }
        assert found == set(), language


def test_what_is_the_same_in_two_languages_is_a_name_or_somebodys_own_words(
    cast: Cast, ticket: Ticket
) -> None:
    reader = Reader(cast, ticket)
    english = reader.words("en")
    for language in TRANSLATED:
        spoken = reader.words(language)
        same = {text for name in english for text in english[name] & spoken[name]}
        rest = {text: DATA.sub(" ", text) for text in same}
        assert {text for text, left in rest.items() if re.search(r"[^\W\d_]{3,}", left)} == set(), language


def test_a_page_says_the_same_things_in_each_language(cast: Cast, ticket: Ticket) -> None:
    reader = Reader(cast, ticket)
    english = reader.words("en")
    for language in TRANSLATED:
        for name, words in reader.words(language).items():
            assert abs(len(words) - len(english[name])) <= 5, (language, name)


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [("en", "Good to see you", "Sign in"), ("es", "Hola de nuevo", "Iniciar sesión"),
     ("lv", "Prieks jūs redzēt", "Pierakstīties")],
)  # fmt: skip
def test_the_door_speaks_the_visitors_language(db: None, language: str, title: str, button: str) -> None:
    page = Client(headers={"accept-language": language}).get("/account/login/").content.decode()
    assert {title, button} <= words_on(page)


@pytest.mark.parametrize(
    ("language", "chip", "verb"), [("es", "Abierto", "Abrir"), ("lv", "Atvērts", "Atvērt")]
)
def test_an_open_ticket_and_to_open_one_are_two_words(language: str, chip: str, verb: str) -> None:
    with translation.override(language):
        assert (Status.OPEN.label, pgettext("verb", "Open")) == (chip, verb)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("es", 1, "Queda 1 código."), ("es", 2, "Quedan 2 códigos."), ("es", 0, "Quedan 0 códigos."),
        ("lv", 1, "Atlicis 1 kods."), ("lv", 2, "Atlikuši 2 kodi."), ("lv", 10, "Atlikuši 10 kodi."),
        ("lv", 11, "Atlikuši 11 kodi."), ("lv", 21, "Atlicis 21 kods."), ("lv", 0, "Atlicis 0 kodu."),
    ],
)  # fmt: skip
def test_plurals_follow_the_languages_own_rule(language: str, count: int, said: str) -> None:
    one = "%(counter)s code is left. Each works once, in place of the app."
    many = "%(counter)s codes are left. Each works once, in place of the app."
    with translation.override(language):
        assert (ngettext(one, many, count) % {"counter": count}).startswith(said)


@pytest.mark.parametrize(
    ("language", "number", "day", "price", "part"),
    [
        ("en", "1234.5", "Nov. 22, 2026", "€12,345.50", "97.5 %"),
        ("es", "1234,5", "22 de noviembre de 2026", "12.345,50 €", "97,5 %"),
        ("lv", "1234,5", "2026. gada 22. novembris", "12 345,50 €", "97,5 %"),
    ],
)
def test_numbers_dates_and_money_follow_the_language(
    language: str, number: str, day: str, price: str, part: str
) -> None:
    with translation.override(language):
        assert formats.localize(Decimal("1234.5")) == number
        assert formats.date_format(date(2026, 11, 22), "DATE_FORMAT") == day
        assert money({"EUR": Decimal("12345.50")}).replace("\N{NO-BREAK SPACE}", " ") == price
        assert share(0.975).replace("\N{NO-BREAK SPACE}", " ") == part


@pytest.mark.parametrize(
    ("language", "moment"),
    [("es", "22 de noviembre de 2026 a las 02:00"), ("lv", "2026. gada 22. novembris")],
)
def test_the_moments_on_a_page_are_dated_in_its_language(
    cast: Cast, ticket: Ticket, language: str, moment: str
) -> None:
    assert moment in Reader(cast, ticket).page("timeline", language)


def test_the_script_that_counts_down_keeps_its_placeholder(cast: Cast, ticket: Ticket) -> None:
    reader = Reader(cast, ticket)
    late = {
        language: re.findall(r'late-text="([^"]*)"', reader.page("queue", language))
        for language in ("en", "es", "lv")
    }
    assert {language: set(texts) for language, texts in late.items()} == {
        "en": {"{time} late"}, "es": {"{time} de retraso"}, "lv": {"kavējas {time}"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Se eligió a Mateo: de turno hasta las 06:00, escribe en español, 2 de 8 tickets."),
        ("lv", "Izvēlētais aģents – Mateo: dežurē līdz 06:00, raksta spāņu valodā, 2 no 8 pieteikumiem."),
    ],
)
def test_why_somebody_was_chosen_is_a_sentence(language: str, said: str) -> None:
    why = {
        "code": "chosen", "alias": "Mateo", "returning": False, "until": "2026-11-22T06:00:00+00:00", "language": "es",
        "via": "", "load": 2, "capacity": 8,
    }  # fmt: skip
    with translation.override(language):
        assert sentence(why) == said


@pytest.mark.parametrize(("language", "name"), [("en", "Spanish"), ("es", "español"), ("lv", "spāņu")])
def test_languages_are_called_by_the_readers_names(language: str, name: str) -> None:
    with translation.override(language):
        assert language_name("es") == name
        assert reason_words("take_back") != ""


# The script that `make check` runs.


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``scripts/check_messages.py`` as a module."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("check_messages")


def _trouble(checker: ModuleType, monkeypatch: pytest.MonkeyPatch, folder: Path, entry: str) -> list[str]:
    catalogue = folder / "lv" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=3; '
        'plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"\n\n'
    )
    catalogue.write_text(head + entry + "\n", encoding="utf-8")
    monkeypatch.setattr(checker, "LOCALE", folder)
    return list(checker._trouble("lv"))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('msgid "Reply"\nmsgstr "Atbildēt"', ""),
        ('msgid "Reply"\nmsgstr ""', "missing: 'Reply'"),
        ('#, fuzzy\nmsgid "Reply"\nmsgstr "Atbilde"', "unsure: 'Reply'"),
        ('msgid "%(n)s of %(m)s"\nmsgstr "%(n)s no %(m)s"', ""),
        ('msgid "%(n)s of %(m)s"\nmsgstr "%(n)s"', "placeholder %(m)s is missing"),
        ('msgid "%(n)s left"\nmsgstr "%(n)s, %(count)s"', "placeholder %(count)s"),
        ('msgid "{time} late"\nmsgstr "kavējas"', "placeholder {time} is missing"),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s a"\nmsgstr[1] "%(n)s b"\nmsgstr[2] "%(n)s c"',
         ""),
        ('msgid "a day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "diena"\nmsgstr[1] "%(n)s b"\nmsgstr[2] "%(n)s c"', ""),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s a"\nmsgstr[1] "%(n)s b"\nmsgstr[2] ""',
         "missing: '%(n)s day'"),
        ('msgid "a day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "diena"\nmsgstr[1] "%(x)s b"\nmsgstr[2] "%(n)s c"',
         "placeholder %(x)s"),
    ],
)  # fmt: skip
def test_the_check_tells_a_gap_a_guess_and_a_lost_placeholder(
    checker: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str, told: str
) -> None:
    lines = _trouble(checker, monkeypatch, tmp_path, entry)
    assert len(lines) == bool(told)
    assert told in "".join(lines)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogues_of_the_tree_have_no_gap(checker: ModuleType, language: str) -> None:
    assert list(checker._trouble(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_shown_was_compiled_from_what_is_written(language: str) -> None:
    source = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert source.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run scripts/compile_messages.py"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_written_as_its_language_is(language: str) -> None:
    quotes = {"es": "“”„", "lv": "“«»"}[language]
    letters = {"es": "āčēģīķļņšūž", "lv": "áéíóúñ¿¡"}[language]
    source = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with source.open("rb") as file:
        texts = [text for entry in read_po(file, locale=language) if entry.id for text in _all(entry.string)]
    assert len(texts) > 500
    assert [text for text in texts if set(text) & set(quotes) or set(text.lower()) & set(letters)] == []
    stiff = {
        "es": r"\b(usted|ustedes|tú|tu|tus|vos)\b",
        "lv": r"(?<![.!?] )(?<!^)\b(Jūs|Jums|Jūsu)\b|\b(tu|tev|tavs)\b",
    }
    assert [text for text in texts if re.search(stiff[language], text)] == []


def _all(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def test_a_text_that_nobody_translated_stays_readable() -> None:
    with translation.override("lv"):
        assert (
            gettext("A sentence that is not in the catalogue.") == "A sentence that is not in the catalogue."
        )
