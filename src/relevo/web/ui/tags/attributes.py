"""Extra HTML attributes given to a component tag."""

from __future__ import annotations

from collections.abc import Mapping

from django.template import TemplateSyntaxError
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString


def attributes(extra: Mapping[str, object]) -> SafeString:
    """Write `hx_post="/x"` as ` hx-post="/x"`; True stands alone, None, False and "" are left out.

    Values are escaped in any case: Django takes what stands in quotes in a template for markup, and JSON has quotes.

    Raises TemplateSyntaxError for `style` and event attributes, which the content policy forbids.
    """
    pairs = [(name.replace("_", "-"), value) for name, value in extra.items()]
    for name, _ in pairs:
        if name == "style" or name.startswith("on"):
            raise TemplateSyntaxError(
                f"Attribute {name!r} is refused by the content policy; use a class or a module."
            )
    return format_html_join(
        "",
        "{}",
        ((_one(name, value),) for name, value in pairs if value is not None and value not in (False, "")),
    )


def _one(name: str, value: object) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, escape(value))
