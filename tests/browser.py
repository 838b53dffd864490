"""A real server and a real browser: what the journeys in Chromium stand on.

A conftest takes what it needs: ``from tests.browser import browser, chromium, open_page, page, site``.
The server runs in a thread of this process on a committed copy of the world (``own_database``), so that
``clock.travel``, ``mail.outbox``, monkeypatched engines and ``tests.jobs.run_jobs`` reach it, and streams work.
A test with a ``page`` may use the ORM as any other; take ``Cast()`` instead of the fixture ``cast``, which
holds a transaction open that the server could not see into.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import socket
import threading
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.cast import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 30_000
"""Milliseconds that a page gets before a test fails."""

expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture
def site(own_database: str) -> Iterator[str]:
    """The address of Relevo, served by uvicorn on a committed copy of the world; ``http://127.0.0.1:…``."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = _server()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site", daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _wait_for(address)
    yield address
    server.should_exit = server.force_exit = True
    thread.join(10)
    listener.close()
    _sweep()


def _server() -> Any:
    import uvicorn

    from relevo.config.asgi import application

    return uvicorn.Server(
        uvicorn.Config(
            application, lifespan="off", log_level="error", loop="asyncio", server_header=False, ws="none",
            proxy_headers=False, timeout_graceful_shutdown=1,
        )
    )  # fmt: skip


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _sweep() -> None:
    """Streams that were cut off leave connections of threads that are gone; let them go here, not in the next test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium. While it is there, Playwright keeps a loop running in this thread."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        _let_this_thread_use_the_database(patch)
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, for one file of tests: its loop would disturb others."""
    with launched() as there:
        yield there


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Chromium, with no window open yet."""
    connections.close_all()  # beside a loop Django keeps other connections, perhaps to an earlier test's database
    yield chromium
    connections.close_all()


def _let_this_thread_use_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django refuses the ORM where a loop runs, and Playwright runs one here. The server's threads stay strict."""
    here = threading.get_ident()
    loop_running = asyncio.get_running_loop

    def running_loop() -> asyncio.AbstractEventLoop:
        if threading.get_ident() == here:
            raise RuntimeError
        return loop_running()

    monkeypatch.setattr("django.utils.asyncio.get_running_loop", running_loop)


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[OpenPage]:
    """Open a window of its own, as another person or on another device would: ``open_page(width=390, theme="dark")``.

    Scripts that fail, refused content (CSP) and answers of 500 in any of these windows fail the test.
    """
    faults: list[str] = []

    def fresh(*, width: int = 1280, height: int = 800, theme: str = "light", locale: str = "en-GB") -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, color_scheme=theme, locale=locale,
            reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _note_refusal(faults, page, line.type, line.text))
        page.on("response", lambda answer: _note_failure(faults, answer))
        return page

    yield fresh
    for context in browser.contexts:
        context.close()
    assert faults == []


def _note_refusal(faults: list[str], page: Page, kind: str, text: str) -> None:
    if kind == "error" and "Content Security Policy" in text:
        faults.append(f"{page.url}: {text}")


def _note_failure(faults: list[str], answer: Response) -> None:
    if answer.status == 500:
        faults.append(f"{answer.request.method} {answer.url}: 500")


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One window at desk width, by day, in English."""
    return open_page()


def address_of(name: str) -> str:
    """The mail address with which a member of the demo world signs in, by first name or whole name."""
    from relevo.demo.world import PEOPLE

    return next(person.email for person in PEOPLE if name in {person.name, person.name.partition(" ")[0]})


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign a member of the demo world in, as she does it: through the door."""
    page.goto("/account/login/")
    page.fill("input[name=login]", address_of(name))
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def sign_out(page: Page) -> None:
    """Sign out through the menu that every page has."""
    page.click("[popovertarget=user-menu]")
    page.click("#user-menu form[action='/account/logout/'] button")
    page.wait_for_url("**/account/login/**")
