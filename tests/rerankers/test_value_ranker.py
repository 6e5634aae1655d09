"""The value ranker: relevance first; then what is clicked, bought and dear comes earlier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.model_folder import Manifest, ModelFolderError, sha256_of, write_manifest
from rerankers.contract import QUERY, Item, RerankerContract
from rerankers.model_folder import VALUE_RANKER, golden_text
from rerankers.objective import Objective, steered
from rerankers.value_ranker import AGE, CLICKS, ITEM, MARGIN, PRICE, PURCHASES, SELLER, ValueRanker

TABLE = {"from": [0.0, 1.0, 2.0], "to": [0.0, 0.4, 0.9]}
GOLDEN = {
    "score": np.array([2.0, 1.0], np.float32),
    CLICKS: np.array([0.5, np.nan], np.float32),
    PURCHASES: np.array([np.nan, np.nan], np.float32),
    PRICE: np.array([3.0, 2.0], np.float32),
}


def folder(path: Path, expected: tuple[float, float], **parameters: Any) -> Path:
    path.mkdir()
    (path / "golden.json").write_text(golden_text(GOLDEN, np.array(expected, np.float32)))
    hashes = {"golden.json": sha256_of(path / "golden.json")}
    parameters = {"relevance": TABLE, **parameters}
    write_manifest(path, Manifest("worth", VALUE_RANKER, (), (), hashes, parameters))
    return path


def item(id_: str, score: float, **features: float) -> Item:
    names = {
        "clicks": CLICKS,
        "purchases": PURCHASES,
        "price": PRICE,
        "margin": MARGIN,
        "age": AGE,
        "item": ITEM,
        "seller": SELLER,
    }
    return Item(id_, {names[name]: value for name, value in features.items()}, {}, score)


def order(items: list[Item], **weights: float) -> list[str]:
    scores = steered(ValueRanker(), Objective(**weights)).score(QUERY, items)
    return [items[place].id for place in np.argsort(-scores, kind="stable")]


class TestWithoutAFolder(RerankerContract):
    def reranker(self) -> ValueRanker:
        return ValueRanker()


class TestUnderAnObjectiveOfEverything(RerankerContract):
    def reranker(self) -> ValueRanker:
        return ValueRanker().steered(Objective(margin=0.2, freshness=0.3, authority=0.4))


class TestWithCalibrations(RerankerContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        raw = 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))
        worth = (0.9 + 0.1 * 0.5 + 1e-3 * raw[0], 0.4 + 1e-3 * raw[1])
        self.path = folder(tmp_path / "worth", worth)

    def reranker(self) -> ValueRanker:
        return ValueRanker(self.path)


def test_of_two_as_relevant_the_one_that_is_bought_comes_first() -> None:
    items = [item("a", 1.0, purchases=0.0), item("b", 1.0, purchases=0.3), item("c", 0.0)]
    assert order(items)[0] == "b"


def test_of_two_bought_as_often_the_dearer_comes_first() -> None:
    items = [item("a", 1.0, purchases=0.3, price=1.0), item("b", 1.0, purchases=0.3, price=4.0)]
    assert order(items) == ["b", "a"]


def test_below_the_floor_no_value_helps() -> None:
    items = [item("a", 9.0), item("b", 8.0), item("c", -9.0, clicks=1.0, purchases=1.0, price=9.0)]
    assert order(items, conversion=100.0, gmv=100.0)[2] == "c"


@pytest.mark.parametrize(
    ("good", "better", "worse"),
    [
        ("click", {"clicks": 0.3}, {"clicks": 0.1}),
        ("conversion", {"purchases": 0.3}, {"purchases": 0.1}),
        ("gmv", {"purchases": 0.2, "price": 4.0}, {"purchases": 0.2, "price": 2.0}),
        (
            "margin",
            {"purchases": 0.2, "price": 3.0, "margin": 0.4},
            {"purchases": 0.2, "price": 3.0, "margin": 0.1},
        ),
        ("freshness", {"age": np.log1p(2.0)}, {"age": np.log1p(90.0)}),
        ("authority", {"item": 0.9}, {"item": 0.2}),
        ("authority", {"seller": 0.9}, {"seller": 0.2}),
    ],
)
def test_a_good_counts_as_the_objective_weighs_it(
    good: str, better: dict[str, float], worse: dict[str, float]
) -> None:
    items = [item("a", 1.0, **worse), item("b", 1.0, **better), item("c", 0.0)]
    nothing = {"click": 0.0, "conversion": 0.0, "gmv": 0.0}
    assert order(items, **nothing) == ["a", "b", "c"]
    assert order(items, **{**nothing, good: 0.5})[0] == "b"


def test_only_the_features_of_goods_that_count_are_read() -> None:
    assert steered(ValueRanker(), Objective(click=0.0, gmv=0.0)).features == (PURCHASES,)
    assert steered(ValueRanker(), Objective(0.5, 0.0, 0.0, 0.0)).features == ()
    assert MARGIN in steered(ValueRanker(), Objective(margin=0.1)).features


def test_freshness_halves_in_thirty_days() -> None:
    items = [item("a", 1.0, age=0.0), item("b", 1.0, age=float(np.log1p(30.0)))]
    new, month_old = ValueRanker().steered(Objective(freshness=1.0)).explain(QUERY, items)
    assert (new[AGE], month_old[AGE]) == (1.0, pytest.approx(0.5))


def test_a_steered_ranker_shares_the_calibrations_and_leaves_the_other_as_it_was(
    tmp_path: Path,
) -> None:
    ranker = ValueRanker(folder(tmp_path / "worth", (5.0, 0.4)))
    fresh = ranker.steered(Objective(freshness=1.0))
    assert AGE not in ranker.features
    with pytest.raises(ModelFolderError, match="which should be 5"):
        fresh.warm_up()


@settings(deadline=None)
@given(st.lists(st.floats(-100, 100, width=16), min_size=1, max_size=20, unique=True))
def test_without_behaviour_the_order_of_relevance_stays(scores: list[float]) -> None:
    items = [item(str(number), score, price=number) for number, score in enumerate(scores)]
    expected = [each.id for each in sorted(items, key=lambda each: -each.first_score)]
    found = ValueRanker().score(QUERY, items)
    in_order = found[[int(id_) for id_ in expected]]
    assert (np.diff(in_order) <= 0).all()


@pytest.mark.parametrize(
    "weights",
    [
        {"click": -1.0},
        {"relevance": 0.0},
        {"floor_of_best": 2.0},
        {"gmv": np.nan},
        {"margin": np.inf},
    ],
)
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="of the objective must"):
        Objective(**weights)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"from": [0, 1], "to": [0.9, 0.1]}, "must rise"),
        ({"from": [1, 1], "to": [0.1, 0.2]}, "must rise"),
        ({"from": [0, 1], "to": [0.1]}, "as many"),
        ({"from": [0, 1], "to": [0.1, 7]}, "probabilities"),
        ({"from": ["low"]}, "must have numbers"),
        ("steep", "must have numbers"),
    ],
)
def test_a_calibration_that_is_none_is_refused(tmp_path: Path, table: Any, problem: str) -> None:
    with pytest.raises(ModelFolderError, match=f"'relevance' .*{problem}|{problem}.*'relevance'"):
        ValueRanker(folder(tmp_path / "worth", (0.0, 0.0), relevance=table))


def test_a_golden_example_that_fails_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderError, match="which should be 5"):
        ValueRanker(folder(tmp_path / "worth", (5.0, 0.4))).warm_up()
    assert json.loads((tmp_path / "worth" / "golden.json").read_text())["scores"] == [
        5.0,
        pytest.approx(0.4),
    ]
