"""Which triggers hold in every search in which another one holds."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from analyzers.categories.category_tree import ancestors
from analyzers.synonyms.words import Words
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.matcher import by_rarest
from searchapp.pipeline.rules.rule import Rule

Key = Hashable
"""What tells a trigger from others, however its words are written: equal keys hold in the same
searches."""
_ANY: Key = when.AnyQuery()


def keys_of(rule: Rule) -> frozenset[Key]:
    """The keys of all triggers of the rule, as its languages read them."""
    return frozenset(key for each in rule.triggers for key in _keys(each, rule.languages))


def _keys(trigger: when.Trigger, languages: tuple[str, ...]) -> Iterator[Key]:
    match trigger:
        case when.Exact(text) | when.Phrase(text):
            for words in when.readings(text, languages):
                yield type(trigger), words
        case when.AllWords(text):
            for words in when.readings(text, languages):
                yield when.AllWords, frozenset(words)
        case when.Recognised(field, value):
            yield when.Recognised, (field, value.strip().casefold())
        case _:
            yield trigger


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """The keys of some triggers, found by those that imply them: by the hashes of their words, as a
    query finds rules, so that the time does not grow with their square.
    """

    keys: frozenset[Key]
    _by_word: Mapping[str, tuple[tuple[frozenset[str], int], ...]]

    @classmethod
    def of(cls, keys: Iterable[Key]) -> Self:
        known = frozenset(keys)
        sets = [
            key[1]
            for key in known
            if isinstance(key, tuple) and key[0] is when.AllWords and isinstance(key[1], frozenset)
        ]
        return cls(known, by_rarest([(words, place) for place, words in enumerate(sets)]))

    def wider(self, key: Key) -> frozenset[Key]:
        """The other keys that hold wherever `key` does."""
        return frozenset(each for each in self._implied(key) if each in self.keys and each != key)

    def _implied(self, key: Key) -> Iterator[Key]:
        yield _ANY
        match key:
            case (when.Exact | when.Phrase, tuple(words)):
                for part in _parts(words):
                    yield when.Phrase, part
                yield from self._sets(frozenset(words))
            case (when.AllWords, frozenset(words)):
                for word in words:
                    yield when.Phrase, (word,)
                yield from self._sets(words)
            case (when.Recognised, ("category" as field, str(path))):
                for each in ancestors(path):
                    yield when.Recognised, (field, each)

    def _sets(self, words: frozenset[str]) -> Iterator[Key]:
        for word in words:
            for wanted, _ in self._by_word.get(word, ()):
                if wanted <= words:
                    yield when.AllWords, wanted


def _parts(words: Words) -> Iterator[Words]:
    """All runs of the words."""
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            yield words[first:last]
