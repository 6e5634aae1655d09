"""The endpoints over a service without an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from searchapp import wiring
from searchapp.api.keys import CREDENTIALS, create_key
from searchapp.behaviour.background_writer import BackgroundWriter
from searchapp.behaviour.search_log import WRITER
from searchapp.pipeline.config import SearchConfig
from tests.api.answers import FakeEngine, FakeService


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """No counted calls, no remembered keys, and searches logged by `flush` alone."""
    monkeypatch.setattr(BackgroundWriter, "_start", lambda self: None)
    settings.ENVIRONMENT = {**settings.ENVIRONMENT, "SEARCHAPP_SEARCH_LOG": True}
    cache.clear()
    CREDENTIALS.clear()
    WRITER._items.clear()
    yield
    WRITER._items.clear()


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch) -> FakeService:
    fake = FakeService()
    config = SearchConfig()
    monkeypatch.setattr(wiring, "search_service", lambda: fake)
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    return fake


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    monkeypatch.setattr(wiring, "search_engine", lambda: fake)
    return fake


@pytest.fixture
def key_client(db: None) -> Callable[..., Client]:
    """A client with a new key of the scopes."""

    def make(*scopes: str, **more: Any) -> Client:
        _, secret = create_key("test", scopes, **more)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return make
