"""The embedded engine keeps both contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchapp.engines.embedded import EmbeddedIndexWriter, EmbeddedSearchEngine
from tests.contracts.index_writer import IndexWriterContract
from tests.contracts.search_engine import SearchEngineContract
from tests.contracts.shop import DIMENSIONS

Pair = tuple[EmbeddedSearchEngine, EmbeddedIndexWriter]


@pytest.fixture
def engine_pair(tmp_path: Path) -> Pair:
    return EmbeddedSearchEngine(tmp_path, DIMENSIONS), EmbeddedIndexWriter(tmp_path, DIMENSIONS)


class TestEmbeddedSearchEngine(SearchEngineContract):
    @pytest.fixture
    def engine_pair(self, engine_pair: Pair) -> Pair:
        return engine_pair


class TestEmbeddedIndexWriter(IndexWriterContract):
    @pytest.fixture
    def engine_pair(self, engine_pair: Pair) -> Pair:
        return engine_pair
