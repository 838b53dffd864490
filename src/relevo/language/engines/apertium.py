"""Apertium: rule-based translation by the ``apertium`` command (3.8 or newer), on this machine.

Good for the gist of Spanish and English; its output must not reach a customer unedited. Each call is one
pipeline of processes: texts go in as blocks ended by a null byte, which makes every stage finish a block
before the next, so the blocks come out one by one and cannot touch each other. We speak Apertium's stream
format ourselves, because the command's own text filters drop null bytes and final full stops.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress

from babel.core import get_global

from relevo.core.errors import EngineDown
from relevo.language.codes import base_language
from relevo.language.engines import Health, readable

_ASK_TIMEOUT = 5.0
"""Seconds to wait for the list of pairs."""
_GRACE = 0.2
"""Seconds between asking the processes to stop and killing them."""
_PASSED_ON = ("PATH", "TMPDIR", "APERTIUM_PATH", "APERTIUM_DATADIR")
_LINE_ENDS = re.compile("([\0\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)")
_PLAIN = re.compile(r"[^\w\s.,;:!?¿¡'’\"()%\-]+")
"""Runs of anything that may mean something in the stream: they travel as blanks that no stage looks into."""
_STREAM_SIGN = re.compile(r"[\\^$@/\[\]{}<>]")
_GAP_BEFORE_MARK = re.compile(r"(?<! ) +(?=[.,;:!?])")
_WIDE_GAP = re.compile(" {2,}")
_BLANK_OR_ESCAPE = re.compile(r"\\(.)|[\[\]]")
_SENTENCE_END = "[].[]"
"""A full stop of our own, so that the last sentence is complete; it is taken off the answer."""


class ApertiumEngine:
    """The contract of :class:`relevo.language.engines.Engine` over the installed ``apertium`` command."""

    name = "apertium"
    gist_only = True
    leaves_machine = False

    def __init__(self, command: str = "apertium") -> None:
        self._command = command
        self._modes: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the installed pairs as two-letter codes; asked until there are some."""
        return frozenset(self._known_modes())

    def translate(self, texts: Sequence[str], source: str, target: str, *, timeout: float) -> list[str]:
        """See :class:`relevo.language.engines.Engine`. Lines of a text are translated one by one."""
        mode = self._known_modes().get((base_language(source), base_language(target)))
        if mode is None:
            raise EngineDown(f"Apertium has no {source}-{target} here.")
        rows = [_LINE_ENDS.split(readable(text)) for text in texts]
        lines = [line for row in rows for line in row[::2] if line.strip()]
        if not lines:
            return list(texts)
        answers = iter(self._run(lines, mode, timeout))
        return ["".join(_filled(row, answers)) for row in rows]

    def health(self) -> Health:
        """Ask the command anew for its pairs."""
        if shutil.which(self._command) is None:
            with self._lock:
                self._modes = {}
            return Health(ok=False, detail=f"The command '{self._command}' is not installed on this machine.")
        modes = self._ask_modes()
        with self._lock:
            self._modes = modes
        if not modes:
            return Health(ok=False, detail="Apertium is installed, but no language pair is.")
        listed = ", ".join(sorted("-".join(pair) for pair in modes))
        return Health(ok=True, detail=f"Apertium translates {listed}.")

    def _known_modes(self) -> dict[tuple[str, str], str]:
        with self._lock:
            if not self._modes:
                self._modes = self._ask_modes()
            return self._modes

    def _ask_modes(self) -> dict[tuple[str, str], str]:
        try:
            listed = self._pipe(["-l"], b"", _ASK_TIMEOUT).decode("utf-8", "replace").split()
        except EngineDown:
            return {}
        return modes_by_pair(listed)

    def _run(self, lines: list[str], mode: str, timeout: float) -> list[str]:
        stream = "".join(f"{to_stream(line.strip())}{_SENTENCE_END}\0" for line in lines)
        raw = self._pipe(["-z", "-u", "-f", "none", mode], stream.encode(), timeout)
        blocks = raw.decode("utf-8", "replace").split("\0")[: len(lines)]
        if len(blocks) != len(lines) or not all(block.endswith(_SENTENCE_END) for block in blocks):
            raise EngineDown("Apertium answered with another number of texts than it was asked.")
        answers = [from_stream(block.removesuffix(_SENTENCE_END)) for block in blocks]
        return [_tidied(answer, line) for answer, line in zip(answers, lines, strict=True)]

    def _pipe(self, arguments: list[str], stdin: bytes, timeout: float) -> bytes:
        """Run the command in a process group of its own and return what it wrote."""
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        try:
            process = subprocess.Popen(  # noqa: S603 - the arguments are ours and no shell reads them
                [self._command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise EngineDown(f"The command '{self._command}' cannot be started.") from error
        try:
            written, _ = process.communicate(stdin, timeout)
        except subprocess.TimeoutExpired:
            _end_group(process)
            raise EngineDown(f"Apertium did not answer within {timeout:g} seconds.") from None
        if process.returncode != 0:
            raise EngineDown(f"Apertium failed with exit code {process.returncode}.")
        return written


def modes_by_pair(listed: Sequence[str]) -> dict[tuple[str, str], str]:
    """Map pairs of two-letter codes to Apertium's mode names; ``spa-eng`` wins over its variant
    ``spa-eng_US``.
    """
    modes: dict[tuple[str, str], str] = {}
    for mode in sorted(listed, key=len):
        source, dash, target = mode.partition("-")
        if dash and source and target:
            modes.setdefault((_two_letters(source), _two_letters(target)), mode)
    return modes


def to_stream(line: str) -> str:
    """Write one line in Apertium's stream format: everything unusual becomes a blank in square brackets."""
    composed = unicodedata.normalize("NFC", line)
    return _PLAIN.sub(lambda found: f"[{_STREAM_SIGN.sub(_escaped, found[0])}]", composed)


def from_stream(block: str) -> str:
    """Read one block of Apertium's stream format back as plain text."""
    return _BLANK_OR_ESCAPE.sub(lambda found: found[1] or "", block).strip()


def _tidied(answer: str, line: str) -> str:
    """Take out the gaps that reordering leaves ("does not light ."), unless the source has them."""
    if not _GAP_BEFORE_MARK.search(line):
        answer = _GAP_BEFORE_MARK.sub("", answer)
    return answer if "  " in line else _WIDE_GAP.sub(" ", answer)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _two_letters(code: str) -> str:
    alias = get_global("language_aliases").get(base_language(code), code)
    return base_language(str(alias))


def _filled(row: list[str], answers: Iterator[str]) -> Iterator[str]:
    """Yield the row of lines and line ends with every line replaced by its answer, its margins kept."""
    for place, part in enumerate(row):
        if place % 2 or not part.strip():
            yield part
        else:
            margin = len(part) - len(part.lstrip())
            yield part[:margin] + next(answers) + part[len(part.rstrip()) :]


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the pipeline: politely, so that its scratch file is removed, then for good."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(BrokenPipeError):
            pipe.close()
