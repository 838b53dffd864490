"""The living page served by a thread of this process, without a database: it shows nothing that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

from tests.browser import chromium

__all__ = ["chromium"]

MIDDLEWARE = [
    "relevo.web.headers.SecurityHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


class QuietHandler(WSGIRequestHandler):
    """Answers without writing a line for each request."""

    def log_message(self, *words: object) -> None:
        return


@pytest.fixture(scope="module")
def living_page() -> Iterator[str]:
    """The address under which the real urls, templates, static files and content policy are served."""
    with override_settings(MIDDLEWARE=MIDDLEWARE, ALLOWED_HOSTS=["127.0.0.1"]):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=False)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()
