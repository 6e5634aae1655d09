"""The rules that a query meets, found by hashes: what is asked grows with the query, not with the
number of rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from analyzers.categories.category_tree import ancestors
from analyzers.query import AnalyzedQuery
from analyzers.synonyms.words import Words, words_of_normalized
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule, shop_of, weightiest_first

MOST_WORDS = 100
"""Words of a query that are looked at: its first."""

Places = tuple[int, ...]
_Words = Mapping[Words, Places]


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Rules, the weightiest first, and their places by what triggers them; those that hold in the
    shops of sellers alone by the seller, so that no search asks the rules of other shops.
    """

    rules: tuple[Rule, ...]
    everywhere: TriggerIndex
    shops: Mapping[str, TriggerIndex]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Self:
        """Compiles the enabled ones among the rules."""
        ordered = tuple(weightiest_first(rules))
        everywhere: list[tuple[int, Rule]] = []
        shops: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
        for placed in enumerate(ordered):
            if not placed[1].sellers:
                everywhere.append(placed)
            for seller in placed[1].sellers:
                shops[seller].append(placed)
        return cls(
            ordered,
            TriggerIndex.of(everywhere),
            {seller: TriggerIndex.of(placed) for seller, placed in shops.items()},
        )

    def matches(self, query: AnalyzedQuery, request: SearchRequest, now: float) -> tuple[Rule, ...]:
        """The rules for this search at this time, the weightiest first."""
        met = set(self.everywhere.met(query))
        if self.shops and (shop := self.shops.get(shop_of(request) or "")):
            met.update(shop.met(query))
        rules = (self.rules[place] for place in sorted(met))
        return tuple(rule for rule in rules if rule.admits(request, query.language, now))


@dataclass(frozen=True, slots=True, eq=False)
class TriggerIndex:
    """The places of rules by what triggers them.

    A rule of which all words must be there is kept by the one that is rarest among such rules.
    """

    exact: _Words
    phrases: _Words
    lengths: Places
    by_word: Mapping[str, tuple[tuple[frozenset[str], int], ...]]
    by_value: Mapping[tuple[str, str], Places]
    by_intent: Mapping[str, Places]
    always: Places

    @classmethod
    def of(cls, placed: Iterable[tuple[int, Rule]]) -> Self:
        """Of rules with their places."""
        exact: dict[Words, list[int]] = defaultdict(list)
        phrases: dict[Words, list[int]] = defaultdict(list)
        values: dict[tuple[str, str], list[int]] = defaultdict(list)
        intents: dict[str, list[int]] = defaultdict(list)
        sets: list[tuple[frozenset[str], int]] = []
        always: list[int] = []
        for place, rule in placed:
            for trigger in rule.triggers:
                match trigger:
                    case when.Exact(text):
                        for words in when.readings(text, rule.languages):
                            exact[words].append(place)
                    case when.Phrase(text):
                        for words in when.readings(text, rule.languages):
                            phrases[words].append(place)
                    case when.AllWords(text):
                        for words in when.readings(text, rule.languages):
                            sets.append((frozenset(words), place))
                    case when.Recognised(field, value):
                        values[field, value.strip().casefold()].append(place)
                    case when.HasIntent(name):
                        intents[name].append(place)
                    case when.AnyQuery():
                        always.append(place)
        return cls(
            {words: tuple(places) for words, places in exact.items()},
            {words: tuple(places) for words, places in phrases.items()},
            tuple(sorted({len(words) for words in phrases})),
            by_rarest(sets),
            {value: tuple(places) for value, places in values.items()},
            {name: tuple(places) for name, places in intents.items()},
            tuple(always),
        )

    def met(self, query: AnalyzedQuery) -> Iterator[int]:
        """The places of the rules that the query triggers, some of them more than once."""
        yield from self.always
        words = query_words(query)
        yield from self.exact.get(words, ())
        for length in self.lengths:
            for start in range(len(words) - length + 1):
                yield from self.phrases.get(words[start : start + length], ())
        distinct = frozenset(words)
        for word in distinct:
            for wanted, place in self.by_word.get(word, ()):
                if wanted <= distinct:
                    yield place
        for value in recognised(query) if self.by_value else ():
            yield from self.by_value.get(value, ())
        for intent in query.intents:
            yield from self.by_intent.get(intent.name, ())


def query_words(query: AnalyzedQuery) -> Words:
    """The words of the query as those of triggers are compared."""
    return when.in_one_number(words_of_normalized(query.text.lower())[:MOST_WORDS])


def recognised(query: AnalyzedQuery) -> Iterator[tuple[str, str]]:
    """The brands and categories that the query surely names, with the categories above them."""
    for entity in query.entities:
        if entity.is_sure and not entity.is_negated and entity.field in when.RECOGNISED_FIELDS:
            for value in map(str.casefold, entity.values):
                for each in ancestors(value) if entity.field == "category" else (value,):
                    yield entity.field, each


def by_rarest(
    sets: Sequence[tuple[frozenset[str], int]],
) -> dict[str, tuple[tuple[frozenset[str], int], ...]]:
    """The sets of words with their places, each by the word that is rarest among them."""
    counts = Counter(word for words, _ in sets for word in words)
    kept: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for words, place in sets:
        if words:
            kept[min(words, key=lambda word: (counts[word], word))].append((words, place))
    return {word: tuple(found) for word, found in kept.items()}
