"""No text for people stands in code or templates without being marked for translation; a machine can see that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "relevo"

SAME_EVERYWHERE = re.compile(r"\b(Relevo|Ctrl|Esc|EUR|UTC)\b")
"""Names, keys and units that are written so in every language."""

FOR_DEVELOPERS = ("web/ui/templates/ui/gallery", "web/ui/templates/ui/screens/", "web/ui/example/")
"""The page of components: read by those who build Relevo, in English like the code."""

NEVER_SHOWN = {
    "language/models.py:Status": "the thread says in sentences how far a translation may be trusted",
    "channels/mail/models.py:Door": "names of protocols and of a command",
}
"""Choices whose labels need no translation, and why."""

# -- templates ------------------------------------------------------------------------------------------------------

_NO_WORDS = re.compile(
    r"{% comment .*?{% endcomment %}|{#.*?#}|{% block \w+_class %}.*?{% endblock %}|{% blocktranslate.*?{% endblocktranslate %}"
    r"|<!--.*?-->|<(script|style|code|kbd|svg|pre)\b.*?</\1>|<!doctype html>",
    re.DOTALL,
)
_TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}")
_SPOKEN = re.compile(
    r"""\s(?:aria-label|aria-description|title|placeholder|alt|content|value|label|[a-z]+-text)="([^"]*)\""""
)
_QUIET = re.compile(r"<meta [^>]*>|<input [^>]*type=\"hidden\"[^>]*>")
_OF_COMPONENTS = re.compile(
    r"{% (?:banner|button|checkbox|chip|dialog|empty|field|fold|menu|menu_item|progress|radio|select|stat|switch|tab"
    r"|toast)\b(.*?)%}"
)
_BARE = re.compile(r"""(?<!_\()(?<![\w|:.])"([A-Z][^"]*[a-z][^"]*)\"""")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def bare_words(template: str) -> list[str]:
    """What a person would read of this template in English, whatever her language."""
    found = [text for tag in _OF_COMPONENTS.findall(template) for text in _BARE.findall(tag)]
    html = _TEMPLATE_TAG.sub("", _QUIET.sub("", _NO_WORDS.sub(" ", template)))
    found += _SPOKEN.findall(html)
    found += unescape(re.sub(r"<[^<>]*>", "\n", html)).splitlines()
    return [text.strip() for text in found if _LETTERS.search(SAME_EVERYWHERE.sub("", text))]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p title="{% translate "Close" %}">{% translate "Save" %} · {{ name }}</p>', []),
        ("{% blocktranslate %}Hello <b>{{ name }}</b>{% endblocktranslate %}<kbd>Ctrl</kbd> Relevo", []),
        (
            '<input type="hidden" name="list" value="all"><p class="small muted">{{ text|date:"Y-m-d" }}</p>',
            [],
        ),
        ('{% button _("Save") "primary" type="submit" %}{% url "work:list" as here %}', []),
        ("<p>Save it</p>", ["Save it"]),
        ('<p aria-label="Save it"></p>', ["Save it"]),
        (
            '<p class="{% if late %}late{% endif %}">{% if late %}Late{% else %}{{ time }}{% endif %}</p>',
            ["Late"],
        ),
        ('{% button "Save it" "primary" %}', ["Save it"]),
        ('{% banner "due" title="Look here" %}{% endbanner %}', ["Look here"]),
    ],
)
def test_a_bare_word_of_a_template_is_seen(template: str, found: list[str]) -> None:
    assert bare_words(template) == found


def test_every_template_is_written_for_all_languages() -> None:
    bare = {
        name: words
        for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")])
        if not (name := path.relative_to(SOURCE).as_posix()).startswith(FOR_DEVELOPERS)
        and (words := bare_words(path.read_text(encoding="utf-8")))
    }
    assert bare == {}, 'wrap them: {% translate "…" %}'


# -- code -----------------------------------------------------------------------------------------------------------

FOR_PEOPLE = {"RuleBroken", "NotFound", "NotAllowed", "RateLimited", "ValidationError"}
"""What is raised with a sentence for the person at the door."""
_MESSAGES = {"success", "info", "warning", "error", "debug"}
_NAMES_OF_FIELDS = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "empty_label",
    "error_messages",
}


def bare_sentences(source: str, name: str = "") -> list[str]:
    """Texts for people in a module that no ``gettext`` has seen, as ``line: text``."""
    tree = ast.parse(source)
    found = [*_spoken(tree), *_labels(tree, name), *_frozen(tree)]
    return sorted(f"{node.lineno}: {ast.unparse(node)}" for node in found)


def _spoken(tree: ast.Module) -> Iterator[ast.expr]:
    """The first words of refusals and messages, labels of fields, and sentences that were filled in too early."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        first = node.args[:1]
        if called.rpartition(".")[2] in FOR_PEOPLE:
            yield from filter(_is_bare, first)
        elif called.partition(".")[0] == "messages" and called.rpartition(".")[2] in _MESSAGES:
            yield from filter(_is_bare, node.args[1:2])
        elif called in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}:
            yield from (arg for arg in node.args if isinstance(arg, ast.JoinedStr))
        elif called.endswith(("Field", "Form")):
            named = (word.value for word in node.keywords if word.arg in _NAMES_OF_FIELDS)
            yield from filter(_is_bare, named)


def _is_bare(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_bare(node.left)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_LETTERS.search(node.value))
    )


def _labels(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """Labels of choices: every member has one, and it is marked."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or f"{name}:{node.name}" in NEVER_SHOWN:
            continue
        if any(
            ast.unparse(base).rpartition(".")[2] in {"TextChoices", "IntegerChoices"} for base in node.bases
        ):
            for member in node.body:
                if isinstance(member, ast.Assign):
                    parts = member.value.elts if isinstance(member.value, ast.Tuple) else [member.value]
                    yield from filter(_is_bare, parts[-1:])


def _frozen(tree: ast.Module) -> Iterator[ast.expr]:
    """Calls of ``gettext`` at import: they would stay in the language of whoever came first."""
    eager = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}
    }
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise RuleBroken(_("The note is empty."))', []),
        ("raise NotFound", []),
        ('raise RuleBroken(_("%(name)s is here.") % {"name": name}, why="technical words")', []),
        ('raise EngineDown("out of order")', []),
        ('raise RuleBroken("The note is empty.")', ["1: 'The note is empty.'"]),
        ('raise errors.NotFound("No %s." % name)', ["1: 'No %s.' % name"]),
        ('messages.success(request, "Done.")', ["1: 'Done.'"]),
        ('messages.success(request, _("Done."))', []),
        ('forms.CharField(label="Your name", help_text=_("As on the card."))', ["1: 'Your name'"]),
        ('def f():\n    return _(f"Hello {name}")', ["2: f'Hello {name}'"]),
        ('class A(models.TextChoices):\n    ONE = "one", _("One")\n    TWO = "two", "Two"', ["3: 'Two'"]),
        ('class A(models.TextChoices):\n    ONE = "one"', ["2: 'one'"]),
        ('from django.utils.translation import gettext as _\nA = {"a": _("One")}', ["2: _('One')"]),
        ('from django.utils.translation import gettext_lazy as _\nA = {"a": _("One")}', []),
        ('from django.utils.translation import gettext as _\ndef a():\n    return _("One")', []),
    ],
)
def test_a_bare_sentence_of_code_is_seen(code: str, found: list[str]) -> None:
    assert bare_sentences(code) == found


def test_every_module_is_written_for_all_languages() -> None:
    bare = {
        name: sentences
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        and not (name := path.relative_to(SOURCE).as_posix()).startswith(FOR_DEVELOPERS)
        and (sentences := bare_sentences(path.read_text(encoding="utf-8"), name))
    }
    assert bare == {}, "wrap them in gettext (gettext_lazy where a module is read)"


# -- scripts of pages -----------------------------------------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_SHOWN = re.compile(
    r"""(?:textContent|innerText|innerHTML|ariaLabel|title|placeholder|alt|label)\s*[:=]\s*(["'`])(.*?)\1"""
    r"""|(?:alert|confirm|prompt)\((["'`])(.*?)\3"""
)


def bare_strings(script: str) -> list[str]:
    """Words that a script shows without having got them from the page."""
    found = (match[2] or match[4] or "" for match in _SHOWN.finditer(_COMMENT.sub("", script)))
    return [text for text in found if _LETTERS.search(re.sub(r"\${[^}]*}", "", text))]


def test_a_bare_string_of_a_script_is_seen() -> None:
    assert bare_strings(
        'a.textContent = "Saved"; b.title = this.getAttribute("saved"); // title = "x y"'
    ) == ["Saved"]
    assert bare_strings("confirm('Really?'); made('p', { textContent: `${words} – ${more}` })") == ["Really?"]


def test_every_script_gets_its_words_from_the_page() -> None:
    scripts = sorted(SOURCE.rglob("static/**/*.js"))
    assert scripts
    bare = {path.name: words for path in scripts if (words := bare_strings(path.read_text(encoding="utf-8")))}
    assert bare == {}, "give the element an attribute with the translated words"
