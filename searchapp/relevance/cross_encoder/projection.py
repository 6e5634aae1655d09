"""The few dimensions in which the vectors of tokens are kept."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 96
"""Of MiniLM's 384. By `docs/cross-encoder.md` a quarter of them ranks as well as all of them."""


def principal_directions(
    tokens: Iterable[NDArray[np.float32]], dimensions: int
) -> NDArray[np.float32]:
    """(width, dimensions) The orthonormal directions that hold most of the tokens' unit vectors,
    each (n, width): their right singular vectors. Not centred, so that products, and with them
    cosines, change as little as can be. Raises ValueError for more dimensions than the vectors
    have.
    """
    products: NDArray[np.float64] | None = None
    for vectors in tokens:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = (vectors / np.maximum(lengths, 1e-9)).astype(np.float64)
        products = unit.T @ unit + (0 if products is None else products)
    if products is None or dimensions > len(products):
        raise ValueError(f"{dimensions} dimensions are more than the vectors of tokens have")
    _, directions = np.linalg.eigh(products)
    return np.ascontiguousarray(directions[:, ::-1][:, :dimensions], dtype=np.float32)
