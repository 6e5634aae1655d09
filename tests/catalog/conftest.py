"""The catalog's tests write to an index in memory and to a data folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchapp import wiring
from tests.catalog.memory_index import CountingEncoder, MemoryIndex


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.CELERY_TASK_ALWAYS_EAGER = True
    return settings.DATA_DIR


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> MemoryIndex:
    memory = MemoryIndex()
    monkeypatch.setattr(wiring, "index_writer", lambda: memory)
    return memory


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CountingEncoder:
    counting = CountingEncoder()
    monkeypatch.setattr(wiring, "text_encoder", lambda: counting)
    return counting
