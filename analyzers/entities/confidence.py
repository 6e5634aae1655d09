"""How sure a reading is, by what the catalog and the rest of the query say.

A filter by a wrong reading loses the very items that are wanted, while a boost costs little; so the
share of items that a filter would lose weighs more for some fields than for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.entities.dictionary import EntityDictionary, Reading
from analyzers.entities.learning_title_words import (
    concept_feature,
    filled_feature,
    named_feature,
)
from analyzers.entities.naming import FIELDS, Manner
from analyzers.entities.title_words import KnownWord

_CAUTION = {
    "brand": 1.0,
    "category": 3.0,
    "colour": 2.0,
    "material": 2.0,
    "gender": 2.0,
    "size": 1.5,
}
"""How much a lost item weighs: with 2, a tenth of them lost leaves a confidence of 0.8."""
_BOOST = 0.75
"""What is not sure raises by the share that a filter would keep, times this."""
_UNSURE = 0.6
_EXPECTED = 15.0
"""When so many items should have the value beside a word by chance, and none has, it is not meant
beside this word."""
_FILLED = 0.8
_HALF = 0.5
_PRIOR_WEIGHT = 10.0
"""How many items beside the same words all other items with the name are worth."""
_UNMISTAKABLE = 0.95


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of the query around a reading that say what is being bought.

    `head` is the most important, `following` the one behind the name, directly or joined by "and";
    both are None when there is none. `others` are all that are known, `is_strange` says that the
    following one, or all of them, are unknown to the catalog. `is_alone` says that no word says
    what is bought (but for the category, which does), `has_wishes` that there are other sure wishes
    (a brand, a price), `is_foreign` that the query is in another language than the catalog, which
    does not know it.
    """

    head: KnownWord | None = None
    following: KnownWord | None = None
    others: tuple[KnownWord, ...] = ()
    is_strange: bool = False
    is_alone: bool = False
    has_wishes: bool = False
    is_foreign: bool = False


def confidence(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> float:
    """How surely `reading` is meant, in [0, 1]."""
    match reading.manner:
        case Manner.FIXED:
            return min(reading.agreement, _UNSURE) if around.is_alone else reading.agreement
        case Manner.WRITTEN:
            return reading.agreement
        case Manner.HINT | Manner.SELLER:
            return min(_UNSURE, reading.agreement * reading.coverage)
        case _:
            return _by_evidence(reading, around, dictionary)


def _by_evidence(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> float:
    kept = reading.agreement * _coverage(reading, around, dictionary)
    if reading.field == "brand":
        kept = _beside(kept, reading, around, dictionary)
    sure = max(_BOOST * kept, 1.0 - _CAUTION[reading.field] * (1.0 - kept))
    return sure if _may_be_sure(reading, around, dictionary) else min(sure, _UNSURE)


def _may_be_sure(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> bool:
    if reading.field == "brand":
        return not around.is_alone or reading.agreement >= _UNMISTAKABLE
    if reading.field == "category":
        return around.is_alone and around.has_wishes
    if around.is_alone or around.is_strange:
        return False
    if reading.field == "size" and reading.manner is Manner.PLAIN:
        return _is_worn_with(reading, around, dictionary)
    return not _is_contradicted(reading, around, dictionary)


def _coverage(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> float:
    """The share of items meant by the query in which the field is filled.

    The titles that have the name tell it, unless the words for what is bought stand against it:
    most "orange" things have a colour, "orange juice" has none. A size, which titles rarely tell,
    is judged by these words alone.
    """
    if reading.field in ("brand", "category"):
        return reading.coverage
    if reading.field == "size":
        shares = _filled_shares(reading, around.others, dictionary)
        announced = around.is_foreign and reading.manner is Manner.ANNOUNCED
        return max(shares, default=1.0 if announced else reading.coverage)
    least = min(_filled_shares(reading, _judged(around), dictionary), default=reading.coverage)
    if least < _HALF:
        return least
    if _goes_with(reading, around.head, dictionary):
        return 1 - (1 - least) * (1 - reading.coverage)
    return max(least, reading.coverage)


def _beside(
    kept: float, reading: Reading, around: Surroundings, dictionary: EntityDictionary
) -> float:
    """The share `kept` of all items with the name, as it is beside the words for what is bought:
    near to that of the items that have name and words alike, the more of these there are.

    An item of the brand whose title does not name it counts as if it did.
    """
    features = [named_feature(reading.concept), concept_feature(reading.concept)]
    counts = dictionary.title_words.together(_judged(around), features)
    having = sum(has for _, has in counts)
    named = sum(max(named, has) for named, has in counts)
    return (having + _PRIOR_WEIGHT * kept) / (named + _PRIOR_WEIGHT)


def _judged(around: Surroundings) -> list[KnownWord]:
    """The words that say what is bought, each once."""
    judged = [word for word in (around.head, around.following) if word is not None]
    return judged[:1] if around.head == around.following else judged


def _goes_with(reading: Reading, head: KnownWord | None, dictionary: EntityDictionary) -> bool:
    """Whether items of what is bought have the value."""
    if head is None:
        return False
    return bool(dictionary.title_words.together([head], [concept_feature(reading.concept)])[0][0])


def _filled_shares(
    reading: Reading, words: Sequence[KnownWord], dictionary: EntityDictionary
) -> list[float]:
    feature = filled_feature(FIELDS.index(reading.field))
    counts = dictionary.title_words.together(words, [feature])
    return [filled / word.items for word, (filled,) in zip(words, counts, strict=True)]


def _is_worn_with(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> bool:
    """Whether items of one of the words come in this size, and nearly all of them in sizes."""
    features = [filled_feature(FIELDS.index(reading.field)), concept_feature(reading.concept)]
    counts = dictionary.title_words.together(around.others, features)
    return any(
        filled >= _FILLED * word.items and has_it
        for word, (filled, has_it) in zip(around.others, counts, strict=True)
    )


def _is_contradicted(reading: Reading, around: Surroundings, dictionary: EntityDictionary) -> bool:
    """Whether a word is known well enough, and no item of it has the value."""
    place = FIELDS.index(reading.field)
    share = reading.items / max(1, int(dictionary.filled[place]))
    features = [filled_feature(place), concept_feature(reading.concept)]
    counts = dictionary.title_words.together(_judged(around), features)
    return any(filled * share >= _EXPECTED and not has_it for filled, has_it in counts)
