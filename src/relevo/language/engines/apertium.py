"""Apertium: rule-based translation by the ``apertium`` command (3.8 or newer), on this machine.

Good for the gist of Spanish and English; its output must not reach a customer unedited. A mode of Apertium is a
pipeline of programs; each is kept ready between texts, for their dictionaries take 0.2 s of processor time to load and
a mail's text 2 ms. Texts go in as blocks ended by a null byte, which makes every stage finish a block before the next,
so the blocks come out one by one and cannot touch each other. We speak Apertium's stream format ourselves, because the
command's own text filters drop null bytes and final full stops, and wait for more text before they pass a block on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from babel.core import get_global

from relevo.core.errors import EngineDown
from relevo.language.codes import base_language
from relevo.language.engines import Health, readable
from relevo.language.engines.pipelines import KeptPipeline, Pipeline, PipelineEnded

_ASK_TIMEOUT = 5.0
"""Seconds to wait for the list of pairs, and for the programs of one."""
_DATA = "/usr/share/apertium"
"""Where Apertium keeps its data, as its own command has it."""
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
        self._kept: dict[str, KeptPipeline] = {}
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
            listed = self._pipe(self._command, ["-l"]).decode("utf-8", "replace").split()
        except EngineDown:
            return {}
        return modes_by_pair(listed)

    def _run(self, lines: list[str], mode: str, timeout: float) -> list[str]:
        stream = "".join(f"{to_stream(line.strip())}{_SENTENCE_END}\0" for line in lines)
        try:
            raw = self._pipeline(mode).ask(stream.encode(), timeout)
        except TimeoutError:
            raise EngineDown(f"Apertium did not answer within {timeout:g} seconds.") from None
        except PipelineEnded as ended:
            raise EngineDown(f"Apertium has ended without an answer, with exit code {ended.code}.") from None
        except OSError as error:
            raise EngineDown("Apertium's programs cannot be started.") from error
        blocks = raw.decode("utf-8", "replace").split("\0")[: len(lines)]
        if not all(block.endswith(_SENTENCE_END) for block in blocks):
            raise EngineDown("Apertium answered with another number of texts than it was asked.")
        answers = [from_stream(block.removesuffix(_SENTENCE_END)) for block in blocks]
        return [_tidied(answer, line) for answer, line in zip(answers, lines, strict=True)]

    def _pipeline(self, mode: str) -> KeptPipeline:
        """The programs of a mode, as Apertium's own file of the mode names them. Raises ``EngineDown``."""
        with self._lock:
            if mode not in self._kept:
                folder = os.environ.get("APERTIUM_DATADIR") or _DATA
                found = shutil.which(self._command)
                if found is None:
                    raise EngineDown(f"The command '{self._command}' cannot be started.")
                line = self._pipe(
                    str(Path(found).with_name("apertium-wblank-mode")), ["-z", f"{folder}/modes/{mode}.mode"]
                )
                # By bash, as Apertium does it; the argument is the generator's: unknown words without a mark.
                command = ["bash", "-c", line.decode("utf-8", "replace"), "bash", "-n"]
                self._kept[mode] = KeptPipeline(partial(Pipeline, command, _environment()))
            return self._kept[mode]

    def _pipe(self, command: str, arguments: list[str]) -> bytes:
        """What a command of Apertium's says. Raises ``EngineDown``."""
        try:
            told = subprocess.run(  # noqa: S603 - the arguments are ours and no shell reads them
                [command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=_environment(), timeout=_ASK_TIMEOUT, check=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise EngineDown(f"The command '{command}' cannot be started.") from error
        return told.stdout


def _environment() -> dict[str, str]:
    """What Apertium's programs get to see of ours."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PATH": os.pathsep.join(filter(None, (passed.get("APERTIUM_PATH"), passed.get("PATH"))))}


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
