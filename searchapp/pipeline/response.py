"""The answer to a search request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.course import Course
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.presentation import hit_reasons
from searchapp.pipeline.ranking.breakdown import Breakdown
from searchapp.pipeline.ranking.features.serving import ServedFeatures
from searchapp.pipeline.ranking.final_stage import StepRun
from searchapp.pipeline.request import Filter, Kind
from searchapp.pipeline.retrieval import FacetValue
from searchapp.pipeline.trace import Degradation, StageRecord
from searchapp.pipeline.understanding.intent_effects import IntentFound
from searchapp.pipeline.understanding.relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in the row: an item and its `rank`, which counts from 1 over all pages.

    What explains it is put into words when it is looked at. `breakdown` is there when the request
    asked to explain and the item was ranked.
    """

    rank: int
    candidate: Candidate
    query: AnalyzedQuery | None = None
    breakdown: Breakdown | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the item."""
        return self.candidate.kind

    @property
    def id(self) -> str:
        """The merchant's own id of the item."""
        return self.candidate.id

    @property
    def document(self) -> Mapping[str, Any]:
        """The card fields of the item."""
        return self.candidate.document

    @property
    def highlights(self) -> Mapping[str, tuple[str, ...]]:
        """Texts by field in which the query's words are marked."""
        return self.candidate.highlights

    @property
    def scores(self) -> Mapping[str, float]:
        """The scores of the stages, and what each channel added to the first one."""
        return hit_reasons.scores(self.candidate)

    @property
    def why(self) -> tuple[str, ...]:
        """In words, why the item is here."""
        return hit_reasons.why(self.query, self.candidate)


def hits_of(
    row: Sequence[Candidate],
    query: AnalyzedQuery | None = None,
    offset: int = 0,
    breakdowns: Mapping[tuple[Kind, str], Breakdown] = MappingProxyType({}),
) -> tuple[Hit, ...]:
    """The hits of a page that begins after `offset` others."""
    return tuple(
        Hit(rank, item, query, breakdowns.get(item.key))
        for rank, item in enumerate(row, start=offset + 1)
    )


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """A filter that the answer obeys. `words` are those of the query that ask for it, `rule` is the
    name of the merchants' rule that requires it, for which no request can take it off; none of both
    if the request named the filter itself.
    """

    filter: Filter
    words: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """What a search found, and how.

    `total` counts everything that was found, over all kinds, also what lies deeper than can be
    paged to. `corrected` is the text that was searched in the place of the typed one;
    `did_you_mean` one that was not; `relaxed` says what less was asked. `redirect` is where
    merchants send the shopper instead, `banner` what they show above. `took_ms` has the
    milliseconds of each stage and of the `total`. `degraded` names the optional stages that this
    answer did without; `reranked` has what each step of the final stage did. `trace` is
    empty, and `course` None, unless the request asked to explain. `query` is the analysed query
    behind the answer, `served` the features that its rerankers read, both for logs.
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
    did_you_mean: str | None = None
    relaxed: Relaxation | None = None
    intents: tuple[IntentFound, ...] = ()
    redirect: str | None = None
    banner: Banner | None = None
    applied_filters: tuple[AppliedFilter, ...] = ()
    degraded: tuple[Degradation, ...] = ()
    reranked: Mapping[Kind, Sequence[StepRun]] = field(default_factory=dict)
    trace: tuple[StageRecord, ...] = ()
    course: Course | None = None
    query: AnalyzedQuery | None = None
    served: tuple[ServedFeatures, ...] = ()
