"""The errors that rules raise. Each door turns them into its own answer; nobody else catches them.

The message is for the person at the door, in her language, and says what happened and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _


class RelevoError(Exception):
    """A rule said no. ``code`` is stable and for programs, the message is for people."""

    status = 400
    code = "error"
    default = _("That did not work. Please try again.")

    def __init__(self, message: object = "", **facts: object) -> None:
        super().__init__(message or self.default)
        self.facts: Mapping[str, object] = facts

    @property
    def message(self) -> str:
        """The sentence for the reader, rendered in the language that is active now."""
        return str(self.args[0])


class NotFound(RelevoError):
    """The thing does not exist *for this actor*; the answer is the same when it exists for others."""

    status = 404
    code = "not_found"
    default = _("There is nothing here, or it is not yours to see.")


class NotAllowed(RelevoError):
    """The actor sees the thing but may not do this to it."""

    status = 403
    code = "not_allowed"
    default = _("You can see this, but you may not do that.")


class RuleBroken(RelevoError):
    """The action makes no sense now: a wrong status move, an empty reply, a lost race."""

    status = 409
    code = "rule_broken"


class RateLimited(RelevoError):
    """Too much, too fast. ``retry_after`` is in seconds."""

    status = 429
    code = "rate_limited"
    default = _("That was too fast. Please wait a moment and try again.")

    def __init__(self, message: object = "", *, retry_after: int = 60) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after


class EngineDown(RelevoError):
    """An outside engine (translation, mail) does not answer, answers too late, or answers nonsense."""

    status = 503
    code = "engine_down"
    default = _("A service that this needs does not answer now.")
