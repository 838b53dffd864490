"""Codes and confirmation links, and customers who only speak of them."""

from __future__ import annotations

import time

import pytest

from relevo.channels.mail.judging.codes import asks_sender, holds_code, is_service

CODES = [
    ("en", "Your verification code", "Your code is 482913. It expires in 10 minutes."),
    ("en", "Sign in to the shop", "Enter this security code: 4829"),
    ("en", "Confirm your email address", "https://shop.example/confirm?token=abc"),
    ("en", "Reset your password", "Go to https://shop.example/reset/abc"),
    ("en", "482-913 is your sign-in code", "Do not share it."),
    ("en", "Your magic link", "https://x.example/magic/abc"),
    ("es", "Tu código de verificación", "Tu código de verificación es 482913"),
    ("es", "Código de seguridad", "Usa 482 913 para entrar."),
    ("lv", "Apstiprinājuma kods", "Jūsu apstiprinājuma kods: 482913"),
    ("lv", "Paroles atiestatīšana", "https://veikals.example/reset/abc"),
    ("de", "Ihr Bestätigungscode", "Ihr Bestätigungscode lautet 482913"),
    ("fr", "Votre code de vérification", "Votre code de vérification : 482913"),
    ("it", "Codice di verifica", "Il codice di verifica è 482913"),
    ("pt", "Código de verificação", "Seu código de verificação: 482913"),
    ("nl", "Je verificatiecode", "Je verificatiecode is 482913"),
    ("pl", "Kod weryfikacyjny", "Twój kod weryfikacyjny: 482913"),
    ("cs", "Ověřovací kód", "Váš ověřovací kód je 482913"),
    ("sv", "Verifieringskod", "Din verifieringskod är 482913"),
    ("da", "Bekræftelseskode", "Din bekræftelseskode er 482913"),
    ("fi", "Vahvistuskoodi", "Vahvistuskoodisi: 482913"),
    ("et", "Kinnituskood", "Teie kinnituskood on 482913"),
    ("lt", "Patvirtinimo kodas", "Jūsų patvirtinimo kodas 482913"),
    ("ru", "Код подтверждения", "Ваш код подтверждения: 482913"),
    ("ru", "Проверочный код", "Проверочный код 482913"),
    ("uk", "Код підтвердження", "Ваш код підтвердження 482913"),
    ("tr", "Doğrulama kodu", "Doğrulama kodunuz: 482913, doğrulama kodu"),
    ("zh", "验证码", "您的验证码是 482913 。"),
    ("ja", "認証コード", "認証コード: 482913"),
]


@pytest.mark.parametrize(("language", "subject", "text"), CODES)
def test_attack_14_codes_and_links_of_confirmation_are_known(language, subject, text):
    assert holds_code(subject, text, "")
    assert holds_code(subject.upper(), text, "")


def test_a_code_in_the_text_is_enough_and_a_link_may_hide_in_the_html():
    assert holds_code("Hello", "Here is your one-time password: A7K9Q2", "")
    assert holds_code(
        "Verify your email", "Press the button", '<a href="https://x.example/verify/1">Verify</a>'
    )


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("The verification code does not come", "I have waited for an hour, since 12 November 2026."),
        ("Duo 2", "The app asks for a verification code and I never get one."),
        ("Código de verificación", "No me llega el código de verificación."),
        ("Order 4829132", "My order 4829132 has not come."),
        ("Pairing code 0000", "The Duo 2 shows 0000."),
        ("Reset", "How do I reset my password?"),
        ("", ""),
    ],
)
def test_words_without_a_code_are_a_customers(subject, text):
    assert not holds_code(subject, text, "")


@pytest.mark.parametrize(
    "local", ["verify", "account-security", "no.verification", "login", "accounts2", "auth_service"]
)
def test_services_have_names_of_services(local):
    assert is_service(local)


@pytest.mark.parametrize("local", ["jorge", "authur", "accountant", "loginov", "confirmed.bachelor", ""])
def test_people_have_names_of_people(local):
    assert not is_service(local)


@pytest.mark.parametrize(
    "subject",
    [
        "Your email requires verification verify#Kx81", "Re: Please confirm your message", "[SpamArrest] One more step",
        "Sender Address Verification", "Message delivery delayed [boxbe]", "Demande d’authentification",
    ],
)  # fmt: skip
def test_letters_that_ask_the_sender_are_known_by_their_subject(subject):
    assert asks_sender(subject, frozenset())


def test_and_by_their_headers_and_nothing_else():
    assert asks_sender("Hello", frozenset({"x-boxtrapper"}))
    assert not asks_sender("Please confirm my order", frozenset({"x-mailer", "from"}))


def test_endless_words_take_no_time():
    began = time.process_time()
    for text in ("verification code " * 60_000, "4" * 900_000, "https://x.example/" * 60_000, "a1" * 500_000):
        holds_code(text, text, text)
        asks_sender(text, frozenset())
    assert time.process_time() - began < 10  # what goes back and forth takes hours
