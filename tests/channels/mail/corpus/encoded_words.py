"""Encoded words in subjects and names, as programs in the wild write them."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.letters import letter

_SUBJECTS = [
    ("two words and a space between them", "=?utf-8?q?Duo_2?= =?utf-8?q?_no_enciende?=", "Duo 2 no enciende"),
    (
        "words on three lines",
        "=?utf-8?B?U2lsdHVtc8WrxLdu?=\r\n =?utf-8?B?aXMgcsSBZGEg?=\r\n\t=?utf-8?B?a8S8xatkdQ==?=",
        "Siltumsūķnis rāda kļūdu",
    ),
    (
        "a letter cut in two words in Q",
        "=?UTF-8?Q?Palīdzība?= =?utf-8?Q?_k=C4?= =?utf-8?Q?=81_var?=",
        "Palīdzība kā var",
    ),
    ("a letter cut in two words in B", "=?utf-8?B?xA==?= =?utf-8?B?gQ==?=", "ā"),
    ("a letter cut between B and Q", "=?utf-8?B?xA==?= =?utf-8?Q?=81?=", "ā"),
    (
        "base64 cut outside of its groups",
        "=?utf-8?B?0JrQvtC70L7QvdC60L?= =?utf-8?B?Ag0L3QtSDRgNCw0LHQvtGC0LDQtdGC?=",
        "Колонка не работает",
    ),
    ("base64 without padding", "=?utf-8?B?xIE?= =?iso-8859-1?B?8Q?=", "āñ"),
    ("words with no space between", "=?utf-8?q?=C4=81?==?utf-8?q?_b?=", "ā b"),
    ("a word that touches text", "Re:=?utf-8?q?_=C4=81?=, ok", "Re: ā, ok"),
    ("text, word, text, word", "a =?utf-8?q?=C4=81?= b =?utf-8?q?=C4=93?=", "a ā b ē"),
    ("small letters for the encoding", "=?utf-8?q?=c4=81?= =?utf-8?b?xIE=?=", "āā"),
    ("a language after the charset", "=?utf-8*lv?q?=C4=81?= =?US-ASCII*EN?Q?_ok?=", "ā ok"),
    (
        "raw spaces in Q",
        "=?utf-8?Q?Mi Duo 2 no enciende: =C2=BFqu=C3=A9 hago?=",
        "Mi Duo 2 no enciende: ¿qué hago",
    ),
    ("a fold within a sign", "=?utf-8?Q?se=C\r\n 3=B1al_ro=6\r\n\tA=61?=", "señal roja"),
    ("a fold behind the sign's first mark", "=?utf-8?Q?se=\r\n C3=B1al?=", "señal"),
    ("the last letter cut off", "=?utf-8?Q?a=C3=B1o_se=C3=B1al=C3?=", "año señal\ufffd"),
    ("raw question marks in Q", "=?utf-8?Q?qu=C3=A9? c=C3=B3mo??=", "qué? cómo?"),
    ("a word that is never closed", "=?utf-8?Q?No enciende: se=C3=B1al roja", "No enciende: señal roja"),
    ("a word closed by half", "=?utf-8?B?xIFiYw==?", "ābc"),
    ("an open word before another", "=?utf-8?Q?ma=C3=B1ana =?utf-8?Q?tarde?=", "mañanatarde"),
    ("one word of 300 letters", "=?utf-8?Q?" + "=C4=81" * 300 + "?=", "ā" * 300),
    ("a fold inside a word in B", "=?utf-8?B?U2lsdHVt\r\n c8Wra25pcw==?=", "Siltumsūknis"),
    ("an empty word", "=?utf-8?q??= ok =?utf-8?b??=", "ok"),
    ("a charset that nobody knows", "=?x-none?q?ma=F1ana_no_s=E9?=", "mañana no sé"),
    ("a charset that is wrong", "=?us-ascii?q?ma=C3=B1ana?=", "mañana"),
    ("no charset at all", "=??q?ma=C3=B1ana?=", "mañana"),
    (
        "Japanese cut at its escapes",
        "=?iso-2022-jp?B?GyRCJTklVCE8JSshPBsoQg==?=\r\n =?iso-2022-jp?B?GyRCJCxGMCQrJEokJBsoQg==?=",
        "スピーカーが動かない",
    ),
    ("Chinese from a phone", "=?gb2312?B?0vTP5LTysru/qg==?=", "音箱打不开"),
    ("Korean by its old name", "=?ks_c_5601-1987?B?vbrHx8S/?=", "스피커"),
    ("Russian in KOI8", "=?koi8-r?B?69nMz87LwSDOxSDSwcLP1MHF1A==?=", "Кылонка не работает"),
    ("UTF-8 that claims Latin-1", "=?iso-8859-1?Q?ma=C3=B1ana?=", "mañana"),
    ("raw letters beside a word", "ķļūda =?utf-8?q?=C4=81?=", "ķļūda ā"),
    ("what only looks like a word", "a =?b c?= =?utf-8?x?y?= 2=?3", "a =?b c?= =?utf-8?x?y?= 2=?3"),
    ("encoded line breaks", "=?utf-8?Q?uno=0D=0Ados?=", "uno dos"),
    ("tabs and folds", "uno\r\n\tdos\ttres", "uno dos tres"),
    ("double spaces stay", "uno  dos =?utf-8?q?=C4=81__=C4=93?=", "uno  dos ā  ē"),
    ("wide and no-break spaces stay", "=?utf-8?q?5=C2=A0=E2=82=AC=E3=80=80ok?=", "5\xa0€　ok"),
    (
        "emoji of several signs",
        "=?utf-8?B?8J+RqeKAjfCflKcg8J+PtPOggafzoIGi86CBpfOgga7zoIGn86CBvyBvaw==?=",
        "👩‍🔧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ok",
    ),
    ("Persian with its joiner", "=?utf-8?B?2YXbjOKAjNiu2YjYp9mH2YU=?=", "می‌خواهم"),
    ("an apostrophe and a percent sign", "100% =?utf-8?q?l=27=C3=A9t=C3=A9?=", "100% l'été"),
]
_NAMES = [
    ("in quotes", '"=?utf-8?q?Elena_N=C3=BA=C3=B1ez?=" <jorge@molina.example>', "Elena Núñez"),
    ("with a comma in it", "=?utf-8?q?N=C3=BA=C3=B1ez=2C_Elena?= <jorge@molina.example>", "Núñez, Elena"),
    (
        "in two charsets",
        "=?iso-8859-1?q?Elena?= =?utf-8?q?_N=C3=BA=C3=B1ez?= <jorge@molina.example>",
        "Elena Núñez",
    ),
    ("in a comment", "jorge@molina.example (=?utf-8?q?Elena_N=C3=BA=C3=B1ez?=)", "Elena Núñez"),
    (
        "over a fold",
        "=?utf-8?B?WmFuZSA=?=\r\n =?utf-8?B?S3LFq21pxYZh?=\r\n <jorge@molina.example>",
        "Zane Krūmiņa",
    ),
    ("beside plain words", "Dr. =?utf-8?q?J=C3=BCrgen?= Gross <jorge@molina.example>", "Dr. Jürgen Gross"),
    (
        "with quotes inside",
        "=?utf-8?q?Elena_=22La_Jefa=22_N=C3=BA=C3=B1ez?= <jorge@molina.example>",
        'Elena "La Jefa" Núñez',
    ),
    ("without a space before the bracket", "=?utf-8?q?N=C3=BA=C3=B1ez?=<jorge@molina.example>", "Núñez"),
]

CASES: list[Case] = [
    *(
        case(f"subject: {name}", letter(f"text {name}", subject=written), f"text {name}", subject=read)
        for name, written, read in _SUBJECTS
    ),
    *(
        case(f"name: {name}", letter(f"text {name}", sender=written), f"text {name}", from_name=read)
        for name, written, read in _NAMES
    ),
]
