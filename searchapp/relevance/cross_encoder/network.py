"""The cross-encoder as a JAX function: BERT over a pair, one score out.

The score is a weighted cosine of the two texts' mean vectors, each read beside the other, plus a
linear reading of the first token. Before any training it is thus close to the cosine of the text
encoder whose weights it starts from, which is why few steps are enough.
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
    HEAD_FIRST,
    HEADS,
    LAYERS,
    WORDS,
)

_EPSILON = 1e-12

Parameters = dict[str, Any]
Batch = Mapping[str, Any]


def scores(trained: Parameters, frozen: Parameters, batch: Batch) -> Any:
    """One score a row, float32 (rows,).

    `batch` has `input_ids`, `attention_mask` and `token_type_ids`, int32 (rows, length); `trained`
    and `frozen` have all weights between them.
    """
    weights = {**frozen, **trained}
    ids, mask, types = batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
    hidden = (
        weights[WORDS][ids]
        + weights["embeddings.position_embeddings.weight"][: ids.shape[1]][None]
        + weights["embeddings.token_type_embeddings.weight"][types]
    )
    hidden = _normalised(hidden, weights, "embeddings.LayerNorm")
    bias = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)
    for layer in range(LAYERS):
        hidden = _layer(hidden, bias, weights, f"encoder.layer.{layer}")
    kinds = mask * types, mask * (1 - types)
    second, first = (_mean_direction(hidden, kind) for kind in kinds)
    cosine = (first * second) @ weights[HEAD_COSINE]
    return cosine + hidden[:, 0] @ weights[HEAD_FIRST]


def _mean_direction(hidden: Any, kind: Any) -> Any:
    total = (hidden * kind[..., None]).sum(axis=1)
    return total / jnp.sqrt((total**2).sum(axis=-1, keepdims=True) + _EPSILON)


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
