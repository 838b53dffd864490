"""From the engine names on a desk to engines: the one registry, and one translator a desk and process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from relevo.desks.models import Desk
from relevo.language.engines import Engine
from relevo.language.engines.apertium import ApertiumEngine
from relevo.language.translating import Translator

_log = logging.getLogger(__name__)

Factory = Callable[[], Engine | None]


def _libretranslate() -> Engine | None:
    """The server that the operator named, or None when none is named."""
    if not settings.LIBRETRANSLATE_URL:
        return None
    from relevo.language.engines.libretranslate import LibreTranslateEngine  # and its HTTP library

    return LibreTranslateEngine(
        settings.LIBRETRANSLATE_URL,
        api_key=settings.LIBRETRANSLATE_KEY,
        ask_timeout=min(3.0, float(settings.TRANSLATION_TIMEOUT)),
    )


_factories: dict[str, Factory] = {"apertium": ApertiumEngine, "libretranslate": _libretranslate}
_engines: dict[str, Engine | None] = {}
_translators: dict[int, tuple[tuple[str, ...], Translator]] = {}
_lock = threading.Lock()


def translator_for(desk: Desk) -> Translator:
    """The desk's translator: its engines in its order, each with ``settings.TRANSLATION_TIMEOUT`` seconds.

    A name that nobody registered, or an engine that is not set up here, is passed over. Which engines rest is
    remembered per desk, so that one client's trouble never stops another's translations.
    """
    names = tuple(desk.engines)
    with _lock:
        known = _translators.get(desk.pk)
        if known is None or known[0] != names:
            engines = [engine for name in names if (engine := _engine(name)) is not None]
            known = names, Translator(engines, float(settings.TRANSLATION_TIMEOUT))
            _translators[desk.pk] = known
        return known[1]


def is_gist_only(name: str) -> bool:
    """Whether the engine of this name tells the gist only, so that its words need a person before they go out."""
    if name not in _factories:
        return False
    with _lock:
        engine = _engine(name)
    return engine is not None and engine.gist_only


def engine_names() -> frozenset[str]:
    """All names that a desk may list."""
    return frozenset(_factories)


@contextmanager
def registered(name: str, factory: Factory) -> Iterator[None]:
    """Within the block, let ``name`` stand for the engine that ``factory`` makes: for tests and demonstrations."""
    before = _factories.get(name)
    _factories[name] = factory
    forget()
    try:
        yield
    finally:
        if before is None:
            del _factories[name]
        else:
            _factories[name] = before
        forget()


def forget() -> None:
    """Drop all engines and translators of this process; they are made anew when next asked for."""
    with _lock:
        _engines.clear()
        _translators.clear()


def _engine(name: str) -> Engine | None:
    """The engine of this process under a name, made at first use. The lock is held."""
    if name not in _engines:
        _engines[name] = _made(name)
    return _engines[name]


def _made(name: str) -> Engine | None:
    factory = _factories.get(name)
    if factory is None:
        _log.warning("A desk names the translation engine %r, which this installation does not know.", name)
        return None
    try:
        return factory()
    except ValueError:
        _log.exception("The translation engine %s is not set up correctly and is left out.", name)
        return None
