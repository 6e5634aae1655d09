"""Tests of the index write to an index in memory and to a data folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchapp import wiring
from searchapp.catalog.models import OutboxRow, Tombstone
from tests.indexing.memory_index import CountingEncoder, MemoryIndex


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.CELERY_TASK_ALWAYS_EAGER = True
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def empty_outbox(request: pytest.FixtureRequest) -> None:
    """What emptying the tables after the test before has told."""
    if marker := request.node.get_closest_marker("django_db"):
        name = "transactional_db" if marker.kwargs.get("transaction") else "db"
        request.getfixturevalue(name)
        OutboxRow.objects.all().delete()
        Tombstone.objects.all().delete()


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
