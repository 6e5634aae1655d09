"""The document of what is live, and of a draft: its changes laid over that."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import structlog
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from searchapp.publishing.models import Draft, Drafted, Version, VersionDamaged
from searchapp.publishing.models.version import Document
from searchapp.publishing.sections import sections

_log = structlog.get_logger(__name__)


def published_state() -> Hashable:
    """A value that changes with each publication. One query once there is a version."""
    if newest := _newest():
        return newest
    return tuple(
        tuple(model._default_manager.aggregate(n=Count("pk"), last=Max("changed")).values())
        for model in sections().values()
    )


def newest_number() -> int:
    """The number of the version that is live; 0 while nothing was published."""
    newest = _newest()
    return newest[0] if newest else 0


def published_document(number: int | None = None) -> Document:
    """What version `number` says, by default the newest. Not to be changed.

    Before the first publication it is what the tables say. Raises VersionDamaged, and
    Version.DoesNotExist for a number that was never given.
    """
    if number is not None:
        return Version.objects.get(number=number).document
    newest = _newest()
    return _stored(*newest) if newest else written_document()


def live_document() -> Document:
    """What is live, to edit and to publish against. When the newest version is damaged, what the
    tables say, which was published with it: so that another version can mend it. Not to be changed.
    """
    try:
        return published_document()
    except VersionDamaged as error:
        _log.error("the newest version is damaged", reason=str(error))
        return written_document()


def _newest() -> tuple[int, str] | None:
    return Version.objects.order_by("-number").values_list("number", "digest").first()


@lru_cache(maxsize=2)
def _stored(number: int, digest: str) -> Document:
    return Version.objects.get(number=number).document


def written_document() -> Document:
    """What the rows without a draft say."""
    return {
        name: {
            row.key: row.value
            for row in sorted(
                model._default_manager.filter(draft=None).iterator(), key=lambda row: row.key
            )
        }
        for name, model in sections().items()
    }


def document_of(draft: Draft) -> Document:
    """What would be live if the draft were published now. Not to be changed: sections that the
    draft leaves alone are those of the published document.
    """
    rows = {
        name: list(model._default_manager.filter(draft=draft)) for name, model in sections().items()
    }
    return laid_over(live_document(), rows)


def laid_over(document: Document, changed: Mapping[str, Sequence[Drafted]]) -> Document:
    """The document with the values of the changed rows by section, without what they remove."""
    found = dict(document)
    for name, rows in changed.items():
        if not rows:
            continue
        section = dict(document.get(name, {}))
        for row in rows:
            section.pop(row.key, None)
            if not row.is_removed:
                section[row.key] = row.value
        found[name] = dict(sorted(section.items()))
    return found


def seen_in(model: type[Drafted], draft: Draft | None) -> QuerySet[Any]:
    """The rows as they are in a draft (None: as published)."""
    rows = model._default_manager.all()
    if draft is None:
        return rows.filter(draft=None)
    changed = model._default_manager.filter(draft=draft, key=OuterRef("key"))
    return rows.filter(Q(draft=draft, is_removed=False) | Q(Q(draft=None), ~Exists(changed)))


def changes_in(draft: Draft) -> int:
    """How many rows the draft changes."""
    return sum(model._default_manager.filter(draft=draft).count() for model in sections().values())
