"""Every rule the checks know, for the admin page, the quality report and the findings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from relevo.conduct.checks.values import Kind, Level

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, the kind of conduct, its usual level and two texts for people.

    A single finding may be milder than its rule (a later reply without a greeting), never stronger.
    """

    code: str
    kind: Kind
    level: Level
    title: StrOrPromise
    explanation: StrOrPromise


_ALL: Final[tuple[Rule, ...]] = (
    Rule(
        "curt.one_word",
        "curt",
        "confirm",
        _("One word"),
        _("A word or two reads like a door closing. Say what was done or decided, and what happens next."),
    ),
    Rule(
        "curt.link_only",
        "curt",
        "confirm",
        _("Only a link"),
        _("A bare link sends the customer away. Give the answer in a sentence and the link as more to read."),
    ),
    Rule(
        "curt.too_short",
        "curt",
        "confirm",
        _("Too short for a first reply"),
        _(
            "A first reply this short reads as uninterested. Show that you read the message and say what happens next."
        ),
    ),
    Rule(
        "curt.no_greeting",
        "curt",
        "confirm",
        _("No greeting"),
        _("The style guide asks for a greeting, and this reply begins without one."),
    ),
    Rule(
        "curt.no_closing",
        "curt",
        "confirm",
        _("No closing"),
        _("The style guide asks for a closing line, and this reply ends without one."),
    ),
    Rule(
        "curt.bare_imperative",
        "curt",
        "confirm",
        _("Bare command"),
        _("A command without a softening word sounds like an order. One “please” or one reason is enough."),
    ),
    Rule(
        "curt.refusal_without_reason",
        "curt",
        "confirm",
        _("No without a reason"),
        _("A refusal is accepted more easily with its reason, or with what you can do instead."),
    ),
    Rule(
        "curt.no_next_step",
        "curt",
        "nudge",
        _("No next step"),
        _("The customer cannot tell what happens next: who does what, and by when."),
    ),
    Rule(
        "curt.lower_case",
        "curt",
        "nudge",
        _("Lower-case fragments"),
        _("Sentences without a capital letter look hurried."),
    ),
    Rule(
        "rude.blame",
        "rude",
        "confirm",
        _("Blames the customer"),
        _("These words put the fault on the customer. Say what happened and what helps now."),
    ),
    Rule(
        "rude.already_said",
        "rude",
        "confirm",
        _("“As I already said”"),
        _("Reminding the customer that it was said before sounds impatient. Just say it again, more simply."),
    ),
    Rule(
        "rude.fact_marker",
        "rude",
        "nudge",
        _("“Obviously” at the start"),
        _("Words such as “actually” or “obviously” at the start of a sentence correct the reader."),
    ),
    Rule(
        "rude.sarcasm",
        "rude",
        "confirm",
        _("Sarcasm"),
        _("This can be read as mocking. In writing, irony nearly always hurts."),
    ),
    Rule(
        "rude.calm_down",
        "rude",
        "confirm",
        _("“Calm down”"),
        _("Telling someone how to feel makes it worse. Name what went wrong and what you do about it."),
    ),
    Rule(
        "rude.not_our_problem",
        "rude",
        "confirm",
        _("“Not our problem”"),
        _("The customer came to us with it. Say what you can do, or take him to the one who can."),
    ),
    Rule(
        "rude.read_the_manual",
        "rude",
        "confirm",
        _("“Read the manual”"),
        _(
            "Sending the customer off to read sounds like a rebuke. Quote the step he needs and attach the rest."
        ),
    ),
    Rule(
        "rude.insult",
        "rude",
        "block",
        _("Insult"),
        _("This word insults. It cannot be sent in the client's name."),
    ),
    Rule(
        "rude.belittling",
        "rude",
        "confirm",
        _("Belittles the customer"),
        _(
            "This makes the customer feel old, slow or foolish. Assume that the step was unclear, and make it clearer."
        ),
    ),
    Rule(
        "rude.disbelief",
        "rude",
        "confirm",
        _("Doubts the customer's word"),
        _("This tells the customer that he is not believed. Ask for what you need to see, and say why."),
    ),
    Rule(
        "rude.threat",
        "rude",
        "confirm",
        _("Threat"),
        _("This reads as a threat. State the rule and what the customer can do to stay within it."),
    ),
    Rule(
        "rude.dismissive",
        "rude",
        "confirm",
        _("Dismissive"),
        _("This tells the customer that the matter is not worth your time."),
    ),
    Rule(
        "rude.shouting",
        "rude",
        "confirm",
        _("Capital letters"),
        _("Words in capital letters read as shouting."),
    ),
    Rule(
        "rude.marks",
        "rude",
        "confirm",
        _("Doubled question or exclamation marks"),
        _("Doubled marks sound agitated. One is enough."),
    ),
    Rule(
        "evasive.pass_the_buck",
        "evasive",
        "confirm",
        _("Sends the customer elsewhere"),
        _("The customer is sent away without a name, a link or a hand-over. Take him there, or ask for him."),
    ),
    Rule(
        "evasive.vague_promise",
        "evasive",
        "confirm",
        _("Promise without a time"),
        _(
            "“We will get back to you” without a time leaves the customer waiting. Say who writes, and by when."
        ),
    ),
    Rule(
        "evasive.boilerplate",
        "evasive",
        "confirm",
        _("Only stock phrases"),
        _("Beyond greeting and courtesies there is nothing in this reply."),
    ),
    Rule(
        "evasive.question_unanswered",
        "evasive",
        "confirm",
        _("Question not answered"),
        _("The customer asked something, and nothing in this reply seems to answer it."),
    ),
    Rule(
        "evasive.asks_known",
        "evasive",
        "confirm",
        _("Asks for what is known"),
        _("The customer already gave this. Confirm what you have rather than ask again."),
    ),
    Rule(
        "evasive.repeats_self",
        "evasive",
        "confirm",
        _("Repeats an earlier reply"),
        _("This is nearly the same text the customer has already received in this ticket."),
    ),
    Rule(
        "evasive.unfilled_slot",
        "evasive",
        "block",
        _("Unfilled template"),
        _("A place in the template was never filled in."),
    ),
    Rule(
        "style.address_wrong",
        "style",
        "confirm",
        _("Wrong form of address"),
        _("The style guide sets how this desk addresses its customers, and this word uses the other form."),
    ),
    Rule(
        "style.address_mixed",
        "style",
        "confirm",
        _("Mixed forms of address"),
        _("The reply uses the formal and the informal address side by side."),
    ),
    Rule(
        "style.word_to_avoid",
        "style",
        "confirm",
        _("Word to avoid"),
        _("The style guide asks not to use this word."),
    ),
    Rule(
        "style.promise",
        "style",
        "confirm",
        _("Promise beyond authority"),
        _("The style guide does not let this desk promise this."),
    ),
    Rule(
        "style.exclamations",
        "style",
        "nudge",
        _("Too many exclamation marks"),
        _("There are more exclamation marks than the style guide allows."),
    ),
    Rule(
        "style.emoji",
        "style",
        "nudge",
        _("Emoji"),
        _("The style guide does not use emoji."),
    ),
    Rule(
        "unsafe.other_client",
        "unsafe",
        "block",
        _("Another client's name"),
        _("This names another client. Check that you are answering in the right client's name."),
    ),
    Rule(
        "unsafe.card_number",
        "unsafe",
        "block",
        _("Card number"),
        _("This looks like a full payment card number. It must not be sent or kept in a message."),
    ),
    Rule(
        "unsafe.asks_password",
        "unsafe",
        "block",
        _("Asks for a password"),
        _("A customer is never asked for a password, a PIN or a card's security code."),
    ),
    Rule(
        "unsafe.asks_one_time_code",
        "unsafe",
        "block",
        _("Asks for a one-time code"),
        _("A customer is never asked for a one-time code: it opens his account to whoever holds it."),
    ),
)

RULES: Final[dict[str, Rule]] = {rule.code: rule for rule in _ALL}
"""Code -> rule, in the order an admin page lists them."""
