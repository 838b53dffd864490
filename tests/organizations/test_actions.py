"""Firms are founded, people come and go."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from relevo.core.actor import NOBODY, system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.engagements.grants import actor_for, actor_of
from relevo.events.models import Event
from relevo.organizations.actions import add_member, create_organization, end_member
from relevo.organizations.models import Member, Organization, User
from relevo.organizations.permissions import OWN_GROUND, Role
from tests.cast import Cast


def test_a_firm_is_founded_with_its_first_event(cast: Cast) -> None:
    firm = create_organization(name="Second Auralis", slug="second", zone="Europe/Madrid", language="es")
    with acting(system(firm.pk)):
        found = Organization.objects.get(slug="second")
        event = Event.objects.get(kind="organization.created", subject_id=firm.pk)
    assert (found.name, found.zone, found.language) == ("Second Auralis", "Europe/Madrid", "es")
    assert str(found) == "Second Auralis"
    assert (event.client_id, event.actor_kind) == (firm.pk, "system")
    assert found.guards() == (("organization", firm.pk),)


def test_two_firms_cannot_have_one_short_name(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create_organization(name="Auralis again", slug="auralis")


def test_a_member_has_the_firms_zone_unless_she_has_her_own(cast: Cast) -> None:
    firm = create_organization(name="Second", slug="second", zone="Europe/Riga")
    founder = system(firm.pk)
    with acting(founder):
        one = add_member(firm, cast.user("Jonas"), role=Role.AGENT, actor=founder)
        two = add_member(
            firm, cast.user("Ilze"), role="manager", actor=founder, zone="Europe/Madrid", languages=["lv"]
        )
        event = Event.objects.get(kind="member.added", subject_id=two.pk)
    assert (one.zone, one.languages, two.zone, two.languages) == ("Europe/Riga", [], "Europe/Madrid", ["lv"])
    assert (event.private_to, event.facts) == (firm.pk, {"role": "manager"})
    assert str(two) == "Ilze Kalniņa, Second"


def test_nobody_is_added_twice(cast: Cast) -> None:
    firm = cast.organization("auralis")
    machine = system(firm.pk)
    with acting(machine), pytest.raises(RuleBroken, match="Iker Sanz already belongs to this organization"):
        add_member(firm, cast.user("Iker"), role=Role.AGENT, actor=machine)


def test_a_role_that_does_not_exist_is_refused(cast: Cast) -> None:
    firm = cast.organization("auralis")
    with acting(system(firm.pk)), pytest.raises(ValueError, match="king"):
        add_member(firm, cast.user("Jonas"), role="king", actor=system(firm.pk))


@pytest.mark.parametrize("name", ["Carmen", "Iker", "Mateo", "Valeria", "Ilze", "Jonas"])
def test_only_an_admin_of_the_firm_adds_and_ends(cast: Cast, name: str) -> None:
    actor, firm, iker = cast.actor(name), cast.organization("auralis"), cast.member("Iker")
    with acting(actor), pytest.raises(NotAllowed):
        add_member(firm, cast.user("Jonas"), role=Role.ADMIN, actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        end_member(iker, actor=actor)


def test_when_a_member_leaves_every_right_ends_and_the_history_stays(cast: Cast) -> None:
    mateo = cast.member("Mateo")
    machine = system(mateo.organization_id)
    with acting(machine):
        end_member(mateo, actor=machine)
        end_member(mateo, actor=machine)
        assert Event.objects.filter(kind="member.ended", subject_id=mateo.pk).count() == 1
        assert Member.objects.get(pk=mateo.pk).ended_at is not None
        assert mateo.pk not in set(Member.objects.active().values_list("pk", flat=True))
    assert actor_of(mateo) is NOBODY
    assert actor_for(mateo.user_id) is NOBODY


def test_an_address_signs_in_one_person_in_any_case(cast: Cast) -> None:
    assert str(cast.user("Jonas")) == "jonas@fernwerk.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("JONAS@FERNWERK.example", name="Jonas")


def test_a_user_without_a_password_cannot_sign_in_with_one(cast: Cast) -> None:
    user = User.objects.create_user("new@auralis.example", name="Carmen")
    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("member.manage", {"admin"}),
        ("mailbox.manage", {"admin", "manager"}),
        ("ticket.take_back", {"admin", "manager"}),
        ("queue.take_back", {"admin", "manager"}),
        ("reply.approve", {"admin", "manager"}),
        ("rate_card.manage", {"admin", "manager"}),
        ("engagement.manage", {"admin", "manager"}),
        ("seat.certify", {"admin", "manager"}),
        ("shift.plan", {"admin", "manager", "lead"}),
        ("console.view", {"admin", "manager", "lead", "reviewer"}),
        ("ticket.note", {"admin", "manager", "lead", "agent", "reviewer"}),
        ("ticket.reply", set()),
    ],
)
def test_what_a_role_may_do_on_its_own_ground(permission: str, roles: set[str]) -> None:
    assert {str(role) for role, granted in OWN_GROUND.items() if permission in granted} == roles
    assert set(OWN_GROUND) == set(Role.values)


def test_a_firm_sees_those_it_shares_an_engagement_with(cast: Cast) -> None:
    def seen(name: str) -> set[str]:
        actor = cast.actor(name)
        with acting(actor):
            return set(Organization.objects.visible_to(actor).values_list("slug", flat=True))

    assert seen("Carmen") == {"auralis", "noctua", "baltline"}
    assert seen("Mateo") == {"noctua", "auralis", "mareko"}
    assert seen("Lucía") == {"noctua", "auralis"}
    assert seen("Jonas") == {"fernwerk"}
