"""The town's page."""

from __future__ import annotations

import pytest

from relevo.demo.maildirs import mailbox_of

JORGE, CARMEN = "jorge.molina@correo.example", "carmen@auralis.example"


def mail(subject: str, text: str = "Hola <b>Jorge</b>") -> bytes:
    head = "From: Mateo <support@auralis.example>\r\nReply-To: <support+t@auralis.example>\r\nX-Secret: not shown\r\n"
    return f"{head}Subject: {subject}\r\nMessage-ID: <x@auralis.example>\r\n\r\n{text}\r\n".encode()


@pytest.fixture
def town(settings, tmp_path, monkeypatch, db):
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path))
    settings.DEMO = True
    return tmp_path / "town"


def test_there_is_no_town_outside_a_demo(client, town, settings) -> None:
    settings.DEMO = False
    assert client.get("/town/").status_code == 404


def test_a_town_without_mail_says_so_to_everybody(client, town) -> None:
    answer = client.get("/town/")
    assert answer.status_code == 200
    assert "No mail yet." in answer.content.decode()


def test_mails_are_shown_with_their_heads_and_as_plain_text(client, town) -> None:
    mailbox_of(town, JORGE).file(mail("Re: first [AUR-1042]"))
    page = client.get("/town/").content.decode()
    assert "Re: first [AUR-1042]" in page
    assert "Mateo &lt;support@auralis.example&gt;" in page
    assert "<dd>support+t@auralis.example</dd>" in page
    assert "Hola &lt;b&gt;Jorge&lt;/b&gt;" in page
    assert "not shown" not in page
    assert "style=" not in page


def test_the_newest_comes_first_and_sent_ones_are_told_apart(client, town) -> None:
    mailbox_of(town, JORGE).file(mail("older"))
    mailbox_of(town, JORGE).sent.file(mail("newer"), new=False)
    page = client.get("/town/").content.decode()
    assert page.index("newer") < page.index("older")
    assert page.index("wrote") < page.index("received")


def test_one_mailbox_can_be_chosen_and_a_made_up_one_shows_all(client, town) -> None:
    mailbox_of(town, JORGE).file(mail("for Jorge"))
    mailbox_of(town, CARMEN).file(mail("for Carmen"))
    chosen = client.get("/town/", {"of": CARMEN}).content.decode()
    assert "for Carmen" in chosen
    assert "for Jorge" not in chosen
    everything = client.get("/town/", {"of": "../../etc"}).content.decode()
    assert "for Carmen" in everything
    assert "for Jorge" in everything


def test_many_mails_come_in_pages_that_keep_the_choice(client, town) -> None:
    for number in range(25):
        mailbox_of(town, JORGE).file(mail(f"number {number:02}"))
    first = client.get("/town/", {"of": JORGE}).content.decode()
    assert "number 24" in first
    assert "number 04" not in first
    assert "?of=jorge.molina%40correo.example&amp;page=2" in first
    assert "number 04" in client.get("/town/", {"of": JORGE, "page": "2"}).content.decode()


def test_attachments_are_named(client, town) -> None:
    from relevo.core import clock
    from relevo.demo.letters import LETTERS
    from relevo.demo.post import first_mail

    letter = next(letter for letter in LETTERS if letter.file)
    mailbox_of(town, JORGE).file(first_mail(letter, at=clock.now()).as_bytes())
    assert letter.file[0] in client.get("/town/").content.decode()


def test_the_page_is_read_only(client, town) -> None:
    assert client.post("/town/").status_code in {403, 405}
