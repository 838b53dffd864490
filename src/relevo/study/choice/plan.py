"""A plan: who answers each stream in each hour of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.desk import Desk
from relevo.study.choice.outcome import OptionCode

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats, Mask

IN_HOUSE = 0
DEFERRED = -2
CLOSED = -1


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Shares by handler, stream and hour; over handlers they add up to 1.

    Handlers are the in-house team (0), the partners (1 to K), and two for nobody: a promise for the next opening
    (``DEFERRED``, the last but one) and a closed door (``CLOSED``, the last).
    """

    code: OptionCode
    shares: Floats
    partners: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The code, and for one partner's option his name."""
        single = len(self.partners) == 1 and self.code not in {"several_partners", "recommended"}
        return f"{self.code}:{self.partners[0]}" if single else self.code

    def moved(self, where: Mask, handler: int) -> Plan:
        """Return the plan in which a handler takes all of some streams and hours (S x 168)."""
        shares = np.where(where, 0.0, self.shares)
        shares[handler] = np.where(where, 1.0, shares[handler])
        return Plan(self.code, shares, self.partners)


def kept(desk: Desk, hours: Mask, code: OptionCode, elsewhere: int = CLOSED) -> Plan:
    """Return the plan in which the in-house team answers what it speaks in some hours.

    Outside them live contacts find ``elsewhere``. What can wait always belongs to the team, and waits for it.
    """
    shares = np.zeros((len(desk.may) + 3, *desk.rate.shape))
    shares[CLOSED] = 1.0
    answered = desk.spoken[:, None] & (hours | ~desk.live[:, None]) & hours.any()
    plan = Plan(code, shares).moved(answered, IN_HOUSE)
    return plan.moved(desk.spoken[:, None] & ~answered, elsewhere) if elsewhere != CLOSED else plan


def present(desk: Desk, plan: Plan) -> Mask:
    """Return the hours in which the in-house team is there: its own, and those of live contacts that it has."""
    has: Mask = ((plan.shares[IN_HOUSE] * desk.rate)[desk.live] > 0).any(axis=0)
    return desk.own | has
