"""How common words are in a language at large, whatever the shop sells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from analyzers.evidence import Arrays
from analyzers.lookup_tables import lookup_table
from analyzers.sorted_arrays import places
from analyzers.string_table import StringTable

_KEPT = 300_000
_WITHOUT_FREQUENCY = -16.0
_NAME = -17.0


@dataclass(frozen=True, slots=True, eq=False)
class LanguageWords:
    """Words of the shop's languages, so that one that the catalog lacks is not taken for an error.

    `hashes` (n,) uint64, sorted, are spaCy's hashes of the words as they are written;
    `log_probabilities` (n,) float16 the natural logarithms of their share in running text;
    `is_listed` (n,) bool whether a dictionary lists them: texts have common errors too.
    `languages` are the codes; none when they are not known.
    """

    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    log_probabilities: NDArray[np.float16] = field(
        default_factory=lambda: np.empty(0, dtype=np.float16)
    )
    is_listed: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, languages: Iterable[str]) -> LanguageWords:
        """The most common 300,000 words of each language and those of its dictionary, as far as
        spaCy's look-up data has them. Takes some seconds a language, once in a process.
        """
        codes = tuple(languages)
        parts = [_words_of_language(code) for code in codes]
        if not parts:
            return cls()
        hashes, logs, listed = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        return cls(*_distinct(hashes, logs, listed), codes)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> LanguageWords:
        has_codes = "language.codes.blob" in arrays  # lexicons that were stored earlier have none
        return cls(
            np.asarray(arrays["language.hashes"], dtype=np.uint64),
            np.asarray(arrays["language.log_probabilities"], dtype=np.float16),
            np.asarray(arrays["language.is_listed"], dtype=np.bool_),
            tuple(StringTable.from_arrays(arrays, "language.codes")) if has_codes else (),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {
            "language.hashes": self.hashes,
            "language.log_probabilities": self.log_probabilities,
            "language.is_listed": self.is_listed,
            **StringTable.of(self.languages).arrays("language.codes"),
        }

    def look_up(self, word: str) -> tuple[float | None, bool]:
        """The log-probability of a lower-case word, however the language writes it, and whether it
        is surely no error: a dictionary lists it, or texts mostly write it as a name. (None, False)
        for no known word.
        """
        if not len(self.hashes):
            return None, False
        forms = (word, word.capitalize(), word.upper())
        wanted = np.array([get_string_id(form) for form in forms], dtype=np.uint64)
        found = places(self.hashes, wanted)
        is_found = found >= 0
        if not is_found.any():
            return None, False
        logs = np.where(is_found, self.log_probabilities[found], -np.inf).tolist()
        is_name = logs[1] >= _NAME and logs[1] > logs[0]
        return max(logs), is_name or bool(self.is_listed[found[is_found]].any())


_Columns = tuple[NDArray[np.uint64], NDArray[np.float16], NDArray[np.bool_]]


@cache
def _words_of_language(language: str) -> _Columns:
    """Hashes, log-probabilities and whether listed; a hash may occur twice."""
    frequent = lookup_table(language, "lexeme_prob")
    hashes = _hashes(frequent)
    logs = np.fromiter(frequent.values(), dtype=np.float64, count=len(frequent))
    commonest = np.argsort(-logs, kind="stable")[:_KEPT]
    forms = lookup_table(language, "lemma_lookup")
    lemmas = {
        lemma
        for entry in forms.values()
        for lemma in ((entry,) if isinstance(entry, str) else entry)
    }
    for entries in lookup_table(language, "lemma_index").values():
        lemmas.update(entries)
    listed = np.append(_hashes(forms), _hashes(lemmas))
    return (
        np.append(hashes[commonest], listed),
        np.append(logs[commonest], np.full(len(listed), _WITHOUT_FREQUENCY)).astype(np.float16),
        np.append(np.zeros(len(commonest), dtype=np.bool_), np.ones(len(listed), dtype=np.bool_)),
    )


def _hashes(words: Collection[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(get_string_id, words), dtype=np.uint64, count=len(words))


def _distinct(
    hashes: NDArray[np.uint64], logs: NDArray[np.float16], listed: NDArray[np.bool_]
) -> _Columns:
    """Each word once, with its highest probability and listed if it is anywhere.

    A word that has a frequency of its own does not get that of words without one.
    """
    order = np.lexsort((listed, hashes))
    hashes, logs, listed = hashes[order], logs[order], listed[order]
    starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])
    if not len(starts):
        return hashes, logs, listed
    has_own = ~listed[starts]
    highest = np.maximum.reduceat(np.where(listed, np.float16(-np.inf), logs), starts)
    best = np.where(has_own, highest, np.maximum.reduceat(logs, starts)).astype(np.float16)
    return hashes[starts], best, np.logical_or.reduceat(listed, starts)
