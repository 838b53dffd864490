"""Nothing that reads a mail takes time that grows with the square of its length."""

from __future__ import annotations

import pytest

from relevo.channels.mail import addresses
from relevo.channels.mail.mime import markup, plaintext
from relevo.channels.mail.mime.encoded_words import decode_words
from relevo.channels.mail.mime.parameters import parameters
from relevo.channels.mail.parsing import parse
from relevo.channels.mail.replies import cutting
from tests.channels.mail.letters import letter, multipart, plain
from tests.linear import assert_linear


def repeated(unit: str):
    return lambda size: "hello\n" + (unit * (size // len(unit) + 1))[:size]


@pytest.mark.parametrize(
    "unit",
    [
        "On a, a, a, ",
        "On \n",
        ">\n",
        "> x\ny\n",
        "wrote:\n",
        "On 1/1/2025 10:15 a@b.example wrote:\n",
        "a:\n> b\n",
        "\n",
        "--\n",
        "-- \n",
        "Sent from my iPhone\n",
        "From: a\n",
        "From: a\nSent: b\nx\nx\nx\nx\n",
        "_" * 32 + "\n",
        "x 10:15 wrote ",
        " ",
        "-----Original ",
        "a\n\n\n\n> b\n",
        "10:15 <a@b.example>:\n",
        "\t>\n",
    ],
)
def test_attack_45_cutting_replies_is_linear(unit):
    assert_linear(cutting.cut, repeated(unit))


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b>",
        "<p>x",
        "<a href=x>",
        "<!--",
        "<",
        "&",
        "&amp;",
        "<a x='",
        "<a x=\"'",
        "<style>",
        "<table><tr><td>",
        "</p>",
        "<blockquote>x</blockquote>",
        "<a b ",
        "<a b=c ",
        "<pre>\n\n",
        "<li>a",
        "<script>x</script>",
        "]]>",
        "<![CDATA[",
        "<a =",
        "<ul></ul>",
    ],
)
def test_attack_44_cleaning_html_is_linear(unit):
    def read(source):
        cleaned = markup.clean(source)
        return plaintext.of_clean(cleaned.html) if cleaned else plaintext.without_tags(source)

    assert_linear(read, repeated(unit))


@pytest.mark.parametrize(
    "unit",
    ['"', '\\"', '"\\"', "(", ")", "<", ">", "a@b.example,", ",", ":", ";", " ", "a ", "=?utf-8?q?a?= "],
)
def test_attack_08_reading_addresses_is_linear(unit):
    assert_linear(addresses.parse, lambda size: repeated(unit)(size).encode())


@pytest.mark.parametrize("unit", ["=?", "=?utf-8?q?", "=?utf-8?q?a?= ", "=?utf-8?b?", "?", " ", "\xe4"])
def test_attack_46_decoding_words_is_linear(unit):
    assert_linear(decode_words, lambda size: repeated(unit)(size).encode("latin-1"))


@pytest.mark.parametrize("unit", [";", "a=", 'a="', ';a="\\"', " ", ";a*0*=", "a", "*", "''", '"'])
def test_attack_46_reading_parameters_is_linear(unit):
    assert_linear(parameters, lambda size: b"text/plain;" + repeated(unit)(size).encode())


@pytest.mark.parametrize(
    "make",
    [
        lambda size: b"X: y\r\n" * (size // 6),
        lambda size: b"Subject: x\r\n" + b" y\r\n" * (size // 4),
        lambda size: letter(b"--b \t" * (size // 5), content_type="multipart/mixed; boundary=b"),
        lambda size: letter(b"\r\n--bb" * (size // 6), content_type="multipart/mixed; boundary=b"),
        lambda size: multipart("mixed", *[plain("x")] * (size // 60)),
        lambda size: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * (size // 50),
        lambda size: letter(b"=" * size, Content_Transfer_Encoding="base64"),
        lambda size: letter(b"=\n" * (size // 2), Content_Transfer_Encoding="quoted-printable"),
        lambda size: letter("> a \n" * (size // 5), content_type="text/plain; format=flowed"),
        lambda size: letter(b"\xe2\xf0" * (size // 2), content_type="text/plain"),
        lambda size: b"\r" * size,
    ],
)
def test_attack_44_reading_whole_mails_is_linear(make):
    assert_linear(parse, make)
