"""Previews that see the rows of the test, and look for no others beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchapp.merchandising import current


@pytest.fixture
def previews() -> Iterator[None]:
    def forget() -> None:
        current.holder.cache_clear()
        current._of_draft.cache_clear()

    forget()
    current.holder()._check_seconds = float("inf")
    yield
    forget()
