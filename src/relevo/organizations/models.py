"""Firms and the people who work in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.organizations.permissions import Role


class Users(BaseUserManager["User"]):
    """Makes users; the address is the name one signs in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A person who can sign in. Without a password she first has to set one by mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One person who signs in. What she may do hangs on her memberships, never on the user.

    is_staff: runs this installation (sees failed jobs); gives no sight of any firm's data.
    told_by_mail: whether she wants word of her tickets at this address, where a desk's client allows it.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    told_by_mail = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.email


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Firms as an actor may see them."""

    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        """The actor's own firm, and those it shares an engagement with."""
        own = models.Q(pk__in=actor.scope.organizations)
        shared = models.Q(client_engagements__pk__in=actor.scope.engagements)
        provides = models.Q(provided_engagements__client_id__in=actor.scope.organizations)
        return self.filter(own | shared | provides).distinct()


class Organization(models.Model):
    """A firm using Relevo. Client and partner are roles that it plays in an engagement, not kinds of firm.

    zone: IANA name of where it works. language: the language of its interface and letters.
    """

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(default=now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def guards(self) -> tuple[Key, ...]:
        """A firm's own ground."""
        return (("organization", self.pk),)


class MemberQuerySet(models.QuerySet["Member"]):
    """Members as an actor may see them."""

    def visible_to(self, actor: Actor) -> MemberQuerySet:
        """Colleagues of the actor's own firm, and the actor's own memberships elsewhere."""
        return self.filter(
            models.Q(organization_id__in=actor.scope.organizations) | models.Q(user_id=actor.scope.user_id)
        )

    def active(self) -> MemberQuerySet:
        """Those who have not left."""
        return self.filter(ended_at=None)


class Member(models.Model):
    """A person's place in a firm. Ending it keeps the history and closes every door at once."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="members", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    zone = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)
    joined_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="member_once_in_a_firm")]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.organization.name}"

    def guards(self) -> tuple[Key, ...]:
        """A member belongs to the firm's ground."""
        return (("organization", self.organization_id),)
