"""Sellers are found by their names while these are typed."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.completions.seller_names import SellerFound, SellerNames, SellerNamesBuilder
from analyzers.completions.words import folded_words
from analyzers.evidence import CatalogItem

SELLERS = {
    "s1": ("Oakridge Garden Supply", 40),
    "s2": ("Müller & Söhne", 12),
    "s3": ("Garden Gate", 3),
    "s4": ("Oakley's Outfitters", 1),
}


def learnt(items: Iterable[CatalogItem], most: int = 100) -> SellerNames:
    builder = SellerNamesBuilder(most)
    for item in items:
        builder.add(item)
    return builder.build()


NAMES = learnt(
    CatalogItem(id=f"{seller}-{n}", title="x", seller=seller, seller_name=name)
    for seller, (name, products) in SELLERS.items()
    for n in range(products)
)


def names(typed: str, size: int = 5) -> list[str]:
    return [each.name for each in NAMES.begun(typed, size)]


def test_the_beginning_of_any_word_of_a_name_will_do_and_leads_to_the_seller() -> None:
    assert list(NAMES.begun("oakr", 5)) == [SellerFound("s1", "Oakridge Garden Supply", True)]
    assert names("supp") == ["Oakridge Garden Supply"]
    assert names("gate gar") == ["Garden Gate"]


def test_those_with_the_most_products_come_first() -> None:
    assert names("oak") == ["Oakridge Garden Supply", "Oakley's Outfitters"]
    assert names("oak", 1) == ["Oakridge Garden Supply"]


def test_case_accents_and_signs_do_not_count() -> None:
    assert names("MULLER sohne") == ["Müller & Söhne"]
    assert names("oakleys") == ["Oakley's Outfitters"]


def test_a_name_is_found_when_it_is_typed_to_the_end() -> None:
    assert names("garden gate") == ["Garden Gate"]


def test_a_typo_is_forgiven_from_the_third_letter_on() -> None:
    assert list(NAMES.begun("mulelr", 5)) == [SellerFound("s2", "Müller & Söhne", False)]
    assert names("gx") == []


def test_who_sells_nothing_or_has_no_name_is_unknown() -> None:
    assert len(learnt([CatalogItem(id="1", title="x", seller="s9")]).names) == 0
    assert list(SellerNames().begun("oak", 5)) == []


def test_no_more_names_are_learnt_than_fit() -> None:
    many = (CatalogItem(id=str(n), title="x", seller_name=f"Seller {n}") for n in range(50))
    assert len(learnt(many, most=10).names) == 10


def test_the_arrays_make_the_same_names_again() -> None:
    again = SellerNames.from_arrays(NAMES.arrays())
    for typed in ("oak", "mulelr", "garden gate"):
        assert list(again.begun(typed, 5)) == list(NAMES.begun(typed, 5))


def test_among_many_sellers_they_are_found_in_no_time() -> None:
    draw = np.random.default_rng(3)
    words = ["".join(map(chr, draw.integers(97, 123, 7))) for _ in range(8_000)]
    pairs = draw.integers(0, len(words), (20_000, 2)).tolist()
    many = learnt(
        (
            CatalogItem(id=str(n), title="x", seller=str(n), seller_name=f"{words[a]} {words[b]}")
            for n, (a, b) in enumerate(pairs)
        ),
        most=20_000,
    )
    assert sum(array.nbytes for array in many.arrays().values()) < 5_000_000
    times = []
    for word in words[:50]:
        started = time.perf_counter()
        assert list(many.begun(word[:2] + word[3:5], 2)) is not None
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.01


@given(st.lists(st.text(max_size=20), min_size=1, max_size=6), st.integers(1, 12))
def test_any_name_is_found_by_any_beginning(written: list[str], letters: int) -> None:
    known = learnt(
        CatalogItem(id=str(n), title="x", seller=str(n), seller_name=name)
        for n, name in enumerate(written)
    )
    for name in known.names.phrases:
        typed = " ".join(folded_words(name))[:letters]
        assert name in [each.name for each in known.begun(typed, 10)]


@pytest.mark.parametrize("typed", ["", " ", "!!!", "x" * 1000])
def test_any_text_is_answered(typed: str) -> None:
    assert names(typed) == []
