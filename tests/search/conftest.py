"""A small shop, imported and indexed for real, on each engine in turn."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

from searchapp import wiring
from searchapp.indexing.live_indexes import refresh_indexes
from searchapp.pipeline.request import Kind
from tests.rows import import_rows
from tests.search.shop import ROWS, Shop

PARTS = (wiring._engine_parts, wiring.search_engine, wiring.index_writer, wiring.search_service)


ENGINES = (
    "embedded",
    pytest.param(
        "elasticsearch",
        marks=pytest.mark.skipif(
            not os.environ.get("ELASTICSEARCH_URL"), reason="set ELASTICSEARCH_URL to run it"
        ),
    ),
)


@pytest.fixture(scope="module", params=ENGINES)
def shop(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The shop, kept for a module: its tests only search."""
    with django_db_blocker.unblock(), open_shop(request.param, ROWS):
        yield Shop(wiring.search_service(), wiring.current_config())


@contextmanager
def open_shop(engine: str, rows: list[dict[str, Any]]) -> Iterator[None]:
    """A shop of these rows, imported and indexed on `engine`; gone at the end."""
    from django.conf import settings
    from django.db import transaction

    before = dict(settings.ENVIRONMENT)
    url = os.environ.get("ELASTICSEARCH_URL", "") if engine == "elasticsearch" else ""
    settings.ENVIRONMENT |= {
        "ELASTICSEARCH_URL": url,
        "SEARCHAPP_INDEX_PREFIX": f"test-{uuid.uuid4().hex[:8]}",
    }
    for part in PARTS:
        part.cache_clear()
    try:
        with transaction.atomic():
            _have_default_intents()
            assert not any(outcome.problems for outcome in import_rows(rows))
            _index_everything()
            yield
            transaction.set_rollback(True)
    finally:
        _drop_everything()
        settings.ENVIRONMENT |= before
        for part in PARTS:
            part.cache_clear()


def _have_default_intents() -> None:
    """The rows of the migration, which a test that empties all tables takes away."""
    from django.apps import apps
    from django.db import connection

    migration = import_module("searchapp.lexicon.migrations.0002_default_intents")
    migration.add_default_intents(apps, connection.schema_editor())


def _index_everything() -> None:
    from searchapp.indexing.rebuilding import rebuild

    for kind in Kind:
        rebuild(kind)
    refresh_indexes()


def _drop_everything() -> None:
    writer = wiring.index_writer()
    client = getattr(writer, "_client", None)
    for kind in Kind:
        for index in writer.indexes(kind):
            if client is not None:
                client.indices.delete(index=index)
