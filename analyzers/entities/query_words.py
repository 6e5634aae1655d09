"""The words of a query as the recognition of entities sees them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.entities.words import Word, words_of
from analyzers.query import AnalyzedQuery, Token

LONGEST_QUERY = 64
"""In words; what comes later is not read."""
_LONGEST_TEXT = 2048


@dataclass(frozen=True, slots=True)
class QueryWords:
    """The text that is read, and its words.

    `content` are the places of the words that are no stop words, `head` the place of the one that
    the tokens mark as what is bought, -1 when none is. `negated` are the places of the words that
    are not wanted.
    """

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    content: tuple[int, ...]
    head: int
    negated: frozenset[int]

    @classmethod
    def of(cls, query: AnalyzedQuery) -> QueryWords:
        """The words of `query`; without tokens, all of them are content."""
        found = words_of(query.text[:_LONGEST_TEXT])
        text = query.text[
            : found[LONGEST_QUERY].start if len(found) > LONGEST_QUERY else _LONGEST_TEXT
        ]
        words = tuple(found[:LONGEST_QUERY])
        starts = [word.start for word in words]
        empty: set[int] = set()
        negated: set[int] = set()
        head = -1
        for token in query.tokens:
            if words and token.start >= words[-1].end:
                break
            places = _places(token, starts)
            if token.is_stop or token.is_marker:
                empty.update(places)
            if token.is_negated:
                negated.update(places)
            if token.is_head and places:
                head = places[-1]
        return cls(
            text=text,
            words=words,
            keys=tuple(word.key for word in words),
            content=tuple(place for place in range(len(words)) if place not in empty),
            head=head,
            negated=frozenset(negated),
        )

    @property
    def has_digits(self) -> bool:
        """Whether a number is among the words."""
        return any(key[0].isdigit() for key in self.keys)

    def within(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """The places of the words that share a character with one of the spans of text."""
        starts = [word.start for word in self.words]
        ends = [word.end for word in self.words]
        return {
            place
            for start, end in spans
            for place in range(bisect_right(ends, start), bisect_left(starts, end))
        }

    def is_negated(self, start: int, end: int) -> bool:
        """Whether a word in the span of text is not wanted."""
        return bool(self.negated) and not self.negated.isdisjoint(self.within([(start, end)]))


def _places(token: Token, starts: list[int]) -> range:
    return range(bisect_left(starts, token.start), bisect_left(starts, token.end))
