"""Writing: replies, notes, drafts, and what is said about the words while they are written."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relevo.conduct.actions import check_draft, send_reply
from relevo.conduct.checks import Finding
from relevo.core.errors import RuleBroken
from relevo.core.http import ActorRequest
from relevo.core.scope import acting
from relevo.language import composing as language
from relevo.language.actions import PERSON
from relevo.language.composing import Preview
from relevo.language.names import language_name
from relevo.tickets.actions import write_note
from relevo.tickets.models import Audience, Delivery, Ticket
from relevo.tickets.replies import Reply, save_draft
from relevo.tickets.statuses import Status
from relevo.web.doors import states_own_scope
from relevo.web.workspace import later
from relevo.web.workspace.composing import answering, composer_for, fingerprint
from relevo.web.workspace.copies import named
from relevo.web.workspace.finding import ticket_at
from relevo.web.workspace.forms import NoteForm, ReplyForm, WritingForm


@require_POST
@states_own_scope
def reply(request: ActorRequest, reference: str) -> HttpResponse:
    """Send the reply, or first show what the customer will read when that has not been looked at yet."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("The reply could not be read. It may be too long."))
    words = form.cleaned_data
    with acting(request.actor):
        ticket = ticket_at(reference, request.actor)
    target = language.customer_language(ticket)
    source = language.written_language(ticket.desk, words["text"], among=[target])
    translated = bool(words["text"].strip()) and target not in {"", source}
    if translated and words["previewed"] != fingerprint(words["text"]):
        return _composer(request, ticket, words, language.preview(ticket, words["text"], actor=request.actor))
    try:
        _refuse_empty(words, translated=translated)
        return _send(request, ticket, words, source, target if translated else "")
    except RuleBroken as refused:
        return _not_sent(request, ticket, words, refused)


def _refuse_empty(words: dict[str, Any], *, translated: bool) -> None:
    if not words["text"].strip():
        raise RuleBroken(_("The reply is empty."))
    if translated and not words["translation"].strip():
        raise RuleBroken(
            _("There is no translation to send. Write it yourself, or answer in their language.")
        )


def _send(
    request: ActorRequest, ticket: Ticket, words: dict[str, Any], source: str, target: str
) -> HttpResponse:
    """Send the words; ``target`` is the language of the translation that goes out, "" when there is none."""
    with acting(request.actor):
        message = send_reply(
            ticket,
            Reply(
                text=words["text"],
                language=source,
                sent_text=words["translation"] if target else "",
                sent_language=target,
                status_after=words["then"]
                or (ticket.status if ticket.status == Status.SOLVED else Status.PENDING),
                seen_message_id=words["seen"],
                request_key=words["key"],
                files=words["file"],
                copies=words["copy"],
            ),
            engine=_whose_words(words),
            confirmed=bool(target),
            release_at=later.release_at(ticket, request.POST),
            actor=request.actor,
        )
        said = (
            _("It waits for a lead's approval.")
            if message.delivery == Delivery.WAITING
            else later.said(message, ticket)
            or _("On its way to %(customer)s.") % {"customer": ticket.customer}
        )
        context = answering(ticket_at(ticket.reference, request.actor), request.actor) | {"said": said}
        return _changed(render(request, "workspace/composer.html", context), ticket)


def _not_sent(
    request: ActorRequest, ticket: Ticket, words: dict[str, Any], refused: RuleBroken
) -> HttpResponse:
    """Her words as they were, and why they did not go; the thread beside them has what happened meanwhile."""
    beside = ""
    if words["previewed"]:
        with_hers = {"previewed": words["previewed"], "offered": words["offered"], "engine": words["engine"]}
        beside = render_to_string(
            "workspace/kept_preview.html",
            {"words": with_hers, "translation": words["translation"], "hold": True},
        )
    beside = later.with_time(beside, ticket, request.POST)
    with acting(request.actor):
        opened = ticket_at(ticket.reference, request.actor)
        card = composer_for(
            opened, request.actor, text=words["text"], preview_html=beside, notice=refused.message
        )
        context = answering(opened, request.actor, card=card)
        answer = render(request, "workspace/composer.html", context, status=422)
    return _changed(answer, ticket)


def _whose_words(words: dict[str, Any]) -> str:
    """The engine's name while its translation is as it was shown, else a person's."""
    untouched = words["offered"] and words["offered"] == fingerprint(words["translation"])
    return words["engine"] if untouched and words["engine"] else PERSON


def _composer(request: ActorRequest, ticket: Ticket, words: dict[str, Any], shown: Preview) -> HttpResponse:
    """The same words again, with their translation beside them."""
    with acting(request.actor):
        beside: str = render_to_string(
            "workspace/preview.html",
            _shown(ticket, words["text"], shown, copies=named(ticket, request.actor), unseen=True),
        )
        beside = later.with_time(beside, ticket, request.POST)
        card = composer_for(ticket, request.actor, text=words["text"], preview_html=beside)
        return render(request, "workspace/composer.html", answering(ticket, request.actor, card=card))


def _shown(ticket: Ticket, text: str, shown: Preview, *, copies: str, unseen: bool = False) -> dict[str, Any]:
    """What the preview pane shows. unseen: the agent wanted to send and has to look first."""
    return {
        "shown": shown, "target_name": language_name(shown.target), "previewed": fingerprint(text), "ticket": ticket,
        "copies": copies, "unseen": unseen, "offered": fingerprint(shown.translation) if shown.translation else "",
    }  # fmt: skip


@require_POST
@states_own_scope
def preview(request: ActorRequest, reference: str) -> HttpResponse:
    """What the customer will read, its way back, and whether codes and names survived. Stores nothing."""
    form = WritingForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    with acting(request.actor):
        ticket = ticket_at(reference, request.actor)
        copies = named(ticket, request.actor)
    shown = language.preview(ticket, text, actor=request.actor)
    return render(request, "workspace/preview.html", _shown(ticket, text, shown, copies=copies))


@require_POST
def check(request: ActorRequest, reference: str) -> JsonResponse:
    """What the style guide says about the words so far: a list for ``<finding-marks>``."""
    ticket = ticket_at(reference, request.actor)
    form = WritingForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if not text.strip():
        return JsonResponse([], safe=False)
    spoken = language.written_language(ticket.desk, text, among=[language.customer_language(ticket)])
    found = check_draft(ticket, text, spoken, actor=request.actor)
    return JsonResponse([_mark(finding, text) for finding in found], safe=False)


def _mark(finding: Finding, text: str) -> dict[str, Any]:
    """A finding with its place counted in UTF-16 units, as browsers count."""
    return {
        "start": _units(text[: finding.start]),
        "end": _units(text[: finding.end]),
        "words": finding.quote,
        "reason": str(finding.why),
        "better": finding.better,
        "instead": finding.instead,
        "severity": "block" if finding.level == "block" else "advise",
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@require_POST
def draft(request: ActorRequest, reference: str) -> HttpResponse:
    """Keep what has been typed so far; answers with the whole draft when it has words of another window too."""
    ticket = ticket_at(reference, request.actor)
    form = WritingForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("This is too long to be kept as a draft."))
    words = form.cleaned_data
    of_these_words = words["previewed"] == fingerprint(words["text"])
    kept = save_draft(
        ticket,
        kind=words["kind"] or "reply",
        text=words["text"],
        translation=words["translation"] if of_these_words else "",
        over={normalize_newlines(text) for text in request.POST.getlist("over")} or None,
        actor=request.actor,
    )
    return HttpResponse(status=204) if kept.text == words["text"] else JsonResponse({"text": kept.text})


@require_POST
def note(request: ActorRequest, reference: str) -> HttpResponse:
    """Add a note for both firms or for one's own."""
    ticket = ticket_at(reference, request.actor)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("The note could not be read. It may be too long."))
    words = form.cleaned_data
    write_note(ticket, words["text"], audience=words["audience"] or Audience.BOTH, actor=request.actor)
    context = answering(ticket, request.actor, note=True) | {"said": _("Noted.")}
    return _changed(render(request, "workspace/composer.html", context), ticket)


def _changed(response: HttpResponse, ticket: Ticket) -> HttpResponse:
    """Let the page fetch what has changed at once, without waiting for the stream."""
    response.headers["HX-Trigger"] = f"ticket-{ticket.pk}, queue"
    return response
