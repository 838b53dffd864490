"""For all tests of mail: the installation's own mail server, as it calls itself in Authentication-Results."""

from __future__ import annotations

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def our_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """``relevo.localhost`` is believed."""
    monkeypatch.setattr(settings, "MAIL_TRUSTED_AUTHSERV", ["relevo.localhost"])
