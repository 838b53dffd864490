"""What is read from the headers on top of a mail where no envelope came with it."""

from __future__ import annotations

import pytest

from relevo.channels.mail.judging import trace
from tests.channels.mail.postbox import SUPPORT, letter


@pytest.mark.parametrize(
    ("top", "path"),
    [
        (b"Return-Path: <jorge@molina.example>\r\n", "jorge@molina.example"),
        (b"Return-Path: JORGE@Molina.example\r\n", "jorge@molina.example"),
        (b"Return-Path: <>\r\n", ""),
        (b"Return-Path: < broken\r\n", "elena@prats.example"),
        (b"", "elena@prats.example"),
        (b"Return-Path: <a@b.example>\r\nReturn-Path: <forged@b.example>\r\n", "a@b.example"),
    ],
)
def test_the_return_path_is_the_topmost_or_else_the_sender(top: bytes, path: str) -> None:
    assert trace.return_path(top + letter(sender="Elena Prats <elena@prats.example>")) == path


@pytest.mark.parametrize("sender", [None, "a@b.example, c@d.example", "boss@desk.example)<eve@x.example>"])
def test_nobody_or_several_stand_for_nobody(sender: str | None) -> None:
    raw = letter(sender=None)
    assert trace.return_path(raw if sender is None else b"From: " + sender.encode() + b"\r\n" + raw) == ""


@pytest.mark.parametrize(
    ("headers", "to"),
    [
        ({"Delivered_To": "support+tok@auralis.example"}, "support+tok@auralis.example"),
        ({"X_Original_To": "Support+Tok@auralis.example"}, "support+tok@auralis.example"),
        ({"Delivered_To": "support@auralis.example", "X_Original_To": "support+tok@auralis.example"},
         "support+tok@auralis.example"),
        ({"Delivered_To": "other+tok@auralis.example"}, SUPPORT),
        ({"Delivered_To": "support+tok@elsewhere.example"}, SUPPORT),
        ({"Cc": "Somebody <x@y.example>, Auralis <support+tok@auralis.example>"}, "support+tok@auralis.example"),
        ({}, SUPPORT),
    ],
)  # fmt: skip
def test_the_address_is_the_mailboxes_own_with_its_token_where_one_was_written(
    headers: dict[str, str], to: str
) -> None:
    assert trace.recipient(letter(**headers), SUPPORT) == to


def test_what_stands_in_the_body_or_is_no_mail_at_all_does_not_count() -> None:
    assert trace.recipient(letter("Delivered-To: support+tok@auralis.example"), SUPPORT) == SUPPORT
    for raw in (b"", b"\0" * 100, b"\r\n\r\nDelivered-To: support+tok@auralis.example", b"x" * 1_000_000):
        assert (trace.recipient(raw, SUPPORT), trace.return_path(raw)) == (SUPPORT, "")
