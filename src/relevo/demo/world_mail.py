"""The demo's mailboxes: one per desk, with signatures in the languages of its customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relevo.channels.mail.actions import open_mailbox
from relevo.core.scope import acting

if TYPE_CHECKING:
    from relevo.demo.world import World

MAILBOXES = {
    "auralis": ("support@auralis.example", "Auralis", {
        "es": "Atención al cliente de Auralis\nAltavoces y barras de sonido, Valencia",
        "en": "Auralis customer care\nSpeakers and soundbars, Valencia",
        "lv": "Auralis klientu atbalsts\nSkaļruņi un skaņas paneļi, Valensija",
    }),
    "mareko": ("help@mareko.example", "Mareko", {
        "lv": "Mareko klientu atbalsts\nApkures regulatori un siltumsūkņi, Rīga",
        "en": "Mareko customer support\nHeating controllers and heat pumps, Riga",
        "es": "Atención al cliente de Mareko\nControl de calefacción y bombas de calor, Riga",
    }),
}  # fmt: skip
"""By desk: the address, the name that customers read, the signature by language."""


def open_mailboxes(world: World) -> None:
    """Opening mailboxes."""
    for slug, (address, name, signatures) in MAILBOXES.items():
        actor = world.machine(slug)
        with acting(actor):
            open_mailbox(world.desks[slug], address, display_name=name, signatures=signatures, actor=actor)
