"""Graphs that are late, fail or talk nonsense leave the order as it was, within the budget."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem
from rerankers.contract import RerankerContract
from rerankers.onnx_session import OnnxSession
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RerankStep
from searchapp.pipeline.ranking.final_stage import StepRun, rerank
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker
from searchapp.pipeline.request import PATIENT_MS, Kind
from searchapp.pipeline.trace import Stopwatch
from tests.rerankers import graphs
from tests.rerankers.graphs import FEATURES

QUERY = AnalyzedQuery("shoes", "shoes", "en")
CANDIDATES = [
    Candidate(Kind.PRODUCT, id_, (), dict(zip(FEATURES, row, strict=True)), first_score=score)
    for id_, row, score in (
        ("a", (-1.0, 0.0, 0.0), 3.0),
        ("b", (0.0, 1.0, 0.0), 2.0),
        ("c", (1.0, 0.0, 2.0), 1.0),
    )
]


class GraphReranker:
    """Runs a graph over the candidates' features."""

    name = "graph"
    features = FEATURES

    def __init__(self, graph: bytes) -> None:
        self.session = OnnxSession(graph)
        self.ended = Event()

    def warm_up(self) -> None: ...

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        rows = [[item.features.get(name, np.nan) for name in FEATURES] for item in candidates]
        matrix = np.array(rows, np.float32).reshape(-1, len(FEATURES))
        try:
            found = self.session.run("scores", {"features": matrix})
        finally:
            self.ended.set()
        return found[:, 0] if found.shape[1] == 1 else found


class TestGraphReranker(RerankerContract):
    def reranker(self) -> GraphReranker:
        return GraphReranker(graphs.linear())


def ranked(
    reranker: GraphReranker, budget_ms: float = PATIENT_MS
) -> tuple[list[Candidate], StepRun]:
    steps = [RerankStep("graph", budget_ms=budget_ms)]
    guarded = {"graph": GuardedReranker(reranker)}
    found, (run,) = rerank(QUERY, CANDIDATES, steps, guarded, Stopwatch(600_000.0))
    return found, run


def test_a_graph_reorders() -> None:
    found, run = ranked(GraphReranker(graphs.linear()))
    assert [item.id for item in found] == ["c", "a", "b"]
    assert run.outcome == "ok"


def test_one_that_is_late_is_not_waited_for_and_its_run_is_ended() -> None:
    reranker = GraphReranker(graphs.endless())
    started = time.perf_counter()
    found, run = ranked(reranker, budget_ms=100.0)
    assert time.perf_counter() - started < 30.0
    assert found == CANDIDATES
    assert (run.outcome, run.reason) == ("late", "gave no scores within 100 ms")
    assert reranker.ended.wait(30), "its thread is free again"


@pytest.mark.parametrize(
    ("graph", "reason"),
    [
        (graphs.raising(), "Non-zero status code"),
        (graphs.not_a_number(), "a score that is not a finite number"),
        (graphs.too_many_scores(), r"scores of shape \(3, 3\) for 3 candidates"),
    ],
)
def test_one_that_fails_changes_nothing(graph: bytes, reason: str) -> None:
    found, run = ranked(GraphReranker(graph))
    assert found == CANDIDATES
    assert run.outcome == "failed"
    assert re.search(reason, run.reason)


_OVER_THE_LIMIT = """
import numpy as np
from onnx import helper
from rerankers.limits import Limits, limit_models
from rerankers.onnx_session import OnnxSession
from tests.rerankers.graphs import linear, model

limit_models(Limits(threads=2, memory_mb=16))
expand = [
    helper.make_node("Expand", ["features", "shape"], ["wide"]),
    helper.make_node("ReduceSum", ["wide", "axis"], ["scores"], keepdims=1),
]
shape, axis = np.array([1, 20_000_000], np.int64), np.array([1], np.int64)
wide = OnnxSession(model(expand, {"shape": shape, "axis": axis}, 1).SerializeToString())
fits = OnnxSession(linear())
try:
    wide.run("scores", {"features": np.ones((1, 1), np.float32)})
except Exception as error:
    print("refused" if "smaller than requested" in str(error) else error)
print(fits.run("scores", {"features": np.ones((1, 3), np.float32)}).shape)
"""


def test_models_work_within_the_memory_of_the_settings() -> None:
    result = subprocess.run(
        [sys.executable, "-c", _OVER_THE_LIMIT],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.stdout.split("\n")[:2] == ["refused", "(1, 1)"], result.stderr
