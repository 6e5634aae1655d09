"""Quality as it is kept, so that versions can be compared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import structlog
from django.db.models import Exists, OuterRef
from django.utils import timezone

from searchapp import wiring
from searchapp.merchandising.current import version_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.service import SearchService
from searchapp.publishing.difference import difference
from searchapp.publishing.documents import newest_number, published_document
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.relevance import runs
from searchapp.relevance.models import Judgment, QualityRun, QuerySet, RunState
from searchapp.relevance.profile_changes import DEFAULT, measured_with
from searchapp.relevance.quality.evaluation import Progress, evaluate
from searchapp.relevance.quality.traffic import searches_by_query, traffic_of
from searchapp.relevance.query_sets.topic import topics_of

_DEADLINE_S = 600.0
_log = structlog.get_logger(__name__)


def ask_for_quality(
    query_set: QuerySet, version: int | None = None, user: Any = None, profile: str = DEFAULT
) -> QualityRun:
    """A new run for the set under that version, by default the live one, and that profile, which is
    carried out elsewhere once the transaction is over. One that is asked for already is given
    again.
    """
    number = version or newest_number() or None
    asked = runs.fresh(query_set.runs.filter(version=number, profile=profile))
    if asked is not None:
        return asked
    run = QualityRun.objects.create(
        query_set=query_set,
        version=number,
        profile=profile,
        state=RunState.WAITING,
        asked_by=user,
    )
    runs.start(run)
    return run


def measure_published(number: int) -> None:
    """Asks for the quality of a version that has just been published, on all judged sets: with the
    default profile, and then with those that it changed.
    """
    if _is_of_shops_alone(number):
        return
    judged = QuerySet.objects.filter(
        Exists(Judgment.objects.filter(query__query_set=OuterRef("pk")))
    )
    sets = list(judged)
    for profile in measured_with(number) if sets else ():
        for query_set in sets:
            ask_for_quality(query_set, number, profile=profile)


def _is_of_shops_alone(number: int) -> bool:
    """Whether the version changed rules that hold in sellers' shops and nothing else: no judged
    query is asked there.
    """
    try:
        before, after = published_document(number - 1), published_document(number)
    except (Version.DoesNotExist, VersionDamaged):
        return False
    steps = difference(before, after)
    values = [each for step in steps for each in (step.before, step.after) if each is not None]
    are_rules = bool(steps) and all(step.section == "rules" for step in steps)
    return are_rules and all(each.get("sellers") for each in values)


def carry_out(run: QualityRun) -> None:
    """Carries the run out. Its row says how far it is, and in the end what was found or why nothing
    was; one that is done stays as it is.
    """
    if run.state == RunState.DONE:
        return
    runs.keep(run, state=RunState.RUNNING)
    try:
        wiring.config_source().refresh()
        config = wiring.current_config() if run.version is None else version_config(run.version)
        found = _found(
            wiring.search_service(),
            config,
            run.query_set,
            run.profile,
            _DEADLINE_S,
            runs.teller(run),
        )
    except Exception as error:  # noqa: BLE001 - whoever waits for the run must learn of its end
        _log.exception("the quality could not be measured", version=run.version)
        runs.keep(run, state=RunState.FAILED, note=f"{error}", measured=timezone.now())
    else:
        runs.keep(run, **found, state=RunState.DONE, note="", measured=timezone.now())


def measure_quality(
    service: SearchService,
    config: SearchConfig,
    query_set: QuerySet,
    version: int | None = None,
    profile: str = DEFAULT,
    deadline_s: float = _DEADLINE_S,
    progress: Progress | None = None,
) -> QualityRun:
    """Measures the set under `config`, the published `version` if it has one, and keeps it.

    Raises EngineUnavailable, and InvalidRequest for a profile that does not exist.
    """
    found = _found(service, config, query_set, profile, deadline_s, progress)
    return QualityRun.objects.create(query_set=query_set, version=version, profile=profile, **found)


def _found(
    service: SearchService,
    config: SearchConfig,
    query_set: QuerySet,
    profile: str,
    deadline_s: float,
    progress: Progress | None,
) -> dict[str, Any]:
    """The columns of a run."""
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
    return {
        "config_version": report.config_version,
        "is_complete": report.is_complete,
        "figures": asdict(report.figures),
        "classes": [
            {"class": list(each.query_class), "queries": each.queries, **asdict(each.figures)}
            for each in report.classes
        ],
        "queries": [
            {
                **{name: value for name, value in asdict(each).items() if name != "figures"},
                **asdict(each.figures),
            }
            for each in report.queries
        ],
        "done": len(report.queries),
        "total": len(report.queries),
    }


def history(query_set: QuerySet, profile: str = DEFAULT, runs: int = 50) -> list[QualityRun]:
    """The complete runs of the set, the oldest first, without their queries."""
    done = query_set.runs.filter(profile=profile, is_complete=True, state=RunState.DONE)
    newest = done.defer("queries")
    return list(newest.order_by("-measured", "-pk")[:runs])[::-1]
