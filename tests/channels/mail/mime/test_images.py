"""Pictures are known by their bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime.images import Picture, look
from tests.channels.mail.letters import png

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9 + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640)
)
GIF = b"GIF89a" + struct.pack("<HH", 30, 20)
WEBP_X = (
    b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
)
WEBP_L = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", 9 | 19 << 14) + b"\x00" * 5
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", 8, 4)


@pytest.mark.parametrize(
    ("content", "picture"),
    [
        (png(3, 5), Picture("image/png", 3, 5)),
        (JPEG, Picture("image/jpeg", 640, 480)),
        (GIF, Picture("image/gif", 30, 20)),
        (WEBP_X, Picture("image/webp", 100, 50)),
        (WEBP_L, Picture("image/webp", 10, 20)),
        (WEBP, Picture("image/webp", 8, 4)),
    ],
)
def test_raster_images_are_known_with_their_size(content, picture):
    assert look(content) == picture


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"%PDF-1.7",
        png()[:18],
        JPEG[:12],
        GIF[:8],
        WEBP[:28],
        WEBP_X[:28],
        b"\xff\xd8\xff" + b"\xe0\x00\x00" * 900,
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 300,
        b"BM" + b"\x00" * 60,
    ],
)
def test_everything_else_is_no_picture(content):
    assert look(content) is None


def test_attack_41_a_picture_of_50000_by_50000_is_not_shown():
    picture = look(png(50_000, 50_000))
    assert picture is not None
    assert not picture.showable
    assert not Picture("image/png", 0, 5).showable
    assert Picture("image/png", 5000, 8000).showable


@given(st.sampled_from([png(), JPEG, GIF, WEBP, WEBP_X, WEBP_L]), st.integers(0, 40), st.binary(max_size=20))
def test_looking_at_damaged_pictures_never_fails(content, cut, rest):
    look(content[:cut] + rest)
