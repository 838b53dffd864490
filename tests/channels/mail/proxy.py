"""For fault tests: a small TCP proxy that cuts, stalls, slows, or loses one line."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """What it does to bytes that come from the server; may be changed while it runs.

    cut_after: bytes of a connection after which both sides are cut. cut_line: a line's beginning; it is lost with its
    connection. cuts: how many more times that happens. stalled: nothing passes, and no connection ends. pause: seconds
    before each piece passes.
    """

    port: int = 0
    cut_after: int | None = None
    cut_line: bytes = b""
    cuts: int = 10**9
    stalled: bool = False
    pause: float = 0.0
    connections: int = 0
    done: int = 0  # cuts made
    _sockets: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, client: socket.socket, target: int) -> None:
        """Carry one connection."""
        self.connections += 1
        try:
            server = socket.create_connection(("127.0.0.1", target), 10)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        self._sockets += [client, server]
        threading.Thread(target=self._carry, args=(client, server, False), daemon=True).start()
        self._carry(server, client, True)

    def _carry(self, source: socket.socket, to: socket.socket, judged: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while piece := source.recv(16384):
                while self.stalled:
                    time.sleep(0.05)
                time.sleep(self.pause)
                keep = self._keep(piece, passed) if judged else len(piece)
                to.sendall(piece[:keep])
                passed += keep
                if keep < len(piece):
                    break
        for end in (source, to):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _keep(self, piece: bytes, passed: int) -> int:
        """How much of a piece passes."""
        keep = len(piece)
        if self.cut_after is not None:
            keep = min(keep, max(0, self.cut_after - passed))
        if self.cut_line:
            at = (b"\n" + piece).find(b"\n" + self.cut_line)
            keep = min(keep, at if at >= 0 else keep)
        with self._lock:
            if keep == len(piece) or self.done >= self.cuts:
                return len(piece)
            self.done += 1
            return keep

    def close(self) -> None:
        """Cut everything."""
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


@contextlib.contextmanager
def proxy(target: int, **faults: object) -> Iterator[Proxy]:
    """A proxy before a port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        carried = Proxy(port=listener.getsockname()[1], **faults)  # type: ignore[arg-type]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threading.Thread(target=carried.serve, args=(client, target), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield carried
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            carried.stalled = False
            carried.close()
            thread.join(5)
