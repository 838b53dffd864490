"""What PostgreSQL can reckon over rows and Django has no name for."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, FloatField, Func


class Percentile(Aggregate):
    """PostgreSQL's continuous percentile: the median, or another ``share`` of the rows lies below it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, share: float = 0.5) -> None:
        super().__init__(expression, share=float(share))


class Seconds(Func):
    """The length of an interval in seconds."""

    function = "EXTRACT"
    template = "EXTRACT(EPOCH FROM %(expressions)s)::double precision"
    output_field = FloatField()
