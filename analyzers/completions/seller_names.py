"""The names of sellers, completed while they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analyzers.completions.completion_index import CompletionIndex
from analyzers.evidence import Arrays, CatalogItem, LoggedQuery
from analyzers.string_table import StringTable


@dataclass(frozen=True, slots=True)
class SellerFound:
    """A seller whose name goes on as what was typed; not `is_exact` when it is spelt otherwise."""

    id: str
    name: str
    is_exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class SellerNames:
    """The sellers of published products by the beginnings of the words of their names.

    `names` weigh by the number of products; `ids` are the ids of the sellers, in the order of its
    phrases. Sellers of one name are one, with the id of the first.
    """

    names: CompletionIndex = field(default_factory=CompletionIndex, repr=False)
    ids: StringTable = field(default_factory=lambda: StringTable.of(()), repr=False)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The names that gave `arrays`."""
        return cls(CompletionIndex.from_arrays(arrays), StringTable.from_arrays(arrays, "ids"))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {**self.names.arrays(), **self.ids.arrays("ids")}

    def begun(self, typed: str, size: int) -> Iterator[SellerFound]:
        """Up to `size` sellers whose names have every typed word, the last one begun; those with
        the most products first. Names that are spelt otherwise come only where there is no other.
        """
        for found in self.names.matching(typed, size):
            yield SellerFound(self.ids[found.number], found.text, found.is_exact)


class SellerNamesBuilder:
    """A `LexiconPartBuilder`. Of more than `most` names the later ones are not learnt."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._products: dict[str, int] = {}
        self._ids: dict[str, str] = {}

    def add(self, item: CatalogItem) -> None:
        """Counts a product of its seller."""
        name = item.seller_name.strip()
        if name and (name in self._ids or len(self._ids) < self._most):
            self._ids.setdefault(name, item.seller)
            self._products[name] = self._products.get(name, 0) + 1

    def add_query(self, query: LoggedQuery) -> None:
        """Queries name no sellers."""

    def build(self) -> SellerNames:
        """The names of all that sell something."""
        names = CompletionIndex.of(self._products)
        return SellerNames(names, StringTable.of(self._ids[name] for name in names.phrases))
