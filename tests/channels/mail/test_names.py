"""Names, bodies and file names from strangers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import names


@given(st.text(max_size=2000))
def test_a_one_line_name_has_no_control_or_invisible_characters(text):
    shown = names.one_line(text, 50)
    assert len(shown) <= 50
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in shown)
    assert shown == shown.strip()


@given(st.text(max_size=2000))
def test_a_body_can_always_be_stored_in_utf_8(text):
    stored = names.body(text)
    assert "\x00" not in stored
    assert "\r" not in stored
    stored.encode("utf-8")


def test_a_body_keeps_tabs_line_ends_and_joined_emoji():
    assert names.body("a\tb\r\nc\rd\u2028e 👩\u200d🔧") == "a\tb\nc\nd\ne 👩\u200d🔧"


@given(st.text(max_size=3000))
def test_attack_38_a_file_name_is_at_most_255_bytes_and_has_no_path(text):
    name = names.file_name(text)
    assert 0 < len(name.encode("utf-8")) <= 255
    assert not set(name) & set('/\\<>:"|?*\x00\r\n')
    assert name not in {".", ".."}


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.pdf", "report.pdf"),
        ("C:report.pdf", "report.pdf"),
        (".", "attachment"),
        ("..", "attachment"),
        ("", "attachment"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("lpt1.log", "_lpt1.log"),
        ("console.log", "console.log"),
        ("a\x00b.txt", "ab.txt"),
        ("a\r\nContent-Type: text_html", "a Content-Type_ text_html"),
        ("rēķins Nr. 7.pdf", "rēķins Nr. 7.pdf"),
        ("what?.txt", "what_.txt"),
        ("．．／x.txt", "x.txt"),
    ],
)
def test_attack_38_paths_devices_and_line_breaks_leave_file_names(given_name, stored):
    assert names.file_name(given_name) == stored


def test_attack_38_a_name_of_20000_letters_keeps_its_ending():
    name = names.file_name("ā" * 20_000 + ".pdf")
    assert len(name.encode()) <= 255
    short = names.file_name("ā" * 300 + ".pdf")
    assert short.endswith("ā.pdf")
    assert len(short.encode()) <= 255


def test_a_long_name_without_a_real_ending_is_simply_cut():
    assert names.file_name("a" * 300) == "a" * 255
    assert names.file_name("a" * 200 + "." + "b" * 200) == ("a" * 200 + "." + "b" * 200)[:255]


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        (".htaccess\u200b", "htaccess"),
        ("\u200b.\u200bhtaccess", "htaccess"),
        ("a\u2066b\u2069.txt", "ab.txt"),
    ],
)
def test_attack_37_bidi_and_zero_width_characters_are_gone_before_the_check(given_name, stored):
    assert names.file_name(given_name) == stored


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Jorge Molina", "Jorge Molina"),
        ("Zane Krūmiņa", "Zane Krūmiņa"),
        ("Sr. O'Hara", "Sr. O'Hara"),
        ("Click https://evil.example to claim", "Click to claim"),
        ("www.evil.example prize", "prize"),
        ("evil.example", "evil. example"),
        ("see javascript:alert(1)", "see"),
        ('"Carmen" <carmen@auralis.example>', "Carmen carmen auralis. example"),
        ("a\r\nBcc: eve@evil.example", "a Bcc eve evil. example"),
    ],
)
def test_attack_25_a_name_in_our_mail_holds_no_link(given_name, shown):
    assert names.plain_name(given_name) == shown
