"""What the frame around every page knows: who works for which firm, and where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.organizations.models import Member
from relevo.organizations.permissions import Role
from relevo.web.fragments import is_fragment
from relevo.web.ui.shapes import Command


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for ``ui/app.html``; nothing for visitors and for fragments, which have no frame."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.kind != "member" or is_fragment(request):
        return {}
    memberships = _memberships(actor)
    return {
        "actor_name": actor.label,
        "organization_name": next((m["organization_name"] for m in memberships if m["current"]), ""),
        "memberships": memberships if len(memberships) > 1 else [],
        "nav": _places(request, actor),
        "commands": _commands(request, actor),
        "search_url": reverse("workspace:find"),
        "live_url": reverse("live:stream"),
        "profile_url": reverse("mfa_index"),
    }


def _memberships(actor: Actor) -> list[dict[str, Any]]:
    members = (
        Member.objects.active()
        .filter(user_id=actor.user_id or 0)
        .select_related("organization")
        .order_by("joined_at", "pk")
    )
    return [
        {
            "id": member.pk,
            "organization_name": member.organization.name,
            "role": Role(member.role).label,
            "current": member.pk == actor.member_id,
        }
        for member in members
    ]


def _places(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    places = [("workspace:queue", _("Workspace"), "inbox", "g w", True)]
    places.append(("console:overview", _("Console"), "layout-dashboard", "g c", sees_console(actor)))
    places.append(("console:studies", _("Studies"), "scale", "g s", actor.may_somewhere("study.manage")))
    places.append(
        ("console:jobs", _("Failed jobs"), "wrench", "", bool(getattr(request.user, "is_staff", False)))
    )
    return [
        {
            "url": (url := reverse(name)),
            "label": label,
            "icon": icon,
            "key": key,
            "current": request.path.startswith(url)
            and (name != "console:overview" or not {"jobs", "study"} & set(request.path.split("/"))),
            "count": 0,
        }
        for name, label, icon, key, shown in places
        if shown
    ]


def sees_console(actor: Actor) -> bool:
    """Whether the actor oversees anything: a client's desks, or engagements that her firm provides."""
    return actor.may_somewhere("console.view")


def _commands(request: HttpRequest, actor: Actor) -> list[Command]:
    commands = [Command(place["label"], place["url"], place["icon"]) for place in _places(request, actor)]
    lists = (
        ("unassigned", _("Unassigned tickets")),
        ("approve", _("Replies to approve")),
        ("all", _("All tickets")),
    )
    commands += [
        Command(label, f"{reverse('workspace:queue')}?list={code}", "inbox") for code, label in lists
    ]
    commands.append(Command(_("Two-factor sign-in"), reverse("mfa_index"), "shield-check"))
    return commands
