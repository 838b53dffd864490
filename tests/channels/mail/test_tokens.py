"""Keyed tokens: what we issued is read, nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import tokens
from relevo.channels.mail.parsing import ParsedMail, parse
from relevo.channels.mail.tokens import TicketReference
from tests.channels.mail.letters import letter

SECRET = bytes(range(32))
OLD_SECRET = b"an older secret of ours"
TOKEN = tokens.issue(SECRET, desk_id=3, ticket_id=1042, nonce=7)
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**48 - 1), st.integers(0, 2**32 - 1))
def test_a_token_reads_back_in_any_case(desk_id, ticket_id, nonce):
    token = tokens.issue(SECRET, desk_id=desk_id, ticket_id=ticket_id, nonce=nonce)
    assert re.fullmatch(rf"[{ALPHABET}]{{42}}", token)
    assert tokens.read(SECRET, token) == TicketReference(desk_id, ticket_id, nonce)
    assert tokens.read([SECRET], token.upper()) == TicketReference(desk_id, ticket_id, nonce)


def test_the_same_mail_has_the_same_token_and_another_mail_another():
    assert tokens.issue(SECRET, desk_id=3, ticket_id=1042, nonce=7) == TOKEN
    assert len({tokens.issue(SECRET, desk_id=3, ticket_id=1042, nonce=nonce) for nonce in range(500)}) == 500


def test_ticket_numbers_cannot_be_read_from_neighbouring_tokens():
    one, two = (tokens.issue(SECRET, desk_id=3, ticket_id=number, nonce=1) for number in (1042, 1043))
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 15


@given(st.integers(0, 41), st.sampled_from(ALPHABET))
def test_attack_03_changing_one_letter_makes_it_worthless(place, letter_there):
    changed = TOKEN[:place] + letter_there + TOKEN[place + 1 :]
    assert (tokens.read(SECRET, changed) is None) == (changed != TOKEN)


def test_attack_03_a_thousand_guesses_around_a_known_token_fail():
    number = 0
    for sign in TOKEN:
        number = number * 32 + ALPHABET.index(sign)
    for guess in (*range(number - 500, number), *range(number + 1, number + 501)):
        written = "".join(ALPHABET[guess >> 5 * place & 31] for place in reversed(range(42)))
        assert tokens.read(SECRET, written) is None


@pytest.mark.parametrize(
    "written",
    ["", "x", TOKEN[:-1], TOKEN + "0", TOKEN.replace(TOKEN[0], "u", 1), "z" * 42, "ā" * 42, TOKEN + "\n"],
)
def test_what_is_no_token_is_none(written):
    assert tokens.read(SECRET, written) is None


def test_attack_02_another_key_reads_nothing():
    assert tokens.read(OLD_SECRET, TOKEN) is None
    assert tokens.read([], TOKEN) is None


def test_old_keys_still_read():
    old = tokens.issue(OLD_SECRET, desk_id=1, ticket_id=2, nonce=3)
    assert tokens.read([SECRET, OLD_SECRET], old) == TicketReference(1, 2, 3)
    assert tokens.read([SECRET, OLD_SECRET], TOKEN) == TicketReference(3, 1042, 7)


def test_attack_20_a_reply_token_says_nothing_about_bounces():
    bounce = tokens.issue(SECRET, desk_id=3, ticket_id=1042, nonce=7, purpose="bounce")
    assert tokens.read(SECRET, bounce) is None
    assert tokens.read(SECRET, TOKEN, purpose="bounce") is None
    assert tokens.read(SECRET, bounce, purpose="bounce") == TicketReference(3, 1042, 7)


@pytest.mark.parametrize("numbers", [(-1, 1, 1), (2**32, 1, 1), (1, 2**48, 1), (1, 1, 2**32)])
def test_numbers_out_of_range_are_refused(numbers):
    desk_id, ticket_id, nonce = numbers
    with pytest.raises(ValueError, match="out of range"):
        tokens.issue(SECRET, desk_id=desk_id, ticket_id=ticket_id, nonce=nonce)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        tokens.issue(b"short", desk_id=1, ticket_id=1, nonce=1)


def test_addresses_and_ids_that_carry_a_token():
    assert tokens.message_id_for("t", "auralis.example") == "<t@auralis.example>"
    address = tokens.reply_address(TOKEN, "support@auralis.example")
    assert address == f"support+{TOKEN}@auralis.example"
    assert len(address.partition("@")[0]) <= 64
    assert tokens.reply_address(TOKEN, f"{'x' * 30}@a.example") == f"{'x' * 30}@a.example"


def test_a_return_path_carries_a_marked_token():
    address = tokens.bounce_address(TOKEN, "support@auralis.example")
    assert address == f"support+b-{TOKEN}@auralis.example"
    assert tokens.bounce_tokens_in(
        [address.upper(), "support@auralis.example", "support+b-x@auralis.example"]
    ) == [TOKEN]
    assert tokens.tokens_in(ParsedMail(), [address]) == [TOKEN]  # read() refuses it for its purpose
    with pytest.raises(ValueError, match="too long"):
        tokens.bounce_address(TOKEN, f"{'x' * 30}@a.example")


def test_tokens_are_found_newest_first():
    issued = [tokens.issue(SECRET, desk_id=1, ticket_id=1, nonce=nonce) for nonce in range(6)]
    mail = parse(
        letter(
            to=f"Support <support+{issued[0].upper()}@auralis.example>, other@b.example",
            Cc=f"support+{issued[1]}@auralis.example",
            In_Reply_To=f"<{issued[2]}@auralis.example>",
            References="<old@x.example> "
            + " ".join(f"<{issued[number]}@auralis.example>" for number in (4, 3, 2)),
        )
    )
    found = tokens.tokens_in(mail, [f"support+{issued[5]}@auralis.example"])
    assert found == [issued[5], issued[0], issued[1], issued[2], issued[3], issued[4]]


def test_attack_01_and_16_subjects_and_texts_carry_no_tokens():
    mail = parse(letter(f"[AUR-1042] {TOKEN}", subject=f"Re: [#AUR-1042] {TOKEN}"))
    assert tokens.tokens_in(mail) == []


def test_no_more_than_20_tokens_are_tried():
    many = " ".join(f"<{tokens.issue(SECRET, desk_id=1, ticket_id=1, nonce=n)}@a.example>" for n in range(50))
    assert len(tokens.tokens_in(parse(letter(References=many)))) == 20
