"""The queries of the suggestions benchmark: what is meant, how it is mistyped, how it is found."""

from __future__ import annotations

import pytest

from analyzers.completions.completion_index import CompletionIndex
from analyzers.evidence import CatalogItem
from benchmarks.keystrokes import FIRST_TYPO, Intention, intentions, logged
from benchmarks.suggestions import _found

ITEMS = [
    CatalogItem(
        id=str(number),
        title=f"Velo {kind} Running {thing.title()}, Size {number}",
        brand="Velo",
        categories=("Sports", f"Sports > {thing.title()}"),
        colours=("navy blue",),
        popularity=number,
    )
    for number, (kind, thing) in enumerate(
        (kind, thing)
        for kind in ("Trail", "Road", "Night")
        for thing in ("shoes", "socks", "vests")
    )
]


def test_intended_queries_are_seeded_and_distinct() -> None:
    intended = intentions(ITEMS, 12)
    assert intended == intentions(ITEMS, 12)
    assert len({each.text for each in intended}) == 12


def test_a_typo_is_one_edit_at_or_after_the_third_letter() -> None:
    for each in intentions(ITEMS, 15):
        assert each.misspelt != each.text
        assert abs(len(each.misspelt) - len(each.text)) <= 1
        assert each.misspelt[: FIRST_TYPO - 1] == each.text[: FIRST_TYPO - 1]
        assert each.misspelt[: each.typo_at - 1] == each.text[: each.typo_at - 1]


def test_the_log_says_by_how_many_a_query_was_typed() -> None:
    log = logged(ITEMS, 500)
    assert log == logged(ITEMS, 500)
    assert sum(query.people for query in log) == 500
    assert len({query.text for query in log}) == len(log)
    assert all(query.people == query.searches == query.found > 0 for query in log)


def test_the_share_found_is_that_of_queries_longer_than_what_is_typed() -> None:
    index = CompletionIndex.of({"running shoes": 1.0})
    intended = [Intention("running shoes", "runnnig shoes", 5), Intention("running vest", "rx", 9)]
    found = _found(index, intended)
    assert found["right, top 5"]["3 letters"] == pytest.approx(0.5)
    assert found["misspelt, top 5"]["6 letters"] == pytest.approx(1.0)
