"""What a draft would change: asked for, waited for, and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from searchapp import wiring
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import DraftClosed
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.impact.report import plain_reports
from searchapp.relevance.impact.telling import staleness, verdict
from searchapp.relevance.models import ImpactRun, RunState
from searchapp.tuning.pages import EDIT, back, shown, told, tuning_page
from searchapp.tuning.views.drafts import checked_seen, seen_draft


@require_POST
@tuning_page(EDIT)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the impact of the draft `pk` measured."""
    draft = seen_draft(pk, Actor.of(request.user))
    if not draft.is_alive:
        status = draft.get_status_display().lower()
        told(request, DraftClosed(f"the draft “{draft.name}” is {status}; nothing would change"))
        return back(request, "tuning:drafts")
    return redirect("tuning:impact", ask_for_impact(draft, request.user).pk)


@require_GET
@tuning_page()
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """A report, or how far it is."""
    run = get_object_or_404(ImpactRun.objects.select_related("draft", "asked_by"), pk=pk)
    checked_seen(run.draft, Actor.of(request.user))
    context: dict[str, Any] = {"place": "drafts", "run": run}
    if request.htmx:  # type: ignore[attr-defined]
        if not run.is_unfinished:
            return HttpResponseClientRefresh()
        return render(request, "tuning/impact_progress.html", context)
    if run.state == RunState.DONE:
        reports = plain_reports(run.figures)
        report = _chosen(reports, request.GET.get("profile", ""))
        context |= {
            "reports": reports,
            "report": report,
            "verdict": verdict(run.figures),
            "stale": staleness(run, wiring.current_config().version),
            "judged": [
                ("Worse", "hurt", [_measured(each) for each in report["hurt"]]),
                ("Better", "helped", [_measured(each) for each in report["helped"]]),
            ],
            "others": [
                (title, name, report[name])
                for title, name in (
                    ("Found something, would find nothing", "emptied"),
                    ("Found nothing, would find something", "filled"),
                    ("First page changes", "changed"),
                )
            ],
        }
    return shown(request, "tuning/impact.html", context)


@require_GET
@tuning_page()
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the impact of the draft `pk`, for other pages to show."""
    draft = seen_draft(pk, Actor.of(request.user))
    context = {"draft": draft, "may_edit": request.user.has_perm(EDIT)}
    return render(request, "tuning/impact_summary.html", context)


def _chosen(reports: Sequence[Mapping[str, Any]], profile: str) -> Mapping[str, Any]:
    """The report on the wanted profile, else the first that tells of a change."""
    wanted = [each for each in reports if each["profile"] == profile]
    changed = [each for each in reports if not each["changes_nothing"]]
    return (*wanted, *changed, *reports)[0]


def _measured(change: dict[str, Any]) -> dict[str, Any]:
    return {**change, "difference": change["ndcg_draft"] - change["ndcg_live"]}
