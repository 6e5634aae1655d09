"""Embeddings of catalog texts: each text is encoded once by each encoder and then looked up."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding.base import TextEncoder
from searchapp.catalog.models import Embedding

_STORED = np.float16
_CHUNK = 500
_ENCODER_BATCH = 256


def embed(
    texts: Sequence[str], encoder: TextEncoder, encode: bool = True
) -> list[NDArray[np.float32] | None]:
    """The embeddings of `texts`, each (d,), float32, of norm 1 but for rounding.

    What the table does not have is encoded in batches of texts of like length and kept; without
    `encode` it is None. Vectors are kept, and therefore always returned, in half precision, so a
    rebuilt index equals the first.
    """
    keys = [_key(encoder.name, text) for text in texts]
    vectors = _stored(sorted(set(keys)))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    if missing and encode:
        vectors |= _encode(missing, encoder)
    found = (vectors.get(key) for key in keys)
    return [None if vector is None else vector.astype(np.float32) for vector in found]


def _key(encoder: str, text: str) -> str:
    return blake2b(f"{encoder}\0{text}".encode(), digest_size=16).hexdigest()


def _stored(keys: Sequence[str]) -> dict[str, NDArray[np.float16]]:
    found: dict[str, NDArray[np.float16]] = {}
    for start in range(0, len(keys), _CHUNK):
        rows = Embedding.objects.filter(pk__in=keys[start : start + _CHUNK])
        for key, vector in rows.values_list("key", "vector"):
            found[key] = np.frombuffer(vector, _STORED)
    return found


def _encode(texts: dict[str, str], encoder: TextEncoder) -> dict[str, NDArray[np.float16]]:
    # Texts of like length share a batch, as a batch is padded to its longest text.
    keys = sorted(texts, key=lambda key: len(texts[key]))
    encoded: dict[str, NDArray[np.float16]] = {}
    for start in range(0, len(keys), _ENCODER_BATCH):
        batch = keys[start : start + _ENCODER_BATCH]
        vectors = encoder.encode([texts[key] for key in batch]).astype(_STORED)
        encoded.update(zip(batch, vectors, strict=True))
    Embedding.objects.bulk_create(
        [Embedding(key=key, vector=vector.tobytes()) for key, vector in encoded.items()],
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )
    return encoded
