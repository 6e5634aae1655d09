"""Writes items of one table set-wise: a fixed number of queries however many rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from django.db import IntegrityError
from django.utils import timezone

from searchapp.catalog.models import Tombstone
from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.rows import Problem
from searchapp.catalog.triggers.catalogued import ITEMS
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.versions import next_version

RowType = TypeVar("RowType", contravariant=True)
_OWNER = "seller_id"


class ItemTable(Protocol[RowType]):
    """How the rows of one kind fill its tables; made for one batch of rows with distinct ids.

    Its constructor looks up what the rows refer to. `problems` and `warnings` are by row id.
    """

    model: ClassVar[type[Versioned]]
    problems: Mapping[str, Sequence[Problem]]
    warnings: Mapping[str, Sequence[Problem]]

    def values(self, row: RowType) -> dict[str, Any]:
        """The columns of the item. The writer settles `created` None and `published` True."""
        ...

    def children(self, row: RowType) -> tuple[Any, ...]:
        """The rows that belong to the item (variants, products shown), in order, comparable."""
        ...

    def stored_children(self, ids: Sequence[str]) -> Mapping[str, tuple[Any, ...]]:
        """The same as the database has them."""
        ...

    def replace_children(self, children: Mapping[str, tuple[Any, ...]]) -> None:
        """Put these in the place of those that the items have."""
        ...


def write_items(
    table: ItemTable[Any], rows: Mapping[str, Any], seller: str | None = None
) -> dict[str, Outcome]:
    """Insert or update the rows, by id. Must run inside a transaction.

    With a `seller`, items of others are not written over; whose they are is seen when they are
    locked.

    Items that exist are locked, compared and written only where they differ. New ones are inserted;
    where another writer was faster with the same id, the row is written over that one in a second
    round.
    """
    outcomes = {
        name: Outcome(Status.REJECTED, tuple(problems))
        for name in rows
        if (problems := table.problems.get(name))
    }
    pending = {name: row for name, row in rows.items() if name not in outcomes}
    for _ in range(3):
        if not pending:
            return outcomes
        written = _write_round(table, pending, seller)
        for name, status in written.items():
            outcomes[name] = (
                Outcome(status, (Problem("id", "belongs to another seller"),))
                if status is Status.REJECTED
                else Outcome(status, warnings=tuple(table.warnings.get(name, ())))
            )
        pending = {name: row for name, row in pending.items() if name not in written}
    raise IntegrityError(f"rows can't be written: {', '.join(sorted(pending)[:5])}")


def _write_round(
    table: ItemTable[Any], rows: Mapping[str, Any], seller: str | None
) -> dict[str, Status]:
    """What became of the rows, but for those that another writer inserted meanwhile. Those of
    another seller are rejected.
    """
    model, ids, now = table.model, sorted(rows), timezone.now()
    stored = {
        item.pk: item
        for item in model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    stored_children = table.stored_children(sorted(stored)) if stored else {}
    graves = _graves(model, [name for name in ids if name not in stored])
    statuses: dict[str, Status] = {}
    new: dict[str, Versioned] = {}
    updates: list[Versioned] = []
    columns: set[str] = set()
    children: dict[str, tuple[Any, ...]] = {}
    for name, row in rows.items():
        values, wanted = table.values(row), table.children(row)
        item = stored.get(name)
        if item is None:
            _settle(values, None, now)
            new[name] = model(id=name, version=next_version(graves.get(name, 0)), **values)
            continue
        if seller is not None and getattr(item, _OWNER) != seller:
            statuses[name] = Status.REJECTED
            continue
        _settle(values, item, now)
        changed = {name for name, value in values.items() if not _same(getattr(item, name), value)}
        for column in changed:
            setattr(item, column, values[column])
        columns |= changed
        has_other_children = stored_children.get(name, ()) != wanted
        if has_other_children:
            children[name] = wanted
        if changed:
            item.version = next_version(item.version)
            updates.append(item)
        is_changed = has_other_children or bool(changed)
        statuses[name] = Status.UPDATED if is_changed else Status.UNCHANGED
    if updates:
        _update(model, updates, columns)
    for name in _insert(model, new) if new else ():
        statuses[name] = Status.CREATED
        if wanted := table.children(rows[name]):
            children[name] = wanted
    if children:
        table.replace_children(children)
    return statuses


def _graves(model: type[Versioned], ids: Sequence[str]) -> dict[str, int]:
    """The versions at which items went that had these ids: an item that comes back is newer."""
    kinds = {items.table: items.kind for items in ITEMS}
    kind = kinds.get(model._meta.db_table)
    if kind is None or not ids:
        return {}
    graves = Tombstone.objects.filter(kind=kind, item_id__in=ids)
    return dict(graves.values_list("item_id", "version"))


def _settle(values: dict[str, Any], item: Any, now: datetime) -> None:
    """Put times in the place of "as it was" and of "from now on"."""
    if values.get("created", now) is None:
        values["created"] = item.created if item is not None else now
    if values.get("published") is True:
        shown = item.published if item is not None else None
        values["published"] = shown if shown is not None and shown <= now else now
    elif values.get("published") is False:
        values["published"] = None


def _same(stored: Any, wanted: Any) -> bool:
    """Equality that also tells 1 from true in attributes."""
    if isinstance(wanted, dict):
        return stored == wanted and all(
            isinstance(stored[name], bool) is isinstance(value, bool)
            for name, value in wanted.items()
        )
    return bool(stored == wanted)


def _update(model: type[Versioned], items: list[Versioned], columns: set[str]) -> None:
    # An INSERT … ON CONFLICT DO UPDATE is several times quicker than the CASE expressions of
    # bulk_update; the rows are there and locked, so each of them conflicts.
    model._default_manager.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted(columns | {"version", "updated"}),
    )


def _insert(model: type[Versioned], items: Mapping[str, Versioned]) -> list[str]:
    """Insert the new items; returns the ids of those that nobody else had inserted."""
    model._default_manager.bulk_create(items.values(), ignore_conflicts=True)
    stored = dict(model._default_manager.filter(pk__in=list(items)).values_list("pk", "version"))
    return [name for name, item in items.items() if stored.get(name) == item.version]
