"""Writes items of one table set-wise: a fixed number of queries however many rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from django.db import IntegrityError
from django.utils import timezone

from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.rows import Problem
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.versions import next_version

RowType = TypeVar("RowType", contravariant=True)


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


@dataclass(slots=True)
class Written:
    """What a batch did: an outcome for each id, and the changed columns of updated items."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    changed: dict[str, frozenset[str]] = field(default_factory=dict)


CHILDREN = "children"
"""Stands among the changed columns when the rows that belong to the item changed."""


def write_items(table: ItemTable[Any], rows: Mapping[str, Any]) -> Written:
    """Insert or update the rows, by id. Must run inside a transaction.

    Items that exist are locked, compared and written only where they differ. New ones are inserted;
    where another writer was faster with the same id, the row is written over that one in a second
    round.
    """
    written = Written()
    pending = {}
    for identifier, row in rows.items():
        if problems := table.problems.get(identifier):
            written.outcomes[identifier] = Outcome(Status.REJECTED, tuple(problems))
        else:
            pending[identifier] = row
    for _ in range(3):
        if not pending:
            return written
        pending = _write_round(table, pending, written)
    raise IntegrityError(f"rows can't be written: {', '.join(sorted(pending)[:5])}")


def _write_round(
    table: ItemTable[Any], rows: Mapping[str, Any], written: Written
) -> dict[str, Any]:
    model, ids, now = table.model, sorted(rows), timezone.now()
    stored = {
        item.pk: item
        for item in model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    stored_children = table.stored_children(sorted(stored)) if stored else {}
    new: dict[str, Versioned] = {}
    updates: list[Versioned] = []
    columns: set[str] = set()
    children: dict[str, tuple[Any, ...]] = {}
    for identifier, row in rows.items():
        values, wanted = table.values(row), table.children(row)
        item = stored.get(identifier)
        if item is None:
            _settle(values, None, now)
            new[identifier] = model(id=identifier, version=next_version(), **values)
            continue
        _settle(values, item, now)
        changed = {name for name, value in values.items() if not _same(getattr(item, name), value)}
        for name in changed:
            setattr(item, name, values[name])
        columns |= changed
        if stored_children.get(identifier, ()) != wanted:
            children[identifier] = wanted
            changed.add(CHILDREN)
        if changed:
            item.version = next_version(item.version)
            updates.append(item)
            written.changed[identifier] = frozenset(changed)
        _note(table, written, identifier, Status.UPDATED if changed else Status.UNCHANGED)
    if updates:
        _update(model, updates, columns)
    lost = _insert(model, new) if new else set()
    for identifier in new.keys() - lost:
        _note(table, written, identifier, Status.CREATED)
        if wanted := table.children(rows[identifier]):
            children[identifier] = wanted
    if children:
        table.replace_children(children)
    return {identifier: rows[identifier] for identifier in lost}


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


def _insert(model: type[Versioned], items: Mapping[str, Versioned]) -> set[str]:
    """Insert the new items; returns the ids that another writer had inserted meanwhile."""
    model._default_manager.bulk_create(items.values(), ignore_conflicts=True)
    stored = dict(model._default_manager.filter(pk__in=list(items)).values_list("pk", "version"))
    return {
        identifier for identifier, item in items.items() if stored.get(identifier) != item.version
    }


def _note(table: ItemTable[Any], written: Written, identifier: str, status: Status) -> None:
    written.outcomes[identifier] = Outcome(
        status, warnings=tuple(table.warnings.get(identifier, ()))
    )
