"""Who changed what, when, and from what to what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import Change
from searchapp.publishing.models import AuditEntry
from searchapp.publishing.record import entries_seen_by
from searchapp.publishing.sections import sections
from searchapp.tuning.descriptions import ShownChange, shown_changes, titled
from searchapp.tuning.pages import shown, tuning_page

_ENTRIES = 50
_ACTIONS = (
    "added",
    "changed",
    "removed",
    "took back",
    "created",
    "renamed",
    "shared",
    "unshared",
    "submitted",
    "approved",
    "sent back",
    "published",
    "discarded",
    "imported",
    "deleted",
)


@require_GET
@tuning_page()
def audit(request: HttpRequest) -> HttpResponse:
    """The record, the newest first, with filters; older entries by the number of the last one."""
    wanted = request.GET
    entries = known = entries_seen_by(Actor.of(request.user))
    for name, column in (("actor", "actor"), ("action", "action"), ("section", "section")):
        if value := wanted.get(name):
            entries = entries.filter(**{column: value})
    if text := wanted.get("q", "").strip():
        entries = entries.filter(
            Q(label__icontains=text) | Q(draft_name__icontains=text) | Q(key=text)
        )
    for name, lookup in (("since", "time__date__gte"), ("until", "time__date__lte")):
        if day := _day(wanted.get(name, "")):
            entries = entries.filter(**{lookup: day})
    if (older := wanted.get("older", "")).isdecimal() and len(older) < 18:
        entries = entries.filter(pk__lt=int(older))
    rows = list(entries[: _ENTRIES + 1])
    kept = wanted.copy()
    if len(rows) > _ENTRIES:
        kept["older"] = str(rows[_ENTRIES - 1].pk)
    context: dict[str, Any] = {
        "place": "audit",
        "rows": _shown(rows[:_ENTRIES]),
        "more": kept.urlencode() if len(rows) > _ENTRIES else "",
        "actors": known.order_by("actor").values_list("actor", flat=True).distinct(),
        "actions": _ACTIONS,
        "sections": [(name, titled(name)) for name in sections()],
        "wanted": wanted,
    }
    return shown(request, "tuning/audit.html", context)


def _shown(rows: list[AuditEntry]) -> list[tuple[AuditEntry, ShownChange | None]]:
    """The entries, with the changes of those that have one."""
    changes = {
        row.pk: Change(row.section, row.key, row.before, row.after)
        for row in rows
        if row.section and (row.before is not None or row.after is not None)
    }
    shown = dict(zip(changes, shown_changes(changes.values()), strict=True))
    return [(row, shown.get(row.pk)) for row in rows]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
