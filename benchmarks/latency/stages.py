"""What single stages cost: the features and their ranker for 100 candidates, and the cross-encoder
for 30, over candidates as recall brings them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np

from analyzers.query import AnalyzedQuery
from benchmarks.latency.measured_cross_encoder import HEAD, MeasuredCrossEncoder
from benchmarks.latency.systems import FACETS, PAGE
from benchmarks.protocol import print_table
from rerankers.late_interaction import LateInteraction
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.ranking import first_stage
from searchapp.pipeline.ranking.features.registry import FEATURES
from searchapp.pipeline.ranking.features.serving import asking_for, features_read, serve
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.read_ahead import with_stored
from searchapp.pipeline.recall.finding import Rounds
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.service import SearchService
from searchapp.pipeline.trace import Stopwatch
from searchapp.pipeline.understanding.entity_use import use_entities
from searchapp.pipeline.understanding.reading import understand

CANDIDATES = 100
FEATURES_TARGET, CROSS_ENCODER_TARGET = "p50 <= 3", "p50 <= 60"

T = TypeVar("T")
Timings = dict[str, list[float]]
Figures = dict[str, dict[str, float]]


def measure(
    texts: Sequence[str], warm_up: Sequence[str], cross_encoder: MeasuredCrossEncoder | None
) -> Figures:
    """Percentiles of milliseconds by stage, and how many candidates it had on average; of the
    queries that have as many candidates as it is to be measured with.
    """
    from searchapp import wiring
    from searchapp.settled_memory import settle_memory

    service, config = wiring.search_service(), wiring.current_config()
    service.warm_up()
    if cross_encoder is not None:
        cross_encoder.reranker.warm_up()
    for text in warm_up:
        _time(text, service, config, cross_encoder)
    settle_memory()
    timings: Timings = {}
    for text in texts:
        for name, took_ms in _time(text, service, config, cross_encoder).items():
            timings.setdefault(name, []).append(took_ms)
    return {
        name: {
            "queries": len(values),
            **{f"p{q}": float(np.percentile(values, q)) for q in (50, 95)},
        }
        for name, values in timings.items()
    }


def print_figures(
    engine: str, figures: Figures, cross_encoder: MeasuredCrossEncoder | None
) -> None:
    """A table of the stages beside what is to be reached."""
    budget = f" and p95 <= {cross_encoder.step.budget_ms or 0:.0f}" if cross_encoder else ""
    targets = {name: FEATURES_TARGET for name in figures if name.startswith("features")}
    targets |= {
        name: CROSS_ENCODER_TARGET + budget
        for name in figures
        if name.startswith("cross") and not name.endswith("now")
    }
    print(f"{engine}, single stages, milliseconds\n")
    print_table(
        ["", "queries", "p50", "p95", "target"],
        [[name, *values.values(), targets.get(name, "")] for name, values in figures.items()],
    )


def _time(
    text: str,
    service: SearchService,
    config: SearchConfig,
    cross_encoder: MeasuredCrossEncoder | None,
) -> dict[str, float]:
    """Milliseconds by stage; nothing for a query with too few candidates.

    Cards are decoded by who looks at them first, so each set of features gets candidates that
    nobody has looked at.
    """
    read = features_read(config.profile("default"), service.rerankers)
    took: dict[str, float] = {}
    for label, names in (("all there are", tuple(FEATURES)), ("of the default profile", read)):
        query, ranking = _candidates(text, names, service, config)
        if len(ranking.window) < CANDIDATES:
            return took
        compute = partial(serve, query, ranking, names, config.lexicon.vocabulary, time.time())
        (served, _), took_ms = _timed(compute)
        took[f"features, {CANDIDATES} candidates, the {len(names)} {label}"] = took_ms
    ranker = service.guarded["feature_ranker"]
    _, took[f"feature ranker, {CANDIDATES} candidates"] = _timed(
        partial(ranker.score, query, served.window, PATIENT_MS)
    )
    if cross_encoder is not None:
        reranker, head = cross_encoder.reranker, served.window[:HEAD]
        _, took[f"cross-encoder, {HEAD} candidates"] = _timed(
            lambda: reranker.score(query, _with_stored(service, reranker, head))
        )
        _, took[f"cross-encoder, {HEAD} candidates, reading documents now"] = _timed(
            partial(reranker.score, query, head)
        )
    return took


def _with_stored(
    service: SearchService, reranker: LateInteraction, head: Sequence[Candidate]
) -> Sequence[Candidate]:
    found, fault = with_stored(head, reranker.stored_field, service.engine.stored_bytes, PATIENT_MS)
    if fault:
        raise SystemExit(fault)
    return found


def _candidates(
    text: str, names: Sequence[str], service: SearchService, config: SearchConfig
) -> tuple[AnalyzedQuery, Ranking]:
    """What the first stage leaves of a query's candidates, at most `CANDIDATES`."""
    request = SearchRequest(
        text=text, kinds=(Kind.PRODUCT,), size=PAGE, facets=FACETS, budget_ms=PATIENT_MS
    )
    profile = asking_for(config.profile("default"), names)
    query = understand(request, service.analyzers, config)
    use = use_entities(query, request, profile)
    rounds = Rounds(service, request, config, profile, Stopwatch(PATIENT_MS))
    found = rounds.first(query, use)
    if not found.plan.is_ranked:
        return found.query, Ranking(Kind.PRODUCT, (), 0)
    ranking = first_stage.rank(found.plan, found.recalled, profile)[0]
    return found.query, replace(ranking, window=ranking.window[:CANDIDATES])


def _timed(do: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    done = do()
    return done, (time.perf_counter() - start) * 1000
