"""HTML mails: what a person reads in them, and what is left of them that is safe."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.letters import letter

_REL = 'rel="noopener noreferrer nofollow"'
# name, the page, its text, its safe HTML (None: as it was written), notices
_PAGES = [
    ("paragraphs", "<p>Uno</p><p>Dos</p>", "Uno\n\nDos", None, []),
    ("divisions", "<div>Uno</div><div>Dos</div><div><br></div><div>Tres</div>", "Uno\nDos\n\nTres", None, []),
    ("breaks", "Uno<br>Dos<br><br>Tres", "Uno\nDos\n\nTres", None, []),
    ("white space", "<p>  Uno \r\n dos\t tres  </p>", "Uno dos tres", "<p>  Uno \n dos\t tres  </p>", []),
    (
        "lists",
        "<p>Probé:</p><ul><li>uno</li><li>dos</li></ul><ol><li>tres</li></ol>",
        "Probé:\n\n- uno\n- dos\n\n- tres",
        None,
        [],
    ),
    (
        "a table",
        "<table><tbody><tr><td>Serie</td><td>AD2-0012345</td></tr><tr><td>Error</td><td>E-0042</td></tr></tbody></table>",
        "Serie AD2-0012345\nError E-0042",
        None,
        [],
    ),
    (
        "a link",
        "<p>Vea <a href='https://x.example/a?b=1&amp;c=2'>esto</a> y <a href='https://y.example'>https://y.example</a></p>",
        "Vea esto <https://x.example/a?b=1&c=2> y https://y.example",
        f'<p>Vea <a href="https://x.example/a?b=1&amp;c=2" {_REL}>esto</a> y <a href="https://y.example" {_REL}>https://y.example</a></p>',
        [],
    ),
    (
        "signs by name and number",
        "<p>&iquest;Qu&eacute;&#63; &lt;b&gt; &amp;amp; &#x20AC;&nbsp;5 &copy;</p>",
        "¿Qué? <b> &amp; € 5 ©",
        "<p>¿Qué? &lt;b&gt; &amp;amp; €&nbsp;5 ©</p>",
        [],
    ),
    ("words as they stand", "<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc", None, []),
    (
        "a quote",
        "<p>Sí</p><blockquote><p>¿Ya?</p><blockquote>¿No?</blockquote></blockquote>",
        "Sí\n\n> ¿Ya?\n>\n> > ¿No?",
        None,
        [],
    ),
    ("headings and a rule", "<h1>Hola</h1>Uno<hr>Dos", "Hola\n\nUno\n" + "_" * 32 + "\nDos", None, []),
    (
        "a hidden line for the list of mails",
        "<div style='display:none;max-height:0;overflow:hidden'>Oferta &zwnj;&nbsp;&zwnj;</div><p>Hola</p>",
        "Hola",
        "<p>Hola</p>",
        [],
    ),
    (
        "a hidden line of Outlook",
        '<span style="display:none !important;mso-hide:all">Secreto</span><p>Hola</p>',
        "Hola",
        "<p>Hola</p>",
        [],
    ),
    (
        "a hidden line by its size",
        '<div style="font-size:1px;line-height:1px;max-height:0px;opacity:0;overflow:hidden">Secreto</div>Hola',
        "Hola",
        "Hola",
        [],
    ),
    (
        "a table of small size with large words in it",
        "<table><tbody><tr><td style='font-size:0px'><div style='font-size:14px'>Hola</div></td></tr></tbody></table>",
        "Hola",
        "<table><tbody><tr><td><div>Hola</div></td></tr></tbody></table>",
        [],
    ),
    ("hidden and nothing else", "<div style='display:none'>Hola</div>", "Hola", "<div>Hola</div>", []),
    (
        "filled up with signs that nobody sees",
        "<p>Hola&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;fin&shy;al&#8203;</p>",
        "Hola final",
        "<p>Hola\u200c&nbsp;\u200c&nbsp;\u200c&nbsp;\u200c&nbsp;fin\xadal\u200b</p>",
        [],
    ),
    (
        "style, script and title",
        "<html><head><title>t</title><style>p{}</style></head><body><script>x</script><p>Hola</p></body></html>",
        "Hola",
        "<p>Hola</p>",
        [],
    ),
    (
        "conditional comments",
        "<!--[if mso]><p>Outlook</p><![endif]--><!--[if !mso]><!--><p>Todos</p><!--<![endif]--><![if !vml]>y<![endif]>",
        "Todos\n\ny",
        "<p>Todos</p>y",
        [],
    ),
    ("empty comments", "Uno<!-->dos<!--->tres<!-- x -->", "Unodostres", "Unodostres", []),
    (
        "Outlook's own elements",
        "<p class=MsoNormal>Hola<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Adiós</p>",
        "Hola\n\nAdiós",
        "<p>Hola</p><p>&nbsp;</p><p>Adiós</p>",
        [],
    ),
    (
        "elements that are never closed",
        "<p>Uno<p>Dos<ul><li>tres<li>cuatro",
        "Uno\n\nDos\n\n- tres\n- cuatro",
        "<p>Uno</p><p>Dos</p><ul><li>tres</li><li>cuatro</li></ul>",
        [],
    ),
    (
        "old elements",
        "<center><font color=red size=7>Hola</font></center>",
        "Hola",
        "<center>Hola</center>",
        [],
    ),
    (
        "a picture far away",
        "<p>Hola <img src='https://x.example/logo.png' alt='Auralis' width=20></p>",
        "Hola Auralis",
        '<p>Hola <img alt="Auralis" width="20" data-remote="https://x.example/logo.png"></p>',
        ["remote_images_removed"],
    ),
    (
        "a picture whose name is a file's",
        "<p>Hola <img src='http://x.example/a.png' alt='image001.png'></p>",
        "Hola",
        '<p>Hola <img alt="image001.png" data-remote="http://x.example/a.png"></p>',
        ["remote_images_removed"],
    ),
    (
        "a picture without a scheme",
        "Hola<img src=//x.example/a.png>",
        "Hola",
        'Hola<img data-remote="https://x.example/a.png">',
        ["remote_images_removed"],
    ),
    (
        "a background and a style sheet",
        "<table background='https://x.example/b.png'><tbody><tr><td style='background:url(https://x.example/c)'>Hola</td></tr></tbody></table>",
        "Hola",
        "<table><tbody><tr><td>Hola</td></tr></tbody></table>",
        [],
    ),
    (
        "a form",
        "<form action=https://x.example><input type=password name=p><button>Enviar</button>Hola</form>",
        "EnviarHola",
        "EnviarHola",
        [],
    ),
    (
        "handlers and schemes",
        "<p onclick=x()>Hola <a href='javascript:x()'>aquí</a> <a href='data:text/html,x'>allí</a></p>",
        "Hola aquí allí",
        f"<p>Hola <a {_REL}>aquí</a> <a {_REL}>allí</a></p>",
        [],
    ),
    (
        "a page laid over ours",
        "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>Hola</div>",
        "Hola",
        "<div>Hola</div>",
        [],
    ),
    (
        "a base, a refresh and a frame",
        "<base href=https://x.example><meta http-equiv=refresh content='0;url=https://x.example'><iframe src=https://x.example></iframe>Hola",
        "Hola",
        "Hola",
        [],
    ),
    (
        "drawings with scripts in them",
        "<svg onload=x()><script>x()</script></svg><math><mi>Hola</mi></math>",
        "Hola",
        "Hola",
        [],
    ),
    ("a bare bracket", "<p>5 < 6 & 7 > 2</p>", "5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>", []),
    ("right to left", '<div dir="rtl">שלום <b>עולם</b></div>', "שלום עולם", None, []),
    ("a page of nothing", "<html><body></body></html>", "", "", []),
]

CASES: list[Case] = [
    case(
        f"page: {name}",
        letter(page, content_type="text/html; charset=utf-8"),
        text,
        html=page if html is None else html,
        notices=notices,
    )
    for name, page, text, html, notices in _PAGES
]
