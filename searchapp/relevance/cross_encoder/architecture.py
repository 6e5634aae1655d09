"""The shape of the network and the names of its head's weights, for JAX and ONNX alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

LAYERS = 4
"""Of the text encoder's six: the upper ones turn words into the meaning of the whole text."""
HEADS = 12
WORDS = "embeddings.word_embeddings.weight"
HEAD_TOKENS = "head.tokens.weight"
"""Reads from a query's token how much it counts."""
HEAD_COSINE = "head.cosine.weight"
"""What the cosine of the two texts counts beside the words'."""
HEAD_SCALE = "head.scale"
HEAD_PROJECTION = "head.projection"
"""Brings a token's vector to the few dimensions in which it is kept; see `projection.py`."""
_COSINE, _SCALE = 0.5, 20.0
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


def initial(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The lower layers of a text encoder with a head on them, by which all words count alike."""
    width = weights["embeddings.LayerNorm.bias"].shape[0]
    kept = {
        name: np.asarray(array, dtype=np.float32)
        for name, array in weights.items()
        if not name.startswith("pooler") and name != "embeddings.position_ids" and _is_lower(name)
    }
    return kept | {
        HEAD_TOKENS: np.zeros(width, dtype=np.float32),
        HEAD_COSINE: np.array(_COSINE, dtype=np.float32),
        HEAD_SCALE: np.array(_SCALE, dtype=np.float32),
    }


def _is_lower(name: str) -> bool:
    found = _LAYER.match(name)
    return found is None or int(found[1]) < LAYERS
