"""The town's mailboxes on disk."""

from __future__ import annotations

import pytest

from relevo.demo.maildirs import Maildir, addresses_in, good_address, mailbox_of


def mail(subject: str) -> bytes:
    return f"Subject: {subject}\r\n\r\nHello\r\n".encode()


def subjects(filed) -> list[str]:
    return [str(one.read()["Subject"]) for one in filed]


def test_new_mail_is_unseen_until_it_is_marked(tmp_path) -> None:
    box = Maildir(tmp_path / "box")
    box.file(mail("one"))
    box.file(mail("two"))
    assert subjects(box.unseen()) == ["one", "two"]
    box.unseen()[0].mark("RS")
    assert subjects(box.unseen()) == ["two"]
    assert subjects(box.all()) == ["one", "two"]
    assert [path.name.rpartition(":")[2] for path in (box.folder / "cur").iterdir()] == ["2,RS"]


def test_what_was_sent_lies_apart_and_is_seen(tmp_path) -> None:
    box = Maildir(tmp_path / "box")
    box.sent.file(mail("mine"), new=False)
    assert box.all() == []
    assert box.sent.unseen() == []
    assert subjects(box.sent.all()) == ["mine"]


def test_a_mail_that_was_moved_meanwhile_reads_as_none(tmp_path) -> None:
    box = Maildir(tmp_path / "box")
    box.file(mail("one"))
    listed = box.unseen()[0]
    listed.mark("S")
    assert listed.read() is None


def test_an_empty_town_and_foreign_files_hold_no_mail(tmp_path) -> None:
    assert addresses_in(tmp_path / "nothing") == []
    box = Maildir(tmp_path / "box")
    box.file(mail("one"))
    (box.folder / "new" / "README").write_text("not a mail")
    assert subjects(box.all()) == ["one"]


@pytest.mark.parametrize(
    "address",
    ["../../etc/x@a.example", "a/b@a.example", ".hidden@a.example", "x@a.org", "x@example", "", "@a.example",
     "x@a.example/..", "x" * 80 + "@a.example", "x\n@a.example"],
)  # fmt: skip
def test_only_plain_example_addresses_have_a_mailbox(tmp_path, address) -> None:
    assert good_address(address) == ""
    with pytest.raises(ValueError, match="no such place"):
        mailbox_of(tmp_path, address)


def test_an_address_is_the_same_in_any_case(tmp_path) -> None:
    assert mailbox_of(tmp_path, " Tom.Baker@Post.Example ") == mailbox_of(tmp_path, "tom.baker@post.example")
