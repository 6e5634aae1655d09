"""Understanding: the analyzers read the query, then the encoder gives it a vector."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.trace import Degradation, Stopwatch


def understand(
    request: SearchRequest, analyzers: AnalyzerChain, config: SearchConfig, default_language: str
) -> AnalyzedQuery:
    """What the analyzers make of the request's text."""
    language = request.language or default_language
    return analyzers.analyze(request.text, language, config.lexicon)


def embed(
    query: AnalyzedQuery, encoder: TextEncoder, watch: Stopwatch
) -> tuple[AnalyzedQuery, list[Degradation]]:
    """The query with its embedding; without it, and told why, when the encoder fails or time is
    out.

    A query that is empty or to which the encoder gives no direction (the zero vector) has none.
    """
    if query.is_empty:
        return query, []
    if watch.left_ms <= 0:
        return query, [Degradation("semantic", "no time was left of the budget")]
    try:
        (vector,) = encoder.encode([query.text])
    except Exception as error:  # noqa: BLE001 - an optional plug-in; words still find
        return query, [Degradation("semantic", f"{type(error).__name__}: {error}")]
    if not np.isfinite(vector).all():
        return query, [Degradation("semantic", "the encoder gave a number that is not finite")]
    return (replace(query, embedding=vector) if vector.any() else query), []
