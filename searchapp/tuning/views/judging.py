"""Query sets: made, filled, imported, exported, and how far their raters agree."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import record
from searchapp.relevance.models import JudgedQuery, QuerySet
from searchapp.relevance.query_sets.adding import add_from_log, add_queries
from searchapp.relevance.query_sets.agreement import agreement_of
from searchapp.relevance.query_sets.disagreements import disagreements
from searchapp.relevance.query_sets.formats.judgment_row import CannotExport, ParsedFile
from searchapp.relevance.query_sets.judgment_files import (
    Format,
    ImportOutcome,
    export,
    import_judgments,
    read,
)
from searchapp.tuning.judging_pages import DELETE, KEEP, LOOK, RATE, said, shown_to_raters
from searchapp.tuning.pages import number_of, told, tuning_page
from searchapp.tuning.uploads import uploaded_text

_PAGE = 50
_MOST_LOGGED = 500
_MOST_PASTED = 5_000


@require_GET
@tuning_page(LOOK)
def sets(request: HttpRequest) -> HttpResponse:
    """All query sets."""
    return _list(request)


def _list(request: HttpRequest, status: int = 200) -> HttpResponse:
    """The page; what was typed for a set that could not be made stays."""
    rows = QuerySet.objects.annotate(
        query_count=Count("queries", distinct=True),
        judgment_count=Count("queries__judgments", distinct=True),
        rater_count=Count("queries__judgments__rater", distinct=True),
    )
    context = {
        "sets": rows,
        "may_keep": request.user.has_perm(KEEP),
        "here": reverse("tuning:judge"),
        "typed": request.POST,
    }
    return shown_to_raters(request, "tuning/judge.html", context, status)


@require_http_methods(["GET", "POST"])
@tuning_page(KEEP)
def create(request: HttpRequest) -> HttpResponse:
    """A new set."""
    if request.method == "GET":
        return redirect("tuning:judge")
    name = " ".join(request.POST.get("name", "").split())
    query_set = QuerySet(name=name, note=request.POST.get("note", "").strip()[:2000])
    try:
        query_set.full_clean()
        query_set.save()
    except (ValidationError, IntegrityError):
        said_so = f"there is a set “{name}” already" if name else "give the set a name"
        long = f"shorten the name to 100 characters, it has {len(name)}"
        told(request, ValueError(long if len(name) > 100 else said_so))
        return _list(request, 422)
    return redirect("tuning:judge-set", query_set.pk)


@require_GET
@tuning_page(LOOK)
def query_set(request: HttpRequest, pk: int) -> HttpResponse:
    """A set: its queries, who judged how much, and where they do not agree."""
    return _set_page(request, get_object_or_404(QuerySet, pk=pk))


def _set_page(request: HttpRequest, chosen: QuerySet, status: int = 200) -> HttpResponse:
    """The page; what was typed and could not be added stays."""
    may_keep, may_rate = request.user.has_perm(KEEP), request.user.has_perm(RATE)
    queries = chosen.queries.annotate(
        judgment_count=Count("judgments"),
        mine=Count("judgments", filter=Q(judgments__rater=request.user)),
    ).order_by("pk")
    context: dict[str, Any] = {
        "chosen": chosen,
        "page": Paginator(queries, _PAGE).get_page(request.GET.get("page")),
        "done": chosen.queries.filter(judgments__rater=request.user.pk).distinct().count(),
        "formats": [
            ("csv", "CSV, every rater’s"),
            ("quepid", "Quepid"),
            ("qrels", "TREC qrels"),
            ("topics", "topics of the qrels"),
        ],
        "may_keep": may_keep,
        "may_rate": may_rate,
        "most_logged": _MOST_LOGGED,
        "here": reverse("tuning:judge-set", args=[chosen.pk]),
        "typed": request.POST,
    }
    if may_keep:
        # Who is to rate does not see what others said.
        context |= {"agreement": agreement_of(chosen), "disagreements": disagreements(chosen)}
    return shown_to_raters(request, "tuning/judge_set.html", context, status)


@require_http_methods(["GET", "POST"])
@tuning_page(KEEP)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Queries into a set, one a line."""
    if request.method == "GET":
        return redirect("tuning:judge-set", pk)
    chosen = get_object_or_404(QuerySet, pk=pk)
    lines = request.POST.get("queries", "").splitlines()
    more = {name: request.POST.get(name, "") for name in ("language", "segment", "query_class")}
    if len(lines) > _MOST_PASTED:
        told(request, ValueError(f"these are {len(lines):,} lines; upload a file instead"))
    elif _carried_out(request, lambda: add_queries(chosen, lines, **more)):
        return redirect("tuning:judge-set", pk)
    return _set_page(request, chosen, 422)


@require_POST
@tuning_page(KEEP)
def add_logged(request: HttpRequest, pk: int) -> HttpResponse:
    """The queries that shoppers ask most into a set."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    most = number_of(request.POST.get("most", ""))
    if most is None or not 1 <= most <= _MOST_LOGGED:
        told(request, ValueError(f"give a number of queries from 1 to {_MOST_LOGGED}"))
    else:
        _carried_out(request, lambda: add_from_log(chosen, most))
    return redirect("tuning:judge-set", pk)


@require_POST
@tuning_page(KEEP)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of judgments into a set; lines that name no rater count as one's own."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    file, topics = request.FILES.get("file"), request.FILES.get("topics")
    if file is None:
        told(request, ValueError("choose a file"))
        return redirect("tuning:judge-set", pk)
    try:
        parsed = read(uploaded_text(file), uploaded_text(topics) if topics else None)
    except ValidationError as error:
        told(request, error)
        return redirect("tuning:judge-set", pk)
    skip = "skip_bad" in request.POST
    _carried_out(request, lambda: _imported(request, chosen, parsed, skip), skip)
    return redirect("tuning:judge-set", pk)


def _imported(
    request: HttpRequest, chosen: QuerySet, parsed: ParsedFile, skip_bad: bool
) -> ImportOutcome:
    name = request.user.get_username()
    of_others = request.user.has_perm(DELETE)
    with transaction.atomic():
        outcome = import_judgments(chosen, parsed, name, skip_bad, of_others=of_others)
        if outcome.queries or outcome.added or outcome.changed:
            said = f"{outcome.added:,} judgments into “{chosen}”, {outcome.changed:,} changed"
            record(Actor.of(request.user), "imported", label=said)
    return outcome


def _carried_out(request: HttpRequest, work: Any, skip_bad: bool = False) -> bool:
    """Whether it was; either is told."""
    try:
        outcome: ImportOutcome = work()
    except IntegrityError:
        told(request, ValueError("someone changed the set at the same time; try again"))
        return False
    said(request, outcome, skip_bad)
    return skip_bad or not outcome.problems


@require_GET
@tuning_page(KEEP)
def download(request: HttpRequest, pk: int, format_: str) -> HttpResponse:
    """A set as a file. It has everyone's grades, so it is not for who is to rate."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    wanted = Format.QRELS if format_ == "topics" else Format(format_)
    try:
        text, topics = export(chosen, wanted)
    except CannotExport as error:
        told(request, error)
        return redirect("tuning:judge-set", pk)
    is_csv = wanted is not Format.QRELS
    answer = HttpResponse(
        topics if format_ == "topics" else text,
        content_type=f"text/{'csv' if is_csv else 'plain'}; charset=utf-8",
    )
    name = f"{slugify(chosen.name) or 'judgments'}-{format_}.{'csv' if is_csv else 'txt'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@tuning_page(KEEP)
def remove_query(request: HttpRequest, pk: int, query_pk: int) -> HttpResponse:
    """Takes a query out of a set, with its judgments."""
    found = JudgedQuery.objects.filter(query_set=pk, pk=query_pk).select_related("query_set")
    for query in found:
        _deleted(request, query, f"query “{query.text[:80]}” of “{query.query_set}”")
    return redirect("tuning:judge-set", pk)


@require_POST
@tuning_page(DELETE)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a set with all that was judged in it, once that is confirmed."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    if "sure" not in request.POST:
        told(request, ValueError("say that you are sure: its judgments are deleted too"))
        return redirect("tuning:judge-set", pk)
    _deleted(request, chosen, f"query set “{chosen}”")
    return redirect("tuning:judge")


def _deleted(request: HttpRequest, row: QuerySet | JudgedQuery, name: str) -> None:
    with transaction.atomic():
        row.delete()
        record(Actor.of(request.user), "deleted", label=name)
