from __future__ import annotations

import pytest

from tests.conduct.checks.asking import cited, findings

FRAME = {"greeting_required": True, "closing_required": True}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Done."), ("en", "No."), ("es", "Hecho."), ("lv", "Nē."), ("en", "Hi Tom,\n\nno.\n\nRegards")],
)
def test_one_word_is_a_door_closing(language, text):
    assert len(cited("curt.one_word", text, language, first_reply=False)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "You're welcome!"), ("es", "De nada."), ("lv", "Nav par ko!"), ("en", "Thank you!")],
)
def test_a_short_kindness_is_enough(language, text):
    assert [
        finding for finding in findings(text, language, first_reply=False) if finding.level != "nudge"
    ] == []


def test_a_link_needs_a_sentence_of_its_own():
    assert cited("curt.link_only", "https://auralis.example/faq") == ["https://auralis.example/faq"]
    assert cited("curt.link_only", "Look here: https://auralis.example/faq") == ["Look here"]
    text = "Hold the round button until the light turns blue; here is more: https://auralis.example/faq"
    assert cited("curt.link_only", text) == []


def test_a_first_reply_has_a_least_length_and_a_later_one_has_none():
    rules = {"min_words": 12}
    assert cited("curt.too_short", "The part comes soon enough, maybe.", rules=rules) != []
    assert cited("curt.too_short", "The part comes soon enough, maybe.", rules=rules, first_reply=False) == []
    assert cited("curt.too_short", " ".join(["word"] * 12), rules=rules) == []


def test_the_least_length_holds_in_any_language():
    assert cited("curt.too_short", "Nein danke.", "de", rules={"min_words": 5}) == ["Nein danke"]


def test_a_reply_too_short_as_a_whole_gets_that_one_finding_and_not_five():
    found = findings("The part comes on Monday.", rules={"min_words": 12, **FRAME})
    assert [finding.rule for finding in found] == ["curt.too_short"]


@pytest.mark.parametrize(
    ("language", "text", "greeting", "closing"),
    [
        ("en", "The part comes on Monday and I will fit it.", "Hello Hannah,", "Kind regards,"),
        ("es", "La pieza llega el lunes y la monto yo.", "Hola, Hannah:", "Un cordial saludo,"),
        ("lv", "Detaļa būs pirmdien, un es to ielikšu.", "Labdien, Hannah!", "Ar cieņu"),
    ],
)
def test_a_missing_greeting_and_closing_are_offered(language, text, greeting, closing):
    found = findings(text, language, rules=FRAME, customer_name="Hannah Cole")
    assert {finding.rule: finding.better for finding in found} == {
        "curt.no_greeting": greeting,
        "curt.no_closing": closing,
    }
    assert {finding.level for finding in found} == {"confirm"}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("The part comes on Monday and I will fit it.",
         "Hello Hannah,\n\nThe part comes on Monday and I will fit it.\n\nKind regards,"),
        ("The part comes on Monday and I will fit it.\nMateo\n",
         "Hello Hannah,\n\nThe part comes on Monday and I will fit it.\nKind regards,\nMateo\n"),
        (f"The part comes on Monday. {'It takes its time. ' * 9}I will fit it!\n> Thank you",
         f"Hello Hannah,\n\nThe part comes on Monday. {'It takes its time. ' * 9}I will fit it!\n\nKind regards,\n> Thank you"),
    ],
)  # fmt: skip
def test_greeting_and_closing_can_be_taken_as_they_are_offered(text, taken):
    for finding in reversed(findings(text, rules=FRAME, customer_name="Hannah Cole")):
        assert finding.quote == text[finding.start : finding.end]
        text = text[: finding.start] + finding.instead + text[finding.end :]
    assert text == taken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Good morning Tom,\n\nthe part comes on Monday.\n\nMany thanks,\nIker"),
        ("en", "Hi Tom, the part comes on Monday. Have a lovely day!"),
        ("es", "Buenos días:\n\nLa pieza llega el lunes.\n\nReciba un cordial saludo,\nIker"),
        ("es", "Señor Ferrer:\n\nLa pieza llega el lunes.\n\nMuchas gracias"),
        ("lv", "Labdien, cienījamā Zane!\n\nDetaļa būs pirmdien.\n\nAr sirsnīgiem sveicieniem\nMarta"),
        ("lv", "Vītola kungs!\n\nDetaļa būs pirmdien.\n\nPaldies!"),
        ("en", "Dear customer who wrote to us about the second parcel from Leeds\nit is here. Regards"),
    ],
)
def test_greetings_and_closings_are_recognised(language, text):
    found = {finding.rule for finding in findings(text, language, rules=FRAME)}
    assert not found & {"curt.no_greeting", "curt.no_closing"}


def test_a_later_reply_or_a_signed_one_is_only_nudged():
    later = findings("The part comes on Monday.", rules=FRAME, first_reply=False)
    assert {finding.level for finding in later} == {"nudge"}
    signed = findings("Hi Tom,\n\nthe part comes on Monday.\n\nIker", rules=FRAME)
    assert [(finding.rule, finding.level) for finding in signed] == [("curt.no_closing", "nudge")]


def test_a_style_guide_of_another_language_asks_for_no_greeting():
    assert findings("The part comes on Monday.", rules={**FRAME, "language": "es"}) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Send the serial number. Then wait."),
        ("es", "Envíe el número de serie. Espere."),
        ("lv", "Atsūtiet sērijas numuru. Gaidiet."),
    ],
)
def test_an_order_without_a_softening_word_is_cited(language, text):
    assert len(cited("curt.bare_imperative", text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send the serial number."),
        ("en", "The fuse is out. Press it in."),
        ("es", "Por favor, envíe el número de serie."),
        ("lv", "Lūdzu, atsūtiet sērijas numuru."),
        ("en", " ".join(["Hold the left button down until the light turns blue."] * 3)),
    ],
)
def test_a_softened_or_explained_order_is_fine(language, text):
    assert cited("curt.bare_imperative", text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We don't repair that model."),
        ("en", "Refunds are not possible."),
        ("es", "No reparamos ese modelo. No es posible."),
        ("lv", "Garantija to nesedz."),
    ],
)
def test_a_bare_no_wants_a_reason(language, text):
    assert len(cited("curt.refusal_without_reason", text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We can't repair it, because the part is no longer made."),
        ("en", "We can't repair it. You can return it to us instead."),
        ("en", "We can't repair it here. Shall I book the workshop?"),
        ("en", "We can't wait to hear how it sounds."),
        ("es", "No podemos repararlo, porque la pieza ya no se fabrica."),
        ("lv", "To nevaram salabot, jo detaļu vairs neražo."),
    ],
)
def test_a_no_with_a_reason_or_a_way_out_is_fine(language, text):
    assert cited("curt.refusal_without_reason", text, language) == []


def test_a_first_reply_that_leads_nowhere_is_nudged():
    (finding,) = findings(
        "The colour grey was popular with visitors of the fair.", next_promise_due="Friday, 18:00"
    )
    assert (finding.rule, finding.level) == ("curt.no_next_step", "nudge")
    assert finding.better == "I will write to you again by Friday, 18:00."


def test_sentences_without_capitals_are_nudged():
    assert cited("curt.lower_case", "hello tom\n\nthe part comes on monday. it fits.\n\nregards") != []
    assert cited("curt.lower_case", "it comes on monday.") == ["it comes on monday"]
    assert cited("curt.lower_case", "Hi Tom, the part comes on Monday.") == []


def test_a_long_first_sentence_is_cited_in_part():
    text = "the part for the speaker with the white front " * 10
    assert 0 < len(cited("curt.lower_case", text)[0]) <= 80


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Jānis Ozols", "Labdien, Jāni!"),
        ("Marks Vītols", "Labdien, Mark!"),
        ("Zane Krūmiņa", "Labdien, Zane!"),
        ("", "Labdien!"),
    ],
)
def test_latvian_names_are_called_in_the_vocative(name, greeting):
    found = findings("Detaļa būs pirmdien, un es to ielikšu.", "lv", rules=FRAME, customer_name=name)
    assert greeting in {finding.better for finding in found}
