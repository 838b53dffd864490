"""Files that stand in the middle of a text."""

from __future__ import annotations

import binascii

from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime.uuencoded import take


def written(content: bytes, name: bytes = b"x.bin", *, end: bytes = b"`\nend\n") -> bytes:
    lines = (binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    return b"begin 644 " + name + b"\n" + b"".join(lines) + end


@given(st.binary(min_size=1, max_size=500))
def test_a_file_comes_out_as_it_went_in(content):
    blocks, rest = take(b"before\n" + written(content) + b"after\n")
    assert [(block.name, block.content) for block in blocks] == [(b"x.bin", content)]
    assert rest == b"before\nafter\n"


def test_spaces_that_a_server_took_from_the_ends_of_lines_were_zeros():
    packed = written(b"\x01" + bytes(44)).replace(b"`", b" ")
    stripped = b"\n".join(line.rstrip() for line in packed.split(b"\n"))
    assert take(stripped)[0][0].content == b"\x01" + bytes(44)


def test_words_below_a_file_without_an_end_stay_words():
    blocks, rest = take(written(b"E-0042", end=b"") + b"see above\n")
    assert blocks[0].content == b"E-0042"
    assert rest == b"see above\n"


def test_a_sentence_that_begins_like_a_file_stays_a_sentence():
    text = b"begin 644 times\nand then we shall see\n"
    assert take(text) == ([], text)


def test_no_more_than_50_files_are_taken():
    blocks, rest = take(written(b"x") * 60)
    assert len(blocks) == 50
    assert rest.count(b"begin ") == 10


@given(
    st.lists(
        st.sampled_from([b"begin 644 x\n", b"#0V%T\n", b"`\n", b"end\n", b"words\n", b"\n", b"begin ", b"M"]),
        max_size=30,
    )
)
def test_any_jumble_can_be_searched(pieces):
    take(b"".join(pieces))
