"""What the query seems to name rises, and every score says by how much and why."""

from __future__ import annotations

from typing import Any

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.named_by_query import raise_named
from searchapp.pipeline.request import AnyOf, Between, Filter, Kind
from searchapp.pipeline.understanding.entity_use import Boost


def ranking(**documents: dict[str, Any]) -> Ranking:
    """Items in this order, a tenth apart."""
    window = [
        Candidate(Kind.PRODUCT, id_, (), first_score=1 - place / 10, document=document)
        for place, (id_, document) in enumerate(documents.items())
    ]
    return Ranking(Kind.PRODUCT, window, len(window))


def order(before: Ranking, wanted: Filter, amount: float = 0.15) -> list[str]:
    return [item.id for item in raise_named(before, [Boost(wanted, amount, "a test")]).window]


def test_an_item_with_the_value_rises() -> None:
    before = ranking(a={"colour": ["blue"]}, b={"colour": ["red", "black"]})
    assert order(before, AnyOf("colour", ("red",))) == ["b", "a"]


def test_an_item_within_the_range_rises() -> None:
    before = ranking(a={"price": 80.0}, b={}, c={"price": 20.0})
    assert order(before, Between("price", None, 50.0), 0.5) == ["c", "a", "b"]


def test_truth_is_a_value() -> None:
    before = ranking(a={"available": False}, b={"available": True})
    assert order(before, AnyOf("available", ("true",))) == ["b", "a"]


def test_of_two_boosts_on_one_field_the_larger_counts() -> None:
    boosts = [
        Boost(AnyOf("category", ("Shoes",)), 0.02, "likely"),
        Boost(AnyOf("category", ("Shoes > Boots",)), 0.05, "likelier"),
    ]
    (item,) = raise_named(ranking(a={"category": ["Shoes", "Shoes > Boots"]}), boosts).window
    assert item.first_score == 1.05
    assert item.contributions == {"boost.category": 0.05}


def test_without_boosts_nothing_moves() -> None:
    before = ranking(a={}, b={})
    assert raise_named(before, []) is before
