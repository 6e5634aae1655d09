"""Entities by name: values of fields that the dictionary knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analyzers.entities.confidence import Surroundings, confidence
from analyzers.entities.data_files import data_file
from analyzers.entities.dictionary import Match
from analyzers.entities.doubt import Doubt
from analyzers.entities.naming import Manner
from analyzers.entities.patterns.offers import is_made_for, seller_cue
from analyzers.entities.query_words import QueryWords
from analyzers.entities.title_words import KnownWord
from analyzers.languages import language_data
from analyzers.lexicon import Lexicon
from analyzers.query import SURE, Entity

_UNSURE = 0.6
_SOLD_BY = 0.95
_FROM = 0.85
_BARE_SELLER = 0.45
_ENOUGH_TITLES = 5
_AND = "and"
"""The key of "&", in any language."""
_KINDS_OF_THINGS = ("brand", "category", "seller_name")
"""Fields whose names can be what is bought; those of other fields only describe it."""


def named_entities(
    words: QueryWords,
    written: Sequence[Match],
    patterned: Sequence[Entity],
    lexicon: Lexicon,
    language: str,
) -> list[Entity]:
    """The readings of all names in the query, `written` by merchants or learnt, but those that
    overlap with `patterned` entities and those that merchants forbid.
    """
    taken = words.within((entity.start, entity.end) for entity in patterned)
    learnt = [
        match
        for match in lexicon.entities.find(words.keys, language)
        if lexicon.written_entities.allows(match, words.keys, language)
        and not any(
            other.first <= match.first and match.last <= other.last for other in _sure(written)
        )
    ]
    found = sorted((*written, *learnt), key=lambda match: (match.first - match.last, match.first))
    matches = [
        match
        for match in _distinct(found)
        if taken.isdisjoint(range(match.first, match.last)) and not _means_otherwise(match, words)
    ]
    if not matches:
        return []
    reader = _Reader(words, lexicon, language, matches, taken)
    has_wishes = any(entity.is_sure for entity in patterned)
    return reader.read(has_wishes)


def is_settled(entity: Entity, written: Sequence[Match], words: QueryWords) -> bool:
    """Whether all of the entity lies inside a name of which merchants are sure."""
    return any(
        words.words[match.first].start <= entity.start
        and entity.end <= words.words[match.last - 1].end
        for match in _sure(written)
    )


def _sure(written: Sequence[Match]) -> Iterator[Match]:
    return (match for match in written if match.reading.agreement >= SURE)


class _Reader:
    """Reads the matches of one query: sellers and brands first, then what describes a thing, which
    depends on the words that are left, and categories last.
    """

    def __init__(
        self,
        words: QueryWords,
        lexicon: Lexicon,
        language: str,
        matches: Sequence[Match],
        taken: set[int],
    ) -> None:
        self._words = words
        self._dictionary = lexicon.entities
        self._language = language or lexicon.languages[0]
        self._matches = matches
        self._taken = taken
        self._doubt = Doubt(words, self._language)
        self._is_own_language = self._language == lexicon.languages[0]
        describing = _places(m for m in matches if m.reading.field not in _KINDS_OF_THINGS)
        self._left = [
            place
            for place in words.content
            if place not in taken and place not in describing and not words.keys[place][0].isdigit()
        ]
        self._known = dict(
            zip(
                words.content,
                self._dictionary.title_words.look_up([words.keys[p] for p in words.content]),
                strict=True,
            )
        )

    def read(self, has_wishes: bool) -> list[Entity]:
        sellers = [self._seller(match) for match in self._of("seller_name")]
        brands = [self._brand(match) for match in self._of("brand")]
        sure = [entity for entity in (*sellers, *brands) if entity.is_sure]
        named = self._words.within((entity.start, entity.end) for entity in sure)
        things = [place for place in self._left if place not in named]
        describing = [
            self._entity(match, self._described(match, things, bool(named)))
            for match in self._matches
            if match.reading.field not in _KINDS_OF_THINGS and not named & set(_span(match))
        ]
        categories = [
            self._entity(match, self._category(match, things, has_wishes))
            for match in self._of("category")
        ]
        return [*sellers, *brands, *describing, *categories]

    def _of(self, field: str) -> Iterable[Match]:
        return (match for match in self._matches if match.reading.field == field)

    def _seller(self, match: Match) -> Entity:
        start = self._words.words[match.first].start
        cue = seller_cue(self._words.text, start, (self._language,))
        if match.reading.manner is Manner.WRITTEN:
            begins = start if cue is None else cue[0]
            return self._entity(match, match.reading.agreement, begins)
        if cue is None:
            return self._entity(match, _BARE_SELLER)
        begins, is_told = cue
        is_brand = any(_span(other) == _span(match) for other in self._of("brand"))
        is_name = match.last - match.first > 1 and not is_brand
        value = _SOLD_BY if is_told else _FROM if is_name else _BARE_SELLER
        return self._entity(match, value, begins if value >= SURE else start)

    def _brand(self, match: Match) -> Entity:
        others = set(self._words.content) - self._taken - set(_span(match))
        things = [place for place in self._left if place in others]
        around = Surroundings(
            head=self._head(things),
            following=self._known.get(self._following(match, things)),
            is_alone=not others,
        )
        value = confidence(match.reading, around, self._dictionary)
        is_others = is_made_for(self._words.text, self._words.words[match.first].start)
        return self._entity(match, min(value, _UNSURE) if is_others else value)

    def _described(self, match: Match, things: Sequence[int], is_branded: bool) -> float:
        known = [word for place in things if (word := self._known[place])]
        following = self._following(match, things)
        is_following_strange = following >= 0 and self._known[following] is None
        around = Surroundings(
            head=self._head(things),
            following=self._known.get(following),
            others=tuple(known),
            is_strange=self._is_own_language
            and (is_following_strange or (bool(things) and not known)),
            is_alone=not things and not is_branded,
            is_foreign=not self._is_own_language,
        )
        return confidence(match.reading, around, self._dictionary)

    def _following(self, match: Match, things: Sequence[int]) -> int:
        """The place of the thing behind a name, -1 when there is none. One that "and" joins to it
        is behind it, too: the two may be the name of something that the catalog does not have.
        """
        joins = language_data(self._language).negation.joins | {_AND}
        place = match.last
        while place < len(self._words.keys) and self._words.keys[place] in joins:
            place += 1
        return place if place in things else -1

    def _category(self, match: Match, things: Sequence[int], has_wishes: bool) -> float:
        around = Surroundings(is_alone=set(things) <= set(_span(match)), has_wishes=has_wishes)
        return confidence(match.reading, around, self._dictionary)

    def _head(self, things: Sequence[int]) -> KnownWord | None:
        """What is bought: the head of the query, else the last word that is known."""
        if self._words.head in things and self._known[self._words.head]:
            return self._known[self._words.head]
        return next((self._known[place] for place in reversed(things) if self._known[place]), None)

    def _entity(self, match: Match, value: float, begins: int | None = None) -> Entity:
        words, reading = self._words.words, match.reading
        start, end = words[match.first].start, words[match.last - 1].end
        is_told = begins is not None and begins < start
        first = start if begins is None else begins
        is_negated = self._words.is_negated(start, end)
        if not is_negated and self._doubt.of(first, end):
            value = min(value, _UNSURE)
        return Entity(
            field=reading.field,
            values=reading.values,
            start=first,
            end=end,
            confidence=round(value, 3),
            evidence=_evidence(match, self._words.text[start:end]),
            is_spoken=not is_told and reading.manner is not Manner.FIXED,
            is_negated=is_negated,
        )


def _distinct(matches: Iterable[Match]) -> list[Match]:
    """Without what lies inside a longer name of the same field, and each concept once."""
    kept: list[Match] = []
    held: dict[str, set[int]] = {}
    whole: set[tuple[int, int, str]] = set()
    seen: set[tuple[int, int, int]] = set()
    for match in matches:
        span = (match.first, match.last)
        inside = held.setdefault(match.reading.field, set())
        key = (*span, match.reading.concept)
        is_whole = (*span, match.reading.field) in whole
        if key not in seen and (is_whole or not inside.issuperset(_span(match))):
            seen.add(key)
            whole.add((*span, match.reading.field))
            kept.append(match)
            inside.update(_span(match))
    return kept


def _means_otherwise(match: Match, words: QueryWords) -> bool:
    """Whether the next word gives a condition another meaning: "used for"."""
    is_learnt = match.reading.manner is not Manner.WRITTEN
    if not (is_learnt and match.reading.field == "condition") or match.last >= len(words.keys):
        return False
    return words.keys[match.last] in data_file("conditions")["not_before"]


def _span(match: Match) -> range:
    return range(match.first, match.last)


def _places(matches: Iterable[Match]) -> set[int]:
    return {place for match in matches for place in _span(match)}


def _evidence(match: Match, said: str) -> str:
    reading = match.reading
    field = "seller" if reading.field == "seller_name" else reading.field
    if reading.manner is Manner.WRITTEN:
        return f"{field} by the rule {reading.rule!r}"
    items = f"{field} of {reading.items:,} items"
    if reading.manner is Manner.FIXED or reading.titled < _ENOUGH_TITLES:
        return items
    share = reading.agreement * reading.coverage
    return f"{items}; {share:.0%} of those with {said!r} in the title have it"
