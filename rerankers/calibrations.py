"""Calibrations: tables by which scores and rates become probabilities, in a model folder of the
task `value-ranker`.

    {"relevance": {"from": [-2, 0, 3], "to": [0.02, 0.3, 0.97]}, "click": {…}, "purchase": {…}}

Each is linear between its points (isotonic regression gives one; so does a logistic curve,
sampled), rising or level.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.model_folder import ModelFolder

Column = NDArray[np.float64]
Tables = Mapping[str, tuple[Column, Column]]
CALIBRATED = ("relevance", "click", "purchase")


def read_tables(folder: ModelFolder) -> Tables:
    """The tables of the folder by what they calibrate. Raises ModelFolderError."""
    tables: dict[str, tuple[Column, Column]] = {}
    for name in CALIBRATED:
        given = folder.manifest.parameters.get(name)
        if given is None:
            continue
        try:
            xs, ys = np.array(given["from"], np.float64), np.array(given["to"], np.float64)
        except (KeyError, TypeError, ValueError):
            raise folder.error(f"parameter {name!r} must have numbers 'from' and 'to'") from None
        if xs.shape != ys.shape or xs.ndim != 1 or not len(xs):
            raise folder.error(f"parameter {name!r} must have as many 'from' as 'to'")
        if not ((np.diff(xs) > 0).all() and (np.diff(ys) >= 0).all()):
            raise folder.error(f"parameter {name!r} must rise: 'from' always, 'to' or stay level")
        if not ((ys >= 0) & (ys <= 1)).all():
            raise folder.error(f"'to' of the parameter {name!r} must be probabilities")
        tables[name] = xs, ys
    return tables


def calibrated(tables: Tables, name: str, values: NDArray[Any], otherwise: Column) -> Column:
    """The values (n,) by the table `name`; `otherwise` where there is none."""
    points = tables.get(name)
    return otherwise if points is None else np.interp(values, points[0], points[1])
