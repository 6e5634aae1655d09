"""The query's content words, and where they stand in short texts of candidates."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analyzers.normalization.measures import find_measures, measure_of
from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.presentation.highlighting import stem

_WORD = re.compile(r"\w+")
_LEAST_RARITY = 0.05
"""So that the commonest word still counts a little."""
MOST_TERMS = 64
"""Of a query; what a longer one says beyond them tells candidates apart no better."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A content word of the query, with what meets it: one of `stems`, or as a measure one of
    `forms`. `rarity` is above 0 and at most 1: how few items of the catalog have it.
    """

    text: str
    stems: frozenset[str]
    forms: frozenset[str]
    rarity: float
    is_head: bool
    has_digit: bool


@dataclass(frozen=True, slots=True)
class WordMatches:
    """Where q query terms stand in n texts.

    `first` (n, q) is the place of a term's first occurrence, counted in words from 0; -1 where the
    text has it not. `lengths` (n,) counts the words of each text, `hits` (n,) those that are query
    terms. `run` (n,) is the most query words that stand side by side in the query's order.
    """

    first: NDArray[np.int32]
    lengths: NDArray[np.float32]
    hits: NDArray[np.float32]
    run: NDArray[np.float32]

    @property
    def present(self) -> NDArray[np.bool_]:
        """(n, q) Whether the text has the term."""
        return self.first >= 0


def query_terms(query: AnalyzedQuery, vocabulary: Vocabulary) -> tuple[QueryTerm, ...]:
    """The words that items should have: no stop words nor what is not wanted, unless there are no
    others.
    """
    wanted = [
        (place, token)
        for place, token in enumerate(query.tokens)
        if not (token.is_negated or token.is_marker)
    ]
    content = [(place, token) for place, token in wanted if not token.is_stop] or wanted
    most = int(vocabulary.words.items.max()) if len(vocabulary) else 1
    terms = []
    for place, token in content[:MOST_TERMS]:
        words = [token.text, token.lemma]
        words += [each.text for each in query.expansions if each.first <= place < each.last]
        measure = measure_of(token.text, query.language)
        terms.append(
            QueryTerm(
                token.text,
                frozenset(stem(word, query.language) for word in words if word and " " not in word),
                frozenset(measure.forms if measure else ()),
                _rarity(vocabulary.count(token.text), most),
                token.is_head,
                any(map(str.isdigit, token.text)),
            )
        )
    return tuple(terms)


def match_words(texts: Sequence[str], terms: Sequence[QueryTerm], language: str) -> WordMatches:
    """Where the terms stand in each of the texts."""
    wanted: dict[str, list[int]] = {}
    for number, term in enumerate(terms):
        for each in term.stems:
            wanted.setdefault(each, []).append(number)
    first = np.full((len(texts), len(terms)), -1, dtype=np.int32)
    lengths = np.zeros(len(texts), dtype=np.float32)
    hits = np.zeros(len(texts), dtype=np.float32)
    runs = np.zeros(len(texts), dtype=np.float32)
    measures = [(number, term.forms) for number, term in enumerate(terms) if term.forms]
    for row, text in enumerate(texts):
        if not text:
            continue
        words = stems_of(text, language)
        lengths[row] = len(words)
        before: dict[int, int] = {}
        for place, word in enumerate(words):
            numbers = wanted.get(word)
            if numbers is None:
                before = {}
                continue
            hits[row] += 1
            now: dict[int, int] = {}
            for number in numbers:
                if first[row, number] < 0:
                    first[row, number] = place
                now[number] = before.get(number - 1, 0) + 1
            before = now
            runs[row] = max(runs[row], *now.values())
        if measures:
            _match_measures(text, language, measures, first[row])
    return WordMatches(first, lengths, hits, runs)


def _match_measures(
    text: str,
    language: str,
    measures: Sequence[tuple[int, frozenset[str]]],
    first: NDArray[np.int32],
) -> None:
    lower = text.lower()
    for measure in find_measures(lower, language):
        for number, forms in measures:
            if first[number] < 0 and not forms.isdisjoint(measure.forms):
                first[number] = len(_WORD.findall(lower[: measure.start]))


@lru_cache(maxsize=20_000)
def stems_of(text: str, language: str) -> tuple[str, ...]:
    """The stems of the words of a text, in their order; texts of items come back often."""
    return tuple(stem(word, language) for word in _WORD.findall(text))


def _rarity(count: int, most: int) -> float:
    rare = math.log((most + 1) / (min(count, most) + 1)) / math.log(most + 1) if most else 1.0
    return max(rare, _LEAST_RARITY)
