"""A study as one JSON object, for other programs: the outcome's own fields, and the profile it rests on.

Amounts of money are texts with all their digits where they were computed at the expected volume, and numbers where they
come from simulation. What is infinite or undefined is null. Fields: docs/study.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from relevo.study.choice.outcome import Outcome
from relevo.study.demand.profile import Profile
from relevo.study.report.sections.contracts import as_json
from relevo.study.report.speech import Speech


def write_json(outcome: Outcome, profile: Profile) -> str:
    """Return the outcome as JSON, with the profile under "profile"; findings in contracts have their English words."""
    english = Speech("en", outcome.currency)
    contracts = [
        {"partner": one.partner, "findings": as_json(one.findings, english)} for one in outcome.contracts
    ]
    found = plain(outcome) | {"contracts": contracts, "profile": plain(profile)}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """Return a value of the study as JSON can hold it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Decimal | date):
        return str(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value
