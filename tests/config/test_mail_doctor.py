"""``relevo mail doctor`` over all mailboxes."""

from __future__ import annotations

from typing import Any

import pytest

from relevo.channels.mail import doctor
from relevo.channels.mail.models import Mailbox
from relevo.config import mail_doctor
from relevo.core.scope import acting
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import SUPPORT


@pytest.fixture(autouse=True)
def boxes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """All mailboxes; the owner's own connection would not see this test's transaction."""
    with acting(EVERYWHERE):
        there = list(Mailbox.objects.values_list("address", "pk", "client_id"))
    monkeypatch.setattr(mail_doctor, "_boxes", lambda: there)


def said(*, dns: bool = False) -> list[str]:
    return [finding.text for finding in mail_doctor.examine_everything(dns=dns)]


@pytest.mark.parametrize(("address", "refused"), [("relevo@localhost", True), (SUPPORT, False)])
def test_it_says_when_nobody_takes_the_postmasters_mail(
    cast: Cast, settings: Any, address: str, refused: bool
) -> None:
    settings.MAIL_POSTMASTER = address
    assert any("RELEVO_POSTMASTER" in text for text in said()) is refused


def test_it_says_that_it_signs_with_a_new_key_and_nothing_else_that_is_well(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_POSTMASTER = SUPPORT
    told = [
        doctor.Finding("dkim_switched", good=True, facts={"name": "relevo2._domainkey.auralis.example"}),
        doctor.Finding("mx", good=True, facts={"domain": "auralis.example", "hosts": "mx.auralis.example"}),
    ]
    monkeypatch.setattr(
        mail_doctor, "examine_dns", lambda mailbox, lookups: told if mailbox.address == SUPPORT else []
    )
    assert ["relevo2._domainkey" in text for text in said(dns=True)] == [True]
