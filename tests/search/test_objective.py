"""What a profile's objective does to results, and how that is explained, on every engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from rerankers.objective import Objective
from searchapp import wiring
from searchapp.pipeline.profile import DEFAULT_PROFILE, RerankStep
from searchapp.pipeline.recall.channels.lexical import Lexical
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import EngineHit
from tests.search.conftest import ENGINES, open_shop
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db

NOTHING_ELSE = {"click": 0.0, "conversion": 0.0, "gmv": 0.0}
BOUGHT = {"lamp-old": 0.3, "lamp-dear": 0.3, "lamp-new": 0.0}
ROWS: list[dict[str, Any]] = [
    {"id": id_, "title": "Desk Lamp", "price": price, "stock": 3, "published": since}
    for id_, price, since in (
        ("lamp-old", 20, "2021-03-01T00:00:00Z"),
        ("lamp-dear", 200, "2021-02-01T00:00:00Z"),
        ("lamp-new", 20, True),
    )
]


class Sold(Lexical):
    """Finds by words, and knows how often what it finds is bought."""

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        return [
            hit._replace(features={**hit.features, "behaviour.purchases": BOUGHT[hit.id]})
            for hit in super().hits(meaning, kind, found)
        ]


@pytest.fixture(scope="module", params=ENGINES)
def lamps(
    request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any
) -> Iterator[Shop]:
    """Three lamps that answer alike."""
    with django_db_blocker.unblock(), open_shop(request.param, ROWS):
        yield Shop(wiring.search_service(), wiring.current_config())


def under(shop: Shop, **weights: float) -> SearchResponse:
    """The answer with the value ranker last, under an objective of these goods and relevance."""
    profile = replace(
        DEFAULT_PROFILE,
        rerankers=(RerankStep("value_ranker"),),
        objective=Objective(**{**NOTHING_ELSE, **weights}),
    )
    config = replace(shop.config, profiles={"default": profile})
    response = replace(shop, config=config).search("desk lamp", explain=True)
    assert not response.degraded
    return response


def order(response: SearchResponse) -> list[str]:
    return [hit.id for hit in response.hits]


def missing(response: SearchResponse) -> dict[str, list[str]]:
    (stage,) = (each.detail for each in response.trace if each.stage == "final_stage")
    found: dict[str, list[str]] = stage["missing"]
    return found


def with_sales(shop: Shop) -> Shop:
    channels = {**shop.service.channels, "lexical": Sold()}
    return replace(shop, service=replace(shop.service, channels=channels))


def test_freshness_lifts_the_newest_and_the_breakdown_says_by_how_much(lamps: Shop) -> None:
    assert order(under(lamps))[-1] == "lamp-old"
    response = under(lamps, freshness=1.0)
    first = response.hits[0]
    assert first.id == "lamp-new"
    assert first.breakdown is not None
    assert first.breakdown.parts["value_ranker.age.log"] == pytest.approx(1.0, abs=0.05)
    assert sum(first.breakdown.parts.values()) == pytest.approx(first.candidate.score)
    assert missing(response) == {}


def test_conversion_lifts_what_is_bought_and_gmv_the_dearer_of_them(lamps: Shop) -> None:
    sold = with_sales(lamps)
    assert order(under(sold, conversion=1.0))[-1] == "lamp-new"
    response = under(sold, gmv=1.0)
    assert order(response) == ["lamp-dear", "lamp-old", "lamp-new"]
    breakdown = response.hits[0].breakdown
    assert breakdown is not None
    assert breakdown.parts["value_ranker.price.log"] == pytest.approx(0.3, abs=0.01)


def test_what_nothing_is_known_of_changes_nothing_and_is_named(lamps: Shop) -> None:
    before = order(under(lamps))
    response = under(lamps, conversion=5.0, margin=5.0, authority=5.0)
    assert order(response) == before
    assert missing(response) == {
        "value_ranker": [
            "behaviour.purchases",
            "margin",
            "authority.item",
            "authority.seller",
        ]
    }


def test_other_objectives_give_other_versions(lamps: Shop) -> None:
    assert under(lamps).config_version != under(lamps, freshness=1.0).config_version
