"""What comparing two configurations query by query found, summed up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.rules.linting import Remark, lint
from searchapp.relevance.impact.bootstrap import mean_interval, ratio_interval
from searchapp.relevance.impact.pins import enabled_rules
from searchapp.relevance.impact.report import (
    SHOWN,
    ImpactReport,
    Latency,
    PinTrouble,
    QueryChange,
)

_LEAST = 1e-9


@dataclass(slots=True)
class Comparison:
    """What was found so far; the milliseconds are those of each query, in their order."""

    changes: list[QueryChange] = field(default_factory=list)
    live_ms: list[float] = field(default_factory=list)
    draft_ms: list[float] = field(default_factory=list)
    pins: list[PinTrouble] = field(default_factory=list)
    degraded: dict[str, Counter[str]] = field(
        default_factory=lambda: {"live": Counter(), "draft": Counter()}
    )
    failed: list[tuple[str, str]] = field(default_factory=list)


def summed_up(
    profiles: tuple[str, str],
    versions: tuple[str, str],
    found: Comparison,
    pins: tuple[PinTrouble, ...],
    remarks: tuple[Remark, ...],
    skipped: int,
    seed: int,
    took_s: float,
) -> ImpactReport:
    """The report on what was found, with the pins that are in trouble. `profiles` and `versions`
    are those of what is live, and of the draft.
    """
    changes = found.changes
    differences = [each.difference for each in changes if each.difference is not None]
    lists = {
        "helped": _those(changes, lambda each: (each.difference or 0) > _LEAST, _by_difference),
        "hurt": _those(changes, lambda each: (each.difference or 0) < -_LEAST, _by_difference),
        "changed": _those(changes, lambda each: each.is_changed),
        "emptied": _those(changes, lambda each: each.live_found > 0 and each.draft_found == 0),
        "filled": _those(changes, lambda each: each.live_found == 0 and each.draft_found > 0),
        "vanished": _those(changes, lambda each: bool(each.gone)),
    }
    counts = {name: len(those) for name, those in lists.items()}
    counts["redirected"] = sum(each.redirect is not None for each in changes)
    searches = sum(each.searches for each in changes)
    return ImpactReport(
        profile=profiles[1],
        compared_with=profiles[0],
        live_version=versions[0],
        draft_version=versions[1],
        queries=len(changes),
        measured=len(differences),
        skipped=skipped,
        ndcg_live=_mean([each.ndcg_live for each in changes if each.ndcg_live is not None]),
        ndcg_draft=_mean([each.ndcg_draft for each in changes if each.ndcg_draft is not None]),
        difference=mean_interval(differences, seed),
        counts=counts,
        **{name: tuple(those[:SHOWN]) for name, those in lists.items()},
        changed_share=counts["changed"] / len(changes) if changes else 0.0,
        changed_searches=sum(each.searches for each in lists["changed"]) / searches
        if searches
        else None,
        mean_overlap=_mean([each.overlap for each in changes]) or 0.0,
        mean_rbo=_mean([each.rbo for each in changes]) or 0.0,
        pins=pins,
        remarks=remarks,
        latency=_latency(found, seed),
        degraded={side: dict(stages) for side, stages in found.degraded.items()},
        failed=tuple(found.failed[:SHOWN]),
        took_s=took_s,
    )


def _those(
    changes: Sequence[QueryChange],
    are: Callable[[QueryChange], bool],
    order: Callable[[QueryChange], float] = lambda each: -each.searches,
) -> list[QueryChange]:
    return sorted(filter(are, changes), key=order)


def _by_difference(change: QueryChange) -> float:
    return -abs(change.difference or 0.0)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _latency(found: Comparison, seed: int) -> Latency | None:
    ratio = ratio_interval(found.live_ms, found.draft_ms, seed)
    if ratio is None:
        return None
    return Latency(median(found.live_ms), median(found.draft_ms), ratio)


def new_remarks(live: SearchConfig, draft: SearchConfig) -> tuple[Remark, ...]:
    """What is odd about the rules of the draft, and is not about those that are live."""
    now = time.time()
    before, after = (lint(enabled_rules(each), now, _intents(each)) for each in (live, draft))
    return tuple(each for each in after if each not in set(before))


def _intents(config: SearchConfig) -> frozenset[str]:
    return frozenset(each.name for each in config.lexicon.intents.rules)
