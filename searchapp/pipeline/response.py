"""The answer to a search request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzers.query import AnalyzedQuery, Intent
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.request import Filter, Kind
from searchapp.pipeline.retrieval import FacetValue
from searchapp.pipeline.trace import Degradation, StageRecord


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in the row. `rank` counts from 1 over all pages; `why` says in words why it is
    here.
    """

    kind: Kind
    id: str
    rank: int
    document: Mapping[str, Any]
    highlights: Mapping[str, tuple[str, ...]]
    scores: Mapping[str, float]
    why: tuple[str, ...]
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """What a search found, and how.

    `total` counts everything that can be paged to, over all kinds. `took_ms` has the milliseconds
    of each stage and of the `total`. `degraded` names the optional stages that this answer did
    without. `trace` is empty unless the request asked to explain. `query` is the analysed query
    behind the answer, for the search log.
    """

    query_id: str
    text: str
    hits: tuple[Hit, ...]
    total: int
    totals: Mapping[Kind, int]
    facets: Mapping[str, tuple[FacetValue, ...]]
    took_ms: Mapping[str, float]
    config_version: str
    corrected: str | None = None
    relaxed: str | None = None
    intents: tuple[Intent, ...] = ()
    redirect: str | None = None
    applied_filters: tuple[Filter, ...] = ()
    degraded: tuple[Degradation, ...] = ()
    trace: tuple[StageRecord, ...] = ()
    query: AnalyzedQuery | None = None
