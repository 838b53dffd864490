"""The demo world: two clients, two partners, in-house teams, a stranger; built through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from relevo.core.actor import Actor, system
from relevo.core.scope import acting
from relevo.demo.world_commerce import agree_on_prices
from relevo.demo.world_conduct import write_style_guides
from relevo.demo.world_coverage import agree_on_hours, plan_rota
from relevo.demo.world_mail import open_mailboxes
from relevo.desks.actions import create_desk
from relevo.desks.models import Desk
from relevo.engagements.actions import draft_engagement, give_seat, move_engagement
from relevo.engagements.models import Engagement, Readiness, Seat, State
from relevo.organizations.actions import add_member, create_organization
from relevo.organizations.models import Member, Organization, User
from relevo.organizations.permissions import Role


@dataclass(frozen=True, slots=True)
class Person:
    """One member: name, address to sign in with, firm's slug, role, languages."""

    name: str
    email: str
    firm: str
    role: str
    languages: tuple[str, ...]


FIRMS = {
    "auralis": ("Auralis", "Europe/Madrid", "es"),
    "mareko": ("Mareko", "Europe/Riga", "lv"),
    "noctua": ("Noctua Support", "America/Bogota", "es"),
    "baltline": ("Baltline", "Europe/Riga", "lv"),
    "fernwerk": ("Fernwerk", "Europe/Berlin", "en"),
}

PEOPLE = (
    Person("Carmen Vidal", "carmen@auralis.example", "auralis", Role.MANAGER, ("es", "en")),
    Person("Iker Sanz", "iker@auralis.example", "auralis", Role.LEAD, ("es", "en")),
    Person("Ilze Kalniņa", "ilze@mareko.example", "mareko", Role.MANAGER, ("lv", "en")),
    Person("Andris Bērziņš", "andris@mareko.example", "mareko", Role.AGENT, ("lv", "en")),
    Person("Valeria Rojas", "valeria@noctua.example", "noctua", Role.LEAD, ("es", "en")),
    Person("Mateo Díaz", "mateo@noctua.example", "noctua", Role.AGENT, ("es", "en")),
    Person("Lucía Peña", "lucia@noctua.example", "noctua", Role.AGENT, ("en",)),
    Person("Kristaps Ozols", "kristaps@baltline.example", "baltline", Role.LEAD, ("lv", "en")),
    Person("Marta Liepa", "marta@baltline.example", "baltline", Role.AGENT, ("lv", "en")),
    Person("Jonas Brandt", "jonas@fernwerk.example", "fernwerk", Role.MANAGER, ("en",)),
)

DESKS: dict[str, dict[str, Any]] = {
    "auralis": {
        "name": "Auralis", "key": "AUR", "hue": 262, "languages": ["es", "en", "lv"],
        "topics": ["sound", "connection", "warranty", "order"],
        "terms": ["Auralis Duo 2", "Auralis Beam", "Auralis Hub"], "engines": ["apertium", "libretranslate"],
        "tone": "Warm, precise, never pushy. Usted in Spanish.",
    },
    "mareko": {
        "name": "Mareko", "key": "MAR", "hue": 24, "languages": ["lv", "en", "es"],
        "topics": ["heating", "hot_water", "installation", "warranty"],
        "terms": ["Mareko Therm 300", "Mareko Flow"], "engines": ["apertium", "libretranslate"],
        "tone": "Calm and practical: safety first, one step at a time.",
    },
}  # fmt: skip

ENGAGEMENTS: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("auralis", "auralis", {}),
    ("auralis", "noctua", {"languages": ["es", "en"]}),
    ("auralis", "baltline", {"languages": ["lv", "en"]}),
    ("mareko", "mareko", {}),
    ("mareko", "baltline", {"languages": ["lv", "en"]}),
    ("mareko", "noctua", {"languages": ["es", "en"]}),
)

SEATS = (
    ("auralis", "auralis", "Iker Sanz", "Iker", Readiness.CERTIFIED),
    ("auralis", "noctua", "Valeria Rojas", "Valeria", Readiness.CERTIFIED),
    ("auralis", "noctua", "Mateo Díaz", "Mateo", Readiness.CERTIFIED),
    ("auralis", "noctua", "Lucía Peña", "Lucía", Readiness.NEW),
    ("auralis", "baltline", "Marta Liepa", "Marta", Readiness.CERTIFIED),
    ("mareko", "mareko", "Andris Bērziņš", "Andris", Readiness.CERTIFIED),
    ("mareko", "baltline", "Kristaps Ozols", "Kristaps", Readiness.CERTIFIED),
    ("mareko", "baltline", "Marta Liepa", "Marta", Readiness.CERTIFIED),
    ("mareko", "noctua", "Mateo Díaz", "Mateo", Readiness.CERTIFIED),
)


@dataclass
class World:
    """What has been built so far, by name."""

    firms: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    engagements: dict[tuple[str, str], Engagement] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)

    def machine(self, *slugs: str) -> Actor:
        """The machine working for some firms: the demo's founder."""
        return system(*(self.firms[slug].pk for slug in slugs))


def build(*, password: str, progress: Callable[[str], None] = lambda _: None) -> World:
    """Build the whole world in an empty installation. Everybody signs in with ``password``."""
    world = World()
    for step in (
        _firms, _desks, _engagements, _seats, open_mailboxes, write_style_guides, agree_on_prices,
        agree_on_hours, plan_rota,
    ):  # fmt: skip
        progress((step.__doc__ or "").rstrip("."))
        step(world) if step is not _firms else _firms(world, password)
    return world


def _firms(world: World, password: str = "") -> None:
    """Founding firms and hiring people."""
    for slug, (name, zone, language) in FIRMS.items():
        world.firms[slug] = create_organization(name=name, slug=slug, zone=zone, language=language)
    for person in PEOPLE:
        user = User.objects.create_user(person.email, password, name=person.name)
        actor = world.machine(person.firm)
        with acting(actor):
            world.people[person.name] = add_member(
                world.firms[person.firm], user, role=person.role, actor=actor, languages=person.languages
            )


def _desks(world: World) -> None:
    """Opening desks."""
    for slug, fields in DESKS.items():
        actor = world.machine(slug)
        with acting(actor):
            world.desks[slug] = create_desk(world.firms[slug], slug=slug, actor=actor, **fields)


def _engagements(world: World) -> None:
    """Agreeing on engagements."""
    for desk, provider, terms in ENGAGEMENTS:
        actor = world.machine(desk)
        with acting(actor):
            engagement = draft_engagement(world.desks[desk], world.firms[provider], actor=actor, **terms)
            world.engagements[desk, provider] = move_engagement(engagement, State.LIVE, actor=actor)


def _seats(world: World) -> None:
    """Giving seats."""
    spoken = {person.name: list(person.languages) for person in PEOPLE}
    for desk, provider, name, alias, readiness in SEATS:
        actor = world.machine(desk, provider)
        with acting(actor):
            world.seats[desk, name] = give_seat(
                world.engagements[desk, provider], world.people[name], alias=alias, actor=actor,
                languages=spoken[name], readiness=readiness,
            )  # fmt: skip
