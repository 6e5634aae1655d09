"""Which phrases of a catalog are worth completing."""

from __future__ import annotations

from collections.abc import Iterator
from math import log1p

from analyzers.completions.function_words import function_words
from analyzers.completions.meaning import meaning
from analyzers.completions.phrase_counts import PhraseCount, PhraseCounts
from analyzers.completions.title_phrases import title_phrases
from analyzers.completions.words import folded_words
from analyzers.evidence import CatalogItem
from analyzers.normalization.characters import normalize_characters

_FEWEST_ITEMS = 3
"""A run of words in fewer titles says nothing of what is asked for."""

_FEWEST_OF_PAIR = 2
"""The same for a brand, colour or material with a type of product."""

_CONTINUED = 0.8
"""A phrase with one same word beside it in so large a share of its titles is but a part."""

_PER_LEVEL = 0.1
"""What a broader category weighs beside the one below: few ask for "sports & outdoors"."""

_CONCENTRATED = 0.3
"""From here on a word belongs to some kind of goods, as "shoes" does and "large" does not."""

_TOGETHER = 3.0
"""How many times as often as by chance words stand together that belong together; and a few times
more, for what is rare may be chance.
"""


class CatalogPhrases:
    """Counts the phrases of the items that it is told, at most `most` runs of title words and as
    many names and pairs of names.
    """

    def __init__(self, most: int, languages: tuple[str, ...] = ("en",)) -> None:
        self._languages = languages
        self._items = 0
        self._names = PhraseCounts(most)
        self._pairs = PhraseCounts(most)
        self._runs = PhraseCounts(most)

    def add(self, item: CatalogItem) -> None:
        """Counts an item once for each of its phrases; its mass grows with its popularity."""
        self._items += 1
        mass = 1.0 + log1p(max(item.popularity, 0))
        group = item.categories[0] if item.categories else ""
        brand = normalize_characters(item.brand)
        levels = [normalize_characters(path.split(" > ")[-1]) for path in item.categories]
        for depth, name in enumerate(reversed(levels)):
            self._names.add(name, mass * _PER_LEVEL**depth, group)
        if brand:
            self._names.add(brand, mass, group)
        if levels and (type_ := _type(levels[-1], item.title, self._languages[0])):
            for pair in _pairs(item, brand, type_, function_words(self._languages)):
                self._pairs.add(pair, mass, group)
        for run in title_phrases(item.title, item.brand, self._languages):
            self._runs.add(run, mass, group)

    def weighted(self) -> Iterator[tuple[str, float]]:
        """The phrases worth completing with the mass of their items."""
        for name, count in self._names:
            yield name, count.mass
        for pair, count in self._pairs:
            if count.items >= _FEWEST_OF_PAIR:
                yield pair, count.mass
        parts = self._parts()
        for run, count in self._runs:
            if count.items >= _FEWEST_ITEMS and run not in parts and self._is_phrase(run, count):
                yield run, count.mass

    def _parts(self) -> set[str]:
        """The runs that hardly occur without one same word beside them. Single words stand alone
        when that word comes before: "shoes" is not a part of "running shoes".
        """
        parts = set()
        for run, count in self._runs:
            begun, _, _ = run.rpartition(" ")
            _, _, ended = run.partition(" ")
            for part in (begun, ended if " " in ended else ""):
                whole = self._runs.get(part) if part else None
                if whole is not None and count.items >= whole.items * _CONTINUED:
                    parts.add(part)
        return parts

    def _is_phrase(self, run: str, count: PhraseCount) -> bool:
        """Whether the words at both ends name some kind of goods or are bound to the others."""
        begun, _, last = run.rpartition(" ")
        first, _, ended = run.partition(" ")
        return self._belongs(last, begun, count) and self._belongs(first, ended, count)

    def _belongs(self, word: str, rest: str, count: PhraseCount) -> bool:
        own, others = self._runs.get(word), self._runs.get(rest) if rest else None
        if own is None:
            # Known only beside others: it can't stand alone, so it is bound to them.
            return bool(rest)
        if own.concentration >= _CONCENTRATED:
            return True
        if others is None:
            return False
        by_chance = own.items * others.items / self._items
        return count.items >= _TOGETHER * by_chance + _FEWEST_ITEMS


def _type(category: str, title: str, language: str) -> str:
    """How the type of a product is called: of "dolls & plush" what the title says; empty when it
    says none of several.
    """
    parts = [part.strip() for part in category.split("&")]
    said = set(meaning(title, language).split())
    told = [part for part in parts if part and set(meaning(part, language).split()) <= said]
    if told:
        return told[-1]
    return category if len(parts) == 1 else ""


def _pairs(item: CatalogItem, brand: str, type_: str, needless: frozenset[str]) -> Iterator[str]:
    """Brand, colour and material with the type of product, where they stand in searched text."""
    colours = [normalize_characters(colour) for colour in item.colours]
    material = normalize_characters(item.material)
    if material and not set(folded_words(material)) <= {
        *folded_words(item.title),
        *folded_words(item.text),
    }:
        material = ""
    type_words = set(folded_words(type_)) - needless
    for name in {brand, material, *colours} - {""}:
        if not type_words & set(folded_words(name)):
            yield f"{name} {type_}"
