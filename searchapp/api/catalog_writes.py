"""Carries out the wishes of a bulk body, in their order and in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction

from searchapp.api.catalog_lines import Refusal, Removal, Wish, Write
from searchapp.api.catalog_owners import held_to_seller
from searchapp.catalog.rows import Problem, RowKind
from searchapp.catalog.upsert import Status, delete, store

DELETED = "deleted"
NOT_FOUND = "not_found"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one line. `warnings` say what of a written row was left out."""

    line: int
    id: str | None
    status: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def carry_out(
    wishes: Iterable[Wish],
    kind: RowKind,
    seller: str | None,
    part: Callable[[], AbstractContextManager[None]] = transaction.atomic,
) -> Iterator[LineResult]:
    """Each wish's result, in their order; a wish that fails stops no other.

    Each batch is a transaction of its own, made by `part`. `seller` is whose items alone may be
    touched, None for all.
    """
    for batch in _batches(wishes):
        with part():
            held = batch if seller is None else held_to_seller(batch, kind, seller)
            results = [*_refused(held), *_written(held, seller), *_removed(held, kind, seller)]
        yield from sorted(results, key=lambda result: result.line)


def _batches(wishes: Iterable[Wish]) -> Iterator[list[Wish]]:
    """Runs of wishes that may be carried out in any order: no id comes twice in one."""
    batch: list[Wish] = []
    ids: set[str] = set()
    for wish in wishes:
        if len(batch) >= _BATCH or (wish.id is not None and wish.id in ids):
            yield batch
            batch, ids = [], set()
        batch.append(wish)
        if wish.id is not None:
            ids.add(wish.id)
    if batch:
        yield batch


def _refused(wishes: Sequence[Wish]) -> list[LineResult]:
    return [
        LineResult(wish.line, wish.id, Status.REJECTED, wish.problems)
        for wish in wishes
        if isinstance(wish, Refusal)
    ]


def _written(wishes: Sequence[Wish], seller: str | None) -> list[LineResult]:
    writes = [wish for wish in wishes if isinstance(wish, Write)]
    outcomes = store([wish.row for wish in writes], seller)
    return [
        LineResult(wish.line, wish.id, outcome.status, outcome.problems, outcome.warnings)
        for wish, outcome in zip(writes, outcomes, strict=True)
    ]


def _removed(wishes: Sequence[Wish], kind: RowKind, seller: str | None) -> list[LineResult]:
    removals = [wish for wish in wishes if isinstance(wish, Removal)]
    if not removals:
        return []
    gone = set(delete(kind, [wish.id for wish in removals], seller).deleted)
    return [
        LineResult(wish.line, wish.id, DELETED if wish.id in gone else NOT_FOUND)
        for wish in removals
    ]
