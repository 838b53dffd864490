"""What every template may rely on, so that the frame renders before anyone has signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language_info

from relevo.core.clock import now

THEMES = frozenset({"light", "dark"})
THEME_COOKIE = "relevo_theme"


def frame(request: HttpRequest) -> dict[str, object]:
    """Safe defaults for `ui/base.html` and `ui/app.html`; a view's own context comes before them."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "",
        "now": now().isoformat(timespec="milliseconds"),
        "actor_name": "",
        "organization_name": "",
        "memberships": [],
        "nav": [],
        "commands": [],
        "search_url": "",
        "live_url": "",
        "switch_url": _url_or_nothing("web:switch"),
        "sign_out_url": _url_or_nothing("account_logout"),
        "profile_url": "",
        "language_url": _url_or_nothing("web:language"),
        "interface_languages": [
            (code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES
        ],
    }


def _url_or_nothing(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
