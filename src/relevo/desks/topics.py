"""What tickets are about, by name: a desk keeps codes, people read words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def topic_name(code: str) -> str:
    """The name of a topic in the active language; a topic of the desk's own making in the desk's own words."""
    return {
        "billing": _("Billing"),
        "connection": _("Connection"),
        "delivery": _("Delivery"),
        "heating": _("Heating"),
        "hot_water": _("Hot water"),
        "installation": _("Installation"),
        "order": _("Order"),
        "repair": _("Repair"),
        "return": _("Return of goods"),
        "sound": _("Sound"),
        "warranty": _("Warranty"),
    }.get(code) or code.replace("_", " ")
