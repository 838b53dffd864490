"""Bytes to text without trusting the sender's word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import charset_names, charsets

LATVIAN = "Labdien! Siltumsūknis rāda kļūdu H12 un nesilda. Lūdzu, palīdziet, man mājās ir auksts."
SPANISH = "Buenos días: el altavoz no enciende desde ayer. ¿Qué puedo hacer? Mañana viajo a Logroño."
GERMAN = "Guten Tag, die Heizung läuft nicht und zeigt den Fehler H27. Können Sie mir helfen? Grüße"
FRENCH = "Bonjour, la barre de son n'émet plus aucun bruit après la mise à jour. Merci d'avance, à bientôt."
POLISH = "Dzień dobry, głośnik nie działa i pokazuje błąd E-0042. Proszę o pomoc, dziękuję."
RUSSIAN = "Здравствуйте! Колонка не включается, показывает ошибку E-0042. Помогите, пожалуйста."
LITHUANIAN = "Laba diena, šildymas neveikia, ekrane rodoma klaida. Ačiū už pagalbą, laukiu jūsų žinutės."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (LATVIAN, "cp1257"),
        (LATVIAN, "iso8859-13"),
        (LITHUANIAN, "cp1257"),
        (SPANISH, "cp1252"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (LATVIAN, "utf-8"),
        (RUSSIAN, "utf-8"),
        (SPANISH, "utf-16"),
    ],
)
@pytest.mark.parametrize("declared", ["", "x-nonsense", "us-ascii"])
def test_undeclared_text_is_read_by_plausibility(text, codec, declared):
    assert charsets.decode(text.encode(codec), declared).text == text


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        (LATVIAN, "windows-1257"),
        (LATVIAN, "ISO-8859-13"),
        (SPANISH, "iso-8859-1"),
        (SPANISH, "ISO-8859-15"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        ("日本語のメール", "iso-2022-jp"),
        ("日本語のメール", "Shift_JIS"),
        ("中文邮件", "gb2312"),
        ("中文郵件", "big5"),
        ("한국어 메일", "euc-kr"),
        ("Ελληνικά", "iso-8859-7"),
        ("Zażółć", "iso-8859-2"),
    ],
)
def test_a_usable_declared_charset_is_used(text, declared):
    codec = {"gb2312": "gb18030", "iso-8859-7": "cp1253"}.get(declared, declared)
    read = charsets.decode(text.encode(codec), declared)
    assert read.text == text
    assert not read.guessed


def test_utf_8_declared_as_latin_is_seen_through():
    read = charsets.decode(LATVIAN.encode(), "iso-8859-1")
    assert (read.text, read.codec, read.guessed) == (LATVIAN, "utf-8", True)


def test_latvian_declared_as_utf_8_is_read_as_windows_1257():
    read = charsets.decode(LATVIAN.encode("cp1257"), "utf-8")
    assert (read.text, read.guessed) == (LATVIAN, True)


def test_windows_signs_declared_as_latin_1_are_read():
    assert charsets.decode("“Hola” – 5 €".encode("cp1252"), "iso-8859-1").text == "“Hola” – 5 €"


def test_utf_8_that_was_cut_in_a_letter_stays_utf_8():
    assert charsets.decode(LATVIAN.encode() + b"\xc4").text == LATVIAN + "\ufffd"


def test_wide_text_that_is_none_is_guessed_instead():
    assert charsets.decode(b"plain words only, quite a lot", "utf-32").text == "plain words only, quite a lot"


def test_a_byte_order_mark_is_taken_away():
    assert charsets.decode(b"\xef\xbb\xbfhello").text == "hello"


def test_japanese_that_is_broken_beyond_use_is_guessed():
    assert charsets.decode(b"\xe2\xf0\xee " * 20, "shift_jis").guessed


@pytest.mark.parametrize(
    "name",
    [
        "punycode",
        "idna",
        "unicode_escape",
        "raw_unicode_escape",
        "zlib",
        "bz2",
        "hex",
        "base64",
        "rot13",
        "uu",
        "utf-7",
        "../../etc/passwd",
        "mbcs",
        "quopri",
        "undefined",
        "\x00",
        "a" * 10_000,
    ],
)
def test_attack_47_no_codec_named_by_the_sender_is_reached(name):
    content = b"\\u0041 eJwrSS0uAQAEXQHB a-b-9a \xc4\x81"
    read = charsets.decode(content, name)
    assert read.text == content.decode("utf-8")
    assert read.codec == "utf-8"


def test_attack_47_the_list_holds_text_codecs_only():
    assert {charsets.decode(b"abc", name).text for name in charset_names.NAMES} == {"abc"}
    assert not set(charset_names.NAMES.values()) & {"punycode", "idna", "unicode_escape", "cp037", "cp500"}


@given(st.binary(max_size=500), st.text(max_size=30))
def test_decoding_never_fails(content, declared):
    charsets.decode(content, declared)


def test_letters_that_come_late_are_guessed_as_well():
    text = "plain words\n" * 5000 + SPANISH
    assert charsets.decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("windows-1257", "cp1257"),
        ("Win_1251", "cp1251"),
        ("IBM-00850", "cp850"),
        ("cp-866", "cp866"),
        ("8859-2", "iso8859_2"),
        ("iso_8859-15", "iso8859_15"),
        ("iso-8859-99", ""),
        ("cp99999", ""),
        ("windows-9999", ""),
    ],
)
def test_names_of_charsets_in_many_spellings(name, codec):
    assert charset_names.codec_named(name) == codec


@pytest.mark.parametrize(
    ("content", "text"), [(b"E-0042" + b"\0" * 40, "E-0042"), ("si\0".encode("utf-16-le"), "si")]
)
def test_zeros_at_the_end_say_nothing_of_the_charset(content, text):
    assert charsets.decode(content).text.rstrip("\0") == text


def test_attack_44_escapes_beyond_a_bound_are_read_as_the_last_one_says():
    written = b'\x1b$B$"\x1b(B-' * 150_000
    assert charsets.decode(written, "").text.startswith("あ-" * 100_000)


@pytest.mark.parametrize("declared", ["utf-8", ""])
def test_a_text_that_is_cut_within_its_last_letter_stays_utf_8(declared):
    assert charsets.decode("señal año".encode() + b"\xc3", declared).text == "señal año\ufffd"
    assert charsets.decode("señora".encode("latin-1") + b"\xc3", declared).text == "señoraÃ"


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("한국어 메일".encode("iso2022_kr"), "", "한국어 메일"),
        (b"\x1b$(D0!\x1b(B ok", "iso-2022-jp", "丂 ok"),
        ("ā".encode("utf-16-be") * 40, "utf-16", "ā" * 40),
        ("漢字" * 20 + "かな" * 20, "utf-16", None),
        ("abc ".encode("utf-16-le") * 9, "", "abc " * 9),
        ("日本 語".encode(), "big5", "日本 語"),
        ("é".encode() * 3, "gb2312", "茅茅茅"),
        (b"\xff\xfd\xfe", "euc-kr", None),
    ],
)
def test_rare_ways_to_write(content, declared, text):
    content = content.encode("utf-16-be") if isinstance(content, str) else content
    read = charsets.decode(content, declared)
    assert text is None or read.text == text
    assert read.text


@pytest.mark.parametrize("text", [LATVIAN, RUSSIAN, "スピーカーから音が出ません。", "音箱没有声音了"])
@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_two_bytes_that_look_like_a_mark_count_only_before_utf_16(text, mark):
    assert charsets.decode(f"\ufeff{text}".encode(mark), "us-ascii").text == text
    assert (
        "the sound is gone" in charsets.decode("\ufeff".encode(mark) + b" the sound is gone", "us-ascii").text
    )
