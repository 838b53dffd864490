"""One-time codes and confirmation links that some service sends, and letters that ask a sender to prove herself.

Whoever can read a code that was sent to a desk's address can sign up as the desk (this is how support addresses have
been used to enter other companies' systems). So such mail is set aside where only the client's own people see it. It
takes both: a machine as the sender, and the words with a code or a link of confirmation beside them; a customer who
writes that her code does not come is a customer.
"""

from __future__ import annotations

import re
from typing import Final

from relevo.channels.mail.judging.absence import folded

_READ: Final = 6000  # characters of the text
_NEAR: Final = 120

_WORDS: Final = (
    # en
    "verification code", "security code", "confirmation code", "one-time code", "one time code", "one-time password",
    "one time password", "one-time passcode", "passcode", "sign-in code", "sign in code", "login code", "log-in code",
    "access code", "authentication code", "activation code", "confirm your email", "confirm your e-mail",
    "verify your email", "verify your e-mail", "verify your account", "activate your account", "reset your password",
    "password reset", "magic link", "sign-in link", "login link",
    # es, ca, pt, it, fr, ro
    "codigo de verificacion", "codigo de seguridad", "codigo de confirmacion", "codigo de acceso", "codigo de un solo",
    "confirma tu correo", "confirme su correo", "verifica tu correo", "verifique su correo", "restablecer tu contrase",
    "restablecer su contrase", "codi de verificacio", "codigo de verificacao", "codigo de seguranca",
    "codigo de confirmacao", "confirme o seu e-mail", "redefinir a sua senha", "codice di verifica",
    "codice di sicurezza", "codice di conferma", "conferma il tuo indirizzo", "reimposta la password",
    "code de verification", "code de securite", "code de confirmation", "code de connexion", "code a usage unique",
    "confirmez votre adresse", "reinitialiser votre mot de passe", "cod de verificare", "cod de securitate",
    # de, nl, sv, da, no
    "bestatigungscode", "verifizierungscode", "sicherheitscode", "anmeldecode", "einmalcode", "einmalpasswort",
    "einmalkennwort", "bestatigen sie ihre e-mail", "bestatige deine e-mail", "passwort zurucksetzen",
    "verificatiecode", "beveiligingscode", "inlogcode", "bevestig je e-mail", "bevestig uw e-mail", "verifieringskod",
    "sakerhetskod", "engangskod", "bekraftelseskod", "bekræftelseskode", "sikkerhedskode", "engangskode",
    "bekreftelseskode", "sikkerhetskode",
    # lv, lt, et, fi
    "apstiprinajuma kods", "apstiprinasanas kods", "drosibas kods", "vienreizejs kods", "vienreizeja parole",
    "apstipriniet savu e-past", "apstiprini savu e-past", "paroles atiestatisana", "patvirtinimo kodas",
    "saugos kodas", "patvirtinkite savo el", "kinnituskood", "turvakood", "vahvistuskoodi", "turvakoodi",
    "kertakayttokoodi",
    # pl, cs, sk, hu, hr, tr
    "kod weryfikacyjny", "kod bezpieczenstwa", "kod jednorazowy", "potwierdz adres", "overovaci kod",
    "bezpecnostni kod", "jednorazovy kod", "bezpecnostny kod", "ellenorzo kod", "biztonsagi kod", "kontrolni kod",
    "dogrulama kodu", "guvenlik kodu", "onay kodu",
    # ru, uk, bg, el, zh, ja, ko
    "код подтверждения", "проверочныи код", "одноразовыи код", "код безопасности", "подтвердите адрес",
    "код підтвердження", "код перевірки", "одноразовии код", "код за потвърждение", "κωδικος επαληθευσης", "验证码",
    "驗證碼", "認証コード", "確認コード", "인증 코드", "인증번호",
)  # fmt: skip
_ASKED: Final = (
    "your email requires verification", "your e-mail requires verification", "your message requires verification",
    "please confirm your message", "please confirm your email to", "please verify your message",
    "verification required for your message", "confirmation required for your message", "sender verification",
    "sender address verification", "allowed sender request", "approval needed for your email",
    "your message is awaiting confirmation", "message awaiting your confirmation", "message delivery delayed [boxbe]",
    "[spamarrest]", "verify#", "demande d'authentification", "authentifiez-vous", "confirme su mensaje para",
    "bitte bestatigen sie ihre nachricht", "подтвердите отправку", "potwierdz swoja wiadomosc",
)  # fmt: skip
_ASKING_HEADERS: Final = frozenset({
    "x-boxtrapper", "x-spamarrest", "x-mailinblack", "x-sendio", "x-challenge-response", "x-tmda-confirm",
})  # fmt: skip
_SERVICE: Final = re.compile(
    r"(?:^|[-_.])(?:verify|verification|confirm|confirmation|security|accounts?|auth|login|signin|otp)(?:$|[-_.\d])"
)

_SAID = re.compile("|".join(re.escape(folded(words)) for words in _WORDS))
_CODE = re.compile(
    r"(?<![\w.,/-])(?!(?:19|20)\d\d\b)(?:\d{4,8}|\d{3}[ -]\d{3}|(?=[a-z]{0,7}\d)[a-z\d]{6,8})(?![\w/-])"
)
_ASKS = re.compile("|".join(re.escape(folded(words)) for words in _ASKED))
_CONFIRMS = re.compile(
    r"https?://[^\s\"'<>]{1,300}(?:verif|confirm|activat|token|magic|reset|signin|sign-in|login|otp|code)"
)


def is_service(local_part: str) -> bool:
    """Whether an address is called as services call those that send codes."""
    return bool(_SERVICE.search(local_part))


def holds_code(subject: str, text: str, html: str) -> bool:
    """Whether a machine's mail is about a code or a link by which its reader proves who he is."""
    title, read = folded(subject[:300]), folded(text[:_READ])
    for found in _SAID.finditer(read):
        if _CODE.search(read[max(found.start() - _NEAR, 0) : found.end() + _NEAR]):
            return True
    if not _SAID.search(title):
        return False
    links = f"{text[:_READ]} {html[: _READ * 5]}".lower()
    return bool(_CODE.search(f"{title} {read}") or _CONFIRMS.search(links))


def asks_sender(subject: str, headers: frozenset[str]) -> bool:
    """Whether a mail asks the sender of another one to prove that he is a person, or to be let through."""
    return bool(headers & _ASKING_HEADERS or _ASKS.search(folded(subject[:120])))
