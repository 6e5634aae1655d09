"""The methods and metrics of the category benchmark, on cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analyzers.categories.category_tree import CategoryTree
from benchmarks.categories import NARROWEST, Question, accuracy, named, wanted
from benchmarks.category_baselines import MostFrequent, NaiveBayes, NearestTitles, title_words

TREE = CategoryTree.of(["A > B", "A > C", "D"])
"""Its nodes are A, A > B, A > C and D."""
QUESTIONS = [Question("one", "A > B"), Question("two", "A > C > E"), Question("three", "D")]


def test_the_right_category_of_a_level_is_the_part_of_the_path_that_reaches_it() -> None:
    assert [TREE.paths[node] for node in wanted(QUESTIONS, 1, TREE)] == ["A", "A", "D"]
    assert wanted(QUESTIONS, 2, TREE).tolist() == [1, 2, -1]
    assert [TREE.paths[node] for node in wanted(QUESTIONS, NARROWEST, TREE)] == [
        "A > B",
        "A > C",
        "D",
    ]


def test_accuracy_counts_the_queries_whose_path_reaches_the_level() -> None:
    of_nodes = np.array(
        [[0.9, 0.8, 0.1, 0.1], [0.8, 0.5, 0.3, 0.2], [0.6, 0.3, 0.3, 0.4]], dtype=np.float32
    )
    found = accuracy(QUESTIONS, of_nodes, TREE)
    assert found["level 1 top-1"] == pytest.approx(2 / 3)
    assert found["level 2 top-1"] == pytest.approx(1 / 2)
    assert found["narrowest top-1"] == pytest.approx(2 / 3)
    assert found["narrowest top-3"] == 1.0


def test_what_is_named_is_right_when_the_query_looks_there_or_below() -> None:
    of_nodes = np.array(
        [[0.9, 0.8, 0.1, 0.1], [0.8, 0.5, 0.3, 0.2], [0.1, 0.05, 0.05, 0.1]], dtype=np.float32
    )
    found = named(QUESTIONS, of_nodes, np.full(4, 0.01, dtype=np.float32), TREE)
    assert found["queries with a category"] == pytest.approx(2 / 3)
    assert found["first is right"] == pytest.approx(1 / 2)
    assert found["one is right"] == 1.0


@pytest.mark.parametrize("method", [NaiveBayes, NearestTitles])
def test_the_methods_beside_it_find_the_category_of_a_title_like_the_query(
    method: type[NaiveBayes] | type[NearestTitles],
) -> None:
    titles = [title_words("Red Running Shoes", "Shoes"), title_words("Steel Kettle", "Kettles")]
    rows = method(titles, [0, 1], 2).probabilities(["running", "kettle 2l", "unknown"])
    assert rows[:2].argmax(axis=1).tolist() == [0, 1]
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)


def test_the_most_frequent_does_not_listen() -> None:
    rows = MostFrequent([["a"], ["b"], ["c"]], [0, 1, 1], 2).probabilities(["a", "b"])
    np.testing.assert_allclose(rows, [[1 / 3, 2 / 3]] * 2)
