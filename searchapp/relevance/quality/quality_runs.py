"""Quality as it is kept, so that versions can be compared."""

from __future__ import annotations

from dataclasses import asdict

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.service import SearchService
from searchapp.relevance.models import QualityRun, QuerySet
from searchapp.relevance.quality.evaluation import Progress, evaluate
from searchapp.relevance.quality.traffic import searches_by_query, traffic_of
from searchapp.relevance.query_sets.topic import topics_of


def measure_quality(
    service: SearchService,
    config: SearchConfig,
    query_set: QuerySet,
    version: int | None = None,
    profile: str = "default",
    deadline_s: float = 600.0,
    progress: Progress | None = None,
) -> QualityRun:
    """Measures the set under `config`, the published `version` if it has one, and keeps it.

    Raises EngineUnavailable, and InvalidRequest for a profile that does not exist.
    """
    config.profile(profile)
    report = evaluate(
        service,
        config,
        topics_of([query_set]),
        traffic_of(searches_by_query()),
        profile,
        deadline_s,
        progress,
    )
    return QualityRun.objects.create(
        query_set=query_set,
        version=version,
        config_version=report.config_version,
        profile=profile,
        is_complete=report.is_complete,
        figures=asdict(report.figures),
        classes=[
            {"class": list(each.query_class), "queries": each.queries, **asdict(each.figures)}
            for each in report.classes
        ],
        queries=[
            {
                **{name: value for name, value in asdict(each).items() if name != "figures"},
                **asdict(each.figures),
            }
            for each in report.queries
        ],
    )


def history(query_set: QuerySet, profile: str = "default", runs: int = 50) -> list[QualityRun]:
    """The complete runs of the set, the oldest first, without their queries."""
    newest = query_set.runs.filter(profile=profile, is_complete=True).defer("queries")
    return list(newest.order_by("-measured", "-pk")[:runs])[::-1]
