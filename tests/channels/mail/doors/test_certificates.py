"""The certificate that the doors show: from the first connection on, and anew when it is renewed."""

from __future__ import annotations

import os
import smtplib
import ssl
from pathlib import Path
from typing import Any

import pytest

from relevo.channels.mail.doors import certificates, door
from relevo.config import serving
from relevo.config.env import Misconfigured
from tests.channels.mail.certificates import pem
from tests.channels.mail.doors.test_receiver import Store, receiving


def shown(port: int) -> bytes:
    """The certificate that the server shows to whoever looks at it only."""
    looking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    looking.check_hostname, looking.verify_mode = False, ssl.CERT_NONE
    with smtplib.SMTP("localhost", port, timeout=60) as client:
        client.starttls(context=looking)
        assert isinstance(client.sock, ssl.SSLSocket)
        return client.sock.getpeercert(binary_form=True) or b""


def der(content: bytes) -> bytes:
    return ssl.PEM_cert_to_DER_cert(content[content.index(b"-----BEGIN CERTIFICATE") :].decode())


def test_a_renewed_certificate_is_shown_to_the_next_who_comes(tmp_path: Path) -> None:
    file = tmp_path / "mail.pem"
    file.write_bytes(pem())
    with receiving(Store(), tls=certificates.context(file, file)) as (_, port):
        assert shown(port) == der(pem())
        renewed = pem(expired=True)
        file.write_bytes(renewed)
        os.utime(file, ns=(1, 1))
        assert shown(port) == der(renewed)
        file.write_bytes(b"half a file")
        assert shown(port) == der(renewed)
        file.unlink()
        assert shown(port) == der(renewed)


def test_without_a_certificate_there_is_no_starttls_and_a_bad_one_is_said_in_words(
    settings: Any, tmp_path: Path
) -> None:
    assert door.receiver().tls is None
    settings.MAIL_CERTIFICATE = settings.MAIL_CERTIFICATE_KEY = str(tmp_path / "none.pem")
    with pytest.raises(OSError, match="RELEVO_MAIL_CERTIFICATE cannot be used"):
        door.receiver()
    (tmp_path / "none.pem").write_bytes(pem())
    assert door.receiver().tls is not None


def test_the_command_says_what_is_wrong_with_its_certificate(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(serving, "_pool_for_mail", lambda: None)
    settings.MAIL_CERTIFICATE = settings.MAIL_CERTIFICATE_KEY = str(tmp_path / "none.pem")
    with pytest.raises(Misconfigured, match="RELEVO_MAIL_CERTIFICATE cannot be used"):
        serving.mail("127.0.0.1", 0, None)
