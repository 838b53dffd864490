"""What the person wrote, cut from its history and signature, as mail programs of many countries send it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.replies import date_lines, header_blocks
from relevo.channels.mail.replies.cutting import Cut, cut

ATTRIBUTIONS = {  # more of them in corpus_replies
    "en apple": "On 3 Mar 2025, at 10:15, Auralis <support@auralis.example> wrote:",
    "en bare": "Auralis Support wrote:",
    "es ours": "El 3 de marzo de 2025 a las 10:15, Iker Sanz escribió:",
    "lv ours": "2025. gada 3. martā plkst. 10:15 Andris Bērziņš rakstīja:",
    "lv inbox": "Citējot Mareko <help@mareko.example> rakstīja:",
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


@pytest.mark.parametrize("line", ORIGINALS)
def test_an_original_message_line_that_is_glued_to_the_words_begins_the_history(line):
    assert cut(f"Paldies!{line}From: Auralis <support@auralis.example>").reply == "Paldies!"
    assert cut(f"Paldies!{line}\nold words\n").reply == "Paldies!"
    asked = f"Why is there {line} in my answer?"
    assert cut(asked).reply == asked


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


def test_answers_between_the_quotes_keep_the_questions():
    text = (
        "On 03/03/2025 10:15, Iker wrote:\n> Good morning.\n> Which firmware do you have?\n\n2.1.4\n\n"
        "> And the serial?\n\nAD2-0001234"
    )
    assert cut(f"{text}\n\n> Regards\n> Iker\n") == Cut(text, "\n> Regards\n> Iker".strip())


def test_of_a_long_quotation_above_the_first_answer_the_last_lines_are_kept():
    quoted = "\n".join(f"> line {number}" for number in range(30))
    found = cut(f"Iker wrote:\n{quoted}\nSix.\n> seven\nSeven.\n> eight\n")
    assert found.reply == "\n".join(
        [*(f"> line {number}" for number in range(25, 30)), "Six.", "> seven", "Seven."]
    )
    assert found.quoted.startswith("Iker wrote:\n> line 0\n")
    assert found.quoted.endswith("> line 24\n> eight")


def test_one_answer_amid_the_quotation_keeps_its_question():
    found = cut("Iker wrote:\n> Which serial?\nAD2-0001234\n> Regards\n> Iker\n")
    assert found.reply == "Iker wrote:\n> Which serial?\nAD2-0001234"


@pytest.mark.parametrize("greeting", ["Hello again,", "Labdien!", "Estimado Iker:", "Dear Iker"])
def test_below_a_greeting_the_quotation_belongs_to_the_answer(greeting):
    text = f"{greeting}\n\n{ATTRIBUTIONS['en apple']}\n> Did it help?\n\nNo, sorry."
    assert cut(text) == Cut(text)


def test_between_an_answer_and_a_closing_the_quotation_is_history():
    found = cut(f"No, sorry.\n\n{ATTRIBUTIONS['en apple']}\n> Did it help?\n\nRegards, Tom")
    assert found == Cut("No, sorry.\n\nRegards, Tom", f"{ATTRIBUTIONS['en apple']}\n> Did it help?")


@pytest.mark.parametrize("delimiter", ["-- ", "--"])
def test_a_signature_is_taken_away(delimiter):
    assert cut(f"Hello\n\n{delimiter}\nHannah Cole\nLeeds") == Cut("Hello", "", "Hannah Cole\nLeeds")


def test_a_bare_double_dash_with_much_below_is_no_signature():
    text = "First part\n--\n" + "\n".join(f"line {number}" for number in range(30))
    assert cut(text) == Cut(text)


def test_a_signature_below_the_history_is_taken_away():
    found = cut(f"Thanks\n\n{ATTRIBUTIONS['en apple']}\n{HISTORY}\n\n-- \nTom Baker\n")
    assert (found.reply, found.signature) == ("Thanks", "Tom Baker")


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


def test_rulers_above_the_history_go_with_it():
    block = "From: Auralis <support@auralis.example>\nSent: 3 March 2025 10:15\nTo: Jorge\nSubject: RE: Duo 2"
    assert cut(f"Hi\n\n-----\n\n\n\n____\n\n{block}\n\nold").reply == "Hi"


def test_a_header_block_needs_an_address_or_a_date():
    lines = ["From: Anna", "Sent: today", "", "To: you", "Subject: x"]
    assert header_blocks.header_block_length(lines, 0) == 0
    assert header_blocks.header_block_length(["From: A@b.example", "more", "Sent: x", "To: y", "z"], 0) == 4
    assert header_blocks.header_block_length(["From: A", "Sent: 3.3.2025", "", "Subject: y"], 0) == 4
    assert header_blocks.header_block_length(["From: A@b.example", "", "", "Sent: 3.3.2025"], 0) == 0
    assert header_blocks.header_block_length(["From: A@b.example", "", "words"], 0) == 0
    assert header_blocks.header_block_length(["From: A@b.example", "", "words"], 0, ruled=True) == 1


def test_an_attribution_ends_at_a_blank_line_and_at_its_length():
    start = date_lines.attribution_start
    assert start(["On 3/3/2025 10:15", "", "Anna <a@b.example>:"], 2, quoted_next=False) is None
    assert start(["On 3/3/2025 10:15", "Anna <a@b.example>:"], 1, quoted_next=False) == 0
    assert start(["On 3/3/2025 10:15 " + "x" * 400, "Anna <a@b.example>:"], 1, quoted_next=False) is None


def test_own_lines_right_above_the_announcement_stay():
    for own in (
        "I called on 5 January 2026 and nobody answered",
        "Write to hannah@hc.example",
        "It is 10:15 now",
    ):
        assert cut(f"{own}\nAuralis wrote at 10:15:\n> hello\n").reply == own
        assert cut(f"{own}\nOn 3 Mar 2025, at 10:15, A <a@b.example> wrote:\n> hello\n").reply == own


def test_a_text_beyond_the_limit_is_kept_or_old_as_a_whole():
    long = "words\n" * 100_000
    assert cut(f"{long}end").reply == f"{long}end"
    found = cut(f"Hello\n\n{ATTRIBUTIONS['en apple']}\n\n{long}")
    assert (found.reply, found.quoted.count("words")) == ("Hello", 100_000)


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


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>Hello",
                "</div>",
                '<div class="gmail_attr">',
                '<div class="gmail_signature">',
                "<blockquote>",
                "</blockquote>",
                '<div id="divRplyFwdMsg">',
                "<p>old</p>",
                "<hr>",
                "From: a b<br>",
                '<div class="yahoo_quoted',
            ]
        ),
        max_size=15,
    )
)
def test_whatever_the_html_holds_the_text_of_a_mail_is_not_lost(pieces):
    found = cut("Hello there", "".join(pieces))
    assert found.reply
    assert "\ue0b1" not in f"{found.reply}{found.quoted}{found.signature}"


def test_html_that_is_too_long_to_be_read_whole_is_left_alone():
    source = "<p>Hello</p>" + "<i>x</i>" * 70_000 + '<div class="yahoo_quoted">old</div>'
    assert cut("Hello\n\nPlease answer.", source).reply == "Hello\n\nPlease answer."


def test_pictures_within_the_html_do_not_count_as_its_length():
    picture = '<img src="data:image/png;base64,' + "A" * 600_000 + '">'
    source = f'<p>Hello</p>{picture}<p>Bye</p><div class="yahoo_quoted">old</div>'
    assert cut("Hello\n\nBye\n\nold", source).reply == "Hello\n\nBye"
