"""With SEARCHAPP_TOKEN_VECTORS the index has read the documents before anybody searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rerankers.late_interaction import LateInteraction
from searchapp import wiring
from searchapp.pipeline.response import SearchResponse
from tests.search.conftest import ENGINES, open_shop
from tests.search.shop import ROWS, Shop

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=ENGINES)
def reading(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any) -> Any:
    from django.conf import settings

    before = dict(settings.ENVIRONMENT)
    settings.ENVIRONMENT |= {"SEARCHAPP_TOKEN_VECTORS": True}
    wiring.reader_ahead.cache_clear()
    with django_db_blocker.unblock(), open_shop(request.param, ROWS):
        yield Shop(wiring.search_service(), wiring.current_config())
    settings.ENVIRONMENT |= before
    wiring.reader_ahead.cache_clear()


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many documents the reranker reads while a test runs."""
    counts: list[int] = []
    read = LateInteraction.read_ahead

    def counted(self: LateInteraction, documents: Any) -> list[bytes]:
        counts.append(len(documents))
        return read(self, documents)

    monkeypatch.setattr(LateInteraction, "read_ahead", counted)
    yield counts


def by_the_cross_encoder(answer: SearchResponse) -> dict[str, float | None]:
    return {
        hit.id: step.score
        for hit in answer.hits
        for step in hit.candidate.reranked
        if step.name == "cross_encoder"
    }


def test_a_search_reads_no_document(reading: Shop, texts_read: list[int]) -> None:
    answer = reading.search("running shoes", profile="precise")
    assert not answer.degraded
    assert by_the_cross_encoder(answer).keys() >= {"shoe-red", "shoe-blue"}
    assert sum(texts_read) == 0


def test_the_scores_are_those_of_a_shop_that_reads_when_asked(
    reading: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = by_the_cross_encoder(reading.search("red shoes", profile="precise"))
    monkeypatch.setattr(type(reading.service.engine), "stored_bytes", lambda *_: {})
    now = by_the_cross_encoder(reading.search("red shoes", profile="precise"))
    assert ahead == now
    assert ahead
