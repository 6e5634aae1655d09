"""Marks the words of a text that the query asked for.

Done here and not by the engine, which would analyse the stored texts again for every search: the
words are few, and both engines then mark alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import Stemmer

from analyzers.normalization import fold_accents
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

_WORD = re.compile(r"\w+")
_stemmer = Stemmer.Stemmer("english")
_one_at_a_time = Lock()


def mark_words(text: str, query: AnalyzedQuery) -> str | None:
    """`text` with each word of the query marked, whatever its form; None if none is in it.

    Stop words are not marked. Two words are forms of one when their stems are alike, or one is the
    other's lemma.
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
    """`word` in lower case, without accents, stemmed by the Snowball rules for English."""
    with _one_at_a_time:  # the stemmer holds the word that it works on
        return str(_stemmer.stemWord(fold_accents(word.lower())))
