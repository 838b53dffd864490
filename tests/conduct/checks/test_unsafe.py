from __future__ import annotations

import pytest

from relevo.conduct.checks.unsafe import card_numbers, luhn
from tests.conduct.checks.asking import cited, findings

OTHERS = {"client_name": "Auralis", "other_client_names": ("Mareko", "Auralis Pro Audio", "LG")}


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("en", "Thank you for choosing Mareko.", ["Mareko"]),
        ("en", "Write to help@mareko.example now.", ["mareko"]),
        ("de", "Danke, Ihr MAREKO Team", ["MAREKO"]),
        ("lv", "Rakstiet Marekam.", ["Marekam"]),
        ("en", "The LG remote and the lg remote", ["LG"]),
        ("en", "> I have a Mareko too\n\nAuralis thanks you.", []),
        ("en", "Auralis Pro Audio", []),
        ("en", "Thank you for choosing Auralis.", []),
    ],
)
def test_another_clients_name_blocks(language, text, quotes):
    assert cited("unsafe.other_client", text, language, rules=OTHERS) == quotes
    assert cited("unsafe.other_client", text, language) == []


def test_a_name_the_customer_used_himself_only_asks():
    (finding,) = [
        one
        for one in findings(
            "Your Mareko is fine.", rules=OTHERS, customer_text="Does it work with my MAREKO Therm?"
        )
        if one.kind == "unsafe"
    ]
    assert finding.level == "confirm"
    (finding,) = [one for one in findings("Your Mareko is fine.", rules=OTHERS) if one.kind == "unsafe"]
    assert finding.level == "block"


@pytest.mark.parametrize("name", ["", "…"])
def test_a_name_without_letters_is_nobody(name):
    rules = {"client_name": name, "other_client_names": (name,)}
    assert cited("unsafe.other_client", "Anything … goes", rules=rules) == []


# Test numbers the card brands publish for this purpose.
CARDS = [
    "4111 1111 1111 1111",
    "4012888888881881",
    "4222222222222",
    "5555-5555-5555-4444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "30569309025904",
    "3530111333300000",
]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_number_blocks_and_is_offered_masked(card):
    (finding,) = [
        one for one in findings(f"Is 12 {card} yours, or 7?", "de") if one.rule == "unsafe.card_number"
    ]
    assert finding.quote == card
    assert finding.better == "•••• " + card.replace("-", "")[-4:]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "DHL 00340434161094",
        "+34 960 000 111",
        "MT3-1234567",
        "35 693803 564380 9",
        "41111111111111111",
        "0.4111111111111111",
        "1234567890123456",
    ],
)
def test_other_long_numbers_are_no_cards(text):
    assert list(card_numbers(text)) == []


def test_two_cards_in_a_row_are_both_found():
    text = "4111111111111111 5555555555554444"
    assert [text[start:end] for start, end in card_numbers(text)] == text.split()


def test_the_check_digit_is_that_of_the_standard():
    assert luhn("79927398713")
    assert not any(luhn(f"7992739871{digit}") for digit in "012456789")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send us your password."),
        ("en", "What is your PIN?"),
        ("en", "Reply to this mail with the security code of your card."),
        ("es", "Envíeme su contraseña, por favor."),
        ("es", "¿Cuál es su clave?"),
        ("lv", "Lūdzu, atsūtiet savu paroli."),
        ("lv", "Kāda ir Jūsu parole?"),
    ],
)
def test_asking_for_a_password_blocks(language, text):
    (finding,) = [one for one in findings(text, language) if one.rule == "unsafe.asks_password"]
    assert finding.level == "block"
    assert finding.better


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tell me the verification code."),
        ("en", "Send me the code you received by SMS."),
        ("es", "Dígame el código que ha recibido por SMS."),
        ("lv", "Nosauciet kodu, ko saņēmāt īsziņā."),
    ],
)
def test_asking_for_a_one_time_code_blocks(language, text):
    assert len(cited("unsafe.asks_one_time_code", text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please never send us your password."),
        ("en", "Choose a new password and send us a short note."),
        ("en", "Enter your password in the app. Send us a photo."),
        ("en", "Tell me the error code you received."),
        ("en", "Send us a photo of pin 3 of the plug."),
        ("en", "The password is yours alone; send me the serial number."),
        ("es", "No nos envíe su contraseña."),
        ("es", "Dígame el código de error que ha recibido."),
        ("lv", "Lūdzu, nesūtiet mums paroli."),
        ("lv", "Ievadiet paroli lietotnē."),
        ("de", "Please send us your password."),
    ],
)
def test_speaking_of_secrets_without_asking_for_them_is_fine(language, text):
    assert [finding for finding in findings(text, language) if finding.kind == "unsafe"] == []
