"""What tests of the tuning pages share."""

import pytest

from tests.browser.fixtures import browser, visit
from tests.storefront.conftest import shop

__all__ = ["browser", "shop", "visit"]


@pytest.fixture(autouse=True)
def _fresh_snapshot() -> None:
    """No configuration of another test's database is held."""
    from searchapp.merchandising.current import holder
    from searchapp.publishing import compiling

    holder.cache_clear()
    compiling.forget()
