"""Which charset bytes without a usable name are in: the one whose reading looks most like a language.

East Asian text is known by its most frequent signs, everything else by how frequent its letters beyond ASCII are in
a language that is written with them. Work is bounded by a sample.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

SAMPLE: Final = 20_000  # bytes that are looked at
_BEFORE: Final = 200  # bytes of ASCII before the first other byte that belong to them


class _Language(NamedTuple):
    """A language in one charset: letters beyond ASCII that weigh 3, 2 and 1, and its commonest short words."""

    codec: str
    letters: tuple[str, str, str]
    words: str = ""


_CYRILLIC: Final = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў")
_RUSSIAN: Final = ("оеаинтсрвлкмдпуя", "ызьбгчйхжшюцщэф", "ъёіїє")
_UKRAINIAN: Final = ("оанивітерслкудмпяз", "ьбгчйхжшюцщєї", "фґ")
_GREEK: Final = ("αοιετσνηυρπκμλςάό", "ίήωέύθγδχφβώξζ", "ψϊϋΐΰ")
_POLISH: Final = ("ąęłśż", "óćń", "ź")
_CZECH: Final = ("íáéě", "řčšžýů", "úňťďóľĺôä")
_HUNGARIAN: Final = ("áéőö", "óüű", "úí")
_ROMANIAN: Final = ("ăîșțşţ", "â", "")
_CROATIAN: Final = ("čšžć", "đ", "")
_HEBREW: Final = ("יהולארתבשמ", "נעקדחפגטסזכם", "ןצךףץ")
_ARABIC: Final = ("اليمنورتبةعد", "سفهكقحجشصىطخ", "ذأإآءئؤزثضغظپچژگیک،؟")
_BALTIC: Final = (("āīš", "ēūņļž", "ķģčŗō"), ("ėšų", "žūįąč", "ę"), ("äõü", "ö", "šž"))
_WORDS: Final = {
    "es": "el la los las de del que en por para con una un se su es mi me ayuda puedo gracias",
    "fr": "le la les des du de que qui pour pas vous je est sur avec mon une un et ne bonjour merci",
    "de": "der die das und ist nicht mit ich sie ein eine von zu mir auf bitte wir den dem",
    "pt": "o os da do das dos que em por para com uma um se meu minha de obrigado",
    "it": "il lo gli di che non per con una un mi del della sono grazie",
    "nordic": "och att det som en av til og er ikke jeg har med den jag inte hej",
    "is": "og er ekki sem til hann en",
    "lv": "un ir ar par no uz man nav kas bet es jums paldies atbildi labdien",
    "lt": "ir kad yra su bet kaip tai labas diena",
    "et": "ja on ei see ma kui aga tere",
    "pl": "i w na nie z do to jest jak za po mam prosz",
    "cs": "a v na se je to do za po jak mi ne dobr den prosim",
    "hu": "a az is nem hogy egy van meg ez",
    "ro": "de la nu cu din este pe care un mai",
    "hr": "i u na je da se za ne su",
    "tr": "ve bir bu da de ne var yok",
    "vi": "toi la va khong cho xin",
}
_LANGUAGES: Final = (
    _Language("cp1252", ("óáíé", "ñú¿¡", "ü"), "es"),
    _Language("cp1252", ("é", "èà", "êçâîôûùëïœ"), "fr"),
    _Language("cp1252", ("üäö", "ß", "é"), "de"),
    _Language("cp1252", ("ãç", "éáóíõ", "êúâàô"), "pt"),
    _Language("cp1252", ("àè", "ùòì", "é"), "it"),
    _Language("cp1252", ("äöå", "é", ""), "nordic"),
    _Language("cp1252", _BALTIC[2], "et"),
    _Language("cp1252", ("øå", "æ", "é"), "nordic"),
    _Language("cp1252", ("áðíóþö", "éúæý", ""), "is"),
    _Language("cp1257", _BALTIC[0], "lv"),
    _Language("cp1257", _BALTIC[1], "lt"),
    _Language("cp1257", _BALTIC[2], "et"),
    _Language("cp1250", _POLISH, "pl"),
    _Language("iso8859_2", _POLISH, "pl"),
    _Language("cp1250", _CZECH, "cs"),
    _Language("iso8859_2", _CZECH, "cs"),
    _Language("cp1250", _HUNGARIAN, "hu"),
    _Language("cp1250", _ROMANIAN, "ro"),
    _Language("cp1250", _CROATIAN, "hr"),
    _Language("iso8859_2", _CROATIAN, "hr"),
    _Language("cp1254", ("ıışşğ", "çüö", "İâ"), "tr"),
    _Language("cp1251", _RUSSIAN),
    _Language("cp1251", _UKRAINIAN),
    _Language("koi8_u", _RUSSIAN),
    _Language("koi8_u", _UKRAINIAN),
    _Language("iso8859_5", _RUSSIAN),
    _Language("cp866", _RUSSIAN),
    _Language("iso8859_7", _GREEK),
    _Language("cp1253", _GREEK),
    _Language("cp1255", _HEBREW),
    _Language("cp1256", _ARABIC),
    _Language("iso8859_6", _ARABIC),
    _Language("cp874", ("านรอกเงมยล", "วดทสตะปบคหแจพชขใไ", "์่้ิีึืุูัำโซฟศฉญณถผธภๆ็ฐๅ")),
)
_SINGLE_BYTE: Final = frozenset(language.codec for language in _LANGUAGES)
_HINTED: Final = 1.25  # what the use of a charset elsewhere in the mail weighs,
_HINTED_FEW: Final = 4.0  # and how much more where one letter has to decide
_WHOLE_WORDS: Final = frozenset(
    [
        "cp1251",
        "koi8_u",
        "iso8859_5",
        "cp866",
        "iso8859_7",
        "cp1253",
        "cp1255",
        "cp1256",
        "iso8859_6",
        "cp874",
    ]
)
"""Charsets of languages whose words lie beyond ASCII as a whole."""
_NEUTRAL: Final = frozenset("“”„‘’–—…«»°ºª€·§№×©®\xa0")
_STRANGE: Final = -4

_HANZI: Final = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没"
    "日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同已老从动两长知样现分将外但身些与高意进把法此实回理美点月明其"
    "种声全工己话者向情部正名定女问力机给等几很业最间新什打便位因重被走电第门相次东政海口使教西再平真世气信北少关并内加化由却"
    "代产入先五太水万市体处总才场师书比住员请您题订单谢客服错误显示帮助音箱退款货款收件邮"
)
_HANZI_OF_TAIWAN: Final = frozenset(
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒"
    "日於起還發成事只作當想看文無開手用主行方又如前所本見經頭面公同已老從動兩長知樣現分將外但身些與高意進把法此實回理美點月明其"
    "種聲全工己話者向情部正名定女問力機給等幾很業最間新什打便位因重被走電第門相次東政海口使教西再平真世氣信北少關並內加化由卻"
    "代產入先五太水萬市體處總才場師書比住員請您題訂單謝客服錯誤顯示幫助喇叭退款貨收件郵"
)
_HANGUL: Final = frozenset(
    "이다는을의에가고하지은로한니습해요안녕세주문를도사기서시어리나자제합그인보있아스수정일전대원부감오연"
)
_KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_BEYOND = re.compile("[^\x00-\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_WORD = re.compile(rb"(?<![a-z\x80-\xff])[a-z]{1,7}(?![a-z\x80-\xff])")
_CASE_BROKEN = re.compile(r"[а-яёіїєґα-ωά-ώ][А-ЯЁІЇЄҐΑ-Ω]")


def likeliest(content: bytes, hints: Sequence[str] = ()) -> str:
    """The codec that ``content``, which is neither ASCII nor UTF-8, is in. ``hints``: codecs used beside it."""
    first = _HIGH.search(content)
    begin = max(first.start() - _BEFORE, 0) if first else 0
    sample = content[begin : begin + SAMPLE]
    for hint in hints:
        if hint not in _SINGLE_BYTE and _plausible(sample, hint):
            return hint
    if any(_plausible(sample, hint) for hint in hints):
        return _single_byte(sample, hints)
    return _east_asian(sample) or _single_byte(sample, hints)


def _decoded(sample: bytes, codec: str) -> str | None:
    """The sample as text; its very end may be cut within a letter."""
    for end in (len(sample), len(sample) - 1):
        try:
            return sample[:end].decode(codec)
        except UnicodeDecodeError as error:
            if error.end < len(sample):
                return None
    return None


def _plausible(sample: bytes, codec: str) -> bool:
    """Whether a codec that is used elsewhere in the mail reads this as letters, with the case where it should be."""
    text = _decoded(sample, codec)
    if text is None:
        return False
    beyond = "".join(_BEYOND.findall(text))
    letters = sum(sign.isalpha() or sign in _NEUTRAL or "\u3000" <= sign <= "\u303f" for sign in beyond)
    return letters >= 0.8 * len(beyond) and len(_CASE_BROKEN.findall(text)) * 6 <= len(text)


def _east_asian(sample: bytes) -> str:
    best, best_share = "", 0.0
    for codec, share_needed, common in (
        ("cp932", 0.25, None),
        ("euc_jp", 0.25, None),
        ("cp949", 0.25, _HANGUL),
        ("gb18030", 0.2, _HANZI),
        ("big5hkscs", 0.2, _HANZI_OF_TAIWAN),
    ):
        text = _decoded(sample, codec)
        beyond = _BEYOND.findall(text) if text else []
        if len(beyond) < 2:
            continue
        hits = sum(sign in common for sign in beyond) if common else len(_KANA.findall("".join(beyond)))
        share = hits / len(beyond)
        if hits > 1 and share >= (share_needed if len(beyond) > 8 else 0.3) and share > best_share:
            best, best_share = codec, share
    return best


def _single_byte(sample: bytes, hints: Sequence[str]) -> str:
    high = sample.translate(None, bytes(range(128)))
    counts = Counter(high)
    whole_words = sum(map(len, _RUN.findall(sample))) * 2 > len(high)
    words = Counter(_WORD.findall(sample.lower()))
    hinted = _HINTED + _HINTED_FEW / len(high)
    best, best_score = "cp1252", float("-inf")
    for codec, letters, language in _LANGUAGES:
        if (codec in _WHOLE_WORDS) != whole_words and (whole_words is False or len(high) > 12):
            continue
        score = _score(counts, codec, letters) / len(high) + (hinted if codec in hints else 0)
        if language:
            score += min(sum(words[word.encode()] for word in _WORDS[language].split()), 4) * 0.5
        else:
            score -= 6 * len(_CASE_BROKEN.findall(sample.decode(codec, "replace"))) / len(high)
        if score > best_score:
            best, best_score = codec, score
    if best == "cp1252" and b"\xa4" in high:
        return "iso8859_15"  # the euro sign; the currency sign of Latin-1 is met in no mail
    return best


def _score(counts: Counter[int], codec: str, letters: tuple[str, str, str]) -> int:
    return sum(
        times * _weight(bytes([value]).decode(codec, "replace"), letters) for value, times in counts.items()
    )


def _weight(sign: str, letters: tuple[str, str, str]) -> int:
    if sign in _NEUTRAL:
        return 0
    for weight, group in zip((3, 2, 1), letters, strict=True):
        if sign in group:
            return weight
    return 1 if any(sign.lower() in group for group in letters) else _STRANGE
