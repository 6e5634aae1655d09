"""The calendar of scheduled rules."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from searchapp.merchandising.rule_linting import usable_rules
from searchapp.publishing.working_draft import working_draft
from searchapp.tuning.month import month_of
from searchapp.tuning.pages import shown, tuning_page

_YEARS = (1970, 2200)


@require_GET
@tuning_page()
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of the draft's rules, by default this one."""
    today = timezone.localdate()
    first = _month(request.GET.get("month", "")) or today.replace(day=1)
    context = {
        "place": "rules",
        "weeks": month_of(usable_rules(working_draft(request)), first),
        "first": first,
        "today": today,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=31)).replace(day=1),
    }
    return shown(request, "tuning/calendar.html", context)


def _month(written: str) -> date | None:
    """The first day of a month such as 2026-09; None for what is none."""
    try:
        first = date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
    return first if _YEARS[0] <= first.year <= _YEARS[1] else None
