"""The benchmark of entities: its queries can be read, and it counts rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.entities.dictionary import EntityDictionary
from benchmarks.entities import (
    HELD_OUT,
    QUERIES,
    LabelledQuery,
    Recogniser,
    Wish,
    judge,
    read_families,
    read_queries,
)
from tests.analyzers.entity_shop import DICTIONARY


def test_there_are_enough_queries_of_both_kinds() -> None:
    families = read_families(QUERIES)
    queries, held_out = read_queries(QUERIES, families), read_queries(HELD_OUT, families)
    plain = [each for each in queries if not any(wish.must for wish in each.wishes.values())]
    assert len(queries) >= 200 and len(plain) >= 60 and len(held_out) >= 60
    assert not {each.text for each in queries} & {each.text for each in held_out}


def test_a_query_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.toml"
    path.write_text('[sets]\none = [{ text = "a" }, { text = "a" }]\n')
    with pytest.raises(ValueError, match="twice"):
        read_queries(path, {})


def test_filters_are_right_wrong_or_missed() -> None:
    navy, red = Wish(frozenset(["Navy"])), Wish(frozenset(["Red"]))
    score = judge(
        [
            LabelledQuery("navy dress", {"colour": navy}),
            LabelledQuery("black dress", {"colour": red}),
            LabelledQuery("dress", {"colour": red}),
            LabelledQuery("red dress", {}),
            LabelledQuery("dress under 50", {"price": Wish(may=("*",))}),
        ],
        Recogniser(DICTIONARY),
    )
    assert (score.right["colour"], score.wrong["colour"], score.missed["colour"]) == (1, 2, 2)
    assert not score.right["price"] and not score.wrong["price"] and not score.missed["price"]
    assert score.precision("colour") == pytest.approx(1 / 3)


def test_without_a_catalog_only_patterns_filter() -> None:
    query = LabelledQuery("red dress under $50", {"price": Wish(frozenset(["..50"]))})
    score = judge([query], Recogniser(EntityDictionary()))
    assert (score.right.total(), score.wrong.total()) == (1, 0)
