"""The query's content words, and where they stand in short texts of candidates."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analyzers.normalization.measures import find_measures, measure_of
from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.stems import read_words, stem

_WORD = re.compile(r"\w+")
_LEAST_RARITY = 0.05
"""So that the commonest word still counts a little."""
_NOWHERE = np.iinfo(np.int32).max
MOST_TERMS = 64
"""Of a query; what a longer one says beyond them tells candidates apart no better."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A content word of the query, with what meets it: one of `stems`, or as a measure one of
    `forms`.
    """

    text: str
    stems: frozenset[str]
    forms: frozenset[str]
    is_head: bool
    has_digit: bool


class WordMatches:
    """Where the q terms `terms` stand in n texts, each part computed when it is first asked for; a
    text that comes back is read once.
    """

    def __init__(self, texts: Sequence[str], terms: Sequence[QueryTerm], language: str) -> None:
        numbers: dict[str, int] = {}
        rows = [numbers.setdefault(text, len(numbers)) for text in texts]
        self._rows = np.array(rows, dtype=np.intp)
        self._texts = list(numbers)
        self._terms = terms
        self._language = language
        self._read = [read_words(text, language) for text in self._texts]

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """(n, q) The place of a term's first occurrence, counted in words from 0; -1 where the
        text has it not.
        """
        return self._first[self._rows]

    @cached_property
    def lengths(self) -> NDArray[np.float32]:
        """(n,) How many words each text has."""
        return np.array([len(each.stems) for each in self._read], dtype=np.float32)[self._rows]

    @property
    def present(self) -> NDArray[np.bool_]:
        """(n, q) Whether the text has the term."""
        return self.first >= 0

    @property
    def hits(self) -> NDArray[np.float32]:
        """(n,) How many words of each text are query terms."""
        return self._hits_and_runs[:, 0]

    @property
    def run(self) -> NDArray[np.float32]:
        """(n,) The most query words that stand side by side in the query's order."""
        return self._hits_and_runs[:, 1]

    @cached_property
    def _first(self) -> NDArray[np.int32]:
        """`first` of each different text."""
        first = np.full((len(self._texts), len(self._terms)), _NOWHERE, dtype=np.int32)
        places = [each.places for each in self._read]
        for number, term in enumerate(self._terms):
            for wanted in term.stems:
                found = np.array([each.get(wanted, _NOWHERE) for each in places], np.int32)
                np.minimum(first[:, number], found, out=first[:, number])
        first[first == _NOWHERE] = -1
        for number, term in enumerate(self._terms):
            if term.forms:
                for row in np.flatnonzero(first[:, number] < 0).tolist():
                    first[row, number] = _place_of(term.forms, self._texts[row], self._language)
        return first

    @cached_property
    def _hits_and_runs(self) -> NDArray[np.float32]:
        wanted: dict[str, list[int]] = {}
        for number, term in enumerate(self._terms):
            for each in term.stems:
                wanted.setdefault(each, []).append(number)
        found = np.zeros((len(self._texts), 2), dtype=np.float32)
        for row in np.flatnonzero((self._first >= 0).any(axis=1)).tolist():
            found[row] = _hits_and_run(self._read[row].stems, wanted)
        return found[self._rows]


def has_any(text: str, terms: Sequence[QueryTerm], language: str) -> bool:
    """Whether any of the terms stands in the text."""
    places = read_words(text, language).places.keys()
    return any(
        not term.stems.isdisjoint(places)
        or (bool(term.forms) and _place_of(term.forms, text, language) >= 0)
        for term in terms
    )


def query_terms(query: AnalyzedQuery) -> tuple[QueryTerm, ...]:
    """The words that items should have: no stop words nor what is not wanted, unless there are no
    others.
    """
    wanted = [
        (place, token)
        for place, token in enumerate(query.tokens)
        if not (token.is_negated or token.is_marker)
    ]
    content = [(place, token) for place, token in wanted if not token.is_stop] or wanted
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
                token.is_head,
                any(map(str.isdigit, token.text)),
            )
        )
    return tuple(terms)


def rarities(terms: Sequence[QueryTerm], vocabulary: Vocabulary) -> list[float]:
    """Of each term, above 0 and at most 1: how few items of the catalog have it."""
    most = int(vocabulary.words.items.max()) if len(vocabulary) else 1
    return [_rarity(vocabulary.count(term.text), most) for term in terms]


def _place_of(forms: frozenset[str], text: str, language: str) -> int:
    """The place of the first measure that has one of the forms, in words; -1 without one."""
    lower = text.lower()
    for measure in find_measures(lower, language):
        if not forms.isdisjoint(measure.forms):
            return len(_WORD.findall(lower[: measure.start]))
    return -1


def _hits_and_run(stems: Sequence[str], wanted: Mapping[str, Sequence[int]]) -> tuple[int, int]:
    hits, longest, last = 0, 0, -2
    before: dict[int, int] = {}
    for place, each in enumerate(stems):
        if (numbers := wanted.get(each)) is None:
            continue
        hits += 1
        if place != last + 1:
            before = {}
        before = {number: before.get(number - 1, 0) + 1 for number in numbers}
        last = place
        longest = max(longest, *before.values())
    return hits, longest


def _rarity(count: int, most: int) -> float:
    rare = math.log((most + 1) / (min(count, most) + 1)) / math.log(most + 1) if most else 1.0
    return max(rare, _LEAST_RARITY)
