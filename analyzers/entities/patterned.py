"""Entities by pattern: prices, ratings and stock."""

from __future__ import annotations

import math
from dataclasses import replace

from analyzers.entities.dictionary import EntityDictionary
from analyzers.entities.doubt import Doubt
from analyzers.entities.patterns.offers import availability
from analyzers.entities.patterns.phrases import Languages, overlaps
from analyzers.entities.patterns.prices import PRICE, cheap_words, prices
from analyzers.entities.patterns.ratings import ratings
from analyzers.entities.query_words import QueryWords
from analyzers.lexicon import Lexicon
from analyzers.query import Entity

_UNSURE = 0.6
_CHEAP = 0.5
_RARELY_FILLED = 0.5
"""A range of a field that fewer items have loses more than it finds."""


def patterned_entities(words: QueryWords, lexicon: Lexicon, language: str) -> list[Entity]:
    """What patterns find in the query; ranges that are not wanted are left out."""
    languages = spoken_languages(lexicon, language)
    ranges = _ranges(words, languages, lexicon.currency)
    stock = [
        _unless_strange(entity, words, lexicon.entities)
        for entity in availability(words.text, languages)
    ]
    found = [_partial_where_rare(entity, lexicon.entities) for entity in ranges] + stock
    doubt = Doubt(words, language or lexicon.languages[0])
    return [
        replace(entity, confidence=min(entity.confidence, _UNSURE))
        if doubt.of(entity.start, entity.end)
        else entity
        for entity in found
        if not words.is_negated(entity.start, entity.end)
    ]


def cheap_entities(words: QueryWords, lexicon: Lexicon, language: str) -> list[Entity]:
    """ "Cheap" raises the cheaper third of what the query's words name."""
    asked = list(cheap_words(words.text, spoken_languages(lexicon, language)))
    if not asked:
        return []
    said = words.within(asked)
    keys = [words.keys[place] for place in words.content if place not in said]
    known = lexicon.entities.title_words.look_up(keys)
    low = min(
        (word.low_price for word in known if word and not math.isnan(word.low_price)), default=None
    )
    if low is None:
        return []
    return [
        Entity(
            field=PRICE,
            values=(),
            start=start,
            end=end,
            confidence=_CHEAP,
            evidence=f"a third of what is asked for costs at most {low:g}",
            at_most=low,
            is_spoken=False,
        )
        for start, end in asked
    ]


def spoken_languages(lexicon: Lexicon, language: str) -> Languages:
    """The languages whose patterns are tried: those of the shop and that of the query."""
    return tuple(sorted({*lexicon.languages, language} - {""}))


def _ranges(words: QueryWords, languages: Languages, currency: str) -> list[Entity]:
    stars = ratings(words.text, languages)
    if not words.has_digits:
        return stars
    taken = [(entity.start, entity.end) for entity in stars]
    amounts = prices(words.text, languages, currency)
    return stars + [each for each in amounts if not overlaps(each.start, each.end, taken)]


def _partial_where_rare(entity: Entity, dictionary: EntityDictionary) -> Entity:
    share = dictionary.share_filled(entity.field)
    if share is None or share >= _RARELY_FILLED:
        return entity
    evidence = f"{entity.evidence}, which only {share:.0%} of the items have"
    return replace(entity, is_partial=True, evidence=evidence)


def _unless_strange(entity: Entity, words: QueryWords, dictionary: EntityDictionary) -> Entity:
    """Unsure when the next word is one that no title has: it may be part of a longer expression."""
    following = min(words.within([(entity.end, len(words.text))]), default=-1)
    if following not in words.content or not len(dictionary.names):
        return entity
    key = words.keys[following]
    if key[0].isdigit() or dictionary.title_words.look_up([key]) != [None]:
        return entity
    return replace(
        entity,
        confidence=min(entity.confidence, _UNSURE),
        evidence=f"{entity.evidence}, but no title has {key!r}",
    )
