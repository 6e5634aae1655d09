"""Drafts, versions and runs, as answers tell them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from searchapp.publishing.difference import Change
from searchapp.publishing.models import AuditEntry, Draft, Version
from searchapp.relevance.models import ImpactRun, RunState


def draft_answer(draft: Draft) -> dict[str, Any]:
    """A draft without its changes."""
    return {
        "id": draft.pk,
        "name": draft.name,
        "note": draft.note,
        "owner": None if draft.owner is None else draft.owner.get_username(),
        "shared": draft.is_shared,
        "status": str(draft.status),
        "revision": draft.revision,
        "approved_by": draft.approved_by or None,
        "created": _moment(draft.created),
        "changed": _moment(draft.changed),
    }


def version_answer(version: Version) -> dict[str, Any]:
    """A version without its document."""
    return {
        "number": version.number,
        "name": version.name,
        "note": version.note,
        "author": version.author,
        "approver": version.approver or None,
        "draft": version.draft_name or None,
        "restores": version.restores,
        "changes": version.changes,
        "created": _moment(version.created),
        "digest": version.digest,
    }


def changes_answer(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes with what was and is; null is nothing."""
    return [
        {
            "section": each.section,
            "key": each.key,
            "verb": each.verb,
            "before": each.before,
            "after": each.after,
        }
        for each in changes
    ]


def entry_answer(entry: AuditEntry) -> dict[str, Any]:
    """A step of the record; `before` and `after` are null where it changed no entry."""
    return {
        "id": entry.pk,
        "time": _moment(entry.time),
        "actor": entry.actor,
        "action": entry.action,
        "draft": entry.draft_id,
        "draft_name": entry.draft_name or None,
        "version": entry.version,
        "section": entry.section or None,
        "key": entry.key or None,
        "title": entry.label or None,
        "before": entry.before,
        "after": entry.after,
    }


def conflict_answer(conflict: Change) -> dict[str, Any]:
    """What others published of a key since the draft began: from what to what."""
    return {
        "section": conflict.section,
        "key": conflict.key,
        "base": conflict.before,
        "published": conflict.after,
    }


def impact_answer(run: ImpactRun) -> dict[str, Any]:
    """How far a run is, and what it found; one that was cut off has failed."""
    return {
        "id": run.pk,
        "draft": run.draft_id,
        "revision": run.revision,
        "state": str(RunState.FAILED if run.is_lost else run.state),
        "done": run.done,
        "total": run.total,
        "live_version": run.live_version or None,
        "draft_version": run.draft_version or None,
        "figures": run.figures,
        "note": run.fault,
        "asked": _moment(run.asked),
        "finished": None if run.finished is None else _moment(run.finished),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
