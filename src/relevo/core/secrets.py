"""Secrets at rest: passwords and keys of outside services, sealed with a key drawn from the installation's own.

Whoever reads the database without ``RELEVO_SECRET_KEY`` reads nothing of them. Fernet (AES-128-CBC with HMAC-SHA256)
from the ``cryptography`` package; older keys listed in ``SECRET_KEY_FALLBACKS`` still open what they sealed.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    """The secret, unreadable; "" stays ""."""
    return _box().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """What was sealed. Raises ``ValueError`` when it was sealed with a key that we no longer have."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError):
        raise ValueError("sealed with another RELEVO_SECRET_KEY: enter the secret again") from None


def _box() -> MultiFernet:
    return MultiFernet([_key(str(text)) for text in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(text: str) -> Fernet:
    drawn = HKDF(hashes.SHA256(), 32, salt=None, info=b"relevo secrets at rest").derive(text.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))
