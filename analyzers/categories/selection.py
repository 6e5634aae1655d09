"""Which of all categories are worth naming for a query."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzers.categories.category_tree import CategoryTree
from analyzers.query import PredictedCategory

MOST = 3
"""How many categories a query is said to look in, at most."""
FLOOR = 0.2
"""A category less probable than this is not named."""
LIKELY = 0.5
"""When the named categories together are less probable than this, one above them is named too."""
_GAIN = 2.0
"""By how much the odds must exceed those of a query that says nothing."""


def worth_naming(
    probabilities: NDArray[np.float32], prior: NDArray[np.float32], tree: CategoryTree
) -> tuple[PredictedCategory, ...]:
    """The narrowest categories above the floor, most probable first.

    When they are too uncertain together, the narrowest category above them that is likely comes
    with them, so "nike" looks in Shoes rather than nowhere. `probabilities` and `prior` are
    (nodes,), in the order of the tree.
    """
    told = _odds(probabilities) >= _GAIN * _odds(prior)
    narrowest = _narrowest(np.flatnonzero(told & (probabilities >= FLOOR)), tree)
    chosen = sorted(narrowest, key=lambda node: -probabilities[node])[:MOST]
    if probabilities[chosen].sum() < LIKELY:
        likely = _narrowest(np.flatnonzero(told & (probabilities >= LIKELY)), tree)
        chosen = list(dict.fromkeys([*likely, *chosen]))[:MOST]
    chosen.sort(key=lambda node: (-probabilities[node], tree.paths[node]))
    return tuple(
        PredictedCategory(tree.paths[node], round(float(probabilities[node]), 4)) for node in chosen
    )


def _narrowest(nodes: NDArray[np.int64], tree: CategoryTree) -> list[int]:
    """Those of `nodes` that stand above none of the others."""
    above: set[int] = set()
    for node in nodes.tolist():
        parent = int(tree.parents[node])
        while parent >= 0 and parent not in above:
            above.add(parent)
            parent = int(tree.parents[parent])
    return [node for node in nodes.tolist() if node not in above]


def _odds(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    odds: NDArray[np.float32] = probabilities / (1 - probabilities).clip(1e-6)
    return odds
