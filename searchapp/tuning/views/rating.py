"""Rating: one item after the other or a list of them, blindly."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.publishing.working_draft import working_draft
from searchapp.relevance.models import MAX_GRADE, JudgedQuery, QuerySet
from searchapp.relevance.query_sets.rating import (
    grades_of,
    items_to_rate,
    next_query,
    rate,
    take_back,
)
from searchapp.tuning.judging_pages import RATE, shown_to_raters
from searchapp.tuning.pages import VIEW, told, tuning_page
from searchapp.tuning.rated_items import RatedItem, rated_items
from searchapp.tuning.sitting import Given, Sitting, item_named

GRADES = ((0, "Irrelevant"), (1, "Related"), (2, "Good"), (3, "Just right"))


@require_GET
@tuning_page(RATE)
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """The next item to rate of the query `query`, by default of the first that one has not begun;
    or all of its items.
    """
    chosen = get_object_or_404(QuerySet, pk=pk)
    sitting = Sitting(request.session)
    if "list" in request.GET:
        sitting.show_as_list(request.GET["list"] == "1")
    wanted = request.GET.get("query", "")
    query = (
        get_object_or_404(chosen.queries, pk=wanted)
        if wanted.isdecimal()
        else next_query(chosen, request.user, without=sitting.skipped_queries)
    )
    return _page(request, chosen, query, sitting, request.GET.get("item", ""))


@require_POST
@tuning_page(RATE)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a grade, those of a list, or that an item was skipped; or undoes the last one."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    number = request.POST.get("query", "")
    query = get_object_or_404(chosen.queries, pk=number if number.isdecimal() else 0)
    sitting, item = Sitting(request.session), ""
    try:
        if request.POST.get("do") == "undo":
            query, item = _undone(request, chosen, query, sitting)
        elif request.POST.get("do") == "skip":
            sitting.remember(Given(query.pk, request.POST.get("item", "")[:200], None, None))
        else:
            _keep(request, query, sitting)
    except ValueError as error:
        told(request, error)
        return _onward(request, chosen, query, sitting, request.POST.get("item", ""))
    except EngineUnavailable as error:
        return _away(request, chosen, error)
    return _onward(request, chosen, query, sitting, item)


def _keep(request: HttpRequest, query: JudgedQuery, sitting: Sitting) -> None:
    """Keeps the grades that can be. Raises ValueError for a grade or an item that there is not."""
    given = {
        name.removeprefix("grade-"): value
        for name, value in request.POST.items()
        if name.startswith("grade-")
    }
    if not given:
        given = {request.POST.get("item", ""): request.POST.get("grade", "")}
    items = {name: item for name in given if (item := item_named(name)) is not None}
    there = {each.name for each in rated_items(wiring.search_service(), items.values(), {})}
    before = grades_of(query, request.user)
    fault = ""
    for name, value in given.items():
        if name not in there:
            fault = "this item is not in the index any more; skip it"
        elif value not in [str(grade) for grade in range(MAX_GRADE + 1)]:
            fault = f"give a grade from 0 to {MAX_GRADE}"
        elif (old := before.get(items[name])) != int(value):
            rate(query, request.user, items[name], int(value))
            sitting.remember(Given(query.pk, name, int(value), old))
    if fault:
        raise ValueError(fault)


def _undone(
    request: HttpRequest, chosen: QuerySet, query: JudgedQuery, sitting: Sitting
) -> tuple[JudgedQuery, str]:
    """Undoes what was done last; its query and item, which are shown again."""
    while (last := sitting.undo()) is not None:
        of = chosen.queries.filter(pk=last.query).first()
        item = item_named(last.item)
        if of is None or item is None:
            continue
        if last.grade is not None:
            take_back(of, request.user, item, last.before)
        return of, last.item
    raise ValueError("there is nothing to undo")


def _onward(
    request: HttpRequest, chosen: QuerySet, query: JudgedQuery, sitting: Sitting, item: str
) -> HttpResponse:
    """To the item, the next one of the query, or the next query."""
    next_: JudgedQuery | None = query
    if not item:
        try:
            context = _rated(request, query, sitting, "")
        except EngineUnavailable as error:
            return _away(request, chosen, error)
        if sitting.is_list or not context["left"]:
            without = sitting.skipped_queries
            next_ = next_query(chosen, request.user, after=query, without=without)
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, chosen, next_, sitting, item)
    page = reverse("tuning:judge-rate", args=[chosen.pk])
    more = "" if next_ is None else f"?query={next_.pk}"
    return redirect(f"{page}{more}{'&item=' + item if item and more else ''}")


def _page(
    request: HttpRequest, chosen: QuerySet, query: JudgedQuery | None, sitting: Sitting, item: str
) -> HttpResponse:
    total = chosen.queries.count()
    done = chosen.queries.filter(judgments__rater=request.user.pk).distinct().count()
    context: dict[str, Any] = {
        "chosen": chosen,
        "query": query,
        "total": total,
        "done": done,
        "grades": GRADES,
        "is_list": sitting.is_list,
        "can_undo": sitting.can_undo,
    }
    if query is not None:
        try:
            context |= _rated(request, query, sitting, item)
        except EngineUnavailable as error:
            return _away(request, chosen, error)
        context["number"] = chosen.queries.filter(pk__lte=query.pk).count()
        context["following"] = chosen.queries.filter(pk__gt=query.pk).order_by("pk").first()
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "tuning/rating_part.html", context)
    return shown_to_raters(request, "tuning/rating.html", context)


def _rated(
    request: HttpRequest, query: JudgedQuery, sitting: Sitting, wanted: str
) -> dict[str, Any]:
    """The items of a query: all, those that are left, and the one that is shown."""
    service = wiring.search_service()
    try:
        pooled = items_to_rate(service, _configs(request), query, request.user)
    except InvalidRequest as error:
        return {"items": [], "left": [], "item": None, "rated": 0, "note": str(error)}
    grades = grades_of(query, request.user)
    named = item_named(wanted)
    if named is not None and named not in pooled:
        pooled = [named, *pooled]
    items = rated_items(service, pooled, grades)
    skipped = sitting.skipped(query.pk)
    left = [each for each in items if each.grade is None and each.name not in skipped]
    first: RatedItem | None = next(
        (each for each in items if each.name == wanted), left[0] if left else None
    )
    rated = sum(each.grade is not None for each in items)
    skips = sum(each.grade is None and each.name in skipped for each in items)
    return {"items": items, "left": left, "item": first, "rated": rated, "skips": skips}


def _configs(request: HttpRequest) -> list[SearchConfig]:
    """What finds the items: what is live, and the draft in which the person works."""
    draft = working_draft(request) if request.user.has_perm(VIEW) else None
    live = wiring.current_config()
    return [live] if draft is None else [live, draft_config(draft)]


def _away(request: HttpRequest, chosen: QuerySet, error: EngineUnavailable) -> HttpResponse:
    messages.error(request, f"The search engine does not answer ({error}); try again in a while.")
    context = {"chosen": chosen, "query": None, "is_away": True}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "tuning/rating_part.html", context)
    return shown_to_raters(request, "tuning/rating.html", context, status=503)
