"""Senders and recipients as they are written, and as nobody should write them."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.letters import letter

SUPPORT = "support@auralis.example"
# name, From, what is read of it
_SENDERS = [
    ("an address alone", "jorge@molina.example", "jorge@molina.example", ""),
    ("an address in brackets", "<jorge@molina.example>", "jorge@molina.example", ""),
    ("capitals", "JORGE <Jorge@Molina.EXAMPLE>", "jorge@molina.example", "JORGE"),
    ("a name in a comment", "jorge@molina.example (Jorge Molina)", "jorge@molina.example", "Jorge Molina"),
    (
        "a name with a comment",
        '"Jorge Molina" (Sales) <jorge@molina.example>',
        "jorge@molina.example",
        "Jorge Molina",
    ),
    (
        "a comma without quotes",
        "Molina, Jorge <jorge@molina.example>",
        "jorge@molina.example",
        "Molina, Jorge",
    ),
    (
        "a comma in quotes",
        '"Molina, Jorge (Valencia)" <jorge@molina.example>',
        "jorge@molina.example",
        "Molina, Jorge (Valencia)",
    ),
    (
        "quotes in quotes",
        r'"Jorge \"J\" Molina" <jorge@molina.example>',
        "jorge@molina.example",
        'Jorge "J" Molina',
    ),
    ("single quotes around", "'Jorge Molina' <jorge@molina.example>", "jorge@molina.example", "Jorge Molina"),
    ("no space before the bracket", "Jorge<jorge@molina.example>", "jorge@molina.example", "Jorge"),
    ("spaces in the brackets", "Jorge < jorge@molina.example >", "jorge@molina.example", "Jorge"),
    (
        "the address as its own name",
        '"jorge@molina.example" <jorge@molina.example>',
        "jorge@molina.example",
        "jorge@molina.example",
    ),
    ("another address as the name", '"Pat <pat@p.example>" <eve@evil.example>', "eve@evil.example", ""),
    ("an address without quotes as the name", "pat@p.example <eve@evil.example>", "eve@evil.example", ""),
    ("a scheme", "<mailto:jorge@molina.example>", "jorge@molina.example", ""),
    ("a plus and an apostrophe", "o'hara+1@cole.example", "o'hara+1@cole.example", ""),
    ("a dot before the sign", "jorge.@docomo.example", "jorge.@docomo.example", ""),
    ("dots in a row", "jorge..m@docomo.example", "jorge..m@docomo.example", ""),
    ("a dot at the end", "jorge@molina.example.", "jorge@molina.example", ""),
    ("a quoted local part", '"jorge.molina"@molina.example', "jorge.molina@molina.example", ""),
    ("letters beyond ASCII on both sides", "jānis@liepāja.example", "jānis@xn--liepja-6za.example", ""),
    ("a domain in another script", "Анна <anna@почта.example>", "anna@xn--80a1acny.example", "Анна"),
    (
        "an encoded address in the name",
        "=?utf-8?q?pat=40p=2Eexample?= <eve@evil.example>",
        "eve@evil.example",
        "",
    ),
    (
        "a name of many words",
        "Dr. Jorge J. R. Molina-Vega <jorge@molina.example>",
        "jorge@molina.example",
        "Dr. Jorge J. R. Molina-Vega",
    ),
    (
        "a name folded twice",
        "Jorge\r\n Molina\r\n <jorge@molina.example>",
        "jorge@molina.example",
        "Jorge Molina",
    ),
    (
        "the same sender twice",
        "Jorge <jorge@molina.example>\r\nFrom: Jorge <jorge@molina.example>",
        "jorge@molina.example",
        "Jorge",
    ),
]
# name, From, what is claimed, notices
_CLAIMS = [
    ("two senders", "Pat <pat@p.example>, eve@evil.example", "pat@p.example", "Pat", ["several_senders"]),
    ("two From fields", "pat@p.example\r\nFrom: eve@evil.example", "pat@p.example", "", ["several_senders"]),
    (
        "a bracket that is never closed",
        "Jorge <jorge@molina.example",
        "jorge@molina.example",
        "Jorge",
        ["sender_unclear"],
    ),
    (
        "a bracket that is never opened",
        "jorge@molina.example>",
        "jorge@molina.example",
        "",
        ["sender_unclear"],
    ),
    (
        "no brackets at all",
        "Jorge Molina jorge@molina.example",
        "jorge@molina.example",
        "Jorge Molina",
        ["sender_unclear"],
    ),
    (
        "a stray bracket as in CVE-2023-27043",
        "boss@a.example)<eve@evil.example>",
        "eve@evil.example",
        "",
        ["sender_unclear"],
    ),
    (
        "all of it encoded",
        "=?utf-8?q?Jorge_=3Cjorge=40molina=2Eexample=3E?=",
        "jorge@molina.example",
        "Jorge",
        ["sender_unclear"],
    ),
    (
        "a machine of our own",
        "Cron Daemon <root@localhost>",
        "root@localhost",
        "Cron Daemon",
        ["sender_unclear"],
    ),
    ("a number for a domain", "jorge@[10.0.0.1]", "jorge@[10.0.0.1]", "", ["sender_unclear"]),
    (
        "a local part with a space",
        '"jorge molina"@molina.example',
        '"jorge molina"@molina.example',
        "",
        ["sender_unclear"],
    ),
    ("a route", "<@relay.example:jorge@molina.example>", "", "", ["sender_unclear"]),
    ("a name and no address", "Jorge Molina", "", "", ["sender_unclear"]),
    ("empty brackets", "Jorge <>", "", "", ["sender_unclear"]),
    ("nothing", "", "", "", ["no_sender"]),
]
_LISTS = [
    (
        "many on many lines",
        "a@b.example,\r\n\tC D <c@d.example>,\r\n <e@f.example>",
        ["a@b.example", "c@d.example", "e@f.example"],
        [],
    ),
    ("semicolons", "a@b.example; c@d.example;", ["a@b.example", "c@d.example"], []),
    ("a comma at the end", "a@b.example, , c@d.example,", ["a@b.example", "c@d.example"], []),
    (
        "names with commas without quotes",
        "Cole, Hannah <h@cole.example>, Baker, Tom <t@baker.example>",
        ["h@cole.example", "t@baker.example"],
        [],
    ),
    ("a group", "Team: a@b.example, C <c@d.example>;", ["a@b.example", "c@d.example"], []),
    ("nobody disclosed", "undisclosed-recipients:;", [], []),
    ("nobody disclosed, in brackets", "<Undisclosed-Recipient:;>", [], ["to_unclear"]),
    ("one twice", "a@b.example, A@B.example", ["a@b.example"], []),
    ("two fields", "a@b.example\r\nTo: c@d.example", ["a@b.example", "c@d.example"], []),
    (
        "a comma that was encoded behind a bare address",
        'a@b.example\r\n =?utf-8?q?=2C?= "Cole, Hannah" <c@d.example>',
        ["a@b.example", "c@d.example"],
        ["to_unclear"],
    ),
    (
        "a comma that was encoded",
        "<a@b.example>\r\n =?utf-8?q?=2C?= =?utf-8?b?SsO8cmdlbg==?= <c@d.example>",
        ["a@b.example", "c@d.example"],
        ["to_unclear"],
    ),
    (
        "a machine among people",
        "a@b.example, root@localhost",
        ["a@b.example", "root@localhost"],
        ["to_unclear"],
    ),
    ("a name in quotes with an angle", '"a <b>" <c@d.example>', ["c@d.example"], []),
    ("no recipient at all", "", [], []),
]

CASES: list[Case] = [
    *(
        case(
            f"from: {name}",
            letter(f"text {name}", sender=written),
            f"text {name}",
            from_addr=address,
            from_name=shown,
        )
        for name, written, address, shown in _SENDERS
    ),
    *(
        case(
            f"from: {name}",
            letter(f"text {name}", sender=written),
            f"text {name}",
            from_addr=address,
            from_name=shown,
            notices=notices,
        )
        for name, written, address, shown, notices in _CLAIMS
    ),
    *(
        case(f"to: {name}", letter(f"text {name}", to=written), f"text {name}", to=read, notices=notices)
        for name, written, read, notices in _LISTS
    ),
    case(
        "cc beside to",
        letter("copy", Cc="Hannah Cole <hannah@cole.example>, =?utf-8?q?J=C5=ABratė?= <jurate@b.example>"),
        "copy",
        cc=["hannah@cole.example", "jurate@b.example"],
    ),
    case(
        "cc and to the same",
        letter("same", to=f"{SUPPORT}, a@b.example", Cc=f"{SUPPORT}"),
        "same",
        to=[SUPPORT, "a@b.example"],
        cc=[SUPPORT],
    ),
    case(
        "reply-to and sender change nothing",
        letter("elsewhere", Reply_To="x@y.example", Sender="z@y.example", Return_Path="<q@y.example>"),
        "elsewhere",
    ),
]
