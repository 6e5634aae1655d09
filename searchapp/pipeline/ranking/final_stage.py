"""Final stage: rerankers score the candidates of the ranked window, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analyzers.query import AnalyzedQuery
from rerankers.base import Reranker
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import RerankStep
from searchapp.pipeline.trace import Degradation, Stopwatch


def rerank(
    query: AnalyzedQuery,
    candidates: Sequence[Candidate],
    steps: Sequence[RerankStep],
    rerankers: Mapping[str, Reranker],
    watch: Stopwatch,
) -> tuple[list[Candidate], list[Degradation]]:
    """The candidates with their final scores, best first, ties by id; and what had to be left out.

    A reranker that is not registered, raises, returns a wrong shape or a number that is not finite,
    or for which no time is left changes nothing: the order before it stays, and a `Degradation`
    tells why.
    """
    ranked = list(candidates)
    degraded: list[Degradation] = []
    for step in steps:
        name = step.name
        if not ranked:
            break
        problem, ranked = _apply(rerankers.get(name), query, ranked, watch)
        if problem:
            degraded.append(Degradation(f"final_stage.{name}", problem))
    return ranked, degraded


def _apply(
    reranker: Reranker | None,
    query: AnalyzedQuery,
    candidates: list[Candidate],
    watch: Stopwatch,
) -> tuple[str | None, list[Candidate]]:
    if reranker is None:
        return "no reranker of this name is registered", candidates
    if watch.left_ms <= 0:
        return "no time was left of the budget", candidates
    try:
        scores = np.asarray(reranker.score(query, candidates))
    except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way, the answer not
        return f"{type(error).__name__}: {error}", candidates
    if scores.shape != (len(candidates),):
        return f"gave scores of shape {scores.shape} for {len(candidates)} candidates", candidates
    if not np.isfinite(scores).all():
        return "gave a score that is not a finite number", candidates
    scored = [
        candidate._replace(final_score=score)
        for candidate, score in zip(candidates, scores.tolist(), strict=True)
    ]
    scored.sort(key=lambda candidate: (-candidate.score, candidate.id))
    return None, scored
