"""The features of candidates as rows of one matrix: who computes them hands out rows, who reads
them all takes the matrix back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rerankers.base import RankedItem


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """`values` float32 (n, m) of features by name; `columns` tells where each stands."""

    columns: Mapping[str, int]
    values: NDArray[np.float32]


class FeatureRow(Mapping[str, float]):
    """A row of a table, beside what else is known of the candidate, as an unchangeable mapping."""

    __slots__ = ("_others", "number", "table")

    def __init__(self, table: FeatureTable, number: int, others: Mapping[str, float]) -> None:
        self.table = table
        self.number = number
        self._others = others

    def __getitem__(self, name: str) -> float:
        column = self.table.columns.get(name)
        if column is None:
            return self._others[name]
        return float(self.table.values[self.number, column])

    # What the mixin would make of `__getitem__` raises and catches an error for each miss.
    def get(self, name: str, default: float = math.nan) -> float:  # type: ignore[override]
        column = self.table.columns.get(name)
        if column is None:
            return self._others.get(name, default)
        return float(self.table.values[self.number, column])

    def __contains__(self, name: object) -> bool:
        return name in self.table.columns or name in self._others

    def __iter__(self) -> Iterator[str]:
        own = self.table.columns
        return chain(own, (name for name in self._others if name not in own))

    def __len__(self) -> int:
        return len(self.table.columns) + len(self._others.keys() - self.table.columns.keys())

    def __repr__(self) -> str:
        return repr(dict(self))


def feature_matrix(candidates: Sequence[RankedItem], names: Sequence[str]) -> NDArray[np.float32]:
    """The features `names` of n candidates, float32 (n, m); what is not known is NaN."""
    rows = [each.features for each in candidates]
    table = rows[0].table if rows and isinstance(rows[0], FeatureRow) else None
    if table is not None and table.columns.keys() >= set(names):
        numbers = [row.number for row in rows if isinstance(row, FeatureRow) and row.table is table]
        if len(numbers) == len(rows):
            return table.values[np.ix_(numbers, [table.columns[name] for name in names])]
    values = [[row.get(name, math.nan) for name in names] for row in rows]
    return np.array(values, dtype=np.float32).reshape(len(rows), len(names))
