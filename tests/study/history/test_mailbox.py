from pathlib import Path

import pytest

from relevo.study.demand.profile import Block
from relevo.study.history.errors import HistoryError
from relevo.study.history.proposal import propose_mapping
from relevo.study.history.reading import read_history

LETTER = """From jorge@post.example Mon Jan  5 09:00:00 2026
Message-ID: <{id}@post.example>
Date: Mon, 5 Jan 2026 {hour}:00:00 +0100
From: {who}
Subject: {subject}
{more}
Mi altavoz Auralis Duo 2 no se conecta a la red desde ayer
> what you wrote before

"""


def mailbox(folder: Path, *letters: dict[str, str]) -> Path:
    path = folder / "inbox.mbox"
    usual = {
        "hour": "09",
        "who": "Jorge Molina <jorge@post.example>",
        "subject": "=?utf-8?q?Conexi=C3=B3n?=",
        "more": "",
    }
    path.write_text("".join(LETTER.format(**{"id": str(n), **usual, **one}) for n, one in enumerate(letters)))
    return path


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ({"more": "In-Reply-To: <0@post.example>\n"}, "follow_up"),
        ({"more": "Auto-Submitted: auto-replied\n"}, "automatic"),
        ({"more": "List-Id: <news.post.example>\n"}, "automatic"),
        ({"who": "MAILER-DAEMON@post.example"}, "automatic"),
        ({"who": "no-reply@shop.example"}, "automatic"),
        ({"subject": "Out of office: skiing"}, "automatic"),
        ({"more": "X-Spam-Flag: YES\n"}, "spam"),
        ({"id": "0", "subject": "Other"}, "duplicate"),
        ({"hour": "99"}, "unreadable"),
    ],
)
def test_a_mailboxes_first_letters_are_contacts_and_the_others_are_not(tmp_path, letter, reason):
    history = read_history([mailbox(tmp_path, {}, letter)], zone="Europe/Madrid")
    assert history.blocks == (Block("es", "", "mail"),)
    assert history.hour.tolist() == [9] and history.dropped == ((reason, 1),)


def test_a_mailbox_is_proposed_as_one(tmp_path):
    proposal = propose_mapping(mailbox(tmp_path, {}))
    assert proposal.product == "mbox" and proposal.ready
    samples = {guess.column: guess.samples for guess in proposal.guesses}
    assert samples["subject"] == ("Conexión",) and "what you wrote" not in samples["text"][0]


def test_letters_of_strange_encodings_and_without_dates_do_not_stop_the_reading(tmp_path):
    path = mailbox(
        tmp_path,
        {},
        {
            "subject": "=?klingon?q?x?=",
            "more": "Content-Type: text/plain; charset=none\n",
            "who": "\udcff"[:0] + "x",
        },
    )
    with path.open("ab") as file:
        file.write(b"From x Mon Jan  5 09:00:00 2026\n\xff\xfe\n\nbody\n")
    history = read_history([path], zone="Europe/Madrid")
    assert history.rows == 3 and history.contacts.sum() == 2 and dict(history.faulty) == {"date_missing": 1}


def test_a_mailbox_without_letters_is_no_history(tmp_path):
    path = tmp_path / "empty.mbox"
    path.write_bytes(b"")
    with pytest.raises(HistoryError):
        read_history([path], zone="Europe/Madrid")
