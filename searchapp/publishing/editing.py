"""Changing a draft. Every change is kept with who made it, and what the value was before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import Change
from searchapp.publishing.models import AuditEntry, Draft, Drafted, Status
from searchapp.publishing.sections import model_of

Values = Mapping[str, Mapping[str, Any] | None]
_BATCH = 500


class DraftClosed(ValueError):
    """The draft can't be changed any more; says why."""


class NotYours(ValueError):
    """The draft belongs to someone else and is not shared."""


def new_draft(name: str, actor: Actor, *, shared: bool = False, note: str = "") -> Draft:
    """An empty draft of the actor's."""
    draft = Draft.objects.create(name=name, owner=actor.user, is_shared=shared, note=note)
    record(actor, "created", draft)
    return draft


def change(draft: Draft, section: str, values: Values, actor: Actor) -> None:
    """Gives keys of a section their values in the draft, all or none; None removes the key.

    A value that is the published one takes the change back. Raises ValidationError by field (of
    the first value that can't be), UnknownSection, DraftClosed and NotYours.
    """
    model = model_of(section)
    with transaction.atomic():
        opened(draft, actor)
        seller = draft.seller_id
        keys = list(values)
        published = _by_key(model, keys, None)
        changed = _by_key(model, keys, draft)
        kept: list[Drafted] = []
        gone: list[int] = []
        entries: list[AuditEntry] = []
        for key, value in values.items():
            live, row = published.get(key), changed.get(key)
            now = row or live
            for each in (live, row):
                is_other = seller is not None and each is not None and not each.is_of_seller(seller)
                if is_other:
                    raise NotYours(f"{section} {key} is not of the seller's shop")
            before = None if now is None or now.is_removed else now.value
            if row is None:
                row = model(key=key, draft=draft, base=None if live is None else live.value)
            label = "" if now is None else now.label
            row.is_removed = value is None
            if value is not None:
                try:
                    row.value = value
                except ValidationError as error:
                    raise _named(error, section, key, value) from error
                if seller is not None and (said := row.faults_for_seller(seller)):
                    raise ValidationError(said)
                label = row.label
            after = None if value is None else row.value
            if after == before and row.pk:
                continue
            if after == (None if live is None else live.value):
                gone += [row.pk] if row.pk else []
            else:
                if value is None and live is not None:
                    row.show(live)
                kept.append(row)
            if after != before:
                entries.append(_entry(actor, "changed", draft, section, key, label, before, after))
        for start in range(0, len(gone), _BATCH):
            model._default_manager.filter(pk__in=gone[start : start + _BATCH]).delete()
        _save(model, kept)
        AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)


def change_all(draft: Draft, changes: Iterable[Change], actor: Actor) -> None:
    """Gives the keys of all changes, of any sections, what they have after them.

    Raises as `change` does.
    """
    by_section: dict[str, dict[str, Mapping[str, Any] | None]] = {}
    for each in changes:
        by_section.setdefault(each.section, {})[each.key] = each.after
    for section, values in sorted(by_section.items()):
        change(draft, section, values, actor)


def put(draft: Draft, row: Drafted, actor: Actor) -> None:
    """Gives the row's key the row's value in the draft; `row` becomes the one that has it there.

    Raises as `change` does.
    """
    change(draft, row.section, {row.key: row.value}, actor)
    found = type(row)._default_manager.filter(key=row.key)
    there = found.filter(draft=draft).first() or found.filter(draft=None).get()
    row.pk, row.draft = there.pk, there.draft


def take_back(draft: Draft, section: str, keys: Iterable[str], actor: Actor) -> None:
    """Forgets the draft's changes of these keys. Raises as `change` does."""
    model = model_of(section)
    with transaction.atomic():
        opened(draft, actor)
        rows = list(_by_key(model, list(keys), draft).values())
        entries = [
            _entry(
                actor,
                "took back",
                draft,
                section,
                row.key,
                row.label,
                None if row.is_removed else row.value,
                row.base,
            )
            for row in rows
        ]
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
        AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)


def discard(draft: Draft, actor: Actor) -> None:
    """Gives the draft up; its rows stay for a while (`pruning.py`). Raises as `change` does."""
    with transaction.atomic():
        opened(draft, actor)
        Draft.objects.filter(pk=draft.pk).update(status=Status.DISCARDED, changed=timezone.now())
        draft.status = Status.DISCARDED
        record(actor, "discarded", draft)


def may_write(draft: Draft, actor: Actor) -> bool:
    """Whether the actor may change the draft: it is shared, or the actor's own. One whose owner is
    gone is left to those who write all. A seller's is written by those who act for that seller.
    """
    if actor.seller or draft.seller_id is not None:
        return actor.writes_all or actor.seller == draft.seller_id
    if draft.is_shared:
        return True
    return actor.writes_all or (actor.user is not None and actor.user.pk == draft.owner_id)


def locked(draft: Draft) -> Draft:
    """The draft as it is now, locked until the transaction ends. Raises DraftClosed."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if not row.is_alive:
        raise DraftClosed(f"the draft “{row.name}” is {row.get_status_display().lower()}")
    return row


def opened(draft: Draft, actor: Actor) -> None:
    """Locks the draft for a change, which takes back what was submitted or approved.

    Raises DraftClosed and NotYours. In a transaction.
    """
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if not row.is_alive:
        raise DraftClosed(
            f"the draft “{row.name}” is {row.get_status_display().lower()}; open another"
        )
    if not may_write(row, actor):
        raise NotYours(
            f"the draft “{row.name}” belongs to {row.owner or 'nobody'}; ask for it to be shared"
        )
    row.revision += 1
    row.status = Status.OPEN
    row.approved_by = ""
    row.save(update_fields=("revision", "status", "approved_by", "changed"))
    for name in ("revision", "status", "approved_by", "changed"):
        setattr(draft, name, getattr(row, name))


def record(actor: Actor, action: str, draft: Draft | None = None, **columns: Any) -> None:
    """Keeps that the actor did something."""
    AuditEntry.objects.create(
        actor=actor.name,
        user=actor.user,
        action=action,
        draft=draft,
        draft_name="" if draft is None else draft.name,
        **columns,
    )


def _entry(
    actor: Actor,
    action: str,
    draft: Draft,
    section: str,
    key: str,
    label: str,
    before: Any,
    after: Any,
) -> AuditEntry:
    if action == "changed":
        action = "added" if before is None else "removed" if after is None else "changed"
    return AuditEntry(
        actor=actor.name,
        user=actor.user,
        action=action,
        draft=draft,
        draft_name=draft.name,
        section=section,
        key=key,
        label=label[:200],
        before=before,
        after=after,
    )


def _by_key(model: type[Drafted], keys: list[str], draft: Draft | None) -> dict[str, Drafted]:
    found: dict[str, Drafted] = {}
    for start in range(0, len(keys), _BATCH):
        rows = model._default_manager.filter(draft=draft, key__in=keys[start : start + _BATCH])
        found |= {row.key: row for row in rows}
    return found


def _save(model: type[Drafted], rows: list[Drafted]) -> None:
    there = [row for row in rows if row.pk]
    model._default_manager.bulk_create([row for row in rows if not row.pk], batch_size=_BATCH)
    for row in there:
        row.save()


def _named(
    error: ValidationError, section: str, key: str, value: Mapping[str, Any]
) -> ValidationError:
    """The error with what it is about in front of its sentences, unless it is by fields."""
    if hasattr(error, "error_dict"):
        return error
    name = value.get("name") or key
    return ValidationError([f"{section} “{name}”: {message}" for message in error.messages])
