"""Asking an rspamd server what it thinks of a mail: ``POST /checkv2``, answered with one JSON object.

The mail leaves the machine unless the server is on it, so nothing is asked until ``RELEVO_RSPAMD_URL`` is set.
Whatever goes wrong means that nothing is known: a filter that is down must not hold up mail.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Final

import httpx

from relevo.channels.mail.judging import spam
from relevo.channels.mail.judging.spam import Spam

SECONDS: Final = 5.0
_ANSWER_LIMIT: Final = 1_000_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What rspamd likes to know beside the bytes; "" for what we do not know."""

    mail_from: str = ""
    rcpt_to: str = ""
    peer: str = ""


def ask(raw: bytes, envelope: Envelope, *, url: str, password: str = "", seconds: float = SECONDS) -> Spam:
    """The server's verdict, "" when it has none or does not answer in time."""
    told = {"From": envelope.mail_from, "Rcpt": envelope.rcpt_to, "IP": envelope.peer, "Password": password}
    headers = {
        name: value for name, value in told.items() if value and value.isascii() and value.isprintable()
    }
    try:
        answer = _answer(raw, headers, f"{url.rstrip('/')}/checkv2", seconds)
        return spam.action(str(json.loads(answer)["action"]))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, RecursionError) as error:
        log.warning("rspamd has not answered: %s", type(error).__name__)
        return ""


def _answer(raw: bytes, headers: dict[str, str], url: str, seconds: float) -> bytes:
    answer = b""
    with (
        httpx.Client(timeout=seconds, trust_env=False) as client,
        client.stream("POST", url, content=raw, headers=headers) as stream,
    ):
        stream.raise_for_status()
        for piece in stream.iter_bytes():
            answer += piece
            if len(answer) > _ANSWER_LIMIT:
                raise ValueError("too long an answer")
    return answer
