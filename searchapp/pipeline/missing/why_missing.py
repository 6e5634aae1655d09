"""Why an item is not on the page of an answer: the stages in their order, asked one by one."""

from __future__ import annotations

from dataclasses import replace

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.course import Course
from searchapp.pipeline.missing.asking import Asking
from searchapp.pipeline.missing.cut import cut
from searchapp.pipeline.missing.placed import beyond_the_page, row_place
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage, WhyNot
from searchapp.pipeline.missing.recalling import not_recalled, recall_of
from searchapp.pipeline.missing.restrictions import needed, restrictions
from searchapp.pipeline.ranking.found_items import InChannelOrder
from searchapp.pipeline.recall.depth import DEEPEST_SORTED, deepest
from searchapp.pipeline.recall.recalled import ChannelHits
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter, can_sort
from searchapp.pipeline.service import SearchService


def why_missing(
    service: SearchService, config: SearchConfig, request: SearchRequest, kind: Kind, id_: str
) -> WhyNot:
    """What keeps the item off the page that `request` asks for, and what would bring it there.

    Answers the request again, some calls to the engine more than a search takes. Raises what
    `SearchService.search` does.
    """
    obstacles: list[Obstacle] = []
    if kind not in request.kinds:
        cure = Cure(Act.ASK_KIND, f"Search the kind {kind} too.", values=(kind,))
        obstacles.append(
            Obstacle(Stage.KINDS, f"The search does not ask for the kind {kind}.", (cure,))
        )
        request = replace(request, kinds=(*request.kinds, kind))
    asking = Asking(service.engine, service.engine_timeout_ms, kind, id_)
    (indexed,) = asking.hits([asking.anything(document_fields=("title",))])
    if indexed is None:
        cure = Cure(Act.PUBLISH, "Publish it, or see whether its indexing is delayed or failed.")
        sentence = (
            "It is not in the index: it does not exist, is not published, or not yet indexed."
        )
        return WhyNot(kind, id_, obstacles=(*obstacles, Obstacle(Stage.INDEX, sentence, (cure,))))
    title = str(indexed.document.get("title", ""))
    request = replace(request, explain=True, facets=(), budget_ms=PATIENT_MS)
    course, on_page = _answered(service, config, request, asking)
    if on_page is not None:
        return WhyNot(kind, id_, title, on_page, tuple(obstacles))
    if kind not in course.found.plan.kinds:
        obstacles.append(_other_kind(request, kind))
        return WhyNot(kind, id_, title, None, tuple(obstacles))
    obstacles += restrictions(asking, config, course)
    recall = recall_of(asking, course)
    if not recall.found_by:
        obstacles.append(not_recalled(recall, course))
    if any(each.stage is not Stage.KINDS for each in obstacles):
        return WhyNot(kind, id_, title, None, tuple(obstacles))
    whole = _to_the_end(service, config, request, course, asking)
    place = row_place(asking, whole)
    if place is None and course.found.plan.is_ranked:
        obstacles.append(cut(asking, whole, recall))
    elif place is None:
        obstacles.append(_beyond_paging(course))
    else:
        rerankers = service.rerankers
        obstacles.append(beyond_the_page(asking, whole, request, place, rerankers))
    rank = None if place is None else place + 1
    return WhyNot(kind, id_, title, rank, tuple(obstacles))


def _answered(
    service: SearchService, config: SearchConfig, request: SearchRequest, asking: Asking
) -> tuple[Course, int | None]:
    """The course of the request, and the rank of the item where its page has it."""
    response = service.search(request, config)
    if response.course is None:
        raise RuntimeError("explain: the service gave an answer without its course")
    key = (asking.kind, asking.id)
    rank = next((hit.rank for hit in response.hits if hit.candidate.key == key), None)
    return response.course, rank


def _to_the_end(
    service: SearchService,
    config: SearchConfig,
    request: SearchRequest,
    course: Course,
    asking: Asking,
) -> Course:
    """The course of a request with all items of the row as deep as can be paged."""
    if course.found.plan.is_ranked:
        last = replace(request, offset=deepest(is_ranked=True) - request.size)
        return _answered(service, config, last, asking)[0]
    plan = course.found.plan
    main = next(each for each in course.pinned.rankings if each.kind is plan.kinds[0])
    asked = next(
        each
        for each in plan.queries
        if each.kind is main.kind and each.channel in {"browse", "sorted"}
    )
    everything = replace(
        asked, offset=0, size=DEEPEST_SORTED, feature_fields=(), document_fields=(), facets=()
    )
    (result,) = service.engine.search([everything], service.engine_timeout_ms)
    window = InChannelOrder(main.kind, ChannelHits(asked.channel, result.hits))
    rankings = [
        replace(each, window=window, start=0) if each.kind is main.kind else each
        for each in course.pinned.rankings
    ]
    return replace(course, pinned=replace(course.pinned, rankings=rankings))


def _other_kind(request: SearchRequest, kind: Kind) -> Obstacle:
    """What is told of a kind that can't answer the request."""
    lacking = [each for each in request.filters if not can_filter(kind, each)]
    cures = tuple(
        Cure(Act.DROP_FILTER, f"Search without the filter on {each.field}.", each.field)
        for each in lacking
    )
    if lacking:
        said = ", ".join(f"{each.field} ({needed(each)})" for each in lacking)
        return Obstacle(Stage.FILTER, f"The kind {kind} has nothing to filter by {said}.", cures)
    order = "" if request.sort is None else request.sort.field
    cannot = "can't be ordered" if not can_sort(kind, order) else "is left out of an answer ordered"
    return Obstacle(
        Stage.KINDS,
        f"The kind {kind} {cannot} by {order}.",
        (Cure(Act.DROP_FILTER, "Search by relevance.", "sort"),),
    )


def _beyond_paging(course: Course) -> Obstacle:
    limit = deepest(course.found.plan.is_ranked)
    return Obstacle(
        Stage.RANKING,
        f"It is beyond the first {limit:,} items, the last that can be paged to.",
        (Cure(Act.LOOK_ON, "Narrow the search with filters."),),
    )
