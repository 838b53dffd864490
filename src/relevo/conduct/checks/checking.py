"""The one way in: check a draft."""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.curt import curt, only_a_link
from relevo.conduct.checks.evasive import evasive
from relevo.conduct.checks.reply import read_reply
from relevo.conduct.checks.rude import rude
from relevo.conduct.checks.slots import unfilled_slots
from relevo.conduct.checks.style import style
from relevo.conduct.checks.unsafe import unsafe
from relevo.conduct.checks.values import LEVEL_WEIGHT, Context, Finding, Kind, StyleRules
from relevo.conduct.checks.wordlist import words

_WHOLE_REPLY: Final = words("""
    curt.one_word curt.link_only curt.too_short curt.no_greeting curt.no_closing curt.no_next_step curt.lower_case
    curt.bare_imperative evasive.boilerplate evasive.question_unanswered evasive.repeats_self
""")
"""Rules about the reply as a whole: they point at a sentence without laying claim to its words."""
_KINDS: Final[tuple[Kind, ...]] = ("unsafe", "rude", "evasive", "style", "curt")
"""The graver kind first."""


def check(text: str, *, language: str, rules: StyleRules, context: Context) -> list[Finding]:
    """Look at a draft as the agent types it and give what a careful colleague would say, in the order of the text.

    `language` is the draft's, as a language tag ("es", "es-MX"); other than English, Spanish and Latvian it gets the
    language-neutral rules only. Lines quoted with ">" are not the agent's words and are ignored. Never raises for
    any text; linear in its length, and nothing after the first `draft.MAX_TEXT` characters is looked at.
    """
    reply = read_reply(text, language, rules, context)
    if not reply.words:
        return sorted([*unfilled_slots(reply), *only_a_link(reply)], key=_place)
    found = [
        *unsafe(reply),
        *unfilled_slots(reply),
        *rude(reply),
        *style(reply),
        *evasive(reply),
        *curt(reply),
    ]
    return merged(found)


def merged(findings: list[Finding]) -> list[Finding]:
    """The findings by place; words with several keep the strongest (then the graver kind, then the longest).

    A finding about the whole reply stays, whatever else stands at its place.
    """
    whole = [one for one in findings if one.rule in _WHOLE_REPLY]
    kept: list[Finding] = []
    for finding in sorted((one for one in findings if one.rule not in _WHOLE_REPLY), key=_place):
        while kept and finding.start < kept[-1].end and _strength(finding) > _strength(kept[-1]):
            kept.pop()
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return sorted([*kept, *whole], key=_place)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.rule


def _strength(finding: Finding) -> tuple[int, int, int]:
    return LEVEL_WEIGHT[finding.level], -_KINDS.index(finding.kind), finding.end - finding.start
