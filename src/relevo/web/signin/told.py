"""A person's own choice: whether she wants word of her tickets by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relevo.channels.mail.models import Mailbox
from relevo.core.http import ActorRequest
from relevo.organizations.models import User


@require_http_methods(["GET", "POST"])
def tickets_by_mail(request: ActorRequest) -> HttpResponse:
    """Show what she has chosen and which of her desks allow it; change it."""
    if request.method == "POST":
        User.objects.filter(pk=request.user.pk or 0).update(
            told_by_mail=bool(request.POST.get("told_by_mail"))
        )
        messages.success(request, _("It is set."))
        return redirect("account_tickets_by_mail")
    hers = Mailbox.objects.visible_to(request.actor).filter(
        agents_by_mail=True, desk__engagements__in=list(request.actor.seats)
    )
    desks = sorted(set(hers.values_list("desk__name", flat=True)))
    return render(request, "signin/tickets_by_mail.html", {"desks": desks})
