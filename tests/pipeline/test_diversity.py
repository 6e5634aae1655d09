"""Diversity keeps one seller, brand or title from filling the first places, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import DEFAULT_PROFILE, Diversity, MixedRowPolicy
from searchapp.pipeline.ranking.diversity import diversified
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.mixed_row import blend
from searchapp.pipeline.request import Kind


def ranking(*documents: dict[str, Any], step: float = 0.01) -> Ranking:
    window = [
        Candidate(Kind.PRODUCT, f"p{place}", (), first_score=1 - place * step, document=document)
        for place, document in enumerate(documents)
    ]
    return Ranking(Kind.PRODUCT, window, len(window))


def ids(found: Ranking) -> list[str]:
    return [item.id for item in found.window]


def test_it_is_off_unless_a_profile_asks_for_it() -> None:
    same = ranking(*({"seller": "s"} for _ in range(5)))
    assert diversified(same, DEFAULT_PROFILE.diversity) is same


@pytest.mark.parametrize("field", ["seller", "brand"])
def test_the_same_seller_or_brand_does_not_fill_the_first_places(field: str) -> None:
    found = ranking({field: "a"}, {field: "a"}, {field: "a"}, {field: "b"}, {field: "c"}, step=0.1)
    assert ids(diversified(found, Diversity(0.7))) == ["p0", "p3", "p4", "p1", "p2"]


def test_nearly_the_same_title_comes_later() -> None:
    titles = ["Red trail shoe 42", "Red trail shoe 43", "Blue boot", "Sandal"]
    found = ranking(*({"title": title} for title in titles))
    assert ids(diversified(found, Diversity(0.7, near_duplicate=0.5)))[:3] == ["p0", "p2", "p3"]


def test_items_without_a_seller_are_not_of_the_same_seller() -> None:
    found = ranking({}, {"seller": ""}, {"seller": None}, {"title": ""})
    assert ids(diversified(found, Diversity(0.9))) == ids(found)


def test_a_much_better_item_keeps_its_place() -> None:
    found = ranking({"brand": "a"}, {"brand": "a"}, *({"brand": "b"},) * 8, step=0.1)
    assert ids(diversified(found, Diversity(0.1)))[:2] == ["p0", "p1"]


def test_what_falls_back_says_so() -> None:
    found = ranking({"seller": "a"}, {"seller": "a"}, {"seller": "b"})
    (change,) = diversified(found, Diversity(0.5)).window[2].adjustments
    assert (change.rule, change.amount) == ("Diversity", -1.0)
    assert "1 places later" in change.effect


@given(
    st.lists(st.sampled_from("abc"), max_size=30),
    st.floats(0, 1),
    st.integers(1, 40),
    st.integers(1, 9),
)
def test_pages_neither_repeat_an_item_nor_lose_one(
    sellers: list[str], strength: float, head: int, size: int
) -> None:
    found = diversified(
        ranking(*({"seller": seller} for seller in sellers)), Diversity(strength, head=head)
    )
    assert sorted(ids(found)) == sorted(f"p{place}" for place in range(len(sellers)))
    pages = [
        item.id
        for offset in range(0, len(sellers), size)
        for item in blend([found], MixedRowPolicy(), offset, size)
    ]
    assert pages == ids(found)
