"""Rerankers that read documents ahead of queries get what the index keeps for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import STORED_VECTORS, RankedItem, ReadsAhead
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RerankStep
from searchapp.pipeline.ranking.final_stage import StepRun, rerank
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker
from searchapp.pipeline.ranking.read_ahead import StoredBytes
from searchapp.pipeline.request import PATIENT_MS, Kind
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.trace import Stopwatch

QUERY = AnalyzedQuery("shoes", "shoes", "en")
CANDIDATES = [
    Candidate(Kind.PRODUCT, name, (), first_score=score, document={"title": name})
    for name, score in (("a", 3.0), ("b", 2.0), ("c", 1.0))
]


class Reader:
    """Scores a candidate by the bytes that the index keeps of it; 0 without."""

    name = "reader"
    features: tuple[str, ...] = ()
    stored_field = STORED_VECTORS

    def __init__(self) -> None:
        self.seen: list[Mapping[str, Any]] = []

    def warm_up(self) -> None: ...

    def stamp(self, document: Mapping[str, Any]) -> bytes:
        return bytes(16)

    def read_ahead(self, documents: Sequence[Mapping[str, Any]]) -> list[bytes]:
        return [b"" for _ in documents]

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        self.seen = [item.document for item in candidates]
        kept = [item.document.get(STORED_VECTORS, b"") for item in candidates]
        return np.array([sum(each) for each in kept], dtype=np.float32)


def reranked(
    reader: Any, stored: StoredBytes | None, head: int = 3
) -> tuple[list[Candidate], StepRun]:
    steps = [RerankStep(reader.name, head=head)]
    guarded = {reader.name: GuardedReranker(reader)}
    watch = Stopwatch(PATIENT_MS)
    ranked, (run,) = rerank(QUERY, CANDIDATES, steps, guarded, watch, stored=stored)
    return ranked, run


def test_only_what_the_step_scores_is_asked_of_the_index() -> None:
    asked: list[tuple[Kind, list[str], str]] = []

    def stored(kind: Kind, ids: Sequence[str], field: str, timeout_ms: int) -> dict[str, bytes]:
        asked.append((kind, list(ids), field))
        return {"b": b"\x09"}

    reader = Reader()
    assert isinstance(reader, ReadsAhead)
    ranked, run = reranked(reader, stored, head=2)
    assert asked == [(Kind.PRODUCT, ["a", "b"], STORED_VECTORS)]
    assert [item.id for item in ranked] == ["b", "a", "c"]
    assert (run.outcome, run.reason) == ("ok", "")


def test_what_is_kept_is_seen_by_the_reranker_and_by_nobody_after_it() -> None:
    reader = Reader()
    ranked, _ = reranked(reader, lambda *_: {"a": b"\x01"})
    assert reader.seen[0] == {"title": "a", STORED_VECTORS: b"\x01"}
    assert all(item.document == {"title": item.id} for item in ranked)


def test_an_index_that_does_not_give_it_costs_nothing_but_time() -> None:
    def away(*_: object) -> dict[str, bytes]:
        raise EngineUnavailable("gone")

    reader = Reader()
    _, run = reranked(reader, away)
    assert run.outcome == "ok"
    assert run.reason == "token_vectors could not be read from the index: gone"
    assert reader.seen[0] == {"title": "a"}


def test_other_rerankers_ask_the_index_for_nothing() -> None:
    class Plain:
        name = "plain"
        features: tuple[str, ...] = ()

        def warm_up(self) -> None: ...

        def score(self, query: object, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
            return np.zeros(len(candidates), np.float32)

    def never(*_: object) -> dict[str, bytes]:
        raise AssertionError("asked")

    _, run = reranked(Plain(), never)
    assert run.outcome == "ok"
