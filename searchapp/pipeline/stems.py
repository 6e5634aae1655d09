"""The stems of words, by which words of queries and of items are told to be forms of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import Stemmer

from analyzers.languages import language_data
from analyzers.normalization import fold_accents

_WORD = re.compile(r"\w+")
_APART = "".join(chr(code) if _WORD.fullmatch(chr(code)) else " " for code in range(128))
"""ASCII with a space for all that parts words, as `_WORD` has it."""
_MOST_STEMS = 50_000
_one_at_a_time = Lock()


class ReadWords(NamedTuple):
    """The stems of a text's words in their order, and the first place of each."""

    stems: tuple[str, ...]
    places: Mapping[str, int]


@lru_cache(maxsize=20_000)
def read_words(text: str, language: str) -> ReadWords:
    """The words of a text; texts of items come back often."""
    # In ASCII this finds the same words, three times as quickly.
    words = text.translate(_APART).split() if text.isascii() else _WORD.findall(text)
    stems = tuple(map(_stems_in(language).__getitem__, words))
    # Of a word that stands there twice, the later entry wins.
    places = dict(zip(reversed(stems), range(len(stems) - 1, -1, -1), strict=True))
    return ReadWords(stems, places)


def stem(word: str, language: str) -> str:
    """`word` in lower case, without accents, stemmed by the Snowball rules for `language`."""
    return _stems_in(language)[word]


class _Stems(dict[str, str]):
    """The stems of words in one language, at most `_MOST_STEMS`; a look-up costs nearly nothing."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        found = self[word] = _stemmed(word, self._language)
        return found


_stems_in = lru_cache(maxsize=32)(_Stems)


def _stemmed(word: str, language: str) -> str:
    folded = fold_accents(word.lower())
    name = language_data(language).stemmer
    if not name:
        return folded
    with _one_at_a_time:  # a stemmer holds the word that it works on
        return str(_stemmer(name).stemWord(folded))


@lru_cache(maxsize=32)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
