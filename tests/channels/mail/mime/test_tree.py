"""The tree of parts: bounded, whatever the boundaries say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import tree as mime
from tests.channels.mail.letters import file, joined, letter, multipart, nested, plain, rich


def tree(part: mime.Part) -> object:
    return (part.media, [tree(child) for child in part.children]) if part.children else part.media


def test_nested_multiparts_become_a_tree():
    raw = multipart("mixed", nested("alternative", plain("a"), rich("b"), boundary="in"), file(b"x", "x.bin"))
    root, notices = mime.read(raw)
    assert tree(root) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html"]), "application/octet-stream"],
    )
    assert root.children[0].children[0].content() == b"a"
    assert root.children[1].content() == b"x"
    assert not notices


def test_line_feeds_alone_and_carriage_returns_alone_are_understood():
    raw = multipart("mixed", plain("a"), plain("b"))
    for changed in (raw.replace(b"\r\n", b"\n"), raw.replace(b"\r\n", b"\r")):
        root, _ = mime.read(changed)
        assert [child.content() for child in root.children] == [b"a", b"b"]


def test_an_empty_part_between_two_delimiters_is_one():
    root, _ = mime.read(letter(b"--b\n--b\n\nx\n--b--\n", content_type="multipart/mixed; boundary=b"))
    assert [child.content() for child in root.children] == [b"", b"x"]


def test_a_multipart_that_was_cut_gives_what_there_is():
    root, notices = mime.read(multipart("mixed", plain("a"), plain("b"))[:-20])
    assert root.children[0].content() == b"a"
    assert "truncated" in notices


def test_a_missing_boundary_is_found_in_the_body():
    raw = letter(joined(plain("a"), boundary="found-it"), content_type="multipart/mixed")
    root, _ = mime.read(raw)
    assert [child.content() for child in root.children] == [b"a"]


@pytest.mark.parametrize(
    "content_type", ["multipart/mixed", "multipart/mixed; boundary=nowhere", 'multipart/mixed; boundary=""']
)
def test_a_multipart_without_parts_is_read_as_text(content_type):
    root, notices = mime.read(letter("just words", content_type=content_type))
    assert (root.media, root.content()) == ("text/plain", b"just words")
    assert "broken_multipart" in notices


@pytest.mark.parametrize(
    "content_type", ["nonsense", "text", "/", "text/plain/x", "téxt/plain", "a" * 70 + "/x"]
)
def test_a_senseless_type_is_plain_text(content_type):
    root, _ = mime.read(letter("x", content_type=content_type))
    assert root.media == "text/plain"


def test_attack_44_nesting_5000_deep_stops_at_ten():
    raw = (
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)
        )
        + b"\r\nx"
    )
    root, notices = mime.read(raw)
    depth = 0
    while root.children:
        root, depth = root.children[0], depth + 1
    assert depth == mime.DEPTH_LIMIT
    assert root.media == "application/octet-stream"
    assert "too_deep" in notices


def test_attack_44_20000_parts_stop_at_250():
    root, notices = mime.read(multipart("mixed", *[plain("x")] * 20_000))
    assert len(root.children) < mime.PARTS_LIMIT
    assert "too_many_parts" in notices
    inner = nested("mixed", *[plain("x")] * 200, boundary="in")
    root, notices = mime.read(multipart("mixed", inner, inner))
    assert "too_many_parts" in notices


@pytest.mark.parametrize("line", [b"--b--\r\n", b"--b\r\nwords\r\n", b"--b--\r\n--b\r\nwords\r\n"])
def test_attack_44_lines_below_the_last_part_are_looked_at_in_small_number_only(line):
    body = (
        b"--b\r\n\r\nx\r\n--b--\r\n" + line * 2000 + b"--b\r\nContent-Type: text/html\r\n\r\ny\r\n--b--\r\n"
    )
    root, _ = mime.read(letter(body, content_type="multipart/mixed; boundary=b"))
    assert [child.content() for child in root.children] == [b"x"]


def test_attack_44_lines_like_delimiters_in_a_header_do_not_end_it():
    root, _ = mime.read(b"Content-Type: multipart/mixed; boundary=b\r\n" + b"--c\r\n" * 1000 + letter("x"))
    assert root.headers.text("subject") == "Duo 2"


def test_attack_41_a_mail_in_a_mail_50_deep_stays_closed():
    raw = letter("innermost")
    for _ in range(50):
        raw = b"Content-Type: message/rfc822\r\n\r\n" + raw
    root, _ = mime.read(raw)
    assert root.media == "message/rfc822"
    assert not root.children


@pytest.mark.parametrize(
    ("encoding", "written", "content", "notice"),
    [
        ("base64", b"aGVsbG8=", b"hello", None),
        ("BASE64 ", b"aGVsbG8", b"hello", "broken_base64"),
        ("quoted-printable", b"a=C4=81=\n b=3", "aā b=3".encode(), None),
        ("7bit", b"a", b"a", None),
        ("8bit", b"\xe4", b"\xe4", None),
        ("x-uuencode", b"a", b"a", "unknown_encoding"),
    ],
)
def test_transfer_encodings(encoding, written, content, notice):
    root, notices = mime.read(letter(written, Content_Transfer_Encoding=encoding))
    assert root.content() == content
    assert notices == ({notice} if notice else set())


@given(
    st.lists(
        st.sampled_from(
            [
                b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                b"Content-Type: text/html\r\n\r\n",
                b"--b\r\n",
                b"--b--\r\n",
                b"--b",
                b"\r\n",
                b"\n",
                b"--b \t\r\n",
                b"words",
                b"\x00",
                b"Content-Type: message/rfc822\r\n\r\n",
            ]
        ),
        max_size=25,
    )
)
def test_any_jumble_of_parts_has_a_tree(pieces):
    root, _ = mime.read(b"".join(pieces))
    parts = [root]
    while parts:
        part = parts.pop()
        part.content()
        parts.extend(part.children)


@pytest.mark.parametrize(
    ("end", "last"), [(b"words--b--", b"words"), (b"words--b-- \r\n", b"words"), (b"words--b", b"words--b")]
)
def test_a_closing_delimiter_right_behind_the_last_word_is_no_part_of_it(end, last):
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\n\r\n" + end
    root, notices = mime.read(raw)
    assert [child.content() for child in root.children] == [b"first", last]
    assert ("truncated" in notices) is (last == end)
