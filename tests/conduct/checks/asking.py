"""Short ways to put a draft to the checks."""

from __future__ import annotations

from typing import Any

from relevo.conduct.checks import Context, Finding, StyleRules, check


def findings(
    text: str, language: str = "en", *, rules: dict[str, Any] | None = None, **context: Any
) -> list[Finding]:
    """What the checks say; rules of the same language, and without a least length, unless given."""
    style = StyleRules(**{"language": language, "min_words": 0} | (rules or {}))
    return check(text, language=language, rules=style, context=Context(**context))


def cited(rule: str, text: str, language: str = "en", **given: Any) -> list[str]:
    """The words a rule cites in a draft."""
    return [finding.quote for finding in findings(text, language, **given) if finding.rule == rule]
