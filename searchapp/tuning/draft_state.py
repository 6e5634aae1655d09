"""Where a draft stands: what it changes, and what it lacks to be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import Change, difference
from searchapp.publishing.documents import document_of, live_document
from searchapp.publishing.editing import may_write
from searchapp.publishing.models import Draft, Drafted, Problem, Status
from searchapp.publishing.models.version import Document
from searchapp.publishing.publication import conflicts_of, problems_of
from searchapp.publishing.sections import model_of, sections


@dataclass(frozen=True, slots=True)
class DraftState:
    """The changes of a draft, those that collide with what others published, and what is wrong with
    the document that they make. `missing` says in sentences what keeps it from shoppers.
    """

    changes: tuple[Change, ...]
    conflicts: tuple[Change, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]


def state_of(draft: Draft, actor: Actor) -> DraftState:
    """The state as the actor meets it."""
    document, conflicts = document_of(draft), conflicts_of(draft)
    changes = difference(live_document(), document)
    problems = tuple(problems_of(_to_check(document, changes)))
    missing = []
    if not changes:
        missing.append("It changes nothing yet.")
    if conflicts:
        missing.append(
            f"Others published {_counted(conflicts, 'change')} to the same things; "
            "choose below whose to keep."
        )
    if problems:
        missing.append(f"{_counted(problems, 'thing')} must be mended first; see below.")
    if settings.ENVIRONMENT["SEARCHAPP_FOUR_EYES"] and draft.status != Status.APPROVED:
        missing.append(
            "It waits for the approval of someone who did not change it."
            if draft.status == Status.SUBMITTED
            else "Someone who did not change it must approve it; submit it first."
        )
    if not actor.may_publish:
        missing.append("You may not publish; ask someone who may.")
    return DraftState(changes, conflicts, problems, tuple(missing))


def may_see(draft: Draft, actor: Actor) -> bool:
    """Whether the actor may look at the draft: who may write it, and who decides about it."""
    if may_write(draft, actor):
        return True
    is_asked = draft.status in (Status.SUBMITTED, Status.APPROVED)
    return is_asked and (actor.may_approve or actor.may_publish)


def change_counts(drafts: Iterable[Draft]) -> Counter[int]:
    """How many changes each draft has, by its number; one query for each section."""
    ids = [draft.pk for draft in drafts]
    counts: Counter[int] = Counter()
    for model in sections().values():
        rows = model._default_manager.filter(draft__in=ids).order_by().values_list("draft")
        for draft, count in rows.annotate(count=Count("pk")):
            counts[draft] += count
    return counts


def _to_check(document: Document, changes: Iterable[Change]) -> Document:
    """What may be wrong with the changes: they alone, but where rows of a section can clash all of
    these. What was published has been checked, and ten thousand rows take seconds.
    """
    keys: dict[str, set[str]] = {}
    for each in changes:
        keys.setdefault(each.section, set()).add(each.key)
    return {
        name: {key: value for key, value in document.get(name, {}).items() if key in changed}
        if model_of(name).clashes.__func__ is Drafted.clashes.__func__  # type: ignore[attr-defined]
        else document.get(name, {})
        for name, changed in keys.items()
    }


def _counted(things: tuple[object, ...], what: str) -> str:
    return f"{len(things):,} {what}{'' if len(things) == 1 else 's'}"
