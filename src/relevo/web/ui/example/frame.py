"""Who is signed in on the example screens, and where they can go."""

from __future__ import annotations

from django.urls import reverse

from relevo.web.ui.shapes import Command

PLACES = {
    "workspace": ("ui:workspace", "Queue", "inbox", 7, "g q"),
    "console": ("ui:console", "Overview", "layout-dashboard", 0, "g o"),
    "coverage": ("ui:gallery", "Coverage", "calendar-range", 0, ""),
    "reviews": ("ui:gallery", "Reviews", "clipboard-check", 2, ""),
    "knowledge": ("ui:gallery", "Knowledge", "book-open", 0, ""),
    "gallery": ("ui:gallery", "Components", "package", 0, "g c"),
}


def frame_example(current: str) -> dict[str, object]:
    """Fill the frame for an agent of Noctua Support, or for Auralis' manager on the console."""
    client = current == "console"
    organization = "Auralis" if client else "Noctua Support"
    return {
        "actor_name": "Carmen Vidal" if client else "Mateo Díaz",
        "organization_name": organization,
        "memberships": [
            {
                "id": 1,
                "organization_name": organization,
                "role": "Manager" if client else "Agent",
                "current": True,
            },
            {"id": 2, "organization_name": "Baltline", "role": "Reviewer", "current": False},
        ],
        "nav": [
            {
                "label": label,
                "url": reverse(url),
                "icon": icon,
                "current": name == current,
                "count": count,
                "key": key,
            }
            for name, (url, label, icon, count, key) in PLACES.items()
        ],
        "commands": commands(),
    }


def commands() -> list[Command]:
    """A palette as an agent would find it."""
    work, console, gallery = reverse("ui:workspace"), reverse("ui:console"), reverse("ui:gallery")
    return [
        Command("Go to the queue", work, "inbox", "g q", "next work list"),
        Command("Go to the overview", console, "layout-dashboard", "g o", "console figures"),
        Command("Go to the components", gallery, "package", "g c", "gallery living page"),
        Command("AUR-1042 · Duo 2 does not wake after the update", f"{work}#AUR-1042", "mail", "Auralis"),
        Command("MAR-0388 · H12 after the power cut", f"{work}#MAR-0388", "mail", "Mareko"),
        Command("Jorge Molina", f"{work}#jorge", "user", "Customer of Auralis"),
        Command(
            "E-0042: speaker does not wake", f"{gallery}#article", "book-open", "Article", "recovery reset"
        ),
        Command("Sign in as it looks", reverse("ui:sign-in"), "log-out", "Example"),
    ]
