"""Where a query looks: what is named, and when nothing is."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.categories.analyzer import Categories
from analyzers.categories.category_tree import CategoryTree
from analyzers.categories.predictor import CategoryPredictor
from analyzers.categories.selection import worth_naming
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Entity, Token
from tests.analyzers.category_shop import trained
from tests.contracts.analyzer import AnalyzerContract


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(categories=trained())


def named(text: str, lexicon: Lexicon) -> list[str]:
    query = AnalyzedQuery(raw=text, text=text, language="en")
    return [category.path for category in Categories().analyze(query, lexicon).categories]


class TestCategories(AnalyzerContract):
    def analyzer(self) -> Categories:
        return Categories()


def test_a_query_looks_in_the_category_of_the_products_that_its_words_describe(
    lexicon: Lexicon,
) -> None:
    assert named("electric kettle", lexicon) == ["Kitchen > Kettles"]
    assert named("blue running shoes", lexicon) == ["Shoes > Running"]


def test_words_that_were_never_seen_whole_are_known_by_their_pieces(lexicon: Lexicon) -> None:
    assert named("sprinklers", lexicon)[0] == "Garden > Hoses"


def test_a_brand_that_makes_two_kinds_looks_in_both(lexicon: Lexicon) -> None:
    assert sorted(named("strider", lexicon)) == ["Shoes > Boots", "Shoes > Running"]


def test_a_query_that_says_nothing_of_a_category_names_none(lexicon: Lexicon) -> None:
    assert named("", lexicon) == []
    assert named("?! ...", lexicon) == []


def test_at_most_three_are_named_the_most_probable_first(lexicon: Lexicon) -> None:
    query = AnalyzedQuery("red black", "red black", "en")
    probabilities = [
        category.probability for category in Categories().analyze(query, lexicon).categories
    ]
    assert len(probabilities) <= 3
    assert probabilities == sorted(probabilities, reverse=True)


def test_what_is_not_wanted_is_not_read(lexicon: Lexicon) -> None:
    text = "kettle without hose"
    query = AnalyzedQuery(
        text,
        text,
        "en",
        tokens=(
            Token("kettle", 0, 6),
            Token("without", 7, 14, is_marker=True),
            Token("hose", 15, 19, is_negated=True),
        ),
    )
    read = Categories().analyze(query, lexicon)
    alone = Categories().analyze(AnalyzedQuery("kettle", "kettle", "en"), lexicon)
    assert read.categories == alone.categories


def test_what_only_filters_is_not_read(lexicon: Lexicon) -> None:
    text = "kettle under 50 pan"
    price = Entity("price", (), 7, 19, 0.9, "pattern", at_most=50, is_spoken=False)
    query = AnalyzedQuery(text, text, "en", entities=(price,))
    alone = Categories().analyze(AnalyzedQuery("kettle", "kettle", "en"), lexicon)
    assert Categories().analyze(query, lexicon).categories == alone.categories


def test_without_a_model_nothing_is_predicted_and_the_query_stays_as_it_is() -> None:
    query = AnalyzedQuery("kettle", "kettle", "en")
    assert Categories().analyze(query, Lexicon()) is query


def test_a_category_that_an_older_lexicon_named_does_not_stay(lexicon: Lexicon) -> None:
    query = Categories().analyze(AnalyzedQuery("kettle", "kettle", "en"), lexicon)
    assert query.categories
    assert Categories().analyze(query, Lexicon()).categories == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(st.text(max_size=80))
def test_any_text_is_read_and_probabilities_are_probabilities(text: str) -> None:
    predictor = _PREDICTOR.get()
    (row,) = predictor.probabilities([text])
    tree = predictor.tree
    top = row[tree.parents < 0]
    assert float(top.sum()) == pytest.approx(1.0, abs=1e-3)
    assert ((row >= 0) & (row <= 1 + 1e-4)).all()
    lexicon = replace(Lexicon(), categories=predictor)
    once = Categories().analyze(AnalyzedQuery(text, text, "en"), lexicon)
    assert Categories().analyze(once, lexicon).categories == once.categories


class _Lazily:
    def __init__(self) -> None:
        self.predictor: CategoryPredictor | None = None

    def get(self) -> CategoryPredictor:
        self.predictor = self.predictor or trained(10)
        return self.predictor


_PREDICTOR = _Lazily()


def test_a_text_is_predicted_alike_alone_and_among_others(lexicon: Lexicon) -> None:
    predictor = lexicon.categories
    texts = ["kettle", "", "red running shoes for the garden", "pan"]
    together = predictor.probabilities(texts)
    alone = np.concatenate([predictor.probabilities([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_only_the_first_words_of_a_long_text_are_read(lexicon: Lexicon) -> None:
    predictor = lexicon.categories
    head = "kettle " * 12
    np.testing.assert_array_equal(
        predictor.probabilities([head]), predictor.probabilities([head + "garden hose " * 900])
    )


def test_many_threads_open_the_model_once() -> None:
    predictor = CategoryPredictor.from_arrays(trained(10).arrays())
    barrier = Barrier(8)
    trees: list[CategoryTree] = []

    def predict() -> None:
        barrier.wait()
        predictor.probabilities(["kettle"])
        trees.append(predictor.tree)

    threads = [Thread(target=predict) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(tree) for tree in trees}) == 1
    assert len(trees) == 8


TREE = CategoryTree.of(["A > B", "A > C", "D"])
"""Its nodes are A, A > B, A > C and D."""
NO_PRIOR = np.full(4, 0.01, dtype=np.float32)


def chosen(*probabilities: float) -> list[str]:
    row = np.array(probabilities, dtype=np.float32)
    return [category.path for category in worth_naming(row, NO_PRIOR, TREE)]


def test_a_sure_category_is_named_without_those_above_it() -> None:
    assert chosen(0.95, 0.9, 0.05, 0.05) == ["A > B"]


def test_two_likely_ones_are_both_named() -> None:
    assert chosen(0.95, 0.35, 0.6, 0.05) == ["A > C", "A > B"]


def test_uncertain_ones_come_with_the_one_that_they_share() -> None:
    assert chosen(0.9, 0.45, 0.15, 0.1) == ["A", "A > B"]


def test_what_is_below_the_floor_is_not_named() -> None:
    assert chosen(0.1, 0.05, 0.05, 0.15) == []


def test_what_is_as_probable_as_without_any_words_is_not_named() -> None:
    row = np.array([0.7, 0.6, 0.1, 0.3], dtype=np.float32)
    assert worth_naming(row, row, TREE) == ()
