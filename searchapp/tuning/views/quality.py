"""Quality: how good the search is, version by version, and for which queries it is not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from searchapp.publishing.documents import newest_number
from searchapp.publishing.models import Version
from searchapp.relevance import runs
from searchapp.relevance.models import QualityRun, QuerySet, RunState
from searchapp.relevance.quality.plot import line_plot
from searchapp.relevance.quality.quality_runs import ask_for_quality, history
from searchapp.tuning.pages import EDIT, number_of, shown, told, tuning_page

MEASURES = (
    ("ndcg", "nDCG@10", "how near the first ten are to the best order"),
    ("reciprocal_rank", "MRR", "how early the first relevant result comes"),
    ("recall", "Recall@100", "which share of the relevant results is found"),
)
_WORST = 50
_VERSIONS = 50


@require_GET
@tuning_page()
def quality(request: HttpRequest) -> HttpResponse:
    """The plots of a set, and one of its runs in detail."""
    sets = list(QuerySet.objects.all())
    chosen = _chosen(sets, request.GET.get("set", ""))
    context: dict[str, Any] = {"place": "quality", "sets": sets, "chosen": chosen}
    if chosen is None:
        return shown(request, "tuning/quality.html", context)
    past = history(chosen)
    place = next(
        (at for at, run in enumerate(past) if str(run.pk) == request.GET.get("run")),
        len(past) - 1,
    )
    last = chosen.runs.order_by("-pk").first()
    context |= {
        "runs": past[::-1],
        "plots": [(name, _plot(name, measure, past), said) for measure, name, said in MEASURES],
        "waiting": runs.fresh(chosen.runs.all()),
        "failed": last if last is not None and last.state == RunState.FAILED else None,
        "versions": Version.objects.defer("data")[:_VERSIONS],
        "live": newest_number(),
    }
    if past:
        context |= _details(past[place], past[place - 1] if place else None)
    return shown(request, "tuning/quality.html", context)


@require_GET
@tuning_page()
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the measurement of the set `pk` is; at its end the page is loaded anew."""
    chosen = get_object_or_404(QuerySet, pk=pk)
    waiting = runs.fresh(chosen.runs.all())
    if waiting is None:
        return HttpResponseClientRefresh()
    context = {"waiting": waiting, "chosen": chosen}
    return render(request, "tuning/quality_progress.html", context)


@require_POST
@tuning_page(EDIT)
def measure(request: HttpRequest) -> HttpResponse:
    """Has a set measured under a version, or under what is live."""
    chosen = get_object_or_404(QuerySet, pk=number_of(request.POST.get("set", "")))
    wanted = request.POST.get("version", "")
    number = number_of(wanted)
    page = f"{reverse('tuning:quality')}?set={chosen.pk}"
    if not chosen.queries.filter(judgments__isnull=False).exists():
        told(request, ValueError(f"“{chosen}” has no judgments yet; rate some results first"))
    elif wanted and not (number and Version.objects.filter(number=number).exists()):
        told(request, ValueError(f"there is no version {wanted[:20]!r}"))
    else:
        ask_for_quality(chosen, number, request.user)
    return redirect(page)


def _chosen(sets: list[QuerySet], wanted: str) -> QuerySet | None:
    """The wanted set, or that of the newest measurement, or the first."""
    by_key = {str(each.pk): each for each in sets}
    if wanted in by_key:
        return by_key[wanted]
    newest = QualityRun.objects.order_by("-pk").values_list("query_set_id", flat=True).first()
    return by_key.get(str(newest)) or next(iter(sets), None)


def _plot(name: str, measure: str, past: list[QualityRun]) -> str:
    labels = [f"v{run.version}" if run.version else f"{run.measured:%d %b}" for run in past]
    values = [run.figures.get(measure) for run in past]
    return format_html("{}", line_plot(name, labels, values))


def _details(run: QualityRun, before: QualityRun | None) -> dict[str, Any]:
    """One run with what changed since the one before it."""
    earlier = {_key(each): each["ndcg"] for each in before.queries} if before else {}
    queries = [
        {**each, "change": _difference(each["ndcg"], earlier.get(_key(each)))}
        for each in run.queries
        if each["ndcg"] is not None
    ]
    old = {tuple(each["class"]): each["ndcg"] for each in before.classes} if before else {}
    classes = [
        {**each, "change": _difference(each["ndcg"], old.get(tuple(each["class"])))}
        for each in run.classes
    ]
    return {
        "run": run,
        "before": before,
        "worst": queries[:_WORST],
        "unmeasurable": len(run.queries) - len(queries),
        "classes": classes,
    }


def _key(query: dict[str, Any]) -> tuple[str, str, str]:
    return query["text"], query["language"], query["segment"]


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before
