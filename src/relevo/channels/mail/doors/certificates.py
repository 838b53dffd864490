"""The certificate that the SMTP and LMTP doors show for STARTTLS, taken up again when it is renewed."""

from __future__ import annotations

import logging
import ssl
from datetime import datetime
from pathlib import Path

from cryptography import x509

log = logging.getLogger(__name__)


def context(certificate: Path, key: Path) -> ssl.SSLContext:
    """A context for servers, TLS 1.2 or newer, that looks at the files for each new connection.

    certificate: PEM, with the certificates between it and the root behind it. Raises ``OSError`` (of which
    ``ssl.SSLError`` is one) for files that cannot be read or do not belong together; later ones like that are told to
    the log, and the last good ones stay.
    """
    loaded = _loaded(certificate, key)
    known = [_age(certificate, key), loaded]

    def renewed(
        connection: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _context: ssl.SSLContext
    ) -> None:
        try:
            age = _age(certificate, key)
            if age != known[0]:
                known[:] = [age, _loaded(certificate, key)]
        except OSError as error:
            log.warning("the certificate in %s cannot be taken up: %s", certificate, error)
        connection.context = known[1]  # type: ignore[assignment]

    loaded.sni_callback = renewed
    return loaded


def ends_at(certificate: Path) -> datetime:
    """Until when the first certificate in the file is good. Raises ``ValueError`` for a file without one."""
    return x509.load_pem_x509_certificates(certificate.read_bytes())[0].not_valid_after_utc


def _loaded(certificate: Path, key: Path) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.minimum_version = ssl.TLSVersion.TLSv1_2
    found.load_cert_chain(certificate, key)
    return found


def _age(*files: Path) -> tuple[int, ...]:
    return tuple(file.stat().st_mtime_ns for file in files)
