"""Which words the shopper does not want: "dress without sleeves", "sofa -leather"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.languages import LanguageData
from analyzers.query import Token

_MOST_WORDS = 3
"""So many words after a word of negation are unwanted at most: a phrase, not the rest."""


def mark_negation(tokens: Sequence[Token], data: LanguageData) -> list[Token]:
    """`tokens` with `is_negated` and `is_marker`. When nothing else would be left to search for,
    nothing is marked: "no sugar" alone is what is wanted.
    """
    marked = list(tokens)
    place = 0
    while place < len(marked):
        token = marked[place]
        if token.is_marker:
            place = _mark(marked, place, place + 1, place + 2)
        elif token.text in data.negation.strong:
            place = _mark_phrase(marked, place, data)
        elif token.text in data.negation.weak and _ends_the_clause(marked, place, data):
            place = _mark(marked, place, place + 1, place + 2)
        elif token.text in data.negation.after and place:
            place = _mark(marked, place, place - 1, place)
        else:
            place += 1
    is_left = any(not (token.is_negated or token.is_marker or token.is_stop) for token in marked)
    return marked if is_left else [token for token in tokens if not token.is_marker]


def _mark(tokens: list[Token], marker: int, first: int, last: int) -> int:
    """Marks the words `[first, last)` as unwanted; the place behind all of it."""
    tokens[marker] = replace(tokens[marker], is_marker=True)
    for place in range(first, min(last, len(tokens))):
        tokens[place] = replace(tokens[place], is_negated=True)
    return max(marker + 1, last)


def _mark_phrase(tokens: list[Token], marker: int, data: LanguageData) -> int:
    """Marks the phrase that follows, and further ones that "or" joins to it."""
    place = marker
    while True:
        first = place + 1
        while first < len(tokens) and _is_passed_over(tokens[first], data):
            first += 1
        end = min(len(tokens), first + _MOST_WORDS)
        last = first
        while last < end and not (tokens[last].is_stop or _is_boundary(tokens[last], data)):
            last += 1
        while last - first > 1 and tokens[last - 1].text in data.not_heads:
            last -= 1
        if last == first:
            return marker + 1 if place == marker else place
        _mark(tokens, marker, first, last)
        if last == len(tokens) or tokens[last].text not in data.negation.joins:
            return last
        place = last


def _ends_the_clause(tokens: Sequence[Token], place: int, data: LanguageData) -> bool:
    """Whether one word follows, and then nothing or another clause; a number is no such word."""
    if place == 0 or place + 1 >= len(tokens):
        return False
    word = tokens[place + 1]
    if any(character.isdigit() for character in word.text) or _is_boundary(word, data):
        return False
    return place + 2 == len(tokens) or _is_boundary(tokens[place + 2], data)


def _is_passed_over(token: Token, data: LanguageData) -> bool:
    return token.is_stop and not _is_boundary(token, data)


def _is_boundary(token: Token, data: LanguageData) -> bool:
    negation = data.negation
    return (
        token.is_marker
        or token.text in data.prepositions
        or token.text in negation.joins
        or token.text in negation.strong
        or token.text in negation.weak
    )
