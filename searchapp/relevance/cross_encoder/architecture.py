"""The shape of the network and the names of its head's weights, for JAX and ONNX alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

LAYERS = 6
HEADS = 12
WORDS = "embeddings.word_embeddings.weight"
HEAD_COSINE = "head.cosine.weight"
HEAD_FIRST = "head.first.weight"
_FIRST_SCALE = 10.0


def initial(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The weights of a text encoder with a head on them."""
    width = weights["embeddings.LayerNorm.bias"].shape[0]
    kept = {
        name: np.asarray(array, dtype=np.float32)
        for name, array in weights.items()
        if not name.startswith("pooler") and name != "embeddings.position_ids"
    }
    return kept | {
        HEAD_COSINE: np.full(width, _FIRST_SCALE, dtype=np.float32),
        HEAD_FIRST: np.zeros(width, dtype=np.float32),
    }
