from __future__ import annotations

from relevo.conduct.checks import FACT_KINDS, KnownFact, facts_given


def test_what_a_customer_gave_is_found_by_its_form():
    text = (
        "My Duo 2 AD2-0012345 shows E-0042 (the Therm MT3-7654321 shows H12). Order #88231, again AD2-0012345, "
        "mail hannah.cole@mail.example, phone +371 20 000 111."
    )
    assert set(facts_given(text)) == {
        KnownFact("serial", "AD2-0012345"),
        KnownFact("serial", "MT3-7654321"),
        KnownFact("error_code", "E-0042"),
        KnownFact("error_code", "H12"),
        KnownFact("order", "#88231"),
        KnownFact("email", "hannah.cole@mail.example"),
        KnownFact("phone", "+371 20 000 111"),
    }
    assert {fact.kind for fact in facts_given(text)} == set(FACT_KINDS)


def test_each_fact_is_given_once_and_only_the_beginning_of_a_very_long_text_is_read():
    assert facts_given("AD2-0012345 " * 3) == (KnownFact("serial", "AD2-0012345"),)
    assert facts_given(" " * 20_000 + "AD2-0012345") == ()
    assert facts_given("Hello there, it is 20 degrees.") == ()
