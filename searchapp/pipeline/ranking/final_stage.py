"""Final stage: rerankers score the head of the ranked window, one step after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.objective import DEFAULT_OBJECTIVE, Objective
from searchapp.pipeline.candidate import Candidate, Reranked
from searchapp.pipeline.course import Orders
from searchapp.pipeline.profile import RankingProfile, RerankStep
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker, RerankFailure
from searchapp.pipeline.ranking.read_ahead import StoredBytes, with_stored
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Degradation, Stopwatch

_SHARE_OF_TIME_TO_FETCH = 0.5
"""Of a step's time, the most that it waits for what the index keeps of its candidates."""


@dataclass(frozen=True, slots=True)
class StepRun:
    """What became of one step for one kind's candidates.

    Of `candidates` in the window the step wanted the first `wanted` and scored `scored`. `outcome`
    is `ok`, `late`, `failed`, `open` (the circuit breaker), `unknown` (no such reranker) or
    `skipped` (no time); `reason` says why it is not `ok`, or why fewer were scored than wanted.
    """

    name: str
    candidates: int
    wanted: int
    scored: int = 0
    took_ms: float = 0.0
    outcome: str = "ok"
    reason: str = ""


def rerank_each(
    query: AnalyzedQuery,
    rankings: Sequence[Ranking],
    profile: RankingProfile,
    rerankers: Mapping[str, GuardedReranker],
    watch: Stopwatch,
    orders: Orders,
    stored: StoredBytes | None = None,
) -> tuple[list[Ranking], dict[Kind, list[StepRun]]]:
    """The rankings with their windows as `rerank` gives them, and what each step did by kind.

    `orders` is told the order after each step that was taken. `stored` gives what the index keeps
    for rerankers that read ahead; without it they read the documents themselves.
    """
    reranked: list[Ranking] = []
    runs: dict[Kind, list[StepRun]] = {}
    for ranking in rankings:

        def after(step: str, window: list[Candidate], ranking: Ranking = ranking) -> None:
            orders.after(step, [replace(ranking, window=window)])

        window, runs[ranking.kind] = rerank(
            query,
            ranking.window,
            profile.rerankers,
            rerankers,
            watch,
            profile.objective,
            after,
            stored,
        )
        reranked.append(replace(ranking, window=window))
    return reranked, runs


def rerank(
    query: AnalyzedQuery,
    candidates: Sequence[Candidate],
    steps: Sequence[RerankStep],
    rerankers: Mapping[str, GuardedReranker],
    watch: Stopwatch,
    objective: Objective = DEFAULT_OBJECTIVE,
    after: Callable[[str, list[Candidate]], None] | None = None,
    stored: StoredBytes | None = None,
) -> tuple[list[Candidate], list[StepRun]]:
    """The candidates with their final scores under the objective, best first, ties by id; and what
    each step did. `after` is told each step that was taken and the order that it made.

    A reranker that is not registered, raises, is late, returns a wrong shape or a number that is
    not finite, or for which no time is left changes nothing: the order before it stays.
    """
    ranked = list(candidates)
    runs: list[StepRun] = []
    for step in steps if ranked else ():
        reranker = rerankers.get(step.name)
        ranked, run = _apply(step, reranker, query, ranked, watch, objective, stored)
        runs.append(run)
        if after is not None and run.outcome == "ok":
            after(step.name, ranked)
    return ranked, runs


def degradations(runs: Iterable[StepRun]) -> list[Degradation]:
    """The steps that the answer did without, each once."""
    left_out = (run for run in runs if run.outcome != "ok")
    return list(
        dict.fromkeys(Degradation(f"final_stage.{run.name}", run.reason) for run in left_out)
    )


def _apply(
    step: RerankStep,
    reranker: GuardedReranker | None,
    query: AnalyzedQuery,
    ranked: list[Candidate],
    watch: Stopwatch,
    objective: Objective,
    stored: StoredBytes | None,
) -> tuple[list[Candidate], StepRun]:
    wanted = min(step.head, len(ranked))

    def run(outcome: str = "ok", reason: str = "", scored: int = 0) -> StepRun:
        took_ms = watch.total_ms - started
        return StepRun(step.name, len(ranked), wanted, scored, took_ms, outcome, reason)

    started = watch.total_ms
    if reranker is None:
        return ranked, run("unknown", "no reranker of this name is registered")
    time_ms = min(watch.left_ms, step.budget_ms or watch.left_ms)
    if time_ms <= 0:
        return ranked, run("skipped", "no time was left of the budget")
    scored = reranker.cost.affordable(wanted, time_ms)
    short = ""
    if scored < wanted:
        cost = reranker.cost.ms_a_candidate
        short = f"{time_ms:.0f} ms were left, and a candidate takes {cost:.2f} ms"
        if not scored:
            return ranked, run("skipped", f"too little time was left of the budget: {short}")
    head: Sequence[Candidate] = ranked[:scored]
    if stored is not None and (field := reranker.stored_field):
        head, unread = with_stored(head, field, stored, time_ms * _SHARE_OF_TIME_TO_FETCH)
        short = "; ".join(filter(None, (short, unread)))
    try:
        left_ms = max(0.0, time_ms - (watch.total_ms - started))
        scores = reranker.score(query, head, left_ms, objective)
    except RerankFailure as failure:
        return ranked, run(failure.outcome, failure.reason)
    return blended(ranked, scores, step), run("ok", short, scored)


def blended(
    ranked: Sequence[Candidate], scores: NDArray[np.float32], step: RerankStep
) -> list[Candidate]:
    """The candidates of which the first have the new `scores` (n,), in their new order.

    With a share of 1 the new score is the reranker's. Otherwise both scores are standardised within
    the head (mean 0, standard deviation 1), which, unlike bringing them to [0, 1], does not let one
    outlier press all others together; and a score that tells nothing apart adds nothing. What lies
    below the head is shifted below its lowest score, in its order and at its distances.
    """
    head, rest = ranked[: len(scores)], ranked[len(scores) :]
    before = np.array([item.score for item in head], dtype=np.float64)
    new = scores.astype(np.float64)
    if step.share == 1:
        scale, shift, kept_scale, kept_shift = 1.0, 0.0, 0.0, 0.0
    else:
        scale, shift = _standardising(new, step.share)
        kept_scale, kept_shift = _standardising(before, 1 - step.share)
    added, kept = new * scale + shift, before * kept_scale + kept_shift
    rescored = [
        _rescored(
            item, kept_part + added_part, Reranked(step.name, score, scale, kept_scale, item.score)
        )
        for item, score, added_part, kept_part in zip(
            head, new.tolist(), added.tolist(), kept.tolist(), strict=True
        )
    ]
    rescored.sort(key=lambda item: (-item.score, item.id))
    if not rest:
        return rescored
    distance = kept_scale or 1.0
    offset = rescored[-1].score - distance * float(before.min())
    return [
        *rescored,
        *(
            _rescored(
                item,
                item.score * distance + offset,
                Reranked(step.name, None, 0.0, distance, item.score),
            )
            for item in rest
        ),
    ]


def _standardising(values: NDArray[Any], share: float) -> tuple[float, float]:
    """Scale and shift that standardise `values` and weigh them with `share`."""
    deviation = float(values.std())
    # What differs by rounding alone does not differ.
    if deviation <= 1e-6 * max(1.0, float(np.abs(values).max())):
        return 0.0, 0.0
    return share / deviation, -share * float(values.mean()) / deviation


def _rescored(item: Candidate, score: float, step: Reranked) -> Candidate:
    return item._replace(final_score=score, reranked=(*item.reranked, step))
