"""Words that the shop never says by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from analyzers.normalization.characters import normalize_characters
from analyzers.synonyms.words import Words, compared_number, words_of_normalized


@dataclass(frozen=True, slots=True)
class BannedWords:
    """Words and phrases that are never suggested, completed, or made of what was misspelt.

    `phrases` are their words as they are compared: without case, accents and signs, in the form
    that a word shares with its plural. A text has a phrase when its words stand side by side in it.
    """

    phrases: frozenset[Words] = frozenset()
    longest: int = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """The words and phrases of these texts; one without a word bans nothing."""
        phrases = frozenset(filter(None, map(_words, texts)))
        return cls(phrases, max(map(len, phrases), default=0))

    def __len__(self) -> int:
        return len(self.phrases)

    def are_in(self, text: str) -> bool:
        """Whether one of the phrases stands in the text."""
        return bool(self.phrases) and bool(self._within(text))

    def come_with(self, change: str, text: str) -> bool:
        """Whether `text`, changed to `change`, has a phrase that it did not have."""
        return bool(self.phrases) and not self._within(change) <= self._within(text)

    def _within(self, text: str) -> frozenset[Words]:
        words = _words(text)
        return frozenset(
            run
            for first in range(len(words))
            for last in range(first + 1, min(len(words), first + self.longest) + 1)
            if (run := words[first:last]) in self.phrases
        )


def _words(text: str) -> Words:
    return tuple(map(compared_number, words_of_normalized(normalize_characters(text))))
