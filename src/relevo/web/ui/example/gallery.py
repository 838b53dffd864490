"""What the living page needs beyond the two screens."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone

from relevo.web.ui.shapes import FindingMark, PromiseMark


class ExampleForm(forms.Form):
    """A form as any page would write it."""

    name = forms.CharField(label="Desk name", help_text="Customers see it.")
    address = forms.EmailField(label="Address", required=False)
    language = forms.ChoiceField(
        label="Working language", choices=[("en", "English"), ("es", "Spanish"), ("lv", "Latvian")]
    )
    formal = forms.BooleanField(label="Speak formally", required=False, help_text="usted, jūs")
    channels = forms.MultipleChoiceField(
        label="Channels",
        choices=[("mail", "Mail"), ("chat", "Chat")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


EXAMPLE = {
    "desk-name": "Auralis",
    "desk-address": "support@auralis",
    "desk-language": "es",
    "desk-formal": "on",
}


def gallery_example() -> dict[str, object]:
    """Promises in each state, all hues, a form with an error, a finding."""
    now = timezone.now()
    form = ExampleForm(EXAMPLE, prefix="desk")
    form.is_valid()
    return {
        "form": form,
        "states": [
            PromiseMark("Resolution", "running", now + timedelta(hours=14)),
            PromiseMark("Next response", "due", now + timedelta(minutes=9)),
            PromiseMark("First response", "breached", now - timedelta(minutes=4)),
            PromiseMark("First response", "met", text="met in 6 min"),
            PromiseMark("Resolution", "paused", text="paused, waiting for Jorge"),
        ],
        "hues": range(0, 360, 15),
        "finding_example": FindingMark(
            0,
            5,
            "Calm down",
            "tells an upset customer what to feel.",
            "I understand",
            "block",
            "I understand",
        ),
        "language_options": [("en", "English"), ("es", "Spanish"), ("lv", "Latvian")],
        "moment": now - timedelta(minutes=18),
        "icon_names": ICON_NAMES,
    }


ICON_NAMES = [
    "inbox",
    "send",
    "reply",
    "sticky-note",
    "arrow-right-left",
    "undo-2",
    "languages",
    "timer",
    "hand",
    "eye-off",
    "book-open",
    "wrench",
    "speaker",
    "calendar-range",
    "receipt",
    "graduation-cap",
    "clipboard-check",
    "scale",
]
