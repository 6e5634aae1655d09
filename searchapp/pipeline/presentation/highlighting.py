"""Marks the words of a text that the query asked for.

Done here and not by the engine, which would analyse the stored texts again for every search: the
words are few, and both engines then mark alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analyzers.linguistics.segmentation import RUN
from analyzers.normalization.measures import find_measures, measure_of
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START
from searchapp.pipeline.stems import read_words, stem

_WORD = re.compile(r"\w+")

Span = tuple[int, int]


def mark_words(text: str, query: AnalyzedQuery) -> str | None:
    """`text` with each word of the query marked, whatever its form; None if none is in it.

    Stop words and what is not wanted are not marked. Two words are forms of one when their stems
    are alike, or one is the other's lemma; two measures when they measure the same. The words of
    expansions are marked too.
    """
    parts: list[str] = []
    end = 0
    for start, stop in sorted(_spans(text, _wanted(query), query.language)):
        if start >= end:
            parts += [text[end:start], HIGHLIGHT_START, text[start:stop], HIGHLIGHT_END]
            end = stop
    return "".join([*parts, text[end:]]) if parts else None


def has_words(text: str, query: AnalyzedQuery) -> bool:
    """Whether `mark_words` would mark any word of `text`, a short value that comes back often."""
    wanted = _wanted(query)
    if not wanted.stems.isdisjoint(read_words(text, query.language).places.keys()):
        return True
    return next(_others(text, wanted, query.language), None) is not None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be marked: stems of words, forms of measures, and words of Chinese and Japanese,
    which stand within longer runs.
    """

    stems: frozenset[str]
    measures: frozenset[str]
    within_runs: re.Pattern[str] | None


def _spans(text: str, wanted: _Wanted, language: str) -> Iterator[Span]:
    for word in _WORD.finditer(text) if wanted.stems else ():
        if stem(word[0], language) in wanted.stems:
            yield word.span()
    yield from _others(text, wanted, language)


def _others(text: str, wanted: _Wanted, language: str) -> Iterator[Span]:
    """Where measures and words within runs stand."""
    if wanted.measures:
        lower = text.lower()
        for measure in find_measures(lower, language) if len(lower) == len(text) else ():
            if not wanted.measures.isdisjoint(measure.forms):
                yield measure.start, measure.end
    if wanted.within_runs:
        for word in wanted.within_runs.finditer(text):
            yield word.span()


@lru_cache(maxsize=64)
def _wanted(query: AnalyzedQuery) -> _Wanted:
    words: list[str] = []
    measures: dict[int, tuple[str, ...]] = {}
    for place, token in enumerate(query.tokens):
        if token.is_stop or token.is_negated or token.is_marker:
            continue
        if measure := measure_of(token.text, query.language):
            measures[place] = measure.forms
        else:
            words += (token.text, token.lemma)
    words += (each.text for each in query.expansions if each.first not in measures)
    runs = sorted({run for word in words for run in RUN.findall(word)}, key=len, reverse=True)
    found = (part for word in words for part in _WORD.findall(RUN.sub(" ", word)))
    return _Wanted(
        stems=frozenset(stem(part, query.language) for part in found),
        measures=frozenset(form for forms in measures.values() for form in forms),
        within_runs=re.compile("|".join(map(re.escape, runs))) if runs else None,
    )
