"""Quotations and signatures as the elements of HTML mails name them, brought into the text for reply cutting.

Mail programs mark what they quote: with classes (``gmail_attr``), ids (``divRplyFwdMsg``), elements (``blockquote``)
or a certain line above Outlook's header block. One pass over the tags, without a tree: time is linear in the source
and nesting costs nothing. Ids and classes that some hosts rewrite ("x_gmail_quote") are known too.
"""

from __future__ import annotations

import re
from typing import Final

from relevo.channels.mail.mime import markup, plaintext, tidying
from relevo.channels.mail.replies import marks

_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?P<hidden>script|style|title|xml)(?=[\s/>]).*?(?:</(?P=hidden)[^<>]*>?|\Z)
    |<(?P<close>/?)(?P<tag>[a-z][a-z0-9]{0,20})(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>?""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_NAMES = re.compile(
    r"""(?i)(?<![\w-])(class|id|name|style|type|data-smartmail)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_PICTURE = re.compile(r"data:image/[a-z+.-]{2,20};base64,[A-Za-z0-9+/=\s]+")
_REWRITTEN = re.compile(r"(?:\b|(?<=\s))(?:x_|ecx)+")
_BORDER = re.compile(  # Outlook
    r"(?:border:none;)?border-top:solid [^;]{3,40}1\.0pt;padding:3\.0pt 0"
)
_STYLE_SPACE = re.compile(r"\s*([:;])\s*")

_RULED = re.compile(  # Windows Mail
    r"padding-top:5px;border-top-color:[^;]{3,40};border-top-width:1px;border-top-style:solid"
)

_INDENT = re.compile(r"margin[^;\"']{0,40}\b40px[^\"']{0,80}border:\s*none")
_BLOCKQUOTE = re.compile(r"(?i)<blockquote(\s[^<>]{0,2000})?>")
_BARE = re.compile(r"(?:\s+cite\s*=\s*[\"']?https?://[^\s\"'<>]{1,1000}[\"']?)?\s*\Z")  # a page, no mail
_OWN_ENDS: Final = f"<p>{marks.OWN_ENDS}</p>"
_INDENT_ENDS: Final = "</div>"
_QUOTES: Final = ("border-left", "cite", "gmail_quote")

_VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base"})
_ROLES: Final = {
    "signature": frozenset(
        {
            *(
                "gmail_signature",
                "gmail_signature_prefix",
                "moz-signature",
                "signature",
                "ms-outlook-mobile-signature",
            ),
            *(
                "protonmail_signature_block",
                "bloop_sign",
                "acompli_signature",
                "name=messagesignaturesection",
            ),
            *(
                "sh-signature",
                "front-signature",
                "composer_signature",
                "tutanota_signature",
                "zmail_signature",
            ),
            *("emailsignature", "mobile-signature", "yahoo_signature", "ymail_android_signature"),
        }
    ),
    "history": frozenset({"divrplyfwdmsg", "stopspelling", "zwchr", "ms-outlook-mobile-body-separator-line"}),
    "quote": frozenset(
        {
            *(
                "gmail_attr",
                "moz-cite-prefix",
                "olk_src_body_section",
                "edo-original",
                "reply-intro",
                "replyintro",
            ),
            *(
                "mail-editor-reference-message-container",
                "name=messagereplysection",
                "isreplycontent",
                "missive_quote",
            ),
            *("ntes-mailmaster-quote", "front-blockquote", "wmquote", "airmail_on", "outlookmessageheader"),
            *("name=quote", "original-message"),
        }
    ),
    "known": frozenset({"gmail_quote", "protonmail_quote", "zmail_extra"}),  # with answers in it, perhaps
}
_ATTRIBUTES: Final = 2000  # characters of one tag
_SEARCHED_BACK: Final = 30  # open elements looked at for the one that an end tag closes
_PARAGRAPH: Final = "<p>{}</p>"
_QUESTION: Final = re.compile(r"[?？]\s*$", re.MULTILINE)
_SIGNATURE_LINES: Final = 40


def as_marked_text(source: str) -> str:
    """The words of an HTML mail with ``>`` before quoted lines and with the marks of ``reply_marks``.

    "" when no element tells anything, or when the source is too long or too tangled to be read whole: what is not
    read must not be missing from a reply.
    """
    source = _PICTURE.sub("", source).replace(marks.SENTINEL, "")
    if len(source) > tidying.HTML_LIMIT:
        return ""
    marker = _Marker()
    marked = marker.mark(source)
    cleaned = markup.clean(marked) if marker.found else None
    return _with_signatures_checked(plaintext.of_clean(cleaned.html)) if cleaned else ""


def indents(source: str) -> bool:
    """Whether words are indented that in plain text look quoted."""
    return any(_indents((found[1] or "").lower()) for found in _BLOCKQUOTE.finditer(source))


def cites(source: str) -> bool:
    """Whether something is quoted without any sign of a mail program."""
    return any(_BARE.match(found[1] or "") for found in _BLOCKQUOTE.finditer(source))


class _Marker:
    """Walks through the tags and writes marks around the elements that are known."""

    def __init__(self) -> None:
        self.found = False
        self.quoted = False  # by a program
        self.cited = 0  # quotations without any sign of a program that are open
        self.open: list[tuple[str, str]] = []  # tag, what to write after its end
        self.written: list[str] = []

    def mark(self, source: str) -> str:
        """``source`` with quotations in ``blockquote`` and marks as paragraphs of their own."""
        place = 0
        for tag in _TAG.finditer(source):
            self.written.append(source[place : tag.start()])
            place = tag.end()
            name = (tag["tag"] or "").lower()
            if not name:
                continue
            if tag["close"]:
                self._close(name, tag[0])
            else:
                self._open(name, tag[0], tag["rest"])
        self.written.append(source[place:])
        self.written.extend(ending for _, ending in reversed(self.open) if ending)
        return "".join(self.written)

    def _open(self, name: str, tag: str, rest: str) -> None:
        role = _role(name, rest)
        if role == "bare" and (self.quoted or self.cited):
            role = "known"
        before = ending = ""
        if role == "quote":
            before, ending = "<blockquote>", "</blockquote>"
        elif role == "signature":
            before = _PARAGRAPH.format(marks.SIGNATURE_BEGINS)
            ending = _PARAGRAPH.format(marks.SIGNATURE_ENDS)
        elif role == "history":
            before = _PARAGRAPH.format(marks.HISTORY)
        elif role == "indented":
            tag, ending = "<div>", _INDENT_ENDS
        elif role == "bare":
            before, ending = _PARAGRAPH.format(marks.OWN_BEGINS), _OWN_ENDS
            self.cited += 1
        self.quoted = self.quoted or role in {"quote", "history", "known"}
        self.found = self.found or bool(role)
        self.written += [before, tag]
        if name not in _VOID:
            self.open.append((name, ending))

    def _close(self, name: str, tag: str) -> None:
        for back in range(1, min(len(self.open), _SEARCHED_BACK) + 1):
            if self.open[-back][0] == name:
                if self.open[-back][1] != _INDENT_ENDS:
                    self.written.append(tag)
                endings = [ending for _, ending in reversed(self.open[-back:]) if ending]
                self.written.extend(endings)
                self.cited -= endings.count(_OWN_ENDS)
                del self.open[-back:]
                return
        self.written.append(tag)


def _role(name: str, rest: str) -> str:
    """What an element is: "quote", "signature", "history" (from here on), "indented", "bare", "known" or ""."""
    if name == "blockquote":
        if _BARE.match(rest[:_ATTRIBUTES]):
            return "bare"
        return "indented" if _indents(rest[:_ATTRIBUTES].lower()) else "known"
    words: set[str] = set()
    style = ""
    for attribute, double, single, bare in _NAMES.findall(rest[:_ATTRIBUTES]) if "=" in rest else ():
        value = (double or single or bare).lower()
        if attribute.lower() == "style":
            style = " ".join(_STYLE_SPACE.sub(r"\1", value).split())
        else:
            words.update(
                _REWRITTEN.sub("", value).split() if attribute.lower() != "name" else [f"name={value}"]
            )
    if name == "div" and (_BORDER.match(style) or _RULED.match(style)):
        return "history"
    if any(word.startswith("yahoo_quoted") for word in words):
        return "quote"
    return next((role for role, known in _ROLES.items() if words & known), "")


def _indents(attributes: str) -> bool:
    """Whether a ``blockquote`` is what web mailers make of the key that indents one's own words."""
    return bool(_INDENT.search(attributes)) and not any(sign in attributes for sign in _QUOTES)


def _with_signatures_checked(text: str) -> str:
    """``text`` without the marks of signatures that a person seems to have written into."""
    lines = text.split("\n")
    begin = -1
    for place, line in enumerate(lines):
        if line.strip("> ") == marks.SIGNATURE_BEGINS:
            begin = place
        elif begin >= 0 and line.strip("> ") == marks.SIGNATURE_ENDS:
            inner = "\n".join(lines[begin + 1 : place])
            if _QUESTION.search(inner) or inner.count("\n") > _SIGNATURE_LINES:
                lines[begin] = lines[place] = ""
            begin = -1
    return "\n".join(lines)
