"""Dates, message ids and references as they are written."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.letters import letter

NINE = "2025-03-03T09:15:00+00:00"
_DATES = [
    ("as it should be", "Mon, 3 Mar 2025 10:15:00 +0100", NINE),
    ("without the day's name", "3 Mar 2025 10:15:00 +0100", NINE),
    ("without seconds", "Mon, 3 Mar 2025 10:15 +0100", NINE),
    ("two digits of a year", "Mon, 3 Mar 25 10:15:00 +0100", NINE),
    ("a zone's old name", "Mon, 3 Mar 2025 04:15:00 EST", NINE),
    ("Greenwich", "Mon, 3 Mar 2025 09:15:00 GMT", NINE),
    ("no zone", "Mon, 3 Mar 2025 09:15:00", NINE),
    ("a zone that says nothing", "Mon, 3 Mar 2025 09:15:00 -0000", NINE),
    ("a comment behind it", "Mon, 3 Mar 2025 10:15:00 +0100 (Hora estándar romance)", NINE),
    ("comments everywhere", "Mon (lunes), 3 (tres) Mar 2025 10:15:00 +0100", NINE),
    ("comments in comments", "((Mareko (Rīga))) Mon, 3 Mar 2025 10:15:00 +0100 (a (b) c)", NINE),
    ("a stray letter behind it", "Mon, 3 Mar 2025 10:15:00 +0100ÿ", NINE),
    ("half an hour off", "Mon, 3 Mar 2025 14:45:00 +0530", NINE),
    ("ISO 8601", "2025-03-03T10:15:00+01:00", NINE),
    ("ISO 8601 in UTC", "2025-03-03T09:15:00Z", NINE),
    ("as ctime writes", "Mon Mar  3 09:15:00 2025", NINE),
    ("American", "Mar 3, 2025 9:15:00 AM", NINE),
    ("a full month's name", "Monday, 3 March 2025 10:15:00 +0100", NINE),
    ("folded", "Mon,\r\n 3 Mar 2025\r\n 10:15:00 +0100", NINE),
    ("a leap second", "Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00"),
    ("the last century", "20 Jun 82 10:15:00 PDT", "1982-06-20T17:15:00+00:00"),
    ("the far future", "Mon, 3 Mar 2099 10:15:00 +0100", "2099-03-03T09:15:00+00:00"),
    ("a day that never was", "Sun, 30 Feb 2025 10:15:00 +0100", None),
    ("another language", "lun., 3 märz 2025 10:15:00 +0100", None),
    ("words", "yesterday at noon", None),
    ("nothing", "", None),
]
_MESSAGE_IDS = [
    ("without brackets", "one@molina.example", "one@molina.example"),
    ("on a line of its own", "\r\n <one@molina.example>", "one@molina.example"),
    ("with a comment", "<one@molina.example> (added by relay)", "one@molina.example"),
    ("broken by a fold", "<one\r\n two@molina.example>", "onetwo@molina.example"),
    ("encoded", "=?utf-8?q?=3Cone=40molina=2Eexample=3E?=", "one@molina.example"),
    ("without a domain", "<12345.abc>", "12345.abc"),
    ("missing", "", ""),
]
_REFERENCES = [
    ("two", "<a@x.example> <b@x.example>", ["a@x.example", "b@x.example"]),
    (
        "on lines of their own",
        "<a@x.example>\r\n\t<b@x.example>\r\n <c@x.example>",
        ["a@x.example", "b@x.example", "c@x.example"],
    ),
    ("with commas", "<a@x.example>,<b@x.example>", ["a@x.example", "b@x.example"]),
    ("in two fields", "<a@x.example>\r\nReferences: <b@x.example>", ["a@x.example", "b@x.example"]),
    ("close together", "<a@x.example><b@x.example>", ["a@x.example", "b@x.example"]),
    ("without brackets", "a@x.example b@x.example", ["a@x.example", "b@x.example"]),
    (
        "encoded by a program that folds too much",
        "<a@x.example>\r\n =?utf-8?q?=3Cb=40x=2Eexample=3E?=",
        ["a@x.example", "b@x.example"],
    ),
    (
        "a long thread",
        " ".join(f"<r{number}@x.example>" for number in range(60)),
        [f"r{number}@x.example" for number in range(60)],
    ),
]

CASES: list[Case] = [
    *(
        case(f"date: {name}", letter(f"text {name}", Date=written), f"text {name}", date=read)
        for name, written, read in _DATES
    ),
    *(
        case(
            f"message id: {name}", letter(f"text {name}", Message_ID=written), f"text {name}", message_id=read
        )
        for name, written, read in _MESSAGE_IDS
    ),
    *(
        case(
            f"references: {name}",
            letter(f"text {name}", References=written, In_Reply_To=f"<{read[-1]}>"),
            f"text {name}",
            references=read,
            in_reply_to=read[-1],
        )
        for name, written, read in _REFERENCES
    ),
    case(
        "an old way to say what is answered",
        letter("old", In_Reply_To='Your message of "Mon, 3 Mar 2025" <a@x.example>'),
        "old",
        in_reply_to="a@x.example",
    ),
    case(
        "answers two",
        letter("both", In_Reply_To="<a@x.example> <b@x.example>"),
        "both",
        in_reply_to="a@x.example",
    ),
    case(
        "automatic",
        letter("away", Auto_Submitted="auto-replied (vacation)"),
        "away",
        auto_submitted="auto-replied",
    ),
    case(
        "automatic, in capitals and with a parameter",
        letter("away again", Auto_Submitted="Auto-Generated; owner-email=x"),
        "away again",
        auto_submitted="auto-generated",
    ),
    case("not automatic, and says so", letter("here", Auto_Submitted="No"), "here"),
]
