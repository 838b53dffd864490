"""The console's mail page: what came in and went out, what was not put on a ticket, and what must be mended."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relevo.channels.mail import actions, doctor, trials
from relevo.channels.mail.alarms import FOR_A_PERSON, end_alarm
from relevo.channels.mail.models import Mailbox, RawMail, RawState
from relevo.core.errors import NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.desks.models import Desk
from relevo.web.console import mail_figures as figures
from relevo.web.console.desks import desk_of_mail, desks_with_mail, mailbox_at
from relevo.web.console.head import Choice, head
from relevo.web.console.mail_words import alarm_words, note_words
from relevo.web.console.mailbox_forms import OpenForm
from relevo.web.console.period import period_of

PAGE = 50


@require_GET
def mail(request: ActorRequest) -> HttpResponse:
    """Flow, delays, alarms, and the lists of what is not on a ticket."""
    desk, desks = desk_of_mail(request)
    period = period_of(request.GET.get("period", ""))
    shown = request.GET.get("show", "")
    shown = shown if shown in figures.SHOWN else "parked"
    flow = figures.flow(desk, period, request.actor)
    found = (
        figures.mails(desk, request.actor).filter(state__in=figures.SHOWN[shown][1]).select_related("mailbox")
    )
    page = Paginator(found.order_by("-received_at"), PAGE).get_page(request.GET.get("page"))
    context = head(request, desk, desks) | {
        "flow": flow,
        "median": figures.seconds_words(flow.median),
        "slow": figures.seconds_words(flow.slow),
        "outgoing": figures.outgoing(desk, period, request.actor),
        "looping": figures.looping(desk, period, request.actor),
        "alarms": [
            (alarm, alarm_words(alarm), alarm.kind in FOR_A_PERSON)
            for alarm in figures.alarms(desk, request.actor)
        ],
        "lists": [
            Choice(f"{label} ({flow.of(name)})", _list_url(desk, period.code, name), name == shown)
            for name, (label, _states) in figures.SHOWN.items()
        ],
        "mailboxes": Mailbox.objects.visible_to(request.actor).filter(desk=desk).order_by("address"),
        "opening": OpenForm(auto_id="open_%s"),
        "shown": shown,
        "page": page,
        "mails": [(row, note_words(row), _act(row)) for row in page.object_list],
        "query": f"desk={desk.key}&period={period.code}&show={shown}&",
    }
    return render(request, "console/mail.html", context)


@require_GET
def raw(request: ActorRequest, mail_id: int) -> HttpResponse:
    """A mail's bytes as they came, to save and never to show: they are a stranger's."""
    found = _mail(request, mail_id)
    return HttpResponse(
        bytes(found.raw), content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="mail-{found.pk}.eml"',
            "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        },
    )  # fmt: skip


@require_POST
def act(request: ActorRequest, mail_id: int) -> HttpResponseRedirect:
    """Read a parked mail again, or put one that was held back on a ticket after all."""
    found = _mail(request, mail_id)
    try:
        if found.state == RawState.PARKED:
            actions.replay(found, actor=request.actor)
            messages.success(request, _("It is being read again."))
        else:
            actions.release(found, actor=request.actor)
            messages.success(request, _("It is being put on a ticket."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    shown = next(
        (name for name, (_label, states) in figures.SHOWN.items() if found.state in states), "parked"
    )
    return redirect(_list_url(found.mailbox.desk, request.POST.get("period", ""), shown))


@require_POST
def seen(request: ActorRequest, mailbox_id: int) -> HttpResponseRedirect:
    """A person has seen to what an alarm is about, which nothing else can end."""
    mailbox = mailbox_at(request, mailbox_id)
    kind = request.POST.get("kind", "")
    if kind not in FOR_A_PERSON:
        raise NotFound
    end_alarm(mailbox, kind, actor=request.actor)
    messages.success(request, _("Noted as seen to."))
    return redirect(_list_url(mailbox.desk, request.POST.get("period", ""), ""))


@require_GET
def trial(request: ActorRequest, mailbox_id: int) -> HttpResponse:
    """Test a mailbox end to end, and watch: what the DNS says, whether a mail goes out, comes back, and threads."""
    mailbox = mailbox_at(request, mailbox_id)
    asked = request.GET.get("number", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    found = (trials.look(mailbox, number, actor=request.actor) if number is not None else None) or []
    over = bool(found) and "not_yet" not in {one.code for one in found}
    context = {
        "mailbox": mailbox, "desk": mailbox.desk, "number": number, "found": found, "over": over,
        "state": list(doctor.examine(mailbox)),
    }  # fmt: skip
    fragment = request.htmx and number is not None  # type: ignore[attr-defined]
    return render(request, "console/mail_findings.html" if fragment else "console/mail_trial.html", context)


@require_POST
def begin_trial(request: ActorRequest, mailbox_id: int) -> HttpResponseRedirect:
    """Send a test mail from the mailbox to itself."""
    number = trials.begin(mailbox_at(request, mailbox_id), actor=request.actor)
    return redirect(f"{reverse('console:mail-trial', args=[mailbox_id])}?number={number}")


def _mail(request: ActorRequest, mail_id: int) -> RawMail:
    """A mail of one of those desks. Raises ``NotFound`` for every other, whether there is one or not."""
    seen = RawMail.objects.visible_to(request.actor).select_related("mailbox__desk")
    found = seen.filter(pk=mail_id, mailbox__desk__in=desks_with_mail(request)).first()
    if found is None:
        raise NotFound
    return found


def _act(mail: RawMail) -> str:
    """What can be done with a mail in the list: "read" it again, "release" it, or "" for nothing."""
    if mail.state == RawState.PARKED:
        return "read"
    held = mail.state in {RawState.JUNK, RawState.QUARANTINED}
    return "release" if held and not actions.is_agents_answer(mail) else ""


def _list_url(desk: Desk, period: str, shown: str) -> str:
    return f"{reverse('console:mail')}?desk={desk.key}&period={period_of(period).code}&show={shown}"
