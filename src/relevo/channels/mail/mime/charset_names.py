"""Which codec a charset's name in a mail stands for.

Only the codecs on this list are ever used: a mail's word merely picks one of them. Names are compared by their
letters and digits alone, so that ``UTF8``, ``utf_8`` and ``"utf-8"`` are one.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases
from functools import lru_cache
from typing import Final

_ALLOWED: Final = frozenset(
    re.findall(
        r"\w+",
        "ascii utf_8 utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be cp1250 cp1251 cp1252 cp1253"
        " cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861"
        " cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp1125 latin_1 iso8859_2 iso8859_3 iso8859_4 iso8859_5"
        " iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16"
        " koi8_r koi8_t koi8_u kz1048 ptcp154 tis_620 hp_roman8 mac_cyrillic mac_greek mac_iceland mac_latin2"
        " mac_roman mac_turkish gb2312 gbk gb18030 hz big5 big5hkscs cp950 shift_jis cp932 shift_jis_2004 euc_jp"
        " euc_jis_2004 euc_kr cp949 johab iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3"
        " iso2022_jp_ext iso2022_kr",
    )
)
_MORE: Final = {
    "utf_8": "unicode11utf8 unicode20utf8 utf8mb4 xutf8 csutf8 utf8n 8bit binary 7bit default unknown8bit xunknown"
    " unknown xuserdefined usascii ascii7bit xascii us",
    "utf_7": "unicode11utf7 xunicode20utf7 csutf7",
    "utf_16": "unicode csunicode iso10646ucs2 ucs2 unicodefffe unicodefeff",
    "cp1250": "win1250 xcp1250 1250",
    "cp1251": "win1251 xcp1251 1251 cyrillicwindows",
    "cp1252": "win1252 xcp1252 1252 ansi xansi latin iso88591windows30latin1 iso88591windows31latin1 xiso88591",
    "cp1253": "win1253 xcp1253",
    "cp1254": "win1254 xcp1254",
    "cp1255": "win1255 xcp1255",
    "cp1256": "win1256 xcp1256",
    "cp1257": "win1257 xcp1257 winbaltrim baltic",
    "cp1258": "win1258 xcp1258",
    "cp874": "windows874 win874 dos874 xwindows874",
    "iso8859_2": "xiso88592",
    "iso8859_8": "iso88598i iso88598e csiso88598i logical visual",
    "iso8859_6": "iso88596i iso88596e",
    "iso8859_15": "latin9 csiso885915",
    "koi8_r": "koi koi8 xkoi8r cskoi8r",
    "koi8_u": "koi8ru xkoi8u",
    "mac_roman": "macintosh xmacroman mac xmacintosh",
    "mac_cyrillic": "xmaccyrillic xmacukrainian",
    "mac_greek": "xmacgreek",
    "mac_latin2": "xmacce xmaccentraleurroman",
    "mac_turkish": "xmacturkish",
    "gb18030": "xgbk xgb2312 gb231280 gb2312raw isoir58 chinese csgb2312 euccn xeuccn eucgb2312cn cngb gb",
    "hz": "hzgb2312",
    "big5": "cnbig5 xxbig5 xbig5 big5eten big5tw",
    "cp932": "windows31j ms932 xmscp932 mskanji cswindows31j xwindows31j",
    "shift_jis": "xsjis xshiftjis sjis shiftjis",
    "euc_jp": "xeucjp xeuc eucjpms",
    "cp949": "ksc56011987 ksc56011989 ksc5601 windows949 korean isoir149 xwindows949 xkscs euckr",
    "iso2022_jp_ext": "cp50220 cp50221 cp50222 xiso2022jp jis",
}
_BETTER: Final = {  # what is met in practice under the left name is the right one, or holds it
    "ascii": "utf_8",
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_2",
    "iso2022_jp_1": "iso2022_jp_2",
    "koi8_r": "koi8_u",
}
_SIGNS = re.compile(r"[^a-z0-9]")
_NUMBERED = re.compile(r"x?(?:windows|win|cp|ibm|dos|csibm|oem)0*(\d{3,4})\Z")
_ISO = re.compile(r"(?:x|cs)?(?:iso)?8859(\d{1,2})\Z")


def _table() -> dict[str, str]:
    found = {_SIGNS.sub("", codec): codec for codec in _ALLOWED}
    found |= {_SIGNS.sub("", alias): codec for alias, codec in aliases.items() if codec in _ALLOWED}
    found |= {name: codec for codec, more in _MORE.items() for name in more.split()}
    return {name: _BETTER.get(codec, codec) for name, codec in found.items()}


NAMES: Final = _table()
"""Codec by a charset's name, which is written in small letters and digits only."""


@lru_cache(maxsize=500)
def codec_named(declared: str) -> str:
    """The codec for a charset as a mail names it, or "" when the name is unknown or missing."""
    name = _SIGNS.sub("", declared[:100].lower().split("*")[0].removeprefix("3d"))
    if name in NAMES:
        return NAMES[name]
    if numbered := _NUMBERED.match(name):
        return NAMES.get(f"cp{numbered[1]}", "")
    if iso := _ISO.match(name):
        return NAMES.get(f"iso8859{iso[1]}", "")
    return ""
