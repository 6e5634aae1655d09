"""Measuring a configuration on judged queries."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.service import SearchService
from searchapp.relevance.quality.measures import RECALL_DEPTH, Figures, means, measured
from searchapp.relevance.quality.query_classes import QueryClass, classes_of
from searchapp.relevance.quality.traffic import Traffic
from searchapp.relevance.query_sets.topic import Topic

Progress = Callable[[int, int], None]
"""Told how many of how many queries are done."""


@dataclass(frozen=True, slots=True)
class QueryQuality:
    """How good the answer to one query is. `degraded` names the stages that it did without, `note`
    says why there is no answer.
    """

    text: str
    language: str
    segment: str
    figures: Figures
    found: int = 0
    degraded: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClassQuality:
    """The means over the queries of one class."""

    query_class: QueryClass
    queries: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The means over all queries and over each class, and the queries, the worst first.

    Not `is_complete` when time ran out before the last query.
    """

    config_version: str
    figures: Figures
    classes: tuple[ClassQuality, ...]
    queries: tuple[QueryQuality, ...]
    is_complete: bool = True


def evaluate(
    service: SearchService,
    config: SearchConfig,
    topics: Sequence[Topic],
    traffic: Mapping[str, Traffic] | None = None,
    profile: str = "default",
    deadline_s: float = float("inf"),
    progress: Progress | None = None,
) -> QualityReport:
    """The quality of `config` on the judged ones among the topics.

    Raises EngineUnavailable. A query that can't be asked is noted.
    """
    ends = time.monotonic() + deadline_s
    judged = [topic for topic in topics if topic.grades]
    queries: list[QueryQuality] = []
    by_class: dict[QueryClass, list[Figures]] = defaultdict(list)
    for topic in judged:
        if time.monotonic() > ends:
            break
        query, classes = _measured(service, config, topic, traffic or {}, profile)
        queries.append(query)
        for each in classes:
            by_class[each].append(query.figures)
        if progress is not None:
            progress(len(queries), len(judged))
    return QualityReport(
        config.version,
        means(query.figures for query in queries),
        tuple(ClassQuality(each, len(of), means(of)) for each, of in sorted(by_class.items())),
        tuple(sorted(queries, key=_worst_first)),
        len(queries) == len(judged),
    )


def _measured(
    service: SearchService,
    config: SearchConfig,
    topic: Topic,
    traffic: Mapping[str, Traffic],
    profile: str,
) -> tuple[QueryQuality, tuple[QueryClass, ...]]:
    named = (topic.text, topic.language, topic.segment)
    try:
        answer = service.search(topic.request(RECALL_DEPTH, profile), config)
    except InvalidRequest as error:
        # Shoppers get nothing either: its figures are those of an empty answer.
        empty = QueryQuality(*named, measured((), topic.grades), note=str(error))
        return empty, tuple(classes_of(topic, None, traffic))
    query = QueryQuality(
        *named,
        measured(topic.ranking(answer), topic.grades),
        answer.total,
        tuple(dict.fromkeys(each.stage for each in answer.degraded)),
    )
    return query, tuple(classes_of(topic, answer.query, traffic))


def _worst_first(query: QueryQuality) -> tuple[bool, float, str]:
    ndcg = query.figures.ndcg
    return ndcg is None, ndcg or 0.0, query.text
