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
    `actionable` a seller can change it (a title, a price), so that an explanation may advise to.
    `fields` are the numeric fields that the engine must give for it, `text_fields` the text fields
    whose own scores. `compute` gives its column; what several columns need is computed once, by the
    evidence.
    """

    name: str
    unit: str
    source: str
    meaning: str
    compute: Callable[[Evidence], Column]
    actionable: bool = False
    fields: tuple[str, ...] = ()
    text_fields: tuple[str, ...] = ()


def column(values: object) -> Column:
    """`values` as a column."""
    return np.asarray(values, dtype=np.float32)
