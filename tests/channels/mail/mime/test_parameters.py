"""Parameters of structured fields (RFC 2231), as they should be and as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime.parameters import parameters


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('Text/Plain; CHARSET="UTF-8"; x=y', "text/plain", {"charset": "UTF-8", "x": "y"}),
        ("attachment; filename*=utf-8''r%C4%93%C4%B7ins.pdf", "attachment", {"filename": "rēķins.pdf"}),
        ("attachment; filename*0=abc; filename*1=def", "attachment", {"filename": "abcdef"}),
        ("attachment; filename*0*=utf-8''%C4; filename*1*=%81.txt", "attachment", {"filename": "ā.txt"}),
        ("attachment; filename*1=b; filename*0=a", "attachment", {"filename": "ab"}),
        ("attachment; filename=x.txt; filename*=utf-8''y.txt", "attachment", {"filename": "y.txt"}),
        ("attachment; filename*=utf-8''y.txt; filename=x.txt", "attachment", {"filename": "y.txt"}),
        ("attachment; filename=a.txt; filename=b.txt", "attachment", {"filename": "a.txt"}),
        ("attachment; filename*=windows-1257''%E2.txt", "attachment", {"filename": "ā.txt"}),
        ("attachment; filename*=unicode_escape''%5Cu0041", "attachment", {"filename": "\\u0041"}),
        ("attachment; filename*=odd", "attachment", {"filename": "odd"}),
        ('attachment; filename="=?utf-8?q?=C4=81.txt?="', "attachment", {"filename": "ā.txt"}),
        (r'attachment; filename="a\"b;c.txt"', "attachment", {"filename": 'a"b;c.txt'}),
        ('attachment; filename="open', "attachment", {"filename": "open"}),
        ("attachment; filename=a b.txt; x=", "attachment", {"filename": "a b.txt", "x": ""}),
        ("attachment; **=x; ok=1", "attachment", {"ok": "1"}),
        ("", "", {}),
    ],
)
def test_parameters_as_met_in_practice(written, value, expected):
    assert parameters(written.encode()) == (value, expected)


def test_no_more_than_500_parameters_are_read():
    _, found = parameters(b"x; " + b"; ".join(b"p%d=1" % number for number in range(1000)))
    assert len(found) == 500


@given(
    st.lists(
        st.sampled_from(["a", "*", "0", "=", ";", '"', "'", "%C4", "%", "\\", " ", "utf-8''", "ā"]),
        max_size=60,
    )
)
def test_broken_parameters_never_fail(pieces):
    parameters("".join(pieces).encode())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"text/plain charset=utf-8", ("text/plain", {"charset": "utf-8"})),
        (b"text/html (page); charset=utf-8 (x)", ("text/html", {"charset": "utf-8"})),
        (b"charset=utf-8", ("", {"charset": "utf-8"})),
        (b'x; name="%C4%81%FF"', ("x", {"name": "%C4%81%FF"})),
        (b"x; name=utf-8''%C4%81.txt", ("x", {"name": "\u0101.txt"})),
        (b"x; name=\"utf-8''%C4%81.txt\"", ("x", {"name": "\u0101.txt"})),
        (b"x; name=odd''%C4%81.txt", ("x", {"name": "odd''\u0101.txt"})),
        (b"x; name*=utf-8''\"a b.txt\"", ("x", {"name": "a b.txt"})),
        (b'x; name=a b.txt"', ("x", {"name": "a b.txt"})),
        (b"x; name='a b.txt'", ("x", {"name": "a b.txt"})),
        ("x; name=“ā.txt”".encode(), ("x", {"name": "\u0101.txt"})),
        (
            b"x; charset=utf-8 name=a b=c.txt size=7",
            ("x", {"charset": "utf-8", "name": "a b=c.txt", "size": "7"}),
        ),
        (b"x; boundary='a'", ("x", {"boundary": "'a'"})),
        (b"x; name*0=a; name*1*=%C4%81", ("x", {"name": "a\u0101"})),
        (b"x; name*0=\"utf-8''a\"; name*1*=%C4%81", ("x", {"name": "a\u0101"})),
        (b"x; name*0=\"utf-8''a\"; name*1=b", ("x", {"name": "utf-8''ab"})),
        ("x; name=ķ".encode("cp1257"), ("x", {"name": "ķ"})),
    ],
)
def test_fields_as_nobody_should_write_them(written, expected):
    assert parameters(written, ["cp1257"]) == expected
