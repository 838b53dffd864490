"""A stub that answers as rspamd's /checkv2 does, and servers that do not."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from relevo.channels.mail.judging import rspamd
from relevo.channels.mail.judging.rspamd import Envelope
from tests.channels.mail.letters import letter

ENVELOPE = Envelope("jorge@molina.example", "support@auralis.example", "192.0.2.1")


class Stub:
    """What the server got, and what it shall answer."""

    def __init__(self, answer: bytes, status: int = 200, wait: float = 0) -> None:
        self.answer, self.status, self.wait = answer, status, wait
        self.requests: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def serving(stub: Stub) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stub.requests.append((self.path, dict(self.headers), body))
            time.sleep(stub.wait)
            self.send_response(stub.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(stub.answer)))
            self.end_headers()
            self.wfile.write(stub.answer)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # the client has gone

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def told(action: str) -> bytes:
    return json.dumps({
        "is_skipped": False, "score": 6.1, "required_score": 15.0, "action": action, "symbols": {"BAYES_SPAM": {}},
        "thresholds": {"reject": 15.0, "add header": 6.0, "greylist": 4.0}, "message-id": "one@molina.example",
    }).encode()  # fmt: skip


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("reject", "junk"), ("add header", "junk"), ("rewrite subject", "junk"), ("greylist", "doubtful"),
        ("soft reject", "doubtful"), ("no action", ""), ("something new", ""),
    ],
)  # fmt: skip
def test_each_action_is_one_of_three_words(action, expected):
    with serving(Stub(told(action))) as url:
        assert rspamd.ask(letter(), ENVELOPE, url=url) == expected


def test_the_server_gets_the_bytes_and_the_envelope():
    stub, raw = Stub(told("no action")), letter("Hola \x00 mundo")
    with serving(stub) as url:
        rspamd.ask(raw, ENVELOPE, url=f"{url}/", password="secret")
    [(path, headers, body)] = stub.requests
    assert (path, body) == ("/checkv2", raw)
    assert (headers["From"], headers["Rcpt"], headers["IP"], headers["Password"]) == (
        "jorge@molina.example", "support@auralis.example", "192.0.2.1", "secret",
    )  # fmt: skip


def test_what_we_do_not_know_or_cannot_be_said_in_a_header_is_left_out():
    stub = Stub(told("no action"))
    with serving(stub) as url:
        rspamd.ask(letter(), Envelope("jürgen@x.example", "a@b.example\r\nPassword: x"), url=url)
    assert {"From", "Rcpt", "IP", "Password"} & set(stub.requests[0][1]) == set()


@pytest.mark.parametrize(
    "stub",
    [
        Stub(b"", status=500), Stub(told("reject"), status=403), Stub(b"not json"), Stub(b"[]"), Stub(b"{}"), Stub(b"null"),
        Stub(b'{"action": null}'), Stub(b'{"action": ["reject"]}'), Stub(b"[" * 200_000), Stub(b" " * 1_100_000),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_server_that_is_out_of_order_means_that_nothing_is_known(stub, caplog):
    with serving(stub) as url:
        assert rspamd.ask(letter(), ENVELOPE, url=url) == ""


def test_a_server_that_takes_too_long_is_not_waited_for():
    with serving(Stub(told("reject"), wait=20.0)) as url:
        began = time.monotonic()
        assert rspamd.ask(letter(), ENVELOPE, url=url, seconds=0.2) == ""
        assert time.monotonic() - began < 10


def test_no_server_at_all_means_that_nothing_is_known(caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert rspamd.ask(letter(), ENVELOPE, url=f"http://127.0.0.1:{port}") == ""
    assert rspamd.ask(letter(), ENVELOPE, url="http://[bad") == ""
    assert "rspamd has not answered" in caplog.text
