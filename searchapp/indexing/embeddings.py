"""Embeddings of catalog texts: each text is encoded once by each encoder and then looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
import structlog
from numpy.typing import NDArray

from analyzers.embedding.base import TextEncoder
from searchapp.catalog.models import Embedding

_STORED = np.float16
_CHUNK = 500
_ENCODER_BATCH = 256

_log = structlog.get_logger(__name__)


class EncoderFailed(RuntimeError):
    """The encoder encodes nothing; what waits for it is tried again later."""


def embed(
    texts: Sequence[str], encoder: TextEncoder, encode: bool = True
) -> list[NDArray[np.float32] | None]:
    """The embeddings of `texts`, each (d,), float32, of norm 1 but for rounding.

    What the table does not have is encoded in batches of texts of like length and kept; without
    `encode` it is None, as it is for a text that can't be encoded. Vectors are kept, and therefore
    always returned, in half precision, so a rebuilt index equals the first. Raises EncoderFailed
    when the encoder encodes nothing at all.
    """
    keys = [_key(encoder.name, text) for text in texts]
    vectors = {key: np.frombuffer(each, _STORED) for key, each in kept(keys).items()}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    if missing and encode:
        vectors |= _encode(missing, encoder)
    found = (vectors.get(key) for key in keys)
    return [None if vector is None else vector.astype(np.float32) for vector in found]


def _key(encoder: str, text: str) -> str:
    return blake2b(f"{encoder}\0{text}".encode(), digest_size=16).hexdigest()


def kept(keys: Iterable[str]) -> dict[str, bytes]:
    """The bytes that are kept under the keys, of those that have any."""
    wanted = sorted(set(keys))
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Embedding.objects.filter(pk__in=wanted[start : start + _CHUNK])
        found |= {key: bytes(vector) for key, vector in rows.values_list("key", "vector")}
    return found


def keep(encoded: Mapping[str, bytes]) -> None:
    """Keeps the bytes of each key."""
    Embedding.objects.bulk_create(
        [Embedding(key=key, vector=vector) for key, vector in encoded.items()],
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )


def _encode(texts: dict[str, str], encoder: TextEncoder) -> dict[str, NDArray[np.float16]]:
    # Texts of like length share a batch, as a batch is padded to its longest text.
    keys = sorted(texts, key=lambda key: len(texts[key]))
    encoded: dict[str, NDArray[np.float16]] = {}
    for start in range(0, len(keys), _ENCODER_BATCH):
        batch = {key: texts[key] for key in keys[start : start + _ENCODER_BATCH]}
        encoded |= _encode_batch(batch, encoder)
    keep({key: vector.tobytes() for key, vector in encoded.items()})
    return encoded


def _encode_batch(texts: dict[str, str], encoder: TextEncoder) -> dict[str, NDArray[np.float16]]:
    """The vectors of the texts; where they can't be encoded together, of those that can be alone.

    Raises EncoderFailed where the first of them can't be encoded alone either, and nor can a plain
    word: then it is the encoder's fault and not the text's.
    """
    try:
        vectors = encoder.encode(list(texts.values())).astype(_STORED)
    except Exception as error:  # noqa: BLE001 - a plug-in; one text of a batch stops no other
        if len(texts) == 1:
            _probe(encoder, error)
            (text,) = texts.values()
            _log.error("a text can't be encoded", text=text[:200], reason=str(error))
            return {}
        items = list(texts.items())
        middle = len(items) // 2
        halves = (dict(items[:middle]), dict(items[middle:]))
        return _encode_batch(halves[0], encoder) | _encode_batch(halves[1], encoder)
    return dict(zip(texts, vectors, strict=True))


def _probe(encoder: TextEncoder, cause: Exception) -> None:
    try:
        encoder.encode(["word"])
    except Exception as error:  # noqa: BLE001 - raised again by its name
        raise EncoderFailed(f"the text encoder {encoder.name!r} fails: {error}") from cause
