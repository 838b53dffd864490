"""Files of strangers that end whoever looks at them: the worker lives, and the ticket is there with its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from relevo.channels.mail import reading
from relevo.channels.mail.models import RawState
from relevo.core.scope import acting
from relevo.tickets.models import Attachment
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import let_in, messages, raws, tickets
from tests.channels.mail.test_reading import WITH_PICTURE, broken


@pytest.mark.parametrize(
    "body", ["os.kill(os.getpid(), 11)", "import time; time.sleep(60)"], ids=["crash", "loop"]
)
def test_attack_42_a_file_that_ends_its_reader_leaves_the_ticket_with_its_words_and_says_so(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    reading.close()
    monkeypatch.setattr(reading, "WALL_SECONDS", 3.0)
    broken(monkeypatch, tmp_path, body, where="look")
    raw = WITH_PICTURE + b"--b--\r\n"
    let_in(raw)
    reading.close()
    [kept] = raws()
    assert (kept.state, kept.attempts, bytes(kept.raw)) == (RawState.DIGESTED, 0, raw)
    [ticket] = tickets()
    [message] = messages(ticket)
    assert (message.text, "cut_short" in message.notices) == ("No enciende.", True)
    with acting(EVERYWHERE):
        [file] = Attachment.objects.filter(ticket=ticket)
    assert (file.name, bytes(file.content)) == ("mail.eml", raw), (
        "the mail as it came, and no file that was not looked at"
    )
