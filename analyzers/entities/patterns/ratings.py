"""Ratings: "4 stars and up", "at least 4.5 stars", "ab 4 sternen", "top rated"."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers.entities.patterns.amounts import number_value
from analyzers.entities.patterns.phrases import Languages, any_of, overlaps, told
from analyzers.query import Entity

RATING = "rating"
_SURE = 0.93
_UNSURE = 0.6
_BEST = 5.0
_GOOD = 4.0
_DIGIT = re.compile("[0-9]")


def ratings(text: str, languages: Languages) -> list[Entity]:
    """The least ratings that `text` asks for. Without words such as "at least", it is unsure."""
    found: list[Entity] = []
    for expression in _expressions(languages) if _DIGIT.search(text) else ():
        for match in expression.finditer(text):
            value = number_value(match["n"])
            is_free = not overlaps(match.start(), match.end(), ((e.start, e.end) for e in found))
            if value <= _BEST and is_free:
                is_told = bool(match["before"] or match["plus"] or match["after"])
                found.append(_entity(match, value, _SURE if is_told else _UNSURE))
    found += (_entity(match, _GOOD, _UNSURE) for match in _good(languages).finditer(text))
    return found


def _entity(match: re.Match[str], value: float, confidence: float) -> Entity:
    return Entity(
        field=RATING,
        values=(),
        start=match.start(),
        end=match.end(),
        confidence=confidence,
        evidence=f"the words ask for a rating of at least {value:g}",
        at_least=value,
        is_spoken=False,
    )


@lru_cache(maxsize=64)
def _expressions(languages: Languages) -> tuple[re.Pattern[str], ...]:
    def words(key: str) -> str:
        return any_of(told(RATING, key, languages))

    number = r"(?<![\w.,])(?P<n>[0-9](?:[.,][0-9])?)(?P<plus>\s?\+)?(?![0-9.,])"
    before = rf"(?:(?P<before>{words('before')})\s?)?"
    after = rf"(?:\s?(?P<after>{words('after')}))?"
    rated, stars = words("rated"), words("stars")
    return (
        re.compile(rf"(?:{rated}\s)?{before}{number}[\s-]?{stars}{after}", re.IGNORECASE),
        re.compile(rf"{rated}\s{before}{number}(?!\w){after}", re.IGNORECASE),
    )


@lru_cache(maxsize=64)
def _good(languages: Languages) -> re.Pattern[str]:
    return re.compile(any_of(told(RATING, "good", languages)), re.IGNORECASE)
