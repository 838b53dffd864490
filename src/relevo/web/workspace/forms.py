"""What the workspace accepts from a browser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import normalize_newlines

from relevo.tickets.models import Audience
from relevo.tickets.statuses import Status

MOST = 50_000
"""Letters of one reply or note."""


class Words(forms.CharField):
    """What a person typed: her spaces are kept, line ends are as they were in the field (browsers send CR LF)."""

    def __init__(self, max_length: int = MOST) -> None:
        super().__init__(max_length=max_length, required=False, strip=False)

    def to_python(self, value: Any) -> str:
        """The text with line feeds alone."""
        return normalize_newlines(super().to_python(value) or "")


class Numbers(forms.Field):
    """Row numbers from hidden fields of one name."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> tuple[int, ...]:
        """Each once; what is no number is refused."""
        try:
            return tuple(dict.fromkeys(int(number) for number in value or () if len(number) < 19))
        except ValueError:
            raise forms.ValidationError("", code="number") from None


class WritingForm(forms.Form):
    """The composer as it is saved, checked and previewed while one writes.

    previewed: fingerprint of the words whose translation was looked at.
    """

    kind = forms.ChoiceField(choices=[("reply", "reply"), ("note", "note")], required=False)
    text = Words()
    translation = Words()
    previewed = forms.CharField(max_length=64, required=False)


class ReplyForm(WritingForm):
    """A reply as it is sent.

    seen: the newest message on the screen. key: drawn by the form. engine, offered: whose translation was shown,
    and its fingerprint. then: the status after sending. file, copy: the files beside it and the participants that
    were on the screen.
    """

    seen = forms.IntegerField(required=False)
    key = forms.UUIDField(required=False)
    engine = forms.CharField(max_length=40, required=False)
    offered = forms.CharField(max_length=64, required=False)
    then = forms.ChoiceField(
        choices=[(code, code) for code in (Status.PENDING, Status.OPEN, Status.ON_HOLD, Status.SOLVED)],
        required=False,
    )
    file = Numbers()
    copy = Numbers()


class NoteForm(WritingForm):
    """A note and who reads it."""

    audience = forms.ChoiceField(choices=Audience.choices, required=False)


class CopyForm(forms.Form):
    """Who is to be let in: an address that was typed, a place among those that a mail was sent to, or all of these."""

    address = forms.CharField(max_length=500, required=False)
    message = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    place = forms.IntegerField(min_value=0, max_value=1000, required=False)
    everybody = forms.BooleanField(required=False)
    confirmed = forms.BooleanField(required=False)


class PrepareForm(forms.Form):
    """What the holder leaves for whoever comes next."""

    assessment = Words(5000)
    recommendation = Words(5000)


class DecideForm(forms.Form):
    """A lead's decision about a waiting reply: perhaps in corrected words (confirmed: read), or with a comment."""

    approval = forms.IntegerField(min_value=1, max_value=2**62)
    sent_text = Words()
    comment = Words(2000)
    confirmed = forms.BooleanField(required=False)
