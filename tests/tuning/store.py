"""A small store of two sellers, indexed on the embedded engine, under what is really published."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from searchapp import wiring
from searchapp.catalog.outbox import held
from searchapp.merchandising import current
from searchapp.pipeline.config import SearchConfig
from searchapp.publishing.holding import SnapshotHolder
from tests.publishing.people import person
from tests.rows import import_rows
from tests.search import department_store
from tests.search.conftest import PARTS, _drop_everything, _index_everything

QUERY = "running shoes"
ROWS = [
    *islice(department_store.rows(), 26),
    {
        "kind": "video",
        "id": "v-run",
        "title": "How to choose running shoes",
        "seller": "harbour",
        "published": True,
    },
]
"""Twenty running shoes, some jackets, a video."""


class Published:
    """What is published now, read again each time; no thread looks for it behind a test's back."""

    def __init__(self) -> None:
        self.holder: SnapshotHolder[SearchConfig] = SnapshotHolder(
            current._state, current._load, check_seconds=math.inf
        )

    def current(self) -> SearchConfig:
        self.holder.refresh()
        return self.holder.current()


def publish_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches obey the tables of this test."""
    published = Published()
    current._of_draft.cache_clear()
    monkeypatch.setattr(current, "holder", lambda: published.holder)
    monkeypatch.setattr(wiring, "config_source", lambda: published)


@contextmanager
def open_store() -> Iterator[None]:
    """The store, for tests that commit."""
    before = dict(settings.ENVIRONMENT)
    settings.ENVIRONMENT |= {"SEARCHAPP_INDEX_PREFIX": f"test-{uuid.uuid4().hex[:8]}"}
    for part in PARTS:
        part.cache_clear()
    try:
        with held():
            import_rows(ROWS)
        _index_everything()
        yield
    finally:
        _drop_everything()
        settings.ENVIRONMENT |= before
        for part in PARTS:
            part.cache_clear()


def entered(name: str, *roles: str) -> Client:
    """Someone in these roles, logged in."""
    client = Client()
    client.force_login(person(name, *roles))
    return client


def text_of(response: Any) -> str:
    """The page."""
    text: str = response.content.decode()
    return text
