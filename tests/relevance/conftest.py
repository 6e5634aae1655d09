"""The small shop of the search tests."""

from tests.search.conftest import shop

__all__ = ["shop"]
