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

SPELLING = "spelling"
"""The name of the analyzer that a request can turn off."""


def understand(
    request: SearchRequest, analyzers: AnalyzerChain, config: SearchConfig
) -> AnalyzedQuery:
    """What the analyzers make of the request's text, in its language or one that they find out."""
    skip = frozenset() if request.correct else frozenset({SPELLING})
    query = analyzers.analyze(request.text, request.language or "", config.lexicon, skip)
    return query if query.language else replace(query, language=config.lexicon.languages[0])


def embed(
    query: AnalyzedQuery, text: str, encoder: TextEncoder, watch: Stopwatch
) -> tuple[AnalyzedQuery, list[Degradation]]:
    """The query with the embedding of `text`, which is what it means; without it, and told why,
    when the encoder fails or time is out.

    A text that is empty or to which the encoder gives no direction (the zero vector) has none.
    """
    if not text:
        return query, []
    if watch.left_ms <= 0:
        return query, [Degradation("semantic", "no time was left of the budget")]
    try:
        (vector,) = encoder.encode([text])
    except Exception as error:  # noqa: BLE001 - an optional plug-in; words still find
        return query, [Degradation.of("semantic", error)]
    if not np.isfinite(vector).all():
        return query, [Degradation("semantic", "the encoder gave a number that is not finite")]
    return (replace(query, embedding=vector) if vector.any() else query), []
