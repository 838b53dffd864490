"""What the workspace accepts from a browser."""

from __future__ import annotations

from django import forms

from relevo.tickets.models import Audience
from relevo.tickets.statuses import Status

MOST = 50_000
"""Letters of one reply or note."""


class WritingForm(forms.Form):
    """The composer as it is saved, checked and previewed while one writes."""

    kind = forms.ChoiceField(choices=[("reply", "reply"), ("note", "note")], required=False)
    text = forms.CharField(max_length=MOST, required=False, strip=False)
    translation = forms.CharField(max_length=MOST, required=False, strip=False)


class ReplyForm(WritingForm):
    """A reply as it is sent.

    seen: the newest message on the screen. key: drawn by the form. previewed: fingerprint of the words whose
    translation was looked at. engine, offered: whose translation was shown, and its fingerprint. then: the
    status after sending.
    """

    seen = forms.IntegerField(required=False)
    key = forms.UUIDField(required=False)
    engine = forms.CharField(max_length=40, required=False)
    offered = forms.CharField(max_length=64, required=False)
    previewed = forms.CharField(max_length=64, required=False)
    then = forms.ChoiceField(
        choices=[(code, code) for code in (Status.PENDING, Status.OPEN, Status.ON_HOLD, Status.SOLVED)],
        required=False,
    )


class NoteForm(WritingForm):
    """A note and who reads it."""

    audience = forms.ChoiceField(choices=Audience.choices, required=False)


class PrepareForm(forms.Form):
    """What the holder leaves for whoever comes next."""

    assessment = forms.CharField(max_length=5000, required=False)
    recommendation = forms.CharField(max_length=5000, required=False)
