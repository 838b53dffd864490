"""Every template of the design system renders, without an undefined word, inline code or an icon that is missing."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.test.signals import template_rendered

import relevo.web.ui
from relevo.web.ui import views

HOME = Path(relevo.web.ui.__file__).parent
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (HOME / "static/ui/icons.svg").read_text()))
UNDEFINED = "undefined here: "


@pytest.fixture(autouse=True)
def strict_templates() -> Iterator[None]:
    """Make an undefined variable visible in the page."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = f"{UNDEFINED}%s"
    with override_settings(TEMPLATES=templates):
        yield


def pages() -> dict[str, str]:
    """Every page of the design system, by name, as HTML."""
    ask = RequestFactory()
    shown = {
        "gallery": re.sub(r"(?s)<pre.*?</pre>", "", views.gallery(ask.get("/ui/")).content.decode()),
        "workspace": views.workspace(ask.get("/ui/workspace/")).content.decode(),
        "note": views.workspace(ask.get("/ui/workspace/?note=1")).content.decode(),
        "console": views.console(ask.get("/ui/console/")).content.decode(),
        "sign-in": views.sign_in(ask.get("/ui/sign-in/")).content.decode(),
    }
    for name in ("403", "403_csrf", "404", "503", "refused"):
        shown[name] = render_to_string(f"{name}.html", {"message": "", "code": ""}, request=ask.get("/"))
    shown["refusal"] = render_to_string(
        "ui/refusal.html", {"message": "Jorge's ticket is closed.", "code": "closed"}
    )
    shown["500"] = render_to_string("500.html")
    return shown


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_no_page_shows_an_undefined_variable() -> None:
    assert {
        name: re.findall(UNDEFINED + r"\S+", html) for name, html in pages().items() if UNDEFINED in html
    } == {}


def test_the_pages_together_use_every_template() -> None:
    seen: set[str] = set()

    def note(sender: object, template: Template, **extra: object) -> None:
        seen.add(str(template.name))

    template_rendered.connect(note)
    try:
        pages()
        render("{% toast 'Sent' 'ok' %}")
    finally:
        template_rendered.disconnect(note)
    every = {str(path.relative_to(HOME / "templates")) for path in TEMPLATES}
    assert every - seen == set()


def test_every_page_has_one_main_heading_and_a_title() -> None:
    for name, html in pages().items():
        if name != "refusal":
            assert re.search(r"<title>\s*\S", html), name
            assert html.count("<main") == 1, name
            assert "<h1" in html, name


def test_no_id_is_used_twice_on_a_screen() -> None:
    for name, html in pages().items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids)), name


def test_everything_that_points_to_an_id_finds_it() -> None:
    for name, html in pages().items():
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        for words in re.findall(
            r'(?:aria-labelledby|aria-describedby|aria-controls|popovertarget|data-dialog|for)="([^"]+)"',
            html,
        ):
            assert set(words.split()) <= ids, (name, words)


def test_every_icon_shown_is_in_the_sprite() -> None:
    shown = {icon for html in pages().values() for icon in re.findall(r'icons\.svg#([\w-]+)"', html)}
    assert shown <= SPRITE
    written = {icon for path in TEMPLATES for icon in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert written <= SPRITE


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_small_and_clean_for_the_content_policy(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 120
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"https?://", source)


@pytest.mark.parametrize("attribute", ["onclick", "onerror", "style"])
def test_a_component_refuses_an_attribute_the_policy_forbids(attribute: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=attribute):
        render(f"{{% button 'Send' {attribute}='x' %}}")


def test_what_a_customer_wrote_is_never_markup() -> None:
    evil = '"><script>alert(1)</script>'
    tags = ["{% button evil hx_vals=evil %}", "{% chip evil %}", "{% avatar evil %}", "{% desk evil 3 %}",
            "{% field 'a' evil value=evil hint=evil error=evil %}", "{% toast evil %}", "{% stat evil evil %}",
            "{% banner 'due' title=evil %}{{ evil }}{% endbanner %}", "{% dialog evil id='d' %}{% enddialog %}",
            "{% menu evil id='m' %}{% menu_item evil hint=evil %}{% endmenu %}", "{% fold evil %}{% endfold %}",
            "{% select 'a' evil options %}", "{% progress evil %}", "{% empty evil %}{% endempty %}"]  # fmt: skip
    for tag in tags:
        assert "<script" not in render(tag, evil=evil, options=[(evil, evil)]), tag


def test_a_request_without_any_context_gets_the_frame() -> None:
    html = render_to_string("ui/app.html", request=HttpRequest())
    assert "frame-rail" in html
    assert UNDEFINED not in html
