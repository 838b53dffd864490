"""From what the database announces to what one screen may hear: pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from relevo.core.scope import Scope

News = Mapping[str, Any]
"""What ``events.record`` announces: event, kind, client, engagement, former, organization, ticket, private_to."""


def read(payload: str) -> News | None:
    """The announcement, or None when it is not one of ours."""
    try:
        news = json.loads(payload)
    except ValueError:
        return None
    return news if isinstance(news, dict) and isinstance(news.get("kind"), str) else None


def concerns(news: News, scope: Scope) -> bool:
    """Whether a screen in this scope may learn that something changed.

    The former holder hears that a ticket went away; what it then may see, its view decides.
    """
    private_to = news.get("private_to")
    if private_to is not None and private_to not in scope.organizations:
        return False
    if news.get("client") in scope.organizations or news.get("organization") in scope.organizations:
        return True
    return bool(scope.engagements & {news.get("engagement"), news.get("former")})


def names(news: News) -> list[str]:
    """The names under which a page hears it: its ticket, and the lists in which that ticket may stand."""
    ticket = news.get("ticket")
    if ticket is None:
        return ["desk"]
    if news["kind"] == "presence":
        return [f"presence-{ticket}"]
    return [f"ticket-{ticket}", "queue"]


def changes_rights(news: News) -> bool:
    """Whether who may see what has changed, so that every stream asks anew for its scope."""
    return news["kind"].partition(".")[0] in {"engagement", "seat", "member"}
