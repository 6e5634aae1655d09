"""Words about stock and sellers: "in stock", "sold by …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analyzers.entities.data_files import data_file
from analyzers.entities.patterns.phrases import Languages, any_of
from analyzers.query import Entity

AVAILABLE = "available"
_SURE = 0.9
_LONGEST_CUE = 24


def availability(text: str, languages: Languages) -> list[Entity]:
    """Where `text` asks for what can be bought at once."""
    return [
        Entity(
            field=AVAILABLE,
            values=("true",),
            start=match.start(),
            end=match.end(),
            confidence=_SURE,
            evidence="the words ask for what is in stock",
            is_spoken=False,
        )
        for match in _in_stock(languages).finditer(text)
    ]


def seller_cue(text: str, start: int, languages: Languages) -> tuple[int, bool] | None:
    """Where the words before `start` begin that announce a seller, and whether they do so beyond
    doubt ("sold by"; not "from").
    """
    before = text[max(0, start - _LONGEST_CUE) : start]
    for expression, is_sure in _cues(languages):
        match = expression.search(before)
        if match:
            return start - len(before) + match.start(), is_sure
    return None


def is_made_for(text: str, start: int) -> bool:
    """Whether the words before `start` say that something else fits what is named there."""
    return _made_for().search(text[max(0, start - _LONGEST_CUE) : start]) is not None


@lru_cache(maxsize=1)
def _made_for() -> re.Pattern[str]:
    return re.compile(any_of(data_file("offers")["made_for"]["any"]) + r"\s$", re.IGNORECASE)


@lru_cache(maxsize=64)
def _in_stock(languages: Languages) -> re.Pattern[str]:
    offers = data_file("offers")
    phrases = _of(offers[AVAILABLE], languages)
    lead = any_of(offers[f"{AVAILABLE}_lead"]["any"])
    return re.compile(rf"(?:{lead}\s)?{any_of(phrases)}(?:\s{lead})?", re.IGNORECASE)


@lru_cache(maxsize=64)
def _cues(languages: Languages) -> tuple[tuple[re.Pattern[str], bool], ...]:
    cues = data_file("offers")["seller"]
    return tuple(
        (
            re.compile(
                any_of(cue for code in languages for cue in cues.get(code, {}).get(kind, ()))
                + r"\s?$",
                re.IGNORECASE,
            ),
            kind == "sure",
        )
        for kind in ("sure", "unsure")
    )


def _of(by_language: dict[str, list[str]], languages: Languages) -> Iterable[str]:
    return (phrase for code in languages for phrase in by_language.get(code, ()))
