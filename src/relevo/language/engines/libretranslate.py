"""LibreTranslate (and servers that speak its HTTP contract): ``GET /languages`` and ``POST /translate``."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx

from relevo.core.errors import EngineDown
from relevo.language.codes import base_language
from relevo.language.engines import Health, readable

MAX_ANSWER_BYTES = 2_000_000
"""A larger answer is refused: no message of a help desk comes near it."""
_LANGUAGES_LAST = 3600.0
"""Seconds for which a list of languages is believed."""
_FAILURE_LASTS = 30.0
"""Seconds for which a server that gave no list is taken to have no languages."""
_UNPACKED = {"Accept-Encoding": "identity"}
"""We count the bytes that arrive, so they must not grow when unpacked."""
_MARGIN = 0.5
"""Seconds after the time-out before we stop waiting: a name server that hangs cannot be cancelled."""
_MEANINGS = {
    403: "refused us (403): the key is missing, wrong or its quota is used up",
    413: "finds the text too long (413)",
    429: "asks us to slow down (429)",
}
Pairs = dict[tuple[str, str], tuple[str, str]]


class LibreTranslateEngine:
    """The contract of :class:`relevo.language.engines.Engine` over HTTP.

    ``ask_timeout`` (seconds) bounds the question for languages and the health look; keep it at or below the
    time-out of translations. Every call runs its own event loop in its own thread: only that bounds a server
    which sends its answer drop by drop, and it works wherever it is called from.
    """

    name = "libretranslate"
    gist_only = False

    def __init__(
        self,
        url: str,
        *,
        api_key: str = "",
        ask_timeout: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"Not an address of a translation server: {url!r}")
        self.leaves_machine = not _is_loopback(parts.hostname)
        self._url = url.rstrip("/")
        self._api_key = api_key
        self._ask_timeout = ask_timeout
        self._clock = clock
        self._lock = threading.Lock()
        self._pairs: Pairs = {}
        self._ask_again_at = float("-inf")
        self._trouble = ""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return what the server said it translates; asked at first use and again every hour."""
        return frozenset(self._known_pairs())

    def translate(self, texts: Sequence[str], source: str, target: str, *, timeout: float) -> list[str]:
        """See :class:`relevo.language.engines.Engine`. All texts go in one request."""
        codes = self._known_pairs().get((base_language(source), base_language(target)))
        if codes is None:
            raise EngineDown(self._trouble or f"LibreTranslate has no {source}-{target}.")
        if not texts:
            return []
        order: dict[str, object] = {
            "q": [readable(text) for text in texts],
            "source": codes[0],
            "target": codes[1],
            "format": "text",
        }
        if self._api_key:
            order["api_key"] = self._api_key
        answer = self._call("POST", "/translate", order, timeout)
        return _translated(answer, len(texts))

    def health(self) -> Health:
        """Ask the server for its languages now."""
        with self._lock:
            self._learn()
            if self._trouble:
                return Health(ok=False, detail=self._trouble)
            return Health(ok=True, detail=f"LibreTranslate offers {len(self._pairs)} language pairs.")

    def _known_pairs(self) -> Pairs:
        with self._lock:
            if self._clock() >= self._ask_again_at:
                self._learn()
            return self._pairs

    def _learn(self) -> None:
        """Ask for the languages and remember the answer or the trouble. The lock is held."""
        try:
            self._pairs = _read_pairs(self._call("GET", "/languages", None, self._ask_timeout))
            self._trouble = "" if self._pairs else "LibreTranslate offers no language pair."
        except EngineDown as error:
            self._pairs, self._trouble = {}, error.message
        self._ask_again_at = self._clock() + (_FAILURE_LASTS if self._trouble else _LANGUAGES_LAST)

    def _call(self, method: str, path: str, order: dict[str, object] | None, timeout: float) -> object:
        """Return the JSON of the answer. Raises :class:`EngineDown` for anything but a small, whole 200."""
        pool = ThreadPoolExecutor(1, thread_name_prefix=self.name)
        try:
            body = pool.submit(asyncio.run, self._fetch(method, path, order, timeout)).result(
                timeout + _MARGIN
            )
        except (TimeoutError, httpx.TimeoutException):
            raise EngineDown(f"LibreTranslate did not answer within {timeout:g} seconds.") from None
        except (httpx.HTTPError, OSError) as error:
            raise EngineDown(f"LibreTranslate cannot be reached ({type(error).__name__}).") from error
        finally:
            pool.shutdown(wait=False)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise EngineDown("LibreTranslate answered with something that is not JSON.") from None

    async def _fetch(self, method: str, path: str, order: dict[str, object] | None, seconds: float) -> bytes:
        """Return the body of a 200 answer; ``seconds`` bound everything from connecting to the last byte."""
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream(method, self._url + path, json=order, headers=_UNPACKED) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                meaning = _MEANINGS.get(answer.status_code, f"answered {answer.status_code}")
                raise EngineDown(f"LibreTranslate {meaning}.")
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    raise EngineDown("LibreTranslate sent an answer that is far too large.")
            return bytes(body)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_pairs(answer: object) -> Pairs:
    """Read ``[{"code": "en", "targets": ["es", ...]}, ...]``; a server without ``targets`` translates all to
    all.
    """
    if not isinstance(answer, list):
        raise EngineDown("LibreTranslate answered with something that is not a list of languages.")
    rows = [row for row in answer if isinstance(row, dict) and isinstance(row.get("code"), str)]
    everything = [row["code"] for row in rows]
    pairs: Pairs = {}
    for row in rows:
        for target in _targets(row, everything):
            pair = (base_language(row["code"]), base_language(target))
            if pair[0] != pair[1]:
                pairs.setdefault(pair, (row["code"], target))
    return pairs


def _targets(row: dict[str, Any], everything: list[str]) -> list[str]:
    targets = row.get("targets", everything)
    return [target for target in targets if isinstance(target, str)] if isinstance(targets, list) else []


def _translated(answer: object, count: int) -> list[str]:
    texts = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise EngineDown("LibreTranslate answered without translations.")
    if len(texts) != count:
        raise EngineDown(f"LibreTranslate answered {len(texts)} texts for {count}.")
    return [readable(text) for text in texts]
