"""Two million characters of whatever kind are cut within a second of CPU time, HTML within its own limit.

The bound below leaves room for slower machines; what it must catch is time that grows with the square.
"""

from __future__ import annotations

import time

import pytest

from relevo.channels.mail.replies import elements
from relevo.channels.mail.replies.cutting import cut

SIZE = 2_000_000
SECONDS = 12


def spent(action) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


@pytest.mark.parametrize(
    "unit",
    [
        "> x\ny\n",
        "\n",
        "x",
        "On Mon, 3 Mar 2025 at 10:15, A <a@b.example> wrote:\n",
        "wrote:\n",
        "1:\n",
        "a:\n> b\n",
        "On On On On On On 2025 10:15 x@ :\n",
        "From:\n\n",
        "--\n",
        "-- \n",
        "-- a 1/1/2025 10:15 a@b.c\n",
        "Sent from my iPhone\n",
        "Tel: 0113 496 0000\n",
        "-Tom\n\n",
        "confidential intended error delete \n\n",
        "<http://a\n> b\n",
        "\u200f\u202a:\n",
        "\nA <a@b.example> wrote:\n",
        "On Mon, 3 Mar 2025 10:15 A <a@b.example> wrote\n",
        "a@b.example) wrote\n",
        "Tom\n\n---\n",
        "Tom\n\nTom Baker | Technician\n",
        "Date: From: a@b.example To: Subject: ",
        "From: a@b.example Date: To: \n",
        "> Reply above this line\n",
        "X schrieb am Mo., 3. 10:15:\n",
        "-------- Original message --------",
        "---- x ____ y ==== z ",
        "a <b@c.example> wrote: On 3 ",
        "On Mon, 3 Mar 2025 10:15 A <a@b.example=\n",
        "On Mon, 3 Mar 2025 10:15 A <a@b.example\n\n",
        "On Mon, 3 Mar 2025 10:15 A <\n",
        "On 3/3/2025 10:15 A wrote\nFrom: b\n",
        "---\n*Previous replies*x\n",
        "Thanks,\n_____\n",
        "Thanks,\nTom\n+371 2000 0000\n",
        "Sent from my Aa Bb Cc\n",
        "Tom from mobile\n",
        "If you received this e-mail in error, please delete it.\n\n",
        "This email may contain\n",
        "__,_._,___\n",
        "-tom\n",
        "> \ue0b1own\ue0b1\n",
    ],
)
def test_attack_45_two_million_characters_are_cut_in_time(unit):
    assert spent(lambda: cut("hello\n\n" + unit * (SIZE // len(unit)) + "\nbye")) < SECONDS


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<div class=gmail_attr>",
        "<div class=gmail_signature>x</div>",
        "<blockquote>x</blockquote>y",
        "</blockquote>",
        "<hr id=stopSpelling>x",
        "<div class=\"'",
        "<div id=a id=a id=a id=a ",
        "<!--",
        "<p>x",
        '<blockquote style="margin:0 0 0 40px;border:none">x',
        "<blockquote style=margin",
        "<p>x<blockquote>",
        "<blockquote cite=http://x>x</blockquote>",
        '<div style="border-top : solid ; ; ; ">',
    ],
)
def test_attack_45_nested_and_broken_html_is_cut_in_time(unit):
    source = "<div>hello</div><div class=yahoo_quoted>q</div>" + unit * (SIZE // len(unit))
    assert spent(lambda: cut("hello\nfoo", source)) < SECONDS


def test_a_hundred_thousand_nested_elements_leave_the_text_to_its_own_rules():
    source = "<div>hello</div>" + '<div class="yahoo_quoted">' * 19_000 + "q"
    assert elements.as_marked_text(source) == ""
    assert cut("hello\n> q", source).reply == "hello"
