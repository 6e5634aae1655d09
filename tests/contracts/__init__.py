"""What engines promise, as test classes that each engine's tests inherit."""

import pytest

pytest.register_assert_rewrite(
    "tests.contracts.search_engine", "tests.contracts.index_writer", "tests.contracts.shop"
)
