"""For fault tests: Dovecot and Postfix from Debian, on ports of their own, in a folder of their own.

Both are started by the tests as they are and end with them. Where a package is missing the test fails and says which.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

from tests.channels.mail.certificates import pem

PASSWORD = "a mail password"
DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
auth_mechanisms = plain login xoauth2
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/both.pem
ssl_key = <{folder}/both.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
mail_plugins = quota
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2
}}
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
protocol imap {{
  mail_plugins = quota imap_quota
  mail_max_userip_connections = 1000
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage=100G
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap {{
  process_limit = 1000
}}
"""


def need(program: str, package: str) -> str:
    """Where a program is; fails with what to install."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert path, f"{program} is missing: apt-get install {package}"
    return path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(done: Callable[[], object], seconds: float = 90.0, *, pause: float = 0.05) -> float:
    """Wait until ``done``; how long it took. Fails after ``seconds``."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < seconds, f"not done within {seconds} s"
        time.sleep(pause)
    return time.monotonic() - begun


def answers(port: int) -> bool:
    """Whether somebody greets at a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), 2) as sock:
            sock.settimeout(2)
            return bool(sock.recv(100))
    except OSError:
        return False


@dataclass
class Dovecot:
    """A running IMAP server. ``users``: passwords; ``quotas``: in the words of Dovecot, such as ``*:bytes=1000``."""

    folder: Path
    port: int
    tls_port: int
    oauth_port: int
    users: dict[str, str] = field(default_factory=dict)
    quotas: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    delivered: int = 0

    def add(self, *users: str, password: str = PASSWORD, quota: str = "") -> None:
        """Let somebody in; an empty maildir is hers. Also changes a password.

        Dovecot looks at its list of users once in a second of the clock: a change is waited for.
        """
        keeper = pwd.getpwnam("nobody")
        for user in users:
            self.users[user] = password
            self.quotas[user] = quota
            for part in ("", "new", "cur", "tmp"):
                place = self.maildir(user) / part
                place.mkdir(parents=True, exist_ok=True)
                os.chown(place, keeper.pw_uid, keeper.pw_gid)
        lines = [
            f"{user}:{secret}:{keeper.pw_uid}:{keeper.pw_gid}::{self.maildir(user)}::"
            + (f"userdb_quota_rule={self.quotas[user]}" if self.quotas[user] else "")
            for user, secret in self.users.items()
        ]
        listed, fresh = self.folder / "users", self.folder / "users.new"
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        fresh.chmod(0o644)
        changed = listed.exists() and listed.read_bytes() != fresh.read_bytes()
        fresh.replace(listed)
        if changed and self.process is not None:
            time.sleep(1.05 - time.time() % 1)

    def maildir(self, user: str) -> Path:
        """Where somebody's mail lies."""
        return self.folder / "mail" / user

    def drop(self, user: str, *mails: bytes) -> None:
        """Deliver mails as a mail server would: written beside, then moved in."""
        for mail in mails:
            self.delivered += 1
            name = f"{time.time():.6f}.{self.delivered:07}.there"
            written = self.maildir(user) / "tmp" / name
            written.write_bytes(mail)
            keeper = pwd.getpwnam("nobody")
            os.chown(written, keeper.pw_uid, keeper.pw_gid)
            written.rename(self.maildir(user) / "new" / name)

    def seen(self, user: str) -> int:
        """How many mails are marked as read."""
        return sum("S" in path.name.partition(":2,")[2] for path in (self.maildir(user) / "cur").iterdir())

    def start(self) -> None:
        """Start and wait for the greeting."""
        command = [need("dovecot", "dovecot-imapd"), "-F", "-c", str(self.folder / "conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        until(lambda: answers(self.port), 20)

    def stop(self) -> None:
        """End it, and every session with it."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def certificate(self, content: bytes) -> None:
        """Show another certificate from the next start on."""
        (self.folder / "both.pem").write_bytes(content)


@contextlib.contextmanager
def dovecot(*users: str) -> Iterator[Dovecot]:
    """An IMAP server with these users, who all have ``PASSWORD``."""
    with _folder("dovecot") as folder:
        server = Dovecot(folder, free_port(), free_port(), free_port())
        (folder / "mail").mkdir(mode=0o755)
        server.certificate(pem())
        (folder / "oauth2").write_text(
            f"introspection_url = http://127.0.0.1:{server.oauth_port}/\nintrospection_mode = post\n"
            "username_attribute = email\nactive_attribute = active\nactive_value = true\n",
            encoding="utf-8",
        )
        conf = DOVECOT.format(folder=folder, port=server.port, tls_port=server.tls_port)
        (folder / "conf").write_text(conf, encoding="utf-8")
        server.add(*users)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def introspection(port: int, user: str) -> Iterator[list[str]]:
    """Who issues access tokens tells Dovecot that each is good for ``user``; the tokens that were shown."""
    shown: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            shown.append(dict(parse_qsl(body)).get("token", ""))
            answer = json.dumps({"active": True, "email": user}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", port), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield shown
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Postfix:
    """A running mail server that takes mail for all domains by SMTP and hands it on."""

    folder: Path
    port: int

    def command(self, *words: str) -> str:
        """Run one of its own commands; what it says."""
        program = need(words[0], "postfix")
        done = subprocess.run(
            [program, "-c", str(self.folder / "etc"), *words[1:]],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    def waiting(self) -> int:
        """Mails in its queue."""
        listed = self.command("postqueue", "-j")
        return sum(line.startswith("{") for line in listed.splitlines())

    def flush(self) -> None:
        """Try everything again now."""
        self.command("postqueue", "-f")

    def log(self) -> str:
        """What it wrote of its work."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


@contextlib.contextmanager
def postfix(
    transport: str, *, domains: str = "auralis.example, mareko.example", **settings: str
) -> Iterator[Postfix]:
    """A mail server that hands mail for ``domains`` to ``transport``, such as ``lmtp:inet:[127.0.0.1]:2424``."""
    need("postfix", "postfix")
    with _folder("postfix") as folder:
        server = Postfix(folder, free_port())
        _configure(folder, server.port, transport, domains, settings)
        started = server.command("postfix", "start")
        try:
            assert answers(server.port) or until(lambda: answers(server.port), 30), started
            yield server
        finally:
            server.command("postfix", "stop")


def _configure(folder: Path, port: int, transport: str, domains: str, settings: dict[str, str]) -> None:
    for part in ("etc", "spool", "data"):
        (folder / part).mkdir(mode=0o755)
    keeper = pwd.getpwnam("postfix")
    os.chown(folder / "data", keeper.pw_uid, keeper.pw_gid)
    main = {
        "compatibility_level": "3.6", "queue_directory": f"{folder}/spool", "data_directory": f"{folder}/data",
        "maillog_file": f"{folder}/log", "maillog_file_prefixes": str(folder.parent),
        "mail_owner": "postfix", "setgid_group": "postdrop",
        "myhostname": "mx.relay.example", "mydestination": "", "mynetworks": "127.0.0.0/8",
        "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "virtual_mailbox_domains": domains,
        "virtual_transport": transport, "recipient_delimiter": "+", "smtpd_recipient_restrictions": "permit_mynetworks, reject",
        "minimal_backoff_time": "1s", "maximal_backoff_time": "3s", "queue_run_delay": "1s",
        "maximal_queue_lifetime": "1h", "message_size_limit": "100000000", "mailbox_size_limit": "0",
        "transport_retry_time": "1s", "service_throttle_time": "1s", "biff": "no",
        **dict.fromkeys((f"lmtp_{step}_timeout" for step in LMTP_STEPS), "20s"),
        "smtpd_client_connection_count_limit": "0", "in_flow_delay": "0", "smtpd_peername_lookup": "no",
        **settings,
    }  # fmt: skip
    (folder / "etc" / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in main.items()))
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=port))


LMTP_STEPS = ("connect", "lhlo", "mail", "rcpt", "data_init", "data_xfer", "data_done", "rset", "quit")
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextlib.contextmanager
def _folder(name: str) -> Iterator[Path]:
    """A folder that other users may walk through."""
    folder = Path(tempfile.mkdtemp(prefix=f"relevo-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def freeze(process: subprocess.Popen[str]) -> None:
    """Let a process sleep in the middle of whatever it does."""
    process.send_signal(signal.SIGSTOP)


def wake(process: subprocess.Popen[str]) -> None:
    """Let it go on as if nothing had been."""
    process.send_signal(signal.SIGCONT)


def asleep(process: subprocess.Popen[str]) -> bool:
    """Whether it is stopped (proc(5): the third field of its state)."""
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@contextlib.contextmanager
def heard(process: subprocess.Popen[str]) -> Iterator[list[str]]:
    """Read what a process writes on standard error, which a full pipe would stop; kill it at the end."""
    lines: list[str] = []

    def listen() -> None:
        assert process.stderr is not None
        lines.extend(process.stderr)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield lines
    finally:
        process.kill()
        thread.join(20)
