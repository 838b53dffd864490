"""What the person wrote, cut from its history and signature, as mail programs of many countries send it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import reply_marks
from relevo.channels.mail.replies import Cut, cut

# The line(s) above the history, as Gmail, Apple Mail, Thunderbird, Outlook and others write them.
ATTRIBUTIONS = {
    "en gmail": "On Mon, Mar 3, 2025 at 10:15 AM Auralis <support@auralis.example> wrote:",
    "en gmail two lines": "On Mon, Mar 3, 2025 at 10:15 AM Auralis Customer Team\n<support@auralis.example> wrote:",
    "en apple": "On 3 Mar 2025, at 10:15, Auralis <support@auralis.example> wrote:",
    "en thunderbird": "On 03/03/2025 10:15, Auralis wrote:",
    "en bare": "Auralis Support wrote:",
    "en iso": "2025-03-03 10:15 GMT+01:00 Auralis <support@auralis.example>:",
    "es gmail": "El lun, 3 mar 2025 a las 10:15, Auralis (<support@auralis.example>) escribió:",
    "es gmail two lines": "El lun, 3 mar 2025 a las 10:15, Auralis Soporte (<\nsupport@auralis.example>) escribió:",
    "es thunderbird": "El 3/3/25 a las 10:15, Auralis escribió:",
    "es ours": "El 3 de marzo de 2025 a las 10:15, Iker Sanz escribió:",
    "lv gmail": "pirmd., 2025. g. 3. marts, plkst. 10:15 — lietotājs Mareko (<help@mareko.example>) rakstīja:",
    "lv thunderbird": "2025.03.03. 10:15, Mareko rakstīja:",
    "lv ours": "2025. gada 3. martā plkst. 10:15 Andris Bērziņš rakstīja:",
    "lv inbox": "Citējot Mareko <help@mareko.example> rakstīja:",
    "de gmail": "Am Mo., 3. März 2025 um 10:15 Uhr schrieb Mareko <help@mareko.example>:",
    "de apple": "Am 03.03.2025 um 10:15 schrieb Mareko <help@mareko.example>:",
    "de thunderbird": "Am 03.03.25 um 10:15 schrieb Mareko:",
    "fr gmail": "Le lun. 3 mars 2025 à 10:15, Auralis <support@auralis.example> a écrit :",
    "fr apple": "Le 3 mars 2025 à 10:15, Auralis <support@auralis.example> a écrit :",
    "ru gmail": "пн, 3 мар. 2025 г. в 10:15, Mareko <help@mareko.example>:",
    "ru mail.ru": "Понедельник, 3 марта 2025, 10:15 +03:00 от Mareko <help@mareko.example>:",
    "ru thunderbird": "03.03.2025 10:15, Mareko пишет:",
    "pt gmail": "Em seg., 3 de mar. de 2025 às 10:15, Auralis <support@auralis.example> escreveu:",
    "it gmail": "Il giorno lun 3 mar 2025 alle ore 10:15 Auralis <support@auralis.example> ha scritto:",
    "it thunderbird": "Il 03/03/2025 10:15, Auralis ha scritto:",
    "pl gmail": "pon., 3 mar 2025 o 10:15 Mareko <help@mareko.example> napisał(a):",
    "pl thunderbird": "W dniu 3.03.2025 o 10:15, Mareko pisze:",
    "lt gmail": "2025-03-03, pr, 10:15 Mareko <help@mareko.example> rašė:",
    "sv": "Den 2025-03-03 10:15, skrev Mareko:",
}
WORDS = {
    "en": "Yes, the restart helped. Thank you!\n\nOne more question: where is the serial number?",
    "es": "Sí, ha funcionado. Muchas gracias.\n\n¿Dónde encuentro el número de serie?",
    "lv": "Jā, palīdzēja. Liels paldies!\n\nKur atrodams sērijas numurs?",
}
HISTORY = "> Good morning,\n>\n> did the restart help?\n>\n> > On Sunday you wrote:\n> > It shows E-0042."


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_answer_above_its_history(attribution, words):
    found = cut(f"{words}\n\n{attribution}\n\n{HISTORY}\n")
    assert found == Cut(words, f"{attribution}\n\n{HISTORY}")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_answer_below_its_history(attribution):
    found = cut(f"{attribution}\n{HISTORY}\n\nYes, it helped.\n\n-- \nJorge Molina\nValencia\n")
    assert found.reply == "Yes, it helped."
    assert found.signature == "Jorge Molina\nValencia"
    assert "did the restart help" in found.quoted


UNMARKED = {name: line for name, line in ATTRIBUTIONS.items() if "@" in line and name != "lv inbox"}


@pytest.mark.parametrize("attribution", UNMARKED.values(), ids=UNMARKED)
def test_history_without_quote_marks_is_cut_below_a_full_attribution(attribution):
    found = cut(f"It works now.\n\n{attribution}\n\nGood morning,\ndid the restart help?\n")
    assert found.reply == "It works now."
    assert "did the restart help?" in found.quoted


OUTLOOK = {
    "en": "From: Auralis <support@auralis.example>\nSent: Monday, 3 March 2025 10:15\nTo: Jorge\nSubject: RE: Duo 2",
    "en mac": "From: Auralis <support@auralis.example>\nDate: Monday, 3 March 2025 at 10:15\nTo: Jorge\nSubject: Duo 2",
    "en bold": "*From:* Auralis <support@auralis.example>\n*Sent:* Monday\n*To:* Jorge\n*Subject:* RE: Duo 2",
    "es": "De: Auralis <support@auralis.example>\nEnviado el: 3 de marzo de 2025\nPara: Jorge\nAsunto: RE: Duo 2",
    "lv": "No: Mareko <help@mareko.example>\nNosūtīts: 2025. gada 3. marts 10:15\nKam: Zane\nTēma: RE: Therm 300",
    "de": "Von: Mareko <help@mareko.example>\nGesendet: Montag, 3. März 2025 10:15\nAn: Zane\nBetreff: AW: Therm 300",
    "fr": "De : Auralis <support@auralis.example>\nEnvoyé : lundi 3 mars 2025 10:15\nÀ : Jorge\nObjet : RE: Duo 2",
    "ru": "От: Mareko <help@mareko.example>\nОтправлено: 3 марта 2025 г. 10:15\nКому: Zane\nТема: RE: Therm 300",
    "pt": "De: Auralis <support@auralis.example>\nEnviada em: 3 de março de 2025\nPara: Jorge\nAssunto: RE",
    "it": "Da: Auralis <support@auralis.example>\nInviato: lunedì 3 marzo 2025 10:15\nA: Jorge\nOggetto: R: Duo 2",
    "pl": "Od: Mareko <help@mareko.example>\nWysłano: poniedziałek, 3 marca 2025 10:15\nDo: Zane\nTemat: RE: Therm 300",
    "lt": "Nuo: Mareko <help@mareko.example>\nIšsiųsta: 2025 m. kovo 3 d. 10:15\nKam: Zane\nTema: RE: Therm 300",
}


@pytest.mark.parametrize(
    "ruler", ["", "_" * 32 + "\n", "_" * 32 + "\n\n"], ids=["bare", "ruler", "ruler and gap"]
)
@pytest.mark.parametrize("block", OUTLOOK.values(), ids=OUTLOOK)
def test_an_outlook_header_block_begins_the_history(block, ruler):
    found = cut(f"Gracias, funciona.\n\n{ruler}{block}\n\nBuenos días,\n¿ha funcionado?\n")
    assert found.reply == "Gracias, funciona."
    assert "¿ha funcionado?" in found.quoted


ORIGINALS = [
    "-----Original Message-----",
    "----- Original Message -----",
    "-----Mensaje original-----",
    "-----Oriģinālais ziņojums-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Message d'origine-----",
    "-----Исходное сообщение-----",
    "-----Mensagem original-----",
    "-----Messaggio originale-----",
    "-----Wiadomość oryginalna-----",
    "-----Pradinis pranešimas-----",
]


@pytest.mark.parametrize("line", ORIGINALS)
def test_an_original_message_line_begins_the_history(line):
    assert cut(f"Paldies!\n\n{line}\nFrom: x\n\nold words\n").reply == "Paldies!"


FORWARDS = [
    "---------- Forwarded message ---------",
    "-------- Forwarded Message --------",
    "Begin forwarded message:",
    "---------- Mensaje reenviado ---------",
    "---------- Pārsūtītā ziņa ---------",
    "-------- Weitergeleitete Nachricht --------",
    "---------- Message transféré ---------",
    "---------- Пересылаемое сообщение ---------",
    "---------- Mensagem encaminhada ---------",
    "---------- Messaggio inoltrato ---------",
    "---------- Wiadomość przekazana ---------",
    "---------- Persiųstas laiškas ---------",
]


@pytest.mark.parametrize("line", FORWARDS)
def test_what_is_forwarded_is_kept(line):
    text = f"Please see below.\n\n{line}\nFrom: Shop <shop@shop.example>\nDate: Monday\nSubject: Order\nTo: J\n\nOrder"
    assert cut(text) == Cut(text)


FOOTERS = [
    "Sent from my iPhone",
    "Sent from Outlook for Android",
    "Get Outlook for iOS",
    "Enviado desde mi iPhone",
    "Enviado desde Correo para Windows",
    "Obtener Outlook para Android",
    "Nosūtīts no mana iPhone",
    "Von meinem iPhone gesendet",
    "Gesendet von meinem Samsung Galaxy",
    "Envoyé de mon iPhone",
    "Отправлено с iPhone",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Wysłane z mojego telefonu iPhone",
    "Išsiųsta iš mano iPhone",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_mobile_footer_is_a_signature(footer):
    above = cut(f"Ja, es funktioniert.\n\n{footer}\n\n{ATTRIBUTIONS['en apple']}\n\n{HISTORY}")
    assert (above.reply, above.signature) == ("Ja, es funktioniert.", footer)
    assert cut(f"Works.\n\n{footer}\n").signature == footer


def test_a_sentence_about_a_phone_is_no_footer():
    text = (
        "I sent it back.\nSent from my phone the app shows E-0107, but from the Hub it works without trouble."
    )
    assert cut(text) == Cut(text)


def test_answers_between_the_quotes_keep_the_questions():
    found = cut(
        "On 03/03/2025 10:15, Iker wrote:\n> Good morning.\n> Which firmware do you have?\n\n2.1.4\n\n"
        "> And the serial?\n\nAD2-0001234\n\n> Regards\n> Iker\n"
    )
    assert found.reply == "2.1.4\n\n> And the serial?\n\nAD2-0001234"
    assert "Regards" not in found.reply


def test_answers_right_below_their_questions_show_the_question():
    found = cut("Iker wrote:\n> one\n> two\n> three\n> four\n> five\n> six\nSix.\n> seven\nSeven.\n> eight\n")
    assert found.reply == "> two\n> three\n> four\n> five\n> six\nSix.\n> seven\nSeven."
    assert found.quoted == "Iker wrote:\n> one\n> eight"


def test_a_greeting_above_and_an_answer_below_are_both_kept():
    found = cut(f"Hello again,\n\n{ATTRIBUTIONS['en apple']}\n> Did it help?\n\nNo, sorry.\n")
    assert found.reply == "Hello again,\n\n> Did it help?\n\nNo, sorry."


@pytest.mark.parametrize("delimiter", ["-- ", "--"])
def test_a_signature_is_taken_away(delimiter):
    assert cut(f"Hello\n\n{delimiter}\nHannah Cole\nLeeds") == Cut("Hello", "", "Hannah Cole\nLeeds")


def test_a_bare_double_dash_with_much_below_is_no_signature():
    text = "First part\n--\n" + "\n".join(f"line {number}" for number in range(30))
    assert cut(text) == Cut(text)


def test_a_signature_below_the_history_is_taken_away():
    found = cut(f"Thanks\n\n{ATTRIBUTIONS['en apple']}\n{HISTORY}\n\n-- \nTom Baker\n")
    assert (found.reply, found.signature) == ("Thanks", "Tom Baker")


KEPT = [
    "On Monday at 10:15 my colleague wrote:\nthe speaker shows E-0042 and nothing else.",
    "Hello,\nOn 3 March 2025 your agent wrote:\nplease restart it.\nI did, and it still fails.",
    "Hello,\n\nThis is what I tried at 10:15:\n\n1. restart\n2. reset",
    "From: the kitchen\nit works, but not here.",
    "Dear support,\n\nFrom: Madrid\nTo: Valencia\n\nHow long does delivery take?",
    "> is the greater-than sign, E-0042 > E-0041",
    "I have a question about wrote:",
    "Original message\nwas lost",
    "",
]


@pytest.mark.parametrize("text", KEPT)
def test_when_in_doubt_everything_is_kept(text):
    assert cut(text).reply == text


def test_quoted_lines_below_the_answer_are_history_even_without_an_attribution():
    assert cut("It works.\n\n> Did it help?") == Cut("It works.", "> Did it help?")


def test_a_ruler_alone_says_nothing():
    assert cut("______________________________\nHello there").reply == "Hello there"


@pytest.mark.parametrize(
    "text", [HISTORY, f"{ATTRIBUTIONS['en apple']}\n\n{HISTORY}", "-- \nJorge Molina", "Sent from my iPhone"]
)
def test_a_mail_without_own_words_is_shown_whole(text):
    assert cut(text) == Cut(text)


def test_one_of_our_own_lines_above_the_history_stays():
    found = cut("I called at 10:15 and nobody answered.\nAuralis wrote:\n> hello\n")
    assert found.reply == "I called at 10:15 and nobody answered."


def test_a_ruler_far_above_the_header_block_is_not_part_of_it():
    assert cut(f"Hi\n\n\n\n\n{OUTLOOK['en']}\n\nold").reply == "Hi"


def test_a_header_block_needs_its_fields_close_together():
    lines = ["From: Anna", "Sent: today", "", "To: you", "Subject: x"]
    assert reply_marks.header_block_length(lines, 0) == 0
    assert reply_marks.header_block_length(["From: A", "more", "Sent: x", "To: y"], 0) == 4


def test_an_attribution_ends_at_a_blank_line_and_at_its_length():
    assert (
        reply_marks.attribution_start(["On 3/3/2025 10:15", "", "Anna <a@b.example>:"], 2, quoted_next=True)
        is None
    )
    long = ["On 3/3/2025 10:15 " + "x" * 400, "Anna <a@b.example>:"]
    assert reply_marks.attribution_start(long, 1, quoted_next=True) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "Hello",
                "> old",
                ">> older",
                "",
                "-- ",
                "--",
                "Sent from my iPhone",
                "_" * 32,
                "From: a b",
                "Sent: c",
                "To: d",
                "Subject: e",
                "On 3/3/2025 10:15, X <x@y.example> wrote:",
                "wrote:",
                "-----Original Message-----",
                "---------- Forwarded message ---------",
                "  ",
            ]
        ),
        max_size=25,
    )
)
def test_nothing_is_lost_and_something_always_remains(lines):
    text = "\n".join(lines)
    found = cut(text)
    assert bool(found.reply) == bool(text.strip())
    written = f"{found.reply}\n{found.quoted}\n{found.signature}".split("\n")
    for line in ("Hello", "> old", "From: a b", "Subject: e"):
        assert written.count(line) >= min(lines.count(line), 1)
