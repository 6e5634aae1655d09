"""Marks the words of a text that the query asked for.

Done here and not by the engine, which would analyse the stored texts again for every search: the
words are few, and both engines then mark alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analyzers.normalization import fold_accents
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

_WORD = re.compile(r"\w+")
_SHORTEST_STEM = 3
_ENDINGS = ("ing", "ers", "ies", "es", "ed", "er", "s")


def mark_words(text: str, query: AnalyzedQuery) -> str | None:
    """`text` with each word marked that is a word of the query in this or another form; None if
    none is.

    Stop words are not marked. Two words are forms of one when they are alike without case, accents
    and English endings, or one is the other's lemma.
    """
    wanted = _wanted_forms(query)
    marked = _WORD.sub(
        lambda word: (
            f"{HIGHLIGHT_START}{word[0]}{HIGHLIGHT_END}" if stem(word[0]) in wanted else word[0]
        ),
        text,
    )
    return marked if HIGHLIGHT_START in marked else None


def has_words(text: str, query: AnalyzedQuery) -> bool:
    """Whether `mark_words` would mark any word of `text`, a short value that comes back often."""
    return not _wanted_forms(query).isdisjoint(_stems(text))


@lru_cache(maxsize=50_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, _WORD.findall(text)))


@lru_cache(maxsize=64)
def _wanted_forms(query: AnalyzedQuery) -> frozenset[str]:
    words: Iterable[str] = (
        word for token in query.tokens if not token.is_stop for word in (token.text, token.lemma)
    )
    return frozenset(stem(part) for word in words for part in _WORD.findall(word))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`word` in lower case, without accents and without a common English ending."""
    folded = fold_accents(word.lower())
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return folded[: -len(ending)]
    return folded
