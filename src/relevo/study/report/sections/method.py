"""How it was computed, from which sources, and what the data are worth."""

from __future__ import annotations

from collections import Counter

from relevo.study.choice.outcome import Outcome
from relevo.study.demand.profile import Profile
from relevo.study.report.page import Block, Bullets, Section, Table, Text
from relevo.study.report.speech import Speech

STEPS: tuple[tuple[str, str], ...] = (
    ("rates", "λ ~ Γ(x + k, t + w);  E[λ] = (x + k) / (t + w)"),
    ("erlang_b", "I(0) = 1;  I(j) = 1 + I(j−1) · j / a;  B(n, a) = 1 / I(n)"),
    ("erlang_c", "C = n·B / (n − a·(1 − B));  SL(T) = 1 − C · exp(−(n·μ − λ)·T);  a = λ/μ < n"),
    ("erlang_a", "D = 1/B(n−1) + λ·J;  P(ab) = (λ·J − λ·G) / D;  E[W] = P(ab) / θ"),
    ("mail", "c = max (A(t) − A(s)) / (t − s + T),  s < t"),
    ("shifts", "min Σ l · x(s, l);  Σ x(s, l) ≥ n(t)  (s ≤ t < s + l);  x(s, l) ∈ {0, 1, 2, …}"),
    ("people", "FTE = H / (h · (1 − s))"),
    ("cost", "S = Σ c₀ − Σ c₁"),
    ("simulation", "P(S > 0) ≈ #{i : S(i) > 0} / N"),
    ("frontier", "max S / x;  P(S > 0) ≥ p"),
    ("settling", "s·√v · (φ(u) − u·(1 − Φ(u)));  u = |m| / (s·√v)"),
)
"""Steps of the method with their formulas; words and sources are texts."""


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return the method."""
    run = outcome.simulation
    facts = {
        "runs": speech.plain(run.runs),
        "seed": str(run.seed),
        "error": speech.share(run.error) if run.error >= 0.01 else f"< {speech.share(0.01)}",
    }
    blocks: list[Block] = [Text(speech("method.intro"))]
    for key, formula in STEPS:
        blocks += [
            Text(speech(f"method.{key}.title"), "heading"),
            Text(speech(f"method.{key}", **facts)),
            Text(formula, "formula"),
        ]
    return Section("method", speech("section.method"), tuple(blocks))


def data(outcome: Outcome, profile: Profile, speech: Speech) -> Section:
    """Return what was read, what was left out and why, and what a reader must know about the rest."""
    facts = {
        "first": speech.day(profile.first_day), "last": speech.day(profile.last_day),
        "weeks": speech.number(profile.weeks), "contacts": speech.plain(profile.contacts),
        "zone": speech.plain(profile.zone),
    }  # fmt: skip
    blocks: list[Block] = [Text(speech("data.intro", **facts))]
    notices = tuple(speech.code("notice", notice) for notice in dict.fromkeys(outcome.notices))
    blocks += [Text(speech("data.notices"), "heading"), Bullets(notices)] if notices else []
    head = speech.heads("reason", "contacts")
    dropped = tuple(
        (speech.code("dropped", reason), speech.plain(number)) for reason, number in profile.dropped
    )
    if dropped:
        blocks.append(Table(speech("data.dropped"), "wr", head, dropped))
    days = Counter(reason for _, reason in profile.special_days)
    if days:
        counted = tuple((speech.code("special", reason), str(number)) for reason, number in days.items())
        blocks.append(Table(speech("data.special"), "wr", speech.heads("reason", "days"), counted))
    handled = Counter((demand.block.channel, demand.handling.source) for demand in profile.demands)
    rows = tuple(
        (speech.code("channel", channel), speech.code("handling", source), str(number))
        for (channel, source), number in handled.items()
    )
    if rows:
        titles = speech.heads("channel", "handling", "blocks")
        blocks.append(Table(speech("data.handling"), "lwr", titles, rows))
    return Section("data", speech("section.data"), tuple(blocks))
