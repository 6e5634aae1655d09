"""Pins: what merchants fix stands where they want it, after everything else was ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import (
    FixedRules,
    Merchandising,
    Pin,
    Promotion,
    Required,
    positions,
)
from searchapp.pipeline.profile import MixedRowPolicy
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.mixed_row import blend
from searchapp.pipeline.request import PATIENT_MS, AnyOf, Kind, SearchRequest, Sort
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import RetrievalQuery, RetrievalResult
from tests.pipeline.test_degradation import FOUND, PROFILE, Engine, found, service


@dataclass
class Listening(Engine):
    """Hears what it is asked."""

    asked: list[RetrievalQuery] = field(default_factory=list)

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        self.asked += queries
        return super().search(queries, timeout_ms)


def search(
    engine: Engine, *pins: Pin, wanted: Merchandising | None = None, **request: Any
) -> SearchResponse:
    rules = FixedRules(wanted or Merchandising(pins))
    config = SearchConfig(profiles={PROFILE.name: PROFILE}, rules=rules)
    asked = SearchRequest(**{"text": "shoes", "budget_ms": PATIENT_MS, **request})
    return service(engine).search(asked, config)


def ids(response: SearchResponse) -> list[str]:
    return [hit.id for hit in response.hits]


def test_a_pinned_item_that_no_words_find_stands_at_its_position() -> None:
    engine = Engine({**FOUND, "product.pinned": found("z")})
    response = search(engine, Pin(Kind.PRODUCT, "z", 2))
    assert ids(response) == ["b", "z", "a", "c"]
    assert response.total == 4


def test_a_found_item_is_moved_and_tells_where_it_would_stand() -> None:
    engine = Engine({**FOUND, "product.pinned": found("c")})
    response = search(engine, Pin(Kind.PRODUCT, "c", 1, rule="Autumn"), explain=True)
    assert ids(response) == ["c", "b", "a"]
    first = response.hits[0]
    assert "Autumn: stands at position 1; by itself it would be number 3 of its kind." in first.why
    assert first.breakdown is not None
    (row,) = (record.detail for record in response.trace if record.stage == "mixed_row")
    assert row["pins"] == [
        {
            "kind": "product",
            "id": "c",
            "rule": "Autumn",
            "position": 1,
            "found": True,
            "place_by_itself": 3,
        }
    ]


def test_what_the_engine_does_not_find_is_not_shown() -> None:
    response = search(Engine(FOUND), Pin(Kind.PRODUCT, "gone", 1), explain=True)
    assert ids(response) == ["b", "a", "c"]
    (row,) = (record.detail for record in response.trace if record.stage == "mixed_row")
    assert [pin["found"] for pin in row["pins"]] == [False]


def test_a_pin_obeys_filters_and_hiding() -> None:
    engine = Listening(FOUND)
    brand = AnyOf("brand", ("Velo",))
    wanted = Merchandising(
        pins=(Pin(Kind.PRODUCT, "z", 1),),
        hidden=((Kind.PRODUCT, "a"),),
        required=(Required(brand),),
    )
    search(engine, wanted=wanted, filters=(AnyOf("colour", ("red",)),))
    products = [each for each in engine.asked if each.kind is Kind.PRODUCT]
    assert {each.channel for each in products} >= {"lexical", "semantic", "pinned"}
    for each in products:
        assert {wanted.field for wanted in each.filters} >= {"brand", "colour"}
        assert each.exclude_ids == ("a",)


def test_videos_can_be_pinned_although_they_resemble_no_product() -> None:
    engine = Engine({**FOUND, "video.pinned": found("v")})
    assert ids(search(engine, Pin(Kind.VIDEO, "v", 1))) == ["v", "b", "a", "c"]


def test_a_browsed_page_has_its_pins() -> None:
    results = {"product.browse": found("a", "b", "c"), "product.pinned": found("z")}
    engine = Listening(results)
    response = search(engine, Pin(Kind.PRODUCT, "z", 2), text="")
    assert ids(response) == ["a", "z", "b", "c"]
    assert response.total == 4
    browse = next(each for each in engine.asked if each.channel == "browse")
    assert browse.exclude_ids == ("z",)


def test_a_sort_order_that_the_shopper_chose_has_none() -> None:
    engine = Listening({"product.sorted": found("a", "b")})
    assert ids(search(engine, Pin(Kind.PRODUCT, "b", 1), sort=Sort("price"))) == ["a", "b"]
    assert "pinned" not in {each.channel for each in engine.asked}


def test_pins_alone_are_nothing_found_by_meaning() -> None:
    response = search(Engine({"product.pinned": found("z")}), Pin(Kind.PRODUCT, "z", 1))
    assert ids(response) == ["z"]
    assert response.relaxed is None


def test_a_promoted_item_enters_and_rises() -> None:
    engine = Engine({**FOUND, "product.promoted": found("p")})
    promotion = Promotion(Kind.PRODUCT, ids=("p",), weight=2.0, rule="Sale")
    response = search(engine, wanted=Merchandising(promotions=(promotion,)))
    assert ids(response)[0] == "p"
    assert response.hits[0].scores["first.promoted"] == 2.0


class BrokenRules:
    """Rules that can't be matched."""

    version = "1"

    def merchandising(self, query: AnalyzedQuery, request: SearchRequest) -> Merchandising:
        raise LookupError("no such rule")


def test_rules_that_fail_are_named_and_end_no_search() -> None:
    config = SearchConfig(profiles={PROFILE.name: PROFILE}, rules=BrokenRules())
    response = service(Engine(FOUND)).search(SearchRequest("shoes", budget_ms=PATIENT_MS), config)
    assert ids(response) == ["b", "a", "c"]
    assert [(each.stage, each.reason) for each in response.degraded] == [
        ("rules", "LookupError: no such rule")
    ]


def test_rules_are_a_part_of_the_configuration_that_answers_name() -> None:
    pinned = SearchConfig(rules=FixedRules(Merchandising((Pin(Kind.PRODUCT, "a", 1),))))
    assert pinned.version != SearchConfig().version


def test_of_two_pins_at_one_position_the_other_has_the_next() -> None:
    pins = [
        Pin(Kind.PRODUCT, "a", 1),
        Pin(Kind.PRODUCT, "b", 1),
        Pin(Kind.PRODUCT, "c", 2),
        Pin(Kind.PRODUCT, "a", 9),
    ]
    assert [pin.id for pin in positions(pins).values()] == ["a", "b", "c"]
    assert list(positions(pins)) == [0, 1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Pin(Kind.PRODUCT, "a", 0),
        lambda: Promotion(Kind.PRODUCT),
        lambda: Promotion(Kind.PRODUCT, ("a",), (AnyOf("brand", ("B",)),)),
        lambda: Promotion(Kind.PRODUCT, ("a",), weight=0.0),
    ],
)
def test_values_that_mean_nothing_are_refused(wrong: Any) -> None:
    with pytest.raises(ValueError):
        wrong()


@given(
    products=st.integers(0, 60),
    videos=st.integers(0, 10),
    pinned=st.sets(st.integers(0, 90), max_size=6),
    size=st.integers(1, 30),
)
def test_pages_make_one_row_with_every_item_once_and_pins_in_place(
    products: int, videos: int, pinned: set[int], size: int
) -> None:
    def ranking(kind: Kind, count: int) -> Ranking:
        items = [Candidate(kind, f"{kind}{number}", ()) for number in range(count)]
        return Ranking(kind, items, count)

    rankings = [ranking(Kind.PRODUCT, products), ranking(Kind.VIDEO, videos)]
    pins = {place: Candidate(Kind.PRODUCT, f"pin{place}", ()) for place in pinned}
    total = products + videos + len(pins)
    pages = [
        item.id
        for offset in range(0, total + size, size)
        for item in blend(rankings, MixedRowPolicy(), offset, size, pins)
    ]
    assert pages == [item.id for item in blend(rankings, MixedRowPolicy(), 0, total, pins)]
    assert len(set(pages)) == len(pages) == total
    for place in pinned:
        if place < products + videos:
            assert pages[place] == f"pin{place}"
