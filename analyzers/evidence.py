"""What a lexicon is learnt from: the items of the catalog and the queries of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]
"""A part of a lexicon as it is stored: arrays by name, which may be mapped from a file."""


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """A product, as far as words can be learnt from it.

    Values are written as the index has them: `categories` has every level of the path, broadest
    first ("Home", "Home > Kitchen"); `attributes` are name and value. `popularity` is how many
    rated it. `text` is the description and bullets.
    """

    id: str
    title: str
    brand: str = ""
    categories: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    material: str = ""
    gender: str = ""
    condition: str = ""
    seller: str = ""
    seller_name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    price: float | None = None
    currency: str = ""
    rating: float | None = None
    popularity: int = 0
    available: bool = True


@dataclass(frozen=True, slots=True)
class LoggedQuery:
    """One distinct text of the query log, as it was typed, over the time that the log is kept.

    `people` is the number of distinct sessions that typed it, `searches` how often it was asked,
    `found` how many of these answers had results without help (no correction, no relaxation).
    """

    text: str
    language: str
    people: int
    searches: int
    found: int


class LexiconPart(Protocol):
    """Knowledge of one analyzer that is learnt from evidence. A value, safe for many threads.

    `from_arrays(part.arrays())` is the same part, also when the arrays are read-only and mapped
    from files; it is quick (no work a word, where that can be helped), as every process does it.
    """

    def arrays(self) -> dict[str, NDArray[np.generic]]: ...

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self: ...


class LexiconPartBuilder(Protocol):
    """Learns one part in a single pass. Memory is bounded whatever the number of items.

    `add` is told every product once, then `add_query` every logged query once, then `build` is
    called once. The same evidence in the same order builds the same part.
    """

    def add(self, item: CatalogItem) -> None: ...

    def add_query(self, query: LoggedQuery) -> None: ...

    def build(self) -> Any: ...
