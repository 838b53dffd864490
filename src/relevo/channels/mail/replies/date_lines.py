"""The lines that announce a quotation with who wrote it and when: "On 3 March 2025 at 10:15, Anna wrote:".

Programs write them in every language and order, over up to four lines. What they have in common is judged: a date, a
time, an address, a word for writing, a beginning that people seldom type, a colon at the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from relevo.channels.mail.replies import marks

_LINES: Final = 4
_SHORT: Final = 120


def _any(*phrases: str) -> str:
    """A pattern for any of the phrases, which are given with ``|`` between them."""
    words = {phrase for group in phrases for phrase in group.split("|")}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


# Said of the writer, in lower case; before the name or after it. An ending such as "(a)" or "/la" may follow.
_WROTE: Final = _any(
    "wrote|writes|sent|escribió|escribio|escribe|va escriure|ha escrit|escrigué|escribiu|rakstīja"
    "|raksta|schrieb",
    "schreibt|geschrieben|a écrit|écrit|a ecrit|écrivait|escreveu|escreve|ha scritto|scrive|a scris"
    "|scrie|napisał",
    "napisała|wiadomość napisana przez|pisze|rašė|parašė|rašo|kirjutas|kirjutab|skrev|skreiv|schreef"
    "|geschreven|schrijft|kirjoitti|kirjoittaa",
    "skrifaði|skrifar|napsal|napsala|píše|napísal|napísala|írta|írja|napisao|napisala|napisao je"
    "|napisala je|piše",
    "написао|је написао|је написала|написао је|написала је|написал|написала|написав|пише|пишет|писал"
    "|писала|писав",
    "написа|έγραψε|έγραψαν|γράφει|yazdı|yazmış|כתב|כתבה|כתבו|كتب|كتبت|كتبه|تمت كتابة ما يلي بواسطة|نوشت"
    "|نوشته|लिखा",
    "viết|เขียนว่า|เขียน|menulis|idatzi du|igorleak|scríobh|shkroi|ka shkruar|missatge de",
)
_EAST: Final = _any(
    "写道|寫道|来信|來信|写到|님이 작성|님이 씀|작성|썼습니다|님의 말|のメール|書きました|書き込みました"
)
_ENDING: Final = r"(?:\s?\([^()\s]{1,4}\)|/\w{1,6})?"
_VERB = re.compile(rf"(?:^|(?<=[\s,.;>\])\"'«»”]))(?:{_WROTE}){_ENDING}(?=[\s:,;<(\".-]|\Z)|{_EAST}")
_VERB_AT_END = re.compile(
    rf"(?:(?:^|[\s,.;>)\]\"'”])(?:{_WROTE}){_ENDING}|(?:{_EAST}))\s?(?:\([^()]{{0,60}}\)\s?)?(?::"
    rf"|\.{{3}})\Z"
)
_UNCLOSED = re.compile(rf"[>)\]]\s?(?:{_WROTE})\Z")  # without a colon
_BY_ADDRESS = re.compile(  # the whole of a line without a date
    rf"(?P<name>[^<>:.!?]{{0,60}}<)?[^\s<>()@]{{1,100}}@[^\s<>()@]{{1,200}}(?(name)>)\s?(?:{_WROTE}){_ENDING}\s?:\Z"
)
# The Common Era, the Buddhist one, and those of Persia and the Hijra; or all in figures.
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d|25[5-9]\d|1[34]\d\d)(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}"
)
_TIME = re.compile(
    r"(?<![\d.:])\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?!\d|\.\d)|(?<!\d)\d{1,2}\s?[時时點点시]"
    r"|(?<!\d)\d{1,2}\s?[ap]\.?m\b"
)
_NUMERIC = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]@[^\s<>()\[\]\"',;:@]")
_ADDRESS_AT_END = re.compile(r"@[^\s<>()@]{1,200}\s?[>)\]]{0,3}\s?:\Z")
_ADDRESS_LAST = re.compile(r"[<(\[]\s?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}[>)\]]{1,2}\Z")

_BRACKETED_AT_END = re.compile(r"<\s?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}>[^<>:]{0,30}:\Z")
_SENTENCE = re.compile(r"(?:[!?…。！？]|[^\W\d_]{6}\.)\Z")  # a shorter word may be an abbreviation
_BRACKETED = re.compile(r"<\s?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}>")
_BRACKETED_WROTE = re.compile(rf"@[^\s<>()@]{{1,200}}>\s(?:{_WROTE}){_ENDING}\s?:(?=\s)", re.IGNORECASE)
_ADDRESS_OPEN = re.compile(r"<[^\s<>()@]{1,100}@[^\s<>()@]{1,200}\Z")
_QUOTING = re.compile(
    r"(?:quoting|zitat von|citando(?: a)?|cita de|citant|citation de|citaat van|citerar|citat från"
    r"|citat fra|citējot|cituji|cytat"
    r"|cytowanie|idézet|citind|цитат[аи]|цитирую)\s\S.{1,100}:\Z"
)

_DAY: Final = _any(  # the first letters of weekdays
    "mon|tue|wed|thu|fri|sat|sun|lun|mar|mié|mie|jue|vie|sáb|sab|dom|pirmd|otrd|trešd|ceturtd|piektd"
    "|sestd|svētd|понед",
    "втор|вівт|сред|серед|четв|пятн|п'ятн|п’ятн|субб|субот|воскр|неділ|недел|seg|ter|qua|qui|sex|gio"
    "|ven|mer|jeu|sam",
    "dim|pon|śro|czw|pią|sob|nie|ponděl|úter|střed|čtvrt|páte|neděl|hét|ked|sze|csü|pén|szo|vas|man|tir"
    "|ons|tor|fre",
    "lør|søn|mån|tis|lör|sön|maa|tii|kes|tor|per|lau|sun|woe|don|vri|zat|zon|die|mit|fre|sam|son|esm"
    "|tei|kol|nel|ree",
    "pzt|sal|çar|per|cum|cmt|paz|uto|sri|čet|pet|sub|ned|tor|sre|δευ|τρί|τετ|πέμ|παρ|σάβ|κυρ|mie|joi"
    "|vin|sâm|dum|mán",
    "þri|mið|fim|fös|sen|sel|rab|kam|jum|min|isn|kha|jmt|ahd|सोम|मंगल|बुध|गुरु|शुक्र|शनि|रवि|luan|máirt"
    "|céad|déar|aoine",
    "sath|domh|pir|ant|tre|ket|šeš|sek|ast|osg|ost|lar|iga|יום|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة"
    "|السبت|الأحد",
    "دوشنبه|سه شنبه|سهشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه|пон|уто|сре|чет|пет|суб|нед|пят",
)
_DAY_SHORT: Final = _any(  # weekdays of which programs write no more
    "пн|вт|ср|чт|пт|сб|вс|нд|pn|wt|śr|pt|sb|po|út|st|čt|pá|so|ne|ut|št|pi|h|k|cs|p|v|ma|ti|ke|to|pe|la"
    "|su|di|wo|do|vr",
    "za|zo|mo|mi|fr|sa|e|t|n|r|l|pr|an|tr|kt|sk|lu|mi|jo|vi|sâ|du|dl|dt|dc|dj|dv|ds|dg|จ|อ|พ|พฤ|ศ|ส|อา"
    "|th 2|th 3|th 4",
    "th 5|th 6|th 7|cn|man|ke",
)
_LEAD: Final = _any(  # what stands before the date
    "on|el|le|am|il giorno|il|em|en|op|den|på|pe|w dniu|dnia|dne|dňa|a|o|la|în|in|v|у|в|на|dana|na|u|vào",
    "vào lúc|pada|στις|την|þann|kuupäev|kuupäeval|citējot|më|בתאריך|ביום|ב|في|بتاريخ|در تاریخ|در|दिनांक|เมื่อ",
    "เมื่อวันที่|在|于|於|at|ar|ag",
)
_LEAD_ALONE = re.compile(rf"(?:{_LEAD})\Z")
_OPENS = re.compile(
    rf"[-\s\"'«„]{{0,6}}(?:\d|(?:{_LEAD})(?:[\s-].{{0,40}}?)?\d|(?:{_DAY})[^\s\d]{{0,12}}[\s,.].{{0,12}}?\d"
    rf"|(?:{_DAY_SHORT})[\s,.].{{0,6}}?\d|wiadomość napisana przez\s|missatge de\s)"
)
_STRONGLY = re.compile(  # an opening that is one for sure
    r"(?:on|el|le|am|il giorno|il|em|op|den|på|w dniu|dnia|dne|dňa|în|pe|vào|pada|στις|þann|на|at|ar|më"
    r"|o|v|در تاریخ|في|בתאריך|เมื่อ)\s"
    r"(?:\S{2,14}\s){0,3}?\S{0,3}\d"
    r"|\d{1,4}\s?[-./年]\s?\d{1,2}\s?[-./月]"
)
_ABBREVIATED = re.compile(rf"(?:{_LEAD})\s(?:{_DAY})[.,]{{1,2}}\s")  # a weekday as programs shorten it
_NAMED_FIRST = re.compile(  # "Anna schrieb am Mo., 3. März 2025 um 10:15:"
    rf"\s(?:{_WROTE})\s(?:{_LEAD})\s(?:{_DAY}|{_DAY_SHORT})[.,]{{1,2}}\s.{{6,40}}\d{{1,2}}[:.]\d\d\s?:\Z"
)
# No word stands between year, time and verb.
_VERB_NEXT = re.compile(rf"\d{{4}}\s\d{{1,2}}[:.]\d\d\s(?:{_WROTE})\s")
# Date and time in figures, and at least two words before the colon.
_FIGURES = re.compile(
    r"(?:19|20)?\d\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}\.?,?\s\d{1,2}[:.]\d\d\W+(?:[^\s:]+\s){2}"
)
_FIGURES_EAST = re.compile(
    r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일].{0,12}?\d{1,2}:\d\d\W{1,3}\S[^:]{1,60}:\Z"
)
_STARTS: Final = ("<", "(", ":")  # no line of a person's
_DASHED = re.compile(r"-{2,}\s?[^-\s].*\S\s?-{2,}\Z")
_GROUPWISE = re.compile(r">>>\s?\S.*\S\s?>>>\Z")
_DIGITS: Final = {
    ord(digit): str(value)
    for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙")
    for value, digit in enumerate(row)
}


def folded(text: str) -> str:
    """``text`` (plain) in lower case, with ASCII digits and without compatibility forms such as a wide colon."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    return " ".join(text.lower().split())


def has_date(text: str) -> bool:
    """Whether a date with its year stands in a folded text."""
    return bool(_DATE.search(text))


def has_time(text: str) -> bool:
    """Whether a time of day stands in a folded text."""
    return bool(_TIME.search(text))


def attribution_start(lines: Sequence[str], end: int, *, quoted_next: bool) -> int | None:
    """Where the announcement that ends at ``lines[end]`` begins, if it is one. Lines are plain.

    With quoted lines below it, it needs a word for writing or an address at the end and a date or time; a short one
    with such a word needs no date. Without, it must be such as only a program writes: people type parts of it
    themselves when they tell a story.
    """
    last = lines[end].strip()
    if is_unclosed(last):
        return end if announces_wholly(f"{last}:") and _STRONGLY.match(folded(last)) else None
    if quoted_next and is_broken_off(last):
        return end
    if not _may_end(last, quoted_next=quoted_next):
        return None
    text = ""
    for begin in range(end, max(end - _LINES, -1), -1):
        line = lines[begin].strip()
        if not line or marks.is_quoted(lines[begin]) or len(line) + len(text) > marks.LINE_LIMIT:
            break
        if text and _SENTENCE.search(line):
            break
        text = f"{folded(line)} {text}".strip()
        first = begin == 0 or not lines[begin - 1].strip()
        if _is_attribution(text, first=first, single=begin == end, quoted_next=quoted_next):
            return _whole(lines, begin, text)
    short = quoted_next and len(last) <= _SHORT and _announces_shortly(folded(last))
    return _dateless(lines, end) if short else None


def is_unclosed(line: str) -> bool:
    """Whether it may be an announcement whose colon is missing: ``... Anna <a@b.example> wrote``."""
    return (
        line[-1:].isalpha()
        and "@" in line[-marks.LINE_LIMIT :]
        and bool(_UNCLOSED.search(folded(line[-_SHORT:])))
    )


def names_writer(line: str, *, bare: bool) -> bool:
    """``Anna <a@b.example> wrote:`` and no more, as phones put it; bare: also ``a@b.example wrote:``."""
    found = _BY_ADDRESS.match(folded(line)) if "@" in line and len(line) <= marks.LINE_LIMIT else None
    return bool(found and (bare or found["name"]))


def _dateless(lines: Sequence[str], end: int) -> int:
    """Higher where the year is missing: ``On Mon, Mar 3, Anna``, ``<a@b.example>``, ``wrote:``."""
    text = folded(lines[end])
    for begin in range(end - 1, max(end - _LINES, -1), -1):
        line = lines[begin].strip()
        if not line or marks.is_quoted(line) or len(line) > _SHORT or _SENTENCE.search(line):
            break
        text = f"{folded(line)} {text}"
        if _STRONGLY.match(text) and _BRACKETED.search(text):
            return begin
    return end


def announces_wholly(line: str) -> bool:
    """Whether the line ends as an announcement does and holds date, time and address."""
    if "@" not in line or len(line) > marks.LINE_LIMIT:
        return False
    text = folded(marks.plain(line))
    return _has_moment(text) and bool(_VERB_AT_END.search(text))


def end_of_verb(line: str) -> int:
    """The place behind the first ``<a@b.example> wrote:`` of a line; 0 if there is none."""
    found = _BRACKETED_WROTE.search(line)
    return found.end() if found else 0


def opens_strongly(text: str) -> bool:
    """Whether it begins as hardly anything but an announcement does: ``On Mon, 3``."""
    return bool(_STRONGLY.match(folded(text[: marks.LINE_LIMIT])))


def opens_with_moment(line: str) -> bool:
    """Whether it begins so and tells date and time: the first line of an announcement that goes on below."""
    return len(line) <= marks.LINE_LIMIT and opens_strongly(line) and _has_moment(folded(line))


def announces_block(line: str) -> bool:
    """``Am 3.3.2025 um 10:15 schrieb Anna``, without a colon, as some programs put it above header fields."""
    if len(line) > _SHORT or not opens_with_moment(line):
        return False
    verb = _VERB.search(line.lower())
    words = line[verb.end() :].split() if verb else ["no"]
    return not any(word[0].islower() for word in words) and not line.endswith((".", "!", "?"))


def is_broken_off(line: str) -> bool:
    """``On Mon, Mar 3, 2025 at 10:15 Anna <a@b.example``: the line ends within the address."""
    return "@" in line and opens_with_moment(line) and bool(_ADDRESS_OPEN.search(line[-marks.LINE_LIMIT :]))


def _may_end(last: str, *, quoted_next: bool) -> bool:
    if not 0 < len(last) <= marks.LINE_LIMIT:
        return False
    return last[-1] in ":：" or (
        quoted_next and ((last[-1] in ">)]" and "@" in last) or last.endswith("..."))
    )


def _whole(lines: Sequence[str], begin: int, text: str) -> int:
    """Higher where the program broke the line: after "On Mon, Jan 5,", between date and time, after the name."""
    if _STRONGLY.match(text) and (not begin or not _LEAD_ALONE.match(lines[begin - 1].strip().lower())):
        return begin
    if begin and _goes_before(folded(lines[begin - 1]), text):
        begin -= 1
        text = f"{folded(lines[begin])} {text}"
    for above in range(begin - 1, max(begin - _LINES, -1), -1):
        line = lines[above].strip()
        if not line or len(line) > _SHORT or _SENTENCE.search(line):
            break
        text = f"{folded(line)} {text}"
        if _STRONGLY.match(text) or (_LEAD_ALONE.match(line.lower()) and _OPENS.match(text)):
            return above
    return begin


def _goes_before(line: str, text: str) -> bool:
    """Whether ``line`` is the beginning that ``text`` lacks."""
    if not 0 < len(line) <= _SHORT:
        return False
    if text.startswith(_STARTS):
        return True
    if (
        not _DATE.search(text)
        and _DATE.search(line)
        and (text[0] in "+0123456789" or line.endswith((",", ".")))
    ):
        return True
    return not _ADDRESS.search(text) and bool(_BRACKETED.search(line))


def _is_attribution(text: str, *, first: bool, single: bool, quoted_next: bool) -> bool:
    """first: it begins a paragraph. single: it is one line."""
    date, moment = _DATE.search(text), _TIME.search(text)
    if not (date or (quoted_next and moment)):
        return False
    verb, address_at_end = _VERB.search(text), _ADDRESS_AT_END.search(text)
    address = _ADDRESS.search(text)
    opens = bool(_OPENS.match(text))
    if not quoted_next:
        if address and (verb or address_at_end):
            return opens or (first and bool(moment))
        if not (verb and moment and opens):
            return bool(_NAMED_FIRST.search(text))
        return _precise(text, moment) and (first or _doubly_precise(text, moment))
    if not text.endswith((":", "...")):
        return bool(date and date.start() <= 16 and len(text) <= _SHORT and _ADDRESS_LAST.search(text))
    dated = bool(date and moment)
    return (opens or single or (first and bool(address))) and bool(
        (dated and address)
        or verb
        or address_at_end
        or (dated and first and _FIGURES.match(text))
        or _FIGURES_EAST.match(text)
    )


def _announces_shortly(text: str) -> bool:
    """``Anna wrote:``, ``Quoting Anna:`` or an address in brackets: enough right above quoted lines."""
    return bool(_VERB_AT_END.search(text) or _QUOTING.match(text) or _BRACKETED_AT_END.search(text))


def _precise(text: str, moment: re.Match[str]) -> bool:
    """As only programs put it: a date in figures, ``On Mon, ...``, a comma or the verb right behind the time."""
    return bool(
        _NUMERIC.search(text)
        or _ABBREVIATED.match(text)
        or _VERB_NEXT.match(text, moment.start() - 5)
        or "," in text[moment.end() : moment.end() + 12]
    )


def _doubly_precise(text: str, moment: re.Match[str]) -> bool:
    """Whether the time has its seconds, as hardly anyone types it, or a comma follows it after ``On Mon, ...``."""
    behind = text[moment.end() : moment.end() + 12]
    return bool(_STRONGLY.match(text)) and (
        moment[0].count(":") == 2 or ("," in behind and bool(_ABBREVIATED.match(text)))
    )


def is_framed(lines: Sequence[str], place: int) -> bool:
    """``---- On Mon, 3 Mar 2025 10:15 Anna wrote ----`` (Zoho) or ``>>> Anna 3.3.2025 10:15 >>>`` (GroupWise)."""
    line = lines[place].strip()
    if line.startswith(">>>"):
        return len(line) <= marks.LINE_LIMIT and bool(_GROUPWISE.match(line)) and _has_moment(folded(line))
    if not line.startswith("--"):
        return False
    for below in lines[place + 1 : place + 3]:
        if line.endswith("--") or not below.strip():
            break
        line = f"{line} {below.strip()}"
    if len(line) > marks.LINE_LIMIT or not _DASHED.match(line):
        return False
    text = folded(line.strip("- "))
    return _has_moment(text) and bool(_VERB.search(text) or _ADDRESS.search(text))


def _has_moment(text: str) -> bool:
    return has_date(text) and has_time(text)
