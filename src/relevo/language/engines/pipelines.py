"""Programs kept ready between texts, for their dictionaries take a hundred times longer to load than a text takes."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

IDLE = 60.0
"""Seconds without a text after which the programs are ended, for they hold 100 MB."""
USES = 1000
"""Texts after which they are started anew, whatever they may have gathered by then."""
_PATIENCE = 0.5
"""Seconds to wait for whoever has a long text translated; then others are started beside."""
_GRACE = 0.2
"""Seconds between asking the programs to stop and killing them."""
_PIECE = 65_536
_ANSWER_LIMIT = 50_000_000
"""Bytes of one answer."""


class PipelineEnded(Exception):
    """The programs have ended, or have said something that is no answer. code: with which exit code, if they did."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"ended with {code}")
        self.code = code


class Pipeline:
    """Programs in a process group of their own that answer blocks, each ended by a null byte, one by one and in order.

    They end by themselves when this process does, since nobody holds the other end of their input then.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Raises ``OSError`` when the command cannot be started."""
        self._process = subprocess.Popen(  # noqa: S603 - the command is the engine's, no text of anybody is in it
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
            bufsize=0,
        )
        self.end = weakref.finalize(self, end_group, self._process)
        """End the programs; done at the latest when this process ends."""
        self.used = 0
        self._into, self._out = (
            pipe.fileno() for pipe in (self._process.stdin, self._process.stdout) if pipe
        )
        os.set_blocking(self._into, False)
        os.set_blocking(self._out, False)

    def ask(self, blocks: bytes, timeout: float) -> bytes:
        """The answers to these blocks, as many. Raises ``TimeoutError`` or ``PipelineEnded``; no further use then."""
        self.used += 1
        try:
            return self._asked(blocks, time.monotonic() + timeout)
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            raise PipelineEnded(self._code()) from error

    def _asked(self, blocks: bytes, deadline: float) -> bytes:
        left, wanted, answer = memoryview(blocks), blocks.count(0), bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(self._into, selectors.EVENT_WRITE)
            ready.register(self._out, selectors.EVENT_READ)
            while wanted > 0:
                found = ready.select(max(0.0, deadline - time.monotonic()))
                if not found and time.monotonic() >= deadline:
                    raise TimeoutError
                for key, _events in found:
                    if key.fd == self._into:
                        left = left[os.write(self._into, left[:_PIECE]) :]
                        if not left:
                            ready.unregister(self._into)
                    else:
                        piece = os.read(self._out, _PIECE)
                        wanted -= piece.count(0)
                        answer += piece
                        if not piece or len(answer) > _ANSWER_LIMIT:
                            raise PipelineEnded(self._code())
        if left or wanted or not answer.endswith(b"\0"):
            raise PipelineEnded(self._code())
        return bytes(answer)

    def _code(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_GRACE)
        return None


class KeptPipeline:
    """A pipeline that is started when it is needed and kept ready for the next text. Any thread may ask."""

    def __init__(self, start: Callable[[], Pipeline]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._pipeline: Pipeline | None = None
        self._asked_at = 0.0
        self._watched = False

    def ask(self, blocks: bytes, timeout: float) -> bytes:
        """As ``Pipeline.ask``. Programs that have ended meanwhile are started anew, once."""
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout=min(_PATIENCE, timeout)):
            return self._beside(blocks, deadline)
        try:
            if self._pipeline is not None:
                with suppress(PipelineEnded):
                    return self._asked(self._pipeline, blocks, deadline)
            self._pipeline = self._start()
            return self._asked(self._pipeline, blocks, deadline)
        finally:
            self._lock.release()

    def _asked(self, pipeline: Pipeline, blocks: bytes, deadline: float) -> bytes:
        try:
            answer = pipeline.ask(blocks, deadline - time.monotonic())
        except BaseException:
            self._end()
            raise
        if pipeline.used >= USES:
            self._end()
        else:
            self._asked_at = time.monotonic()
            self._watch(IDLE)
        return answer

    def _beside(self, blocks: bytes, deadline: float) -> bytes:
        pipeline = self._start()
        try:
            return pipeline.ask(blocks, deadline - time.monotonic())
        finally:
            pipeline.end()

    def _end(self) -> None:
        if self._pipeline is not None:
            self._pipeline.end()
        self._pipeline = None

    def _watch(self, seconds: float) -> None:
        if not self._watched:
            timer = threading.Timer(seconds, _end_if_idle, [weakref.ref(self)])
            timer.daemon = self._watched = True
            timer.start()

    def end_if_idle(self) -> None:
        """End the programs if nobody has asked for ``IDLE`` seconds; else look again when that may be so."""
        with self._lock:
            self._watched = False
            left = self._asked_at + IDLE - time.monotonic()
            if left <= 0:
                self._end()
            elif self._pipeline is not None:
                self._watch(left)


def _end_if_idle(kept: weakref.ref[KeptPipeline]) -> None:
    found = kept()
    if found is not None:
        found.end_if_idle()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a command with all that it started: politely, then for good."""
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(BrokenPipeError):
            pipe.close()
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
