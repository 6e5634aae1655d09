"""The whole service and its stages beside the raw search, one caller, in one run."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.latency.measured_cross_encoder import NAME
from benchmarks.latency.systems import RAW, SERVICE, WITH_CROSS_ENCODER, System
from benchmarks.protocol import print_table
from searchapp.pipeline.response import SearchResponse

TARGETS = {SERVICE: "<= 3", WITH_CROSS_ENCODER: "<= 8"}
"""What p50 / raw p50 is to be."""

Timings = dict[str, list[float]]
Summary = dict[str, dict[str, float]]


def measure(systems: Sequence[System], texts: Sequence[str], warm_up: Sequence[str]) -> Summary:
    """Percentiles of milliseconds by system, and of each stage of the service.

    Each query is answered by every system before the next one, in an order that turns.
    """
    from searchapp.settled_memory import settle_memory

    for text in warm_up:
        for system in systems:
            system.ask(text)
    settle_memory()
    timings: Timings = {}
    scored: list[int] = []
    for number, text in enumerate(texts):
        turn = number % len(systems)
        for system in (*systems[turn:], *systems[:turn]):
            start = time.perf_counter()
            found = system.ask(text)
            took_ms = (time.perf_counter() - start) * 1000
            timings.setdefault(system.name, []).append(took_ms)
            if system.name == SERVICE:
                _note_stages(found, timings)
            elif system.name == WITH_CROSS_ENCODER:
                scored.append(_scored(found))
    if scored:
        print(
            f"The cross-encoder scored {np.mean(scored):.1f} candidates on average, and none in"
            f" {scored.count(0)} of {len(scored)} answers.\n"
        )
    return summary(timings)


def _scored(response: SearchResponse) -> int:
    """How many candidates the cross-encoder scored."""
    runs = (run for steps in response.reranked.values() for run in steps)
    return sum(run.scored for run in runs if run.name == NAME)


def _note_stages(response: SearchResponse, timings: Timings) -> None:
    for stage, took_ms in response.took_ms.items():
        if stage != "total":
            timings.setdefault(f"  {stage}", []).append(took_ms)


def summary(timings: Mapping[str, Sequence[float]]) -> Summary:
    """p50, p95 and p99 of each, and its p50 beside that of the raw search."""
    raw = float(np.percentile(timings[RAW], 50))
    found = {}
    for name, values in timings.items():
        p50, p95, p99 = (float(np.percentile(values, q)) for q in (50, 95, 99))
        found[name] = {"p50": p50, "p95": p95, "p99": p99, "p50 / raw p50": p50 / raw}
    return found


def print_figures(engine: str, figures: Summary) -> None:
    """A table of the systems, then of the service's stages."""
    stages = [name for name in figures if name.startswith("  ")]
    order = [name for name in figures if name not in stages] + stages
    rows = [[name, *figures[name].values(), TARGETS.get(name, "")] for name in order]
    print(f"{engine}, milliseconds\n")
    print_table(["", *figures[RAW], "target"], rows)
