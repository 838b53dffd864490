from __future__ import annotations

import pytest

from relevo.conduct.checks import KnownFact
from tests.conduct.checks.asking import cited, findings


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "That is not our department.", "not our department"),
        ("en", "You need to contact the manufacturer.", "You need to contact the manufacturer"),
        ("es", "No es nuestro departamento.", "No es nuestro departamento"),
        ("es", "Diríjase al fabricante.", "Diríjase al fabricante"),
        ("lv", "Tā nav mūsu nodaļa.", "nav mūsu nodaļa"),
        ("lv", "Jums jāvēršas pie ražotāja.", "jāvēršas pie ražotāja"),
    ],
)
def test_being_sent_elsewhere_is_cited_unless_the_way_there_is_given(language, text, quote):
    assert quote in " / ".join(cited("evasive.pass_the_buck", text, language))
    for way in ("https://maker.example/help", "help@maker.example", "+34 960 000 111"):
        assert cited("evasive.pass_the_buck", f"{text} {way}", language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I will ask the manufacturer and speak to the courier for you."),
        ("es", "Voy a hablar con el fabricante y con la mensajería."),
        ("lv", "Sazināšos ar ražotāju un lūgšu kurjeram fotogrāfiju."),
    ],
)
def test_asking_others_on_behalf_of_the_customer_is_not_sending_him_away(language, text):
    assert cited("evasive.pass_the_buck", text, language) == []


@pytest.mark.parametrize(
    ("language", "vague", "timed"),
    [
        ("en", "We will get back to you.", "We will get back to you by Friday."),
        ("en", "I passed it on to the team.", "I passed it on to the team. They write before 17:00."),
        ("es", "Nos pondremos en contacto con usted.", "Mañana nos pondremos en contacto con usted."),
        ("es", "Le avisaremos.", "Le avisaremos antes de las 12."),
        ("lv", "Mēs ar Jums sazināsimies.", "Mēs ar Jums sazināsimies rīt."),
        ("lv", "Jautājumu nodevu kolēģiem.", "Jautājumu nodevu kolēģiem. Atbilde būs līdz plkst. 15.30."),
    ],
)
def test_a_promise_needs_a_time_in_its_sentence_or_the_next(language, vague, timed):
    assert len(cited("evasive.vague_promise", vague, language)) == 1
    assert cited("evasive.vague_promise", timed, language) == []


def test_a_time_far_away_does_not_make_a_promise_firm():
    text = "We will get back to you. The speaker is grey. It has two feet. It was sold on Monday."
    assert cited("evasive.vague_promise", text) == ["get back to you"]


def test_the_better_promise_carries_the_next_due_time():
    (finding,) = [
        one
        for one in findings("We will get back to you.", next_promise_due="Friday, 18:00")
        if one.kind == "evasive"
    ]
    assert "by Friday, 18:00" in finding.better


def test_words_quoted_from_others_promise_nothing():
    assert (
        cited("evasive.vague_promise", "Our shop wrote “we will get back to you”; here is the answer.") == []
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Dear Tom,\n\nThank you for contacting us. Your satisfaction is very important to us.\n\nKind regards",
        ),
        ("es", "Hola:\n\nGracias por contactar con nosotros. Su satisfacción es muy importante.\n\nSaludos"),
        ("lv", "Labdien!\n\nPaldies par Jūsu ziņu. Atvainojamies par neērtībām.\n\nAr cieņu"),
    ],
)
def test_courtesies_alone_are_no_answer(language, text):
    assert len(cited("evasive.boilerplate", text, language)) == 1
    assert cited("evasive.boilerplate", text, language, first_reply=False) == []
    assert (
        len(cited("evasive.boilerplate", text, language, first_reply=False, customer_text="Ko? What? ¿Qué?"))
        == 1
    )


def test_courtesies_with_a_figure_or_a_link_are_more():
    text = "Thank you for contacting us about AUR-2231. Your message of 12 November is important to us."
    assert cited("evasive.boilerplate", text) == []
    assert (
        cited("evasive.boilerplate", "Thank you for contacting us. Thanks for https://auralis.example") == []
    )


ASIDE = "The Duo 2 stands for warm voices and careful design."


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("When will it arrive?", ASIDE),
        ("When will it arrive?", "Please hold the button and it turns white."),
        ("Which cable fits?", ASIDE),
        ("Why is there a hum? Which cable fits?", ASIDE),
    ],
)
def test_a_question_nobody_answered_is_cited_with_the_question(question, reply):
    (finding,) = [
        one for one in findings(reply, customer_text=question) if one.rule == "evasive.question_unanswered"
    ]
    assert finding.quote == reply.rstrip(".")
    assert question.endswith(finding.about)
    assert finding.about in finding.better


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("When will it arrive?", "It left the depot and reaches you on Friday."),
        ("When will it arrive?", "It left the depot at 14:30, not a minute late."),
        ("When will it arrive?", "Could you tell me the street and the town?"),
        ("Which cable fits?", "The white cable with the flat plug."),
        ("Which cable fits?", "No, sadly there is none for sale."),
        ("Which cable fits?", "Ours costs 12 euros and does the job."),
        ("Which cable fits?", "All of them are listed here: https://auralis.example/parts"),
        ("Which cable fits?", "Choose any of the thick ones."),
        ("And what now?", ASIDE),
        ("I wonder which cable fits.", ASIDE),
        ("", ASIDE),
        ("Which cable fits?", "Warm voices."),
    ],
)
def test_an_answer_in_other_words_counts(question, reply):
    assert cited("evasive.question_unanswered", reply, customer_text=question) == []


SERIAL = KnownFact("serial", "AD2-0012345")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Could you send me the serial number?"),
        ("es", "¿Podría indicarme el número de serie?"),
        ("lv", "Vai varat atsūtīt sērijas numuru?"),
    ],
)
def test_asking_for_what_is_known_names_it(language, text):
    (finding,) = [
        one for one in findings(text, language, known_facts=(SERIAL,)) if one.rule == "evasive.asks_known"
    ]
    assert finding.about == "AD2-0012345"
    assert "AD2-0012345" in finding.better
    assert cited("evasive.asks_known", text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "Is AD2-0012345 the serial number? Could you confirm it?",
        "Could you send me the serial number AD2 0012345 again as a photo?",
        "Could you send me the serial number of the second speaker?",
        "You do not have to send the serial number.",
        "The serial number stands on the bottom.",
        "Please press “send the serial number” in the app.",
    ],
)
def test_confirming_or_asking_for_another_is_fine(text):
    assert cited("evasive.asks_known", text, known_facts=(SERIAL,)) == []


EARLIER = "Hello Tom,\n\nplease restart the Hub and wait for ten minutes, then open the app again.\n\nRegards"


def test_sending_the_same_reply_twice_is_noticed_in_any_language():
    same = EARLIER.replace("ten", "five")
    for language in ("en", "de"):
        assert len(cited("evasive.repeats_self", same, language, earlier_replies=("Hi!", EARLIER))) == 1
    other = "Hello Tom,\n\nthe restart did not help, so I read the log and found the cause of it.\n\nRegards"
    assert cited("evasive.repeats_self", other, earlier_replies=(EARLIER,)) == []
    assert cited("evasive.repeats_self", "Thank you, Tom!", earlier_replies=("Thank you, Tom!",)) == []


@pytest.mark.parametrize(
    "slot",
    [
        "{{name}}", "{{ customer.name }}", "{% if x %}", "${order}", "{customer_name}", "[NAME]", "[your order number]",
        "<first name>", "%FIRSTNAME%", "[NOMBRE]", "{vārds}", "[pasūtījuma numurs]",
    ],
)  # fmt: skip
def test_an_unfilled_slot_blocks_in_any_language(slot):
    for language in ("en", "de"):
        (finding,) = [one for one in findings(f"Dear {slot}, it is here.", language) if "slot" in one.rule]
        assert (finding.quote, finding.level) == (slot, "block")
    assert cited("evasive.unfilled_slot", "{{name}}") == ["{{name}}"]
    assert cited("evasive.unfilled_slot", "{{}}") == ["{{}}"]


@pytest.mark.parametrize(
    "text",
    [
        "Press [ENTER] or [MENU].",
        "The log says [INFO] {id: 4}.",
        "5 < 7 and 8 > 6.",
        "100% or 20%",
        "> {{name}}",
    ],
)
def test_keys_logs_and_quotes_are_no_slots(text):
    assert cited("evasive.unfilled_slot", text) == []
