"""What tests of the tuning pages share, and the pages over a small store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.fixtures import browser, visit
from tests.search.conftest import open_shop
from tests.storefront.conftest import shop
from tests.tuning.store import ROWS, publish_for_real

__all__ = ["browser", "shop", "visit"]


@pytest.fixture(autouse=True)
def _fresh_snapshot() -> None:
    """No configuration of another test's database is held."""
    from searchapp.merchandising.current import holder
    from searchapp.publishing import compiling

    holder.cache_clear()
    compiling.forget()


@pytest.fixture(scope="module")
def indexed(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """The store, kept for a module whose tests are rolled back."""
    with django_db_blocker.unblock(), open_shop("embedded", ROWS):
        yield


@pytest.fixture
def store(indexed: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store, and what is published in it."""
    publish_for_real(monkeypatch)
