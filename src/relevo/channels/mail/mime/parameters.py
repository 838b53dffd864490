"""Structured header fields such as Content-Type: a value and its parameters, continued and encoded (RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

from relevo.channels.mail.mime import charsets
from relevo.channels.mail.mime.encoded_words import decode_words

_PARAMETERS_LIMIT: Final = 500
_VALUE = re.compile(r"[^\s;,()\"]*")
_NEXT: Final = (  # parameters that some programs write without a semicolon before them
    r"(?i:name|filename|charset|boundary|format|delsp|size|type|(?:creation|modification|read)-date|x-[\w-]{1,30})"
    r"(?:\*\d{0,3}\*?)?="
)
_PARAMETER = re.compile(  # a quote inside of a quoted value ends it only where a value may end
    r'([^\s=;"()]{1,80})\s{0,20}=\s{0,20}(?:"((?:[^"\\]|\\.|"(?!\s{0,20}(?:;|\Z|[\w*-]{1,40}=|\([^()"]{0,80}\)\s{0,20}(?:;|\Z))))*+)"?'
    rf"|((?:[^;\s]|\s(?!{_NEXT}))*+))",
    re.DOTALL,
)
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
_COMMENT = re.compile(r"\s\([^()]{0,200}\)\s*\Z")
_UNQUOTE = re.compile(r'\\(["\\])')  # other backslashes are parts of Windows paths
_CHARSET = re.compile(r"\s*([A-Za-z0-9_.:+-]{0,40})'[A-Za-z0-9-]{0,20}'")
_MARKED_IN_VAIN = re.compile(
    r"(?i)(?:utf-?8|iso-8859-\d{1,2}|windows-\d{3,4})'[A-Za-z-]{0,20}'.*%[0-9a-f]{2}"
)
_AROUND: Final = {"'": "'", "“": "”", "„": "”", "«": "»"}  # what people and scripts write for quotes
_PERCENT_ENCODED = re.compile(r"(?i)%[c-f][0-9a-f]%[89ab][0-9a-f]")
_TOKENS: Final = frozenset(
    {"charset", "boundary", "format", "delsp", "type", "report-type", "protocol", "smime-type"}
)


@dataclass(slots=True)
class _Written:
    """One parameter in the forms in which it was written: ``name=``, ``name*=`` and ``name*0=``, ``name*1*=``."""

    plain: str | None = None
    encoded: str | None = None
    sections: dict[int, tuple[str, bool]] = field(default_factory=dict)


def parameters(raw: bytes, hints: Sequence[str] = ()) -> tuple[str, dict[str, str]]:
    """Read ``value; name=value; name*0*=utf-8''...`` into the value in lower case and its parameters.

    The first of two equal names counts, and an encoded one before a plain one. Continued and percent-encoded
    parameters are put together, whatever their order. hints: codecs that the mail uses elsewhere.
    """
    text = charsets.decode(raw, "", hints).text.strip()
    value = _VALUE.match(text)
    begin = value.end() if value and "=" not in value[0] else 0
    found: dict[str, _Written] = {}
    for number, match in enumerate(_PARAMETER.finditer(text, begin)):
        if number == _PARAMETERS_LIMIT:
            break
        _take(match, found)
    return text[:begin].lower(), {name: _read(name, written, hints) for name, written in found.items()}


def _take(match: re.Match[str], found: dict[str, _Written]) -> None:
    name = _CONTINUED.match(match[1].lower())
    if name is None:
        return
    quoted = match[2] is not None
    text = _UNQUOTE.sub(r"\1", match[2]) if quoted else _COMMENT.sub("", match[3].strip()).strip('"')
    written = found.setdefault(name[1], _Written())
    if name[2]:
        written.sections.setdefault(int(name[2]), (text, bool(name[3])))
    elif name[3]:
        written.encoded = text if written.encoded is None else written.encoded
    else:
        written.plain = text if written.plain is None else written.plain


def _read(name: str, written: _Written, hints: Sequence[str]) -> str:
    if written.encoded is not None:
        return _joined([(written.encoded, True)], hints)
    if written.sections:
        return _joined([written.sections[number] for number in sorted(written.sections)], hints)
    plain = written.plain or ""
    if name in _TOKENS:
        return plain
    if "%" in plain and _MARKED_IN_VAIN.match(plain):
        return _joined([(plain, True)], hints)
    if len(plain) > 2 and _AROUND.get(plain[0]) == plain[-1]:
        plain = plain[1:-1]
    if "=?" in plain:
        return decode_words(plain.encode("utf-8", "replace"), hints)
    return _browser_encoded(plain) if _PERCENT_ENCODED.search(plain) else plain


def _joined(sections: list[tuple[str, bool]], hints: Sequence[str]) -> str:
    first, encoded = sections[0]
    charset = ""
    told = encoded or "%" in first or any(marked for _, marked in sections[1:])
    named = _CHARSET.match(first) if told else None
    if named:
        encoded, charset, first = True, named[1], first[named.end() :].strip('"')
    runs = [(first, encoded)]  # sections of one kind in a row: a percent sign may be cut from its digits
    for text, marked in sections[1:]:
        percent = marked or (encoded and bool(_PERCENT_ENCODED.search(text)))
        if runs[-1][1] == percent:
            runs[-1] = (runs[-1][0] + text, percent)
        else:
            runs.append((text, percent))
    content = b"".join(_octets(text, percent=percent) for text, percent in runs)
    if b"=?" in content and not charset:
        return decode_words(content, hints)
    return charsets.decode(content, charset, hints).text


def _octets(text: str, *, percent: bool) -> bytes:
    return unquote_to_bytes(text) if percent else text.encode("utf-8", "replace")


def _browser_encoded(text: str) -> str:
    """A name with percent signs as web pages write it, if that gives UTF-8."""
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return text
