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
            place = _behind_excluded(marked, place + 1)
        elif length := _strong(marked, place, data):
            place = _mark_phrase(marked, place, length, data)
        elif token.text in data.negation.weak and place:
            place = _mark_single_words(marked, place, data)
        elif token.text in data.negation.after and place:
            place = _mark(marked, place, 1, place - 1, place)
        else:
            place += 1
    is_left = any(not (token.is_negated or token.is_marker or token.is_stop) for token in marked)
    if is_left:
        return marked
    return [replace(token, is_negated=False) for token in tokens if not token.is_marker]


def _behind_excluded(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and tokens[place].is_negated:
        place += 1
    return place


def _strong(tokens: Sequence[Token], place: int, data: LanguageData) -> int:
    """How many words from `place` on are one of the strong markers ("anything but"); 0 for none."""
    if tokens[place].text in data.negation.strong:
        return 1
    pair = " ".join(token.text for token in tokens[place : place + 2])
    return 2 if pair in data.negation.strong else 0


def _mark(tokens: list[Token], marker: int, length: int, first: int, last: int) -> int:
    """Marks the words `[first, last)` as unwanted by a marker of so many words; the place behind
    all of it.
    """
    for place in range(marker, marker + length):
        tokens[place] = replace(tokens[place], is_marker=True)
    for place in range(first, last):
        tokens[place] = replace(tokens[place], is_negated=True)
    return max(marker + length, last)


def _mark_phrase(tokens: list[Token], marker: int, length: int, data: LanguageData) -> int:
    """Marks the phrase that follows, and further ones that "or" joins to it."""
    done = marker + length
    place = done
    while True:
        first = _behind_fillers(tokens, place, data)
        end = min(len(tokens), first + _MOST_WORDS)
        last = first
        while last < end and not (tokens[last].is_stop or _is_boundary(tokens[last], data)):
            last += 1
        while last - first > 1 and tokens[last - 1].text in data.not_heads:
            last -= 1
        if last == first:
            return done
        done = _mark(tokens, marker, length, first, last)
        if not _is_join(tokens, last, data):
            return done
        place = last + 1


def _mark_single_words(tokens: list[Token], marker: int, data: LanguageData) -> int:
    """Marks the one word that follows, if nothing or another clause comes behind it, and further
    ones that "or" joins to it. A number is no such word, and two words may be a name: "no show".
    """
    done = place = marker + 1
    while True:
        first = _behind_fillers(tokens, place, data)
        if first == len(tokens) or _has_digit(tokens[first]) or _is_boundary(tokens[first], data):
            return done
        last = first + 1
        while last < len(tokens) and tokens[last].is_stop and not _is_boundary(tokens[last], data):
            last += 1
        if last < len(tokens) and not _is_boundary(tokens[last], data):
            return done
        done = _mark(tokens, marker, 1, first, first + 1)
        if not _is_join(tokens, last, data):
            return done
        place = last + 1


def _behind_fillers(tokens: Sequence[Token], place: int, data: LanguageData) -> int:
    """The place behind the words that only lead to what is unwanted: "not made of the"."""
    negation = data.negation
    others = (negation.joins, negation.strong, negation.weak)
    while (
        place < len(tokens)
        and tokens[place].is_stop
        and not tokens[place].is_marker
        and not any(tokens[place].text in words for words in others)
    ):
        place += 1
    return place


def _is_join(tokens: Sequence[Token], place: int, data: LanguageData) -> bool:
    return place < len(tokens) and tokens[place].text in data.negation.joins


def _has_digit(token: Token) -> bool:
    return any(map(str.isdigit, token.text))


def _is_boundary(token: Token, data: LanguageData) -> bool:
    negation = data.negation
    return (
        token.is_marker
        or token.text in data.prepositions
        or token.text in negation.joins
        or token.text in negation.strong
        or token.text in negation.weak
    )
