"""Why a document or a value is refused: in English for programs' logs, and as a code with facts for other languages."""

from __future__ import annotations


class Refused(ValueError):
    """What was given cannot be used. ``code`` and ``values`` make the sentence in any language; str() is English."""

    def __init__(self, code: str, english: str, **values: str | int) -> None:
        self.code, self.values = code, values
        super().__init__(english)
