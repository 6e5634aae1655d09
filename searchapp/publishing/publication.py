"""Publishing a draft, or some of its changes; restoring a version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from searchapp.publishing.actors import Actor
from searchapp.publishing.announcing import announce
from searchapp.publishing.difference import Change, difference
from searchapp.publishing.documents import (
    document_of,
    laid_over,
    live_document,
    newest_number,
    written_document,
)
from searchapp.publishing.editing import (
    DraftClosed,
    NotYours,
    change_all,
    may_write,
    new_draft,
    opened,
    record,
    take_back,
)
from searchapp.publishing.models import Draft, Drafted, Problem, Status, Version
from searchapp.publishing.models.drafted import faults_of
from searchapp.publishing.models.version import Document
from searchapp.publishing.sections import model_of, sections

_BATCH = 500
Only = Collection[tuple[str, str]] | None
"""Sections and keys of the changes that are meant; None is all of them."""


class NotAllowed(ValueError):
    """The actor may not do this; says what is missing."""


class Refused(ValueError):
    """The draft can't be published as it is; `problems` has all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class Conflicting(ValueError):
    """Others published changes of the same keys; `conflicts` are theirs, since the draft began."""

    def __init__(self, conflicts: Sequence[Change]) -> None:
        named = ", ".join(f"{each.section} {each.key}" for each in conflicts)
        super().__init__(f"published by others meanwhile: {named}; keep yours or take theirs")
        self.conflicts = tuple(conflicts)


def changes_of(draft: Draft) -> tuple[Change, ...]:
    """What publishing the draft now would change."""
    return difference(live_document(), document_of(draft))


def conflicts_of(draft: Draft, only: Only = None) -> tuple[Change, ...]:
    """What others published, since the draft began, of the keys that it changes."""
    return _conflicts(live_document(), _rows(draft, only))


def settle(draft: Draft, section: str, key: str, actor: Actor, *, keep_mine: bool) -> None:
    """Ends a conflict: the draft's value stands, or the published one does."""
    if not keep_mine:
        take_back(draft, section, [key], actor)
        return
    with transaction.atomic():
        opened(draft, actor)
        model = model_of(section)
        if draft.seller_id is not None and _taken_over(model, [key], draft.seller_id):
            raise NotYours(f"the shop has made {section} {key} its own; take what is published")
        live = live_document().get(section, {}).get(key)
        model._default_manager.filter(draft=draft, key=key).update(base=live)
        record(actor, "kept", draft, section=section, key=key, before=live)


def problems_of(
    document: Document,
    only: Collection[str] | None = None,
    published: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> list[Problem]:
    """All for which the document can't be published; `only` names the sections to look at.

    What is in `published` too was looked at by itself when it was; that costs seconds for ten
    thousand synonyms.
    """
    found: list[Problem] = []
    for name, model in sections().items():
        if only is not None and name not in only:
            continue
        known = published.get(name, {})
        may_clash = model.clashes.__func__ is not Drafted.clashes.__func__  # type: ignore[attr-defined]
        rows = []
        for key, value in document.get(name, {}).items():
            is_known = known.get(key) == value
            if is_known and not may_clash:
                continue
            row = model(key=key)
            try:
                row.value = value
            except ValidationError as error:
                label = str(value.get("name", ""))
                found += [Problem(name, key, label, *each) for each in faults_of(error)]
                continue
            rows.append(row)
            if not is_known:
                found += [Problem(name, key, row.label, *fault) for fault in row.faults()]
        found += model.clashes(rows)
    return found


def publish(
    draft: Draft,
    actor: Actor,
    *,
    only: Only = None,
    name: str = "",
    note: str = "",
    revision: int | None = None,
) -> Version:
    """Makes the draft's changes live, as a new version; what it leaves stays in the draft.

    `revision` is the one that the actor saw. Raises NotAllowed, Conflicting, Refused, NotYours and
    DraftClosed.
    """
    try:
        with transaction.atomic():
            return _published(draft, actor, only, name, note, revision)
    except IntegrityError as error:
        raise NotAllowed("someone else published at the same moment; try again") from error


def _published(
    draft: Draft, actor: Actor, only: Only, name: str, note: str, revision: int | None
) -> Version:
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    check_seen(draft, revision)
    _check_allowed(draft, actor)
    _lock_versions()
    rows = _rows(draft, only)
    before = live_document()
    if conflicts := _conflicts(before, rows):
        raise Conflicting(conflicts)
    _keep_first(actor)
    document = laid_over(before, rows)
    changes = difference(before, document)
    if not changes:
        raise NotAllowed("nothing to publish: the draft changes nothing")
    touched = {section for section, changed in rows.items() if changed}
    problems = [*_of_seller(draft, rows), *problems_of(document, touched, before)]
    if problems:
        raise Refused(problems)
    _take_over(rows)
    version = _freeze(
        document,
        name=name or draft.name,
        note=note or draft.note,
        author=actor.name,
        approver=draft.approved_by,
        draft_name=draft.name,
        changes=len(changes),
    )
    if not any(_rows(draft, None).values()):
        Draft.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
    record(actor, "published", draft, version=version.number)
    announce(version.number)
    return version


def restore(number: int, actor: Actor) -> Version:
    """Makes what version `number` said live again, as a new version. The drafts stay.

    What was live once was let through then: going back to it needs no new approval. Raises
    NotAllowed, VersionDamaged, Refused, and Version.DoesNotExist.
    """
    wanted = Version.objects.get(number=number)
    with transaction.atomic():
        _lock_versions()
        steps = difference(live_document(), wanted.document)
        draft = new_draft(f"Restore version {number}", actor, shared=True)
        change_all(draft, steps, actor)
        Draft.objects.filter(pk=draft.pk).update(status=Status.APPROVED)
        version = publish(draft, actor, name=f"Version {wanted} again"[:120])
        Version.objects.filter(pk=version.pk).update(restores=number)
        version.restores = number
    return version


def check_seen(draft: Draft, revision: int | None) -> None:
    """Raises NotAllowed when the draft is no longer the one that was looked at."""
    if revision is not None and revision != draft.revision:
        raise NotAllowed("the draft changed since you looked at it; look again")


def _check_allowed(draft: Draft, actor: Actor) -> None:
    """Raises NotAllowed, NotYours and DraftClosed."""
    if not draft.is_alive:
        raise DraftClosed(f"the draft “{draft.name}” is {draft.get_status_display().lower()}")
    if not actor.may_publish:
        raise NotAllowed("you may not publish; ask someone who may")
    if (draft.status == Status.OPEN or actor.seller) and not may_write(draft, actor):
        raise NotYours(f"the draft “{draft.name}” is not submitted yet; ask its owner")
    if actor.seller:
        return  # It is the seller's own, and they may: the setting says so.
    if settings.ENVIRONMENT["SEARCHAPP_FOUR_EYES"] and draft.status != Status.APPROVED:
        raise NotAllowed("it must be approved by someone else first; submit it")


def _of_seller(draft: Draft, changed: Mapping[str, Sequence[Drafted]]) -> list[Problem]:
    """What of a seller's draft is no longer the seller's to say, as of an item that was sold on."""
    seller = draft.seller_id
    if seller is None:
        return []
    own = [
        Problem(name, row.key, row.label, "", said)
        for name, rows in changed.items()
        for row in rows
        if not row.is_removed
        for said in row.faults_for_seller(seller)
    ]
    taken = [
        Problem(name, key, "", "", "the shop has made it its own; take the change back")
        for name, rows in changed.items()
        for key in _taken_over(model_of(name), [row.key for row in rows], seller)
    ]
    return [*own, *taken]


def _taken_over(model: type[Drafted], keys: Collection[str], seller: str) -> list[str]:
    """Those of the keys whose published row is no longer the seller's."""
    live = model._default_manager.filter(draft=None, key__in=keys)
    return [row.key for row in live if not row.is_of_seller(seller)]


def _lock_versions() -> None:
    """Publications come one after the other: whoever publishes locks the first version, which is
    there for ever. Of two first publications the second finds the number taken.
    """
    list(Version.objects.select_for_update().order_by("number").values_list("pk")[:1])


def _keep_first(actor: Actor) -> None:
    """What was live before the first publication becomes a version too."""
    if not newest_number():
        _freeze(written_document(), name="Before the first publication", author=actor.name)


def _freeze(document: Document, **columns: object) -> Version:
    data, digest = Version.packed(document)
    number = newest_number() + 1
    return Version.objects.create(number=number, data=data, digest=digest, **columns)


def _take_over(changed: Mapping[str, Sequence[Drafted]]) -> None:
    """Makes the changed rows the published ones."""
    for name, rows in changed.items():
        table = model_of(name)._default_manager
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            table.filter(draft=None, key__in=[row.key for row in part]).delete()
            table.filter(pk__in=[row.pk for row in part if row.is_removed]).delete()
            kept = [row.pk for row in part if not row.is_removed]
            table.filter(pk__in=kept).update(draft=None, base=None)


def _conflicts(live: Document, changed: Mapping[str, Sequence[Drafted]]) -> tuple[Change, ...]:
    return tuple(
        Change(name, row.key, row.base, now)
        for name, rows in changed.items()
        for row in rows
        if (now := live.get(name, {}).get(row.key)) != row.base
    )


def _rows(draft: Draft, only: Only) -> dict[str, list[Drafted]]:
    """The changes of the draft by section."""
    return {
        name: [
            row
            for row in model._default_manager.filter(draft=draft).order_by("key")
            if only is None or (name, row.key) in only
        ]
        for name, model in sections().items()
    }
