"""What a feature is: a name, what it means, and how its column is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.ranking.features.evidence import Evidence

Column = NDArray[np.float32]
"""One value a candidate, shape (n,); NaN where there is none."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number about each candidate of a query.

    `unit` says in what it counts ("share" lies in [0, 1]), `source` where it comes from. With
    `actionable` a seller can change it without saying what is not so (a title or a price, but no
    brand), so that an explanation may advise to. `monotone` is 1 where more of it can only make an
    item a better answer, all else being equal, -1 where only a worse one, 0 where it depends: what
    is learnt obeys it, and advice goes that way.
    `fields` are the numeric fields that the engine must give for it, `text_fields` the text fields
    whose own scores. With `beside_all` it sets a candidate beside all others, not just beside the
    first ten, so that it can't be computed of a part of them. `compute` gives its column; what
    several columns need is computed once, by the evidence.
    """

    name: str
    unit: str
    source: str
    meaning: str
    compute: Callable[[Evidence], Column]
    actionable: bool = False
    monotone: int = 0
    beside_all: bool = False
    fields: tuple[str, ...] = ()
    text_fields: tuple[str, ...] = ()


def column(values: object) -> Column:
    """`values` as a column."""
    return np.asarray(values, dtype=np.float32)
