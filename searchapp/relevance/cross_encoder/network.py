"""The cross-encoder as a JAX function: queries and documents in, a score for each pair out.

Each text is read by itself; then each word of the query looks for the word of the document that is
nearest to it in its context (Khattab, Zaharia: ColBERT, SIGIR 2020, arXiv 2004.12832). The score is
the mean of these cosines, in which a learnt weight says how much a word counts, plus the cosine of
the two texts' mean vectors. Before any training it is thus what the text encoder knows of words in
context, and a step of training compares all queries of a batch with all its documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from searchapp.relevance.cross_encoder.architecture import (
    HEAD_COSINE,
    HEAD_SCALE,
    HEAD_TOKENS,
    HEADS,
    LAYERS,
    WORDS,
)

MOST_WEIGHT = 4.0
"""The logarithm of the weight of a word lies within ± this."""
_EPSILON = 1e-12
_UNIT_EPSILON = 1e-9

Parameters = dict[str, Any]
Batch = Mapping[str, Any]


def scores(trained: Parameters, frozen: Parameters, batch: Batch) -> Any:
    """The score of each query with each document, float32 (queries, documents).

    `batch` has `query_ids` and `query_mask`, int32 (queries, length), and `document_ids` and
    `document_mask`, int32 (documents, length); a row begins with [CLS] and ends with [SEP].
    `trained` and `frozen` have all weights between them.
    """
    weights = {**frozen, **trained}
    query_mask, document_mask = batch["query_mask"], batch["document_mask"]
    query = read(batch["query_ids"], query_mask, weights)
    document = read(batch["document_ids"], document_mask, weights)
    alike = jnp.einsum("qih,djh->qdij", _unit(query), _unit(document))
    nearest = jnp.where(_inner(document_mask)[None, :, None, :], alike, -1.0).max(axis=-1)
    counts = jnp.exp(jnp.clip(query @ weights[HEAD_TOKENS], -MOST_WEIGHT, MOST_WEIGHT))
    counts = counts * _inner(query_mask)
    counts = counts / (counts.sum(axis=1, keepdims=True) + _UNIT_EPSILON)
    words = (nearest * counts[:, None, :]).sum(axis=-1)
    whole = _mean_direction(query, query_mask) @ _mean_direction(document, document_mask).T
    return weights[HEAD_SCALE] * (words + weights[HEAD_COSINE] * whole)


def read(ids: Any, mask: Any, weights: Parameters) -> Any:
    """The tokens of texts in their context, (texts, length, width)."""
    hidden = (
        weights[WORDS][ids]
        + weights["embeddings.position_embeddings.weight"][: ids.shape[1]][None]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    hidden = _normalised(hidden, weights, "embeddings.LayerNorm")
    bias = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)
    for layer in range(LAYERS):
        hidden = _layer(hidden, bias, weights, f"encoder.layer.{layer}")
    return hidden


def _inner(mask: Any) -> Any:
    """Where the words are, between [CLS] and [SEP]."""
    places = jnp.arange(mask.shape[1])[None]
    return (mask > 0) & (places > 0) & (places < mask.sum(axis=1, keepdims=True) - 1)


def _unit(vectors: Any) -> Any:
    return vectors * lax.rsqrt((vectors**2).sum(axis=-1, keepdims=True) + _UNIT_EPSILON)


def _mean_direction(hidden: Any, mask: Any) -> Any:
    return _unit((hidden * mask[..., None]).sum(axis=1))


def _layer(hidden: Any, bias: Any, weights: Parameters, prefix: str) -> Any:
    def linear(value: Any, part: str) -> Any:
        return (
            _product(value, weights[f"{prefix}.{part}.weight"]) + weights[f"{prefix}.{part}.bias"]
        )

    def heads(value: Any) -> Any:
        return value.reshape(*value.shape[:2], HEADS, -1)

    query, key, value = (
        heads(linear(hidden, f"attention.self.{part}")) for part in ("query", "key", "value")
    )
    attention = jnp.einsum("bqhd,bkhd->bhqk", query, key) / np.sqrt(query.shape[-1])
    context = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(attention + bias, axis=-1), value)
    context = context.reshape(hidden.shape)
    attended = linear(context, "attention.output.dense") + hidden
    attended = _normalised(attended, weights, f"{prefix}.attention.output.LayerNorm")
    widened = jax.nn.gelu(linear(attended, "intermediate.dense"), approximate=False)
    result = linear(widened, "output.dense") + attended
    return _normalised(result, weights, f"{prefix}.output.LayerNorm")


def _normalised(value: Any, weights: Parameters, prefix: str) -> Any:
    centred = value - value.mean(axis=-1, keepdims=True)
    scale = lax.rsqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
    return centred * scale * weights[f"{prefix}.weight"] + weights[f"{prefix}.bias"]


def _plain_product(value: Any, weight: Any) -> Any:
    """value (…, in) × weightᵀ; weight (out, in). Factors in bfloat16, sums in float32: on CPUs with
    AMX several times faster than float32.
    """
    return _multiply(value, weight, ((value.ndim - 1,), (1,)))


def _multiply(left: Any, right: Any, axes: tuple[tuple[int, ...], tuple[int, ...]]) -> Any:
    return lax.dot_general(
        left.astype(jnp.bfloat16),
        right.astype(jnp.bfloat16),
        (axes, ((), ())),
        preferred_element_type=jnp.float32,
    )


_product: Any = jax.custom_vjp(_plain_product)


def _product_forward(value: Any, weight: Any) -> tuple[Any, Any]:
    return _product(value, weight), (value, weight)


def _product_backward(saved: Any, gradient: Any) -> tuple[Any, Any]:
    value, weight = saved
    flat_gradient = gradient.reshape(-1, gradient.shape[-1])
    flat_value = value.reshape(-1, value.shape[-1])
    return (
        _multiply(gradient, weight, ((gradient.ndim - 1,), (0,))),
        _multiply(flat_gradient, flat_value, ((0,), (0,))),
    )


_product.defvjp(_product_forward, _product_backward)
