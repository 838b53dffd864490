"""A real HTTP server on the loopback that keeps LibreTranslate's contract, or breaks it as a test wishes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["en", "es", "lv"]},
    {"code": "es", "name": "Spanish", "targets": ["en", "es"]},
    {"code": "lv", "name": "Latvian", "targets": ["en", "lv"]},
]
Reply = tuple[int, dict[str, str], list[bytes], float]
"""Status, headers, the body in chunks, and the seconds to wait before each chunk."""


def as_json(value: object, status: int = 200) -> Reply:
    return status, {"Content-Type": "application/json"}, [json.dumps(value).encode()], 0.0


def _translation(order: dict[str, object]) -> Reply:
    many = order["q"] if isinstance(order["q"], list) else [order["q"]]
    done = [
        "\n".join(f"[{order['target']}] {line}" if line.strip() else line for line in text.split("\n"))
        for text in many
    ]
    return as_json({"translatedText": done if isinstance(order["q"], list) else done[0]})


@dataclass
class Stub:
    """What the server answers and what it was asked."""

    languages: Callable[[], Reply] = lambda: as_json(LANGUAGES)
    translate: Callable[[dict[str, object]], Reply] = _translation
    orders: list[dict[str, object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def serve() -> Iterator[Stub]:
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.paths.append(self.path)
            self._reply(stub.languages() if self.path == "/languages" else as_json({}, 404))

        def do_POST(self) -> None:
            stub.paths.append(self.path)
            order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.orders.append(order)
            self._reply(stub.translate(order) if self.path == "/translate" else as_json({}, 404))

        def _reply(self, reply: Reply) -> None:
            status, headers, chunks, pause = reply
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for chunk in chunks:
                    time.sleep(pause)
                    self.wfile.write(chunk)
                    self.wfile.flush()
            except OSError:
                return  # the client gave up, as it should

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
