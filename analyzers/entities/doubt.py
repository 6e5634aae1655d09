"""Which words of a query stand right behind a negation, so that they may be unwanted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from analyzers.entities.query_words import QueryWords
from analyzers.entities.words import keys_of
from analyzers.languages import language_data

_MOST_WORDS = 3
"""So many words are one part of a list ("no dark red or blue")."""


class Doubt:
    """What is said right behind a word of negation, whether or not the tokens take it for one.

    "No leather sofa" is said like "no iron shirt": so nothing is negated, but no filter is made of
    what the word stands before.
    """

    def __init__(self, words: QueryWords, language: str) -> None:
        self._words = words
        self._markers = _doubted(words, language)

    def of(self, start: int, end: int) -> bool:
        """Whether a word in the span of text is in doubt by a negation that stands outside it: the
        name "No Fear" is not.
        """
        if not self._markers:
            return False
        span = self._words.within([(start, end)])
        return any(self._markers.get(place, place) not in span for place in span)


def _doubted(words: QueryWords, language: str) -> dict[int, int]:
    """The places of the words in doubt, with those of the words that make them so."""
    markers, joins = _negation(language)
    keys = words.keys
    content = set(words.content)
    found: dict[int, int] = {}
    for place, key in enumerate(keys):
        for marker in markers.get(key, ()):
            behind = place + len(marker)
            is_number = behind < len(keys) and keys[behind][0].isdigit()  # "no. 7"
            if keys[place:behind] == marker and not is_number:
                for each in _list_from(behind, keys, content, joins):
                    found.setdefault(each, place)
    return found


def _list_from(
    place: int, keys: tuple[str, ...], content: set[int], joins: frozenset[str]
) -> set[int]:
    """The first content word from `place` on, and what "or" joins to it."""
    found: set[int] = set()
    while True:
        while place < len(keys) and place not in content and keys[place] not in joins:
            place += 1
        nearby = range(place + 1, min(place + 1 + _MOST_WORDS, len(keys)))
        join = next((each for each in nearby if keys[each] in joins), None)
        found.update(range(place, join or min(place + 1, len(keys))))
        if join is None:
            return found
        place = join + 1


@cache
def _negation(language: str) -> tuple[Mapping[str, list[tuple[str, ...]]], frozenset[str]]:
    """The markers of the language in keys, by their first one, and the words that go on."""
    negation = language_data(language).negation
    markers: dict[str, list[tuple[str, ...]]] = {}
    for marker in (*negation.strong, *negation.weak, *negation.parts):
        keys = keys_of(marker)
        markers.setdefault(keys[0], []).append(keys)
    return markers, frozenset(key for word in negation.joins for key in keys_of(word))
