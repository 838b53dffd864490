"""Access tokens from a token endpoint that speaks as Google's and Microsoft's do, on this machine."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from relevo.channels.mail.imap import oauth
from relevo.channels.mail.imap.oauth import (
    PROVIDERS,
    Client,
    Grant,
    Provider,
    RefreshedTokens,
    TokenEndpointDown,
    TokenRefused,
)

RELEVO = Client("relevo.apps.example", "client secret")


@dataclass
class Endpoint:
    """A token endpoint: it checks what RFC 6749 (4.1.3, 5, 6) asks for, and answers as it was told.

    refresh_tokens: those that are good. rotates: a new one with each answer, and the old one ends (Microsoft).
    trouble: (status, body) in place of any answer. secret: what the client must prove.
    """

    url: str = ""
    refresh_tokens: list[str] = field(default_factory=lambda: ["consented"])
    codes: list[str] = field(default_factory=lambda: ["4/code"])
    rotates: bool = False
    lasts: float = 3599
    trouble: tuple[int, bytes] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, content_type: str, body: str) -> tuple[int, bytes]:
        """Status and body for one request."""
        if self.trouble:
            return self.trouble
        form = dict(parse_qsl(body, strict_parsing=True))
        self.asked.append(form)
        if content_type != "application/x-www-form-urlencoded":
            return _error(400, "invalid_request")
        if (form.get("client_id"), form.get("client_secret")) != (RELEVO.id, RELEVO.secret):
            return _error(401, "invalid_client")
        known = {"refresh_token": self.refresh_tokens, "authorization_code": self.codes}.get(
            form["grant_type"]
        )
        if known is None:
            return _error(400, "unsupported_grant_type")
        if form.get("refresh_token", form.get("code")) not in known:
            return _error(400, "invalid_grant")
        told: dict[str, object] = {
            "access_token": f"access-{len(self.asked)}", "expires_in": self.lasts, "token_type": "Bearer",
            "scope": form.get("scope", "https://mail.google.com/"),
        }  # fmt: skip
        if self.rotates or form["grant_type"] == "authorization_code":
            self.refresh_tokens[:] = [f"refresh-{len(self.asked)}"]
            told["refresh_token"] = self.refresh_tokens[0]
        return 200, json.dumps(told).encode()


def _error(status: int, code: str) -> tuple[int, bytes]:
    return status, json.dumps({"error": code, "error_description": "AADSTS70008: it ended"}).encode()


@contextlib.contextmanager
def endpoint() -> Iterator[Endpoint]:
    """One on a port of its own."""
    told = Endpoint()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = told.answer(self.headers["Content-Type"], body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        told.url = f"http://127.0.0.1:{server.server_address[1]}/token"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def there() -> Iterator[Endpoint]:
    """A running token endpoint."""
    with endpoint() as told:
        yield told


def at(name: str, there: Endpoint) -> Provider:
    """The provider as it is, with its token endpoint here."""
    return replace(PROVIDERS[name], token_url=there.url)


def test_the_real_endpoints_are_those_that_the_providers_publish() -> None:
    assert {name: one.token_url for name, one in PROVIDERS.items()} == {
        "google": "https://oauth2.googleapis.com/token",
        "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    }
    assert PROVIDERS["google"].scope == "https://mail.google.com/"
    assert "https://outlook.office.com/IMAP.AccessAsUser.All" in PROVIDERS["microsoft"].scope.split()
    assert "offline_access" in PROVIDERS["microsoft"].scope.split()


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_a_refresh_token_gives_an_access_token(there: Endpoint, name: str) -> None:
    assert oauth.refresh(at(name, there), RELEVO, "consented") == Grant("access-1", 3599.0)
    asked = {"grant_type": "refresh_token", "refresh_token": "consented", "client_id": RELEVO.id,
             "client_secret": RELEVO.secret}  # fmt: skip
    assert there.asked == [asked | ({"scope": PROVIDERS[name].scope} if name == "microsoft" else {})]


def test_a_code_from_the_consent_page_gives_a_refresh_token(there: Endpoint) -> None:
    grant = oauth.redeem(at("google", there), RELEVO, "4/code", redirect="https://relevo.example/back")
    assert grant == Grant("access-1", 3599.0, "refresh-1")
    assert there.asked[0]["redirect_uri"] == "https://relevo.example/back"


def test_the_consent_page_is_asked_for_what_is_needed_and_no_more() -> None:
    for name, more in (("google", {"access_type": "offline", "prompt": "consent"}), ("microsoft", {})):
        page = oauth.consent_url(
            PROVIDERS[name],
            RELEVO,
            redirect="https://relevo.example/back",
            state="s t&te",
            mailbox="help@x.example",
        )
        assert page.startswith(PROVIDERS[name].consent_page + "?")
        asked = dict(parse_qsl(urlsplit(page).query))
        wanted = {"client_id": RELEVO.id, "response_type": "code", "redirect_uri": "https://relevo.example/back",
                  "state": "s t&te", "scope": PROVIDERS[name].scope, "login_hint": "help@x.example"}  # fmt: skip
        assert asked.items() >= (wanted | more).items()
        assert RELEVO.secret not in page


@pytest.mark.parametrize(
    ("token", "client", "code"),
    [
        ("withdrawn", RELEVO, "invalid_grant"),
        ("consented", Client(RELEVO.id, "wrong"), "invalid_client"),
    ],
)
def test_a_consent_that_was_withdrawn_is_refused(
    there: Endpoint, token: str, client: Client, code: str
) -> None:
    with pytest.raises(TokenRefused, match=code):
        oauth.refresh(at("google", there), client, token)


@pytest.mark.parametrize(
    "trouble",
    [
        (500, b"Internal Server Error"),
        (503, b'{"error": "temporarily_unavailable"}'),
        (429, b'{"error": "rate_limited"}'),
        (400, b'{"error": "temporarily_unavailable"}'),
        (200, b""),
        (200, b"[]"),
        (200, b'{"access_token": 7}'),
        (200, b'{"access_token": "a\\u0001b"}'),
        (200, b'{"access_token": "a", "expires_in": "soon"}'),
        (200, b'{"access_token": "a", "expires_in": {}}'),
        (200, b" " * 100_000),
        (302, b"{}"),
    ],
)
def test_an_endpoint_in_trouble_is_tried_again(there: Endpoint, trouble: tuple[int, bytes]) -> None:
    there.trouble = trouble
    with pytest.raises(TokenEndpointDown):
        oauth.refresh(at("google", there), RELEVO, "consented")


def test_an_endpoint_that_is_away_is_tried_again(there: Endpoint) -> None:
    gone = replace(PROVIDERS["google"], token_url="http://127.0.0.1:9/token")
    with pytest.raises(TokenEndpointDown):
        oauth.refresh(gone, RELEVO, "consented")


def test_a_token_is_used_as_long_as_it_lasts_and_a_new_refresh_token_takes_the_old_ones_place(
    there: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.rotates = True
    clock = [1000.0]
    monkeypatch.setattr(oauth.time, "monotonic", lambda: clock[0])
    tokens = RefreshedTokens(at("microsoft", there), RELEVO, "consented")
    assert [tokens.token(), tokens.token()] == ["access-1", "access-1"]
    assert tokens.refresh_token == "refresh-1"
    clock[0] += 3599 - 121
    assert tokens.token() == "access-1"
    clock[0] += 2
    assert tokens.token() == "access-2"
    assert there.asked[1]["refresh_token"] == "refresh-1"
    assert "secret" not in repr(tokens.client)
