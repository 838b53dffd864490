"""What follows when a scenario is asked for."""

from __future__ import annotations

from relevo.events.models import Event
from relevo.events.subscribers import subscribe
from relevo.study.jobs import compute


@subscribe("study.asked")
def compute_it(event: Event) -> None:
    """Have it computed once the transaction that asked is through."""
    compute.defer(scenario_id=event.subject_id or 0, client_id=event.client_id or 0)
