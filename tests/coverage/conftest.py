"""Here nothing is translated: who answers and who holds the ball does not depend on this machine's engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relevo.language.desk_engines import registered


@pytest.fixture(autouse=True)
def no_engines() -> Iterator[None]:
    """No translation engine is set up."""
    with registered("apertium", lambda: None), registered("libretranslate", lambda: None):
        yield
