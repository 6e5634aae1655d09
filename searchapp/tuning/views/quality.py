"""Quality: how good the search is, version by version, and for which queries it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from searchapp.merchandising.current import profiles_of_version
from searchapp.publishing.documents import newest_number
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.relevance import runs
from searchapp.relevance.models import QualityRun, QuerySet
from searchapp.relevance.profile_changes import DEFAULT
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
    """The plots of a set with one profile, and one of its runs in detail."""
    sets = list(QuerySet.objects.all())
    chosen = _chosen(sets, request.GET.get("set", ""))
    context: dict[str, Any] = {"place": "quality", "sets": sets, "chosen": chosen}
    if chosen is None:
        return shown(request, "tuning/quality.html", context)
    profiles = _profiles(chosen)
    profile = _wanted(request.GET.get("profile", ""), profiles)
    past = history(chosen, profile)
    place = next(
        (at for at, run in enumerate(past) if str(run.pk) == request.GET.get("run")),
        len(past) - 1,
    )
    of_profile = chosen.runs.filter(profile=profile)
    last = of_profile.order_by("-pk").first()
    context |= {
        "profiles": profiles,
        "profile": profile,
        "runs": past[::-1],
        "plots": [(name, _plot(name, measure, past), said) for measure, name, said in MEASURES],
        "waiting": runs.fresh(of_profile),
        "fault": "" if last is None else last.fault,
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
    profile = request.GET.get("profile") or DEFAULT
    waiting = runs.fresh(chosen.runs.filter(profile=profile))
    if waiting is None:
        return HttpResponseClientRefresh()
    context = {"waiting": waiting, "chosen": chosen, "profile": profile}
    return render(request, "tuning/quality_progress.html", context)


@require_POST
@tuning_page(EDIT)
def measure(request: HttpRequest) -> HttpResponse:
    """Has a set measured under a version, or under what is live, with a profile."""
    chosen = get_object_or_404(QuerySet, pk=number_of(request.POST.get("set", "")))
    wanted, profile = request.POST.get("version", ""), request.POST.get("profile") or DEFAULT
    number = number_of(wanted)
    if not chosen.queries.filter(judgments__isnull=False).exists():
        told(request, ValueError(f"“{chosen}” has no judgments yet; rate some results first"))
    elif wanted and not (number and Version.objects.filter(number=number).exists()):
        told(request, ValueError(f"there is no version {wanted[:20]!r}"))
    elif fault := _lacking(number, profile):
        told(request, fault)
    else:
        ask_for_quality(chosen, number, request.user, profile)
    page = {"set": chosen.pk, "profile": _wanted(profile, _profiles(chosen))}
    return redirect(f"{reverse('tuning:quality')}?{urlencode(page)}")


def _lacking(number: int | None, profile: str) -> Exception | None:
    """Why the version can't be measured with the profile."""
    try:
        known = profiles_of_version(number)
    except VersionDamaged as error:
        return error
    if profile in known:
        return None
    version = "what is live" if number is None else f"version {number}"
    have = ", ".join(sorted(known))
    return ValueError(f"{version} has no profile {profile[:64]!r}; choose one of {have}")


def _profiles(chosen: QuerySet) -> list[str]:
    """The profiles that one may ask for: those that are live or were measured, `default` first."""
    measured = chosen.runs.order_by().values_list("profile", flat=True).distinct()
    return list(dict.fromkeys((DEFAULT, *sorted({*profiles_of_version(), *measured}))))


def _wanted(profile: str, profiles: Sequence[str]) -> str:
    return profile if profile in profiles else DEFAULT


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
