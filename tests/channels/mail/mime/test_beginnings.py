"""The beginning of a mail, and its line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime.beginnings import whole_mail


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"Subject: x\r\n\r\ny", b"Subject: x\r\n\r\ny"),
        (b"\r\n \nSubject: x\n", b"Subject: x\n"),
        (b"\r\n\r\nwords", b"\r\n\r\nwords"),
        (b"\xef\xbb\xbfSubject: x\n", b"Subject: x\n"),
        (b"From x Mon\nSubject: x\n", b"Subject: x\n"),
        (b">From x Mon\n>From y\nSubject: x\n", b"Subject: x\n"),
        (
            b"From x Mon\nSubject: x\n\n>From Riga\n>>From a\n> From b\n",
            b"Subject: x\n\nFrom Riga\n>From a\n> From b\n",
        ),
        (b"Subject: x\n\n>From Riga\n", b"Subject: x\n\n>From Riga\n"),
        (b"From : x@y.example\n", b"From : x@y.example\n"),
        (b"Subject: x\r\rtext\rline", b"Subject: x\n\ntext\nline"),
        (b"Subject: x\r\r\n\r\r\ntext\r\r\n", b"Subject: x\r\n\r\ntext\r\n"),
        (b"Subject: x\rTo: y\rFrom: z\r\rtext\n", b"Subject: x\nTo: y\nFrom: z\n\ntext\n"),
        (b"Subject: x\rBcc: y\n\ntext", b"Subject: x\rBcc: y\n\ntext"),
        (b"Subject: x\rTo: y\n\rtext", b"Subject: x\nTo: y\n\ntext"),
        (b"Subject: x\rTo: y\r\n\r\ntext", b"Subject: x\rTo: y\r\n\r\ntext"),
        (b" Subject: x\nTo: y\n", b"Subject: x\nTo: y\n"),
        (b"\n\nOdd: x\nTo: y\nSubject: z\n\nwords", b"Odd: x\nTo: y\nSubject: z\n\nwords"),
        (b"\n\nOdd: x\nTo: y\n\nSubject: z", b"\n\nOdd: x\nTo: y\n\nSubject: z"),
        (b" words\nTo: y\n", b" words\nTo: y\n"),
        ("\ufeffSubject: ā\n".encode("utf-16-be"), "Subject: ā\n".encode()),
    ],
)
def test_a_mail_begins_with_its_first_field(raw, read):
    assert whole_mail(raw) == read


def test_attack_44_no_more_than_a_hundred_envelope_lines_are_taken_away():
    assert whole_mail(b"From x\n" * 150 + b"Subject: y\n") == b"From x\n" * 50 + b"Subject: y\n"


def test_a_mail_in_order_is_not_copied():
    raw = b"Subject: x\r\n\r\ny"
    assert whole_mail(raw) is raw


@given(st.binary(max_size=300))
def test_any_bytes_have_a_beginning(raw):
    whole_mail(raw)
