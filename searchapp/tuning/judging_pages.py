"""What the pages of judging share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from searchapp.relevance.query_sets.judgment_files import ImportOutcome
from searchapp.tuning.pages import VIEW, shown

LOOK, RATE, KEEP = (
    "relevance.view_queryset",
    "relevance.add_judgment",
    "relevance.change_queryset",
)
"""To look at query sets, to rate, and to change which queries they have. Who only rates needs the
first two, as the role `rater` has them.
"""
DELETE = "relevance.delete_queryset"
"""To delete query sets, and to give grades in the name of others."""
_PROBLEMS = 20


def shown_to_raters(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page; who may see no drafts is shown none of their names."""
    hidden = {} if request.user.has_perm(VIEW) else {"draft": None, "drafts": (), "actor": None}
    return shown(request, template, {"place": "judge", **hidden, **context}, status)


def said(request: HttpRequest, outcome: ImportOutcome, skip_bad: bool) -> None:
    """Tells what an import came to."""
    for problem in outcome.problems[:_PROBLEMS]:
        messages.error(request, f"Line {problem.line}: {problem.message}")
    if len(outcome.problems) > _PROBLEMS:
        messages.error(request, f"And {len(outcome.problems) - _PROBLEMS:,} lines more.")
    if outcome.problems and not skip_bad:
        messages.error(request, "Nothing was added.")
        return
    messages.success(
        request,
        f"Added {outcome.queries:,} queries and {outcome.added:,} judgments; changed "
        f"{outcome.changed:,} judgments, {outcome.known:,} were there already.",
    )
