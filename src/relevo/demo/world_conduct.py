"""The demo's style guides: how Auralis and Mareko write in each of their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relevo.conduct.actions import set_style_guide
from relevo.core.scope import acting

if TYPE_CHECKING:
    from relevo.demo.world import World

GUIDES: dict[str, dict[str, dict[str, Any]]] = {
    "auralis": {
        "es": {
            "tone": "Cercano, preciso, sin presionar", "address_form": "formal",
            "greeting": "Buenos días, Sra. Prats:", "closing": "Un saludo cordial,",
            "words_to_avoid": [
                ["imposible", "por ahora no"], ["fallo del usuario", "ajuste que faltaba"], ["aparato", "altavoz"],
                ["ticket", "consulta"],
            ],
            "promises_forbidden": ["reembols*", "gratis", "garantiz*"], "max_exclamations": 1,
        },
        "en": {
            "tone": "Warm, precise, never pushy",
            "greeting": "Hello Hannah,", "closing": "Kind regards,",
            "words_to_avoid": [
                ["impossible", "not at the moment"], ["user error", "a setting that was missing"],
                ["gadget", "speaker"], ["ticket", "request"],
            ],
            "promises_forbidden": ["refund*", "free of charge", "guarantee*"], "max_exclamations": 1,
        },
        "lv": {
            "tone": "Sirsnīgi, precīzi, bez spiediena", "address_form": "formal",
            "greeting": "Labdien, Zane!", "closing": "Ar cieņu",
            "words_to_avoid": [["neiespējami", "pašlaik nevaram"], ["aparāts", "skaļrunis"]],
            "promises_forbidden": ["atmaks*", "bez maksas"], "max_exclamations": 2,
        },
    },
    "mareko": {
        "lv": {
            "tone": "Mierīgi un lietišķi: drošība vispirms", "address_form": "formal",
            "greeting": "Labdien, Juri!", "closing": "Ar cieņu",
            "words_to_avoid": [
                ["problēma", "jautājums"], ["nekas traks", "to var droši pagaidīt"], ["kaste", "regulators"],
            ],
            "promises_forbidden": ["atmaks*", "bez maksas", "garantēj*"], "max_exclamations": 2,
        },
        "en": {
            "tone": "Calm and practical: safety first",
            "greeting": "Hello Tom,", "closing": "Kind regards,",
            "words_to_avoid": [
                ["no big deal", "safe to leave until then"], ["box", "controller"], ["just reset it", "restart it"],
            ],
            "promises_forbidden": ["refund*", "free repair", "guarantee*"], "max_exclamations": 1,
        },
        "es": {
            "tone": "Tranquilo y práctico: primero la seguridad", "address_form": "formal",
            "greeting": "Buenos días:", "closing": "Un saludo,",
            "words_to_avoid": [["no pasa nada", "puede esperar sin riesgo"], ["cacharro", "regulador"]],
            "promises_forbidden": ["reembols*", "gratis"], "max_exclamations": 1,
        },
    },
}  # fmt: skip
"""By desk and language; what a guide leaves out has the default of ``conduct.models.StyleGuide``."""


def write_style_guides(world: World) -> None:
    """Writing style guides."""
    for slug, guides in GUIDES.items():
        actor = world.machine(slug)
        with acting(actor):
            for language, fields in guides.items():
                set_style_guide(world.desks[slug], language, actor=actor, **fields)
