"""The first organization and its first admin, on an empty installation."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from relevo.config.env import Misconfigured
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.organizations.actions import add_member, create_organization
from relevo.organizations.models import User
from relevo.organizations.permissions import Role


@transaction.atomic
def found(*, email: str, organization: str, name: str, password: str) -> str:
    """Make the organization, and its admin who also runs the installation; what was made, in words.

    Raises ``Misconfigured`` for an address or a name that is taken, or a password that is too weak.
    """
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise Misconfigured(" ".join(error.messages)) from error
    if User.objects.filter(email=email.lower()).exists():
        raise Misconfigured(f"{email} can already sign in.")
    user = User.objects.create_user(email, password, name=name, is_staff=True)
    try:
        with transaction.atomic():
            firm = create_organization(name=organization, slug=slugify(organization) or "first")
    except IntegrityError as error:
        raise Misconfigured(f"There is an organization called {organization} already.") from error
    founder = system(firm.pk)
    with acting(founder):
        add_member(firm, user, role=Role.ADMIN, actor=founder)
    return f"{name} can sign in as {email} and is the admin of {organization}."
