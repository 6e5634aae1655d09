"""The metrics of the relevance benchmark, on cases that can be worked out by hand."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.judgments import Judgments, evaluate, read_judgments

JUDGED = Judgments({"shoes": {"a": 3, "b": 1, "c": 0}})


def test_the_ideal_order_has_the_value_one_with_both_gains() -> None:
    values = evaluate(JUDGED, {"shoes": ["a", "b"]})
    assert values["nDCG@10 linear"] == values["nDCG@10 exponential"] == pytest.approx(1.0)
    assert values["recall@200"] == 1.0
    assert values["judged@10"] == 1.0


def test_gains_differ_as_they_are_named_and_an_unjudged_product_counts_as_nothing() -> None:
    values = evaluate(JUDGED, {"shoes": ["b", "unjudged", "a"]})
    second, third = 1 / math.log2(3), 1 / math.log2(4)
    assert values["nDCG@10 linear"] == pytest.approx((1 + 3 * third) / (3 + second))
    assert values["nDCG@10 exponential"] == pytest.approx((1 + 7 * third) / (7 + second))
    assert values["judged@10"] == pytest.approx(2 / 3)


def test_a_query_that_found_nothing_counts_as_zero() -> None:
    assert set(evaluate(JUDGED, {"shoes": []}).values()) == {0.0}


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_the_values_do_not_depend_on_the_hash_seed(seed: str) -> None:
    program = (
        "from benchmarks.judgments import *;"
        "print(evaluate(Judgments({'q': {'a': 3, 'b': 1}}), {'q': ['b', 'a']}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    expected = evaluate(Judgments({"q": {"a": 3, "b": 1}}), {"q": ["b", "a"]})
    assert done.stdout.strip() == str(expected)


def test_missing_judgments_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="SEARCHAPP_BENCHMARK_DATA"):
        read_judgments(tmp_path / "none.csv")
