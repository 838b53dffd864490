"""HTML to text that a person can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import markup, plaintext


def text(source: str) -> str:
    cleaned = markup.clean(source)
    assert cleaned is not None
    return plaintext.of_clean(cleaned.html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<p>  a \n b\t c </p>", "a b c"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<h1>Title</h1>Text", "Title\n\nText"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<a href='https://ok.example/x'>here</a>", "here <https://ok.example/x>"),
        ("<a href='https://ok.example/'>https://ok.example</a>", "https://ok.example"),
        ("<a href='mailto:a@b.example'>Anna</a>", "Anna"),
        ("<a href='javascript:x'>Anna</a>", "Anna"),
        ("<a href='https://ok.example'><p>block</p></a>", "block"),
        ("</a>x", "x"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb"),
        ("<blockquote>old<br>words</blockquote>new", "> old\n> words\n\nnew"),
        ("<blockquote><blockquote>older</blockquote>old</blockquote>", "> > older\n>\n> old"),
        ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
        ("<img src=https://x.example/i alt='Logo &amp; co'>", "Logo & co"),
        ("a &lt;b&gt; &amp;amp; c&nbsp;d", "a <b> &amp; c d"),
        ("<style>p{}</style><script>x</script>seen", "seen"),
        ("", ""),
    ],
)
def test_html_reads_as_text(source, expected):
    assert text(source) == expected


def test_a_gmail_reply_reads_with_its_history_quoted():
    source = (
        '<div dir="ltr">Muchas gracias</div><br><div class="gmail_quote"><div dir="ltr">'
        "El lun, 3 mar 2025 a las 10:15, "
        'Auralis (&lt;<a href="mailto:support@auralis.example">support@auralis.example</a>&gt;) escribió:<br></div>'
        "<blockquote><p>¿Ha funcionado?</p></blockquote></div>"
    )
    assert text(source) == (
        "Muchas gracias\n\n"
        "El lun, 3 mar 2025 a las 10:15, Auralis (<support@auralis.example>) escribió:\n\n> ¿Ha funcionado?"
    )


def test_an_end_tag_without_a_beginning_does_nothing():
    assert plaintext.of_clean("</a>x</p>") == "x"


def test_quoting_deeper_than_eight_is_shown_as_eight():
    assert text("<blockquote>" * 20 + "x").endswith("> " * 8 + "x")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div>" * 3000 + "Hello <b>you</b>", "Hello you"),
        ("<style>p{}</style>a<script>x</script>b<!-- c -->d<title>e</title>f", "abdf"),
        ("a<script>never closed", "a"),
        ("1 &lt; 2 < 3 &amp; 4", "1 < 2 < 3 & 4"),
    ],
)
def test_tangled_html_still_gives_its_words(source, expected):
    assert plaintext.without_tags(source) == expected


@given(st.text(alphabet='<>/&;"= abpreblockquotlihr\n\t', max_size=300))
def test_text_making_is_total(source):
    assert plaintext.without_tags(source) == plaintext.without_tags(source).strip()
    cleaned = markup.clean(source)
    assert cleaned is None or "\x00" not in plaintext.of_clean(cleaned.html)
