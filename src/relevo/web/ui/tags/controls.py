"""What a person presses, types in and chooses from."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relevo.web.ui.tags.attributes import attributes

register = template.Library()


@register.inclusion_tag("ui/button.html")
def button(  # noqa: PLR0913 - a button has many faces, all optional and named
    label: str,
    kind: str = "plain",
    icon: str = "",
    *,
    href: str = "",
    type: str = "button",  # noqa: A002 - the attribute's own name
    size: str = "",
    only_icon: bool = False,
    wide: bool = False,
    busy: bool = False,
    disabled: bool = False,
    key: str = "",
    show_key: bool = False,
    **extra: object,
) -> dict[str, object]:
    """A button, or a link when `href` is given. `kind`: primary, plain, quiet, danger, alarm; `key`: its shortcut."""
    classes = [
        "button",
        *([f"button-{kind}"] if kind != "plain" else []),
        *([f"button-{size}"] if size else []),
    ]
    classes += ["button-icon"] if only_icon else []
    classes += ["button-wide"] if wide else []
    extra |= {
        "data_key": key,
        "data_key_label": label if key else "",
        "aria_keyshortcuts": key if len(key) == 1 else "",
    }
    extra |= {"aria_busy": "true"} if busy else {}
    return {
        "label": label,
        "classes": " ".join(classes),
        "icon": icon,
        "href": href,
        "type": type,
        "only_icon": only_icon,
        "disabled": disabled,
        "key": key if show_key else "",
        "attributes": attributes(extra),
    }


@register.inclusion_tag("ui/field.html")
def field(
    name: str,
    label: str,
    *,
    type: str = "text",  # noqa: A002
    value: object = "",
    hint: str = "",
    error: str = "",
    optional: bool = False,
    rows: int = 0,
    **extra: object,
) -> dict[str, object]:
    """A labelled line to type in, or a text area when `rows` is given."""
    return _field(name, label, hint, error, optional, extra) | {"type": type, "value": value, "rows": rows}


@register.inclusion_tag("ui/select.html")
def select(
    name: str,
    label: str,
    options: Iterable[tuple[object, str]],
    *,
    value: object = "",
    hint: str = "",
    error: str = "",
    optional: bool = False,
    **extra: object,
) -> dict[str, object]:
    """A labelled choice from a list of (value, label)."""
    return _field(name, label, hint, error, optional, extra) | {"options": options, "value": str(value)}


def _field(
    name: str, label: str, hint: str, error: str, optional: bool, extra: dict[str, object]
) -> dict[str, object]:
    box = str(extra.pop("id", f"id_{name}"))
    described = " ".join([f"{box}_hint"] * bool(hint) + [f"{box}_error"] * bool(error))
    extra |= {
        "aria_describedby": described,
        "aria_invalid": "true" if error else "",
        "required": not optional,
    }
    return {
        "id": box,
        "name": name,
        "label": label,
        "hint": hint,
        "error": error,
        "optional": optional,
        "attributes": attributes(extra),
    }


@register.inclusion_tag("ui/choice.html")
def checkbox(
    name: str, label: str, *, checked: bool = False, hint: str = "", **extra: object
) -> dict[str, object]:
    """A box to tick; the change counts when the form is sent."""
    return _choice("checkbox", name, label, checked, hint, extra)


@register.inclusion_tag("ui/choice.html")
def radio(
    name: str, label: str, value: str, *, checked: bool = False, hint: str = "", **extra: object
) -> dict[str, object]:
    """One of several; those with the same `name` exclude each other."""
    return _choice("radio", name, label, checked, hint, {"value": value, **extra})


@register.inclusion_tag("ui/choice.html")
def switch(
    name: str, label: str, *, checked: bool = False, hint: str = "", **extra: object
) -> dict[str, object]:
    """On or off at once; give it hx_post to act when it is turned."""
    return _choice("switch", name, label, checked, hint, {"role": "switch", **extra})


def _choice(
    kind: str, name: str, label: str, checked: bool, hint: str, extra: dict[str, object]
) -> dict[str, object]:
    box = str(extra.pop("id", "_".join(filter(None, ["id", name, str(extra.get("value", ""))]))))
    extra |= {"aria_describedby": f"{box}_hint" if hint else "", "checked": checked}
    return {
        "id": box,
        "kind": kind,
        "type": "radio" if kind == "radio" else "checkbox",
        "name": name,
        "label": label,
        "hint": hint,
        "attributes": attributes(extra),
    }


@register.inclusion_tag("ui/form_field.html")
def form_field(bound: BoundField, hint: str = "", **extra: str) -> dict[str, object]:
    """A Django form's field in Relevo's clothes, with its label, hint and errors."""
    widget = bound.field.widget
    shape = "input"
    if isinstance(widget, CheckboxInput):
        shape = "choice"
    elif isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        shape = "choices"
    elif isinstance(widget, Select):
        shape = "select"
    given: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in extra.items()}
    dressed: dict[str, str | bool] = {} if shape in {"choice", "choices"} else {"class": "input"}
    return {
        "bound": bound,
        "shape": shape,
        "control": "" if shape == "choices" else bound.as_widget(attrs=dressed | given),
        "hint": hint or bound.help_text,
        "optional": not bound.field.required,
    }


@register.simple_block_tag
def menu(  # noqa: PLR0913
    content: str,
    label: str,
    *,
    id: str,  # noqa: A002
    icon: str = "",
    kind: str = "plain",
    size: str = "",
    only_icon: bool = False,
    place: str = "",
    key: str = "",
    key_label: str = "",
) -> SafeString:
    """A button that opens a list. `place`: "" (below, from the start), "end" (below, to the end), "up".

    key_label: what the menu is about, where `label` is what was chosen in it.
    """
    return render_to_string("ui/menu.html", {
        "content": content, "label": label, "id": id, "icon": icon, "kind": kind,
        "size": size, "only_icon": only_icon, "place": place, "key": key, "key_label": key_label,
    })  # fmt: skip


@register.inclusion_tag("ui/menu_item.html")
def menu_item(
    label: str,
    icon: str = "",
    *,
    href: str = "",
    hint: str = "",
    danger: bool = False,
    current: bool = False,
    type: str = "button",  # noqa: A002
    **extra: object,
) -> dict[str, object]:
    """One line of a menu: a link when `href` is given, otherwise a button."""
    extra |= {"aria_current": "true"} if current else {}
    return {
        "label": label,
        "icon": icon,
        "href": href,
        "hint": hint,
        "danger": danger,
        "type": type,
        "attributes": attributes(extra),
    }


@register.simple_block_tag
def dialog(content: str, title: str, *, id: str, wide: bool = False) -> SafeString:  # noqa: A002
    """A dialog that any button with `data_dialog=id` opens; inside stand a .dialog-body and perhaps a .dialog-foot."""
    return render_to_string("ui/dialog.html", {"content": content, "title": title, "id": id, "wide": wide})


@register.inclusion_tag("ui/tab.html")
def tab(
    label: str, *, href: str = "", current: bool = False, count: object = None, **extra: object
) -> dict[str, object]:
    """One tab of a `<nav class="tabs">`; with `panel` instead of `href` it belongs to a <tab-set>."""
    panel = str(extra.pop("panel", ""))
    if panel:
        extra |= {"role": "tab", "aria_controls": panel, "aria_selected": "true" if current else "false"}
    elif current:
        extra |= {"aria_current": "page"}
    return {"label": label, "href": href, "count": count, "attributes": attributes(extra)}
