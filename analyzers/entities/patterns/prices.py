"""Prices: "under $50", "zwischen 20 und 30 euro", "moins de 30 €", "cheap"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from analyzers.entities.data_files import data_file
from analyzers.entities.patterns.amounts import (
    Amount,
    amount_expression,
    currency_names,
    is_measured,
    is_own_currency,
    read_amount,
)
from analyzers.entities.patterns.phrases import Languages, any_of, overlaps, told
from analyzers.query import Entity

PRICE = "price"
_WITH_CURRENCY = 0.95
_WITHOUT_CURRENCY = 0.88
_UNSURE = 0.5
_AROUND = 0.2
"""How far from "about 50" a price may be."""
_CHILD = 18
"""Whoever is "under 5" is a child."""
_LONGEST_PEOPLE = 24


class _Bound(Enum):
    AT_MOST = "at most"
    AT_LEAST = "at least"
    BETWEEN = "between"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`needs_currency`: without one, the words are too common to mean a price.

    Of each group of `cues`, in lower case, one stands in whatever the expression matches; to look
    for them takes a hundredth of the time of the expression.
    """

    expression: re.Pattern[str]
    bound: _Bound
    needs_currency: bool
    cues: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls,
        expression: str,
        bound: _Bound,
        needs_currency: bool = False,
        words: Iterable[Iterable[str]] = (),
    ) -> _Pattern:
        """`words` are groups of phrases of each of which the expression needs one."""
        groups = [*words, currency_names()] if needs_currency else words
        cues = tuple(tuple({phrase.split(" ")[0] for phrase in group}) for group in groups)
        return cls(re.compile(expression, re.IGNORECASE), bound, needs_currency, cues)

    def may_match(self, lower: str) -> bool:
        """Whether the text, in lower case, has the cues."""
        return all(any(cue in lower for cue in group) for group in self.cues)


def prices(text: str, languages: Languages, currency: str) -> list[Entity]:
    """The ranges of prices that `text` names; `currency` is the shop's, an amount in another one is
    unsure.
    """
    found: list[Entity] = []
    lower = text.lower()
    for pattern in _patterns(languages):
        if not pattern.may_match(lower):
            continue
        for match in pattern.expression.finditer(text):
            if overlaps(match.start(), match.end(), ((e.start, e.end) for e in found)):
                continue
            entity = _read(text, match, pattern, currency)
            if entity is not None:
                found.append(entity)
    return found


def cheap_words(text: str, languages: Languages) -> Iterator[tuple[int, int]]:
    """Where the text asks for something cheap."""
    return (match.span() for match in _cheap(languages).finditer(text))


def _read(text: str, match: re.Match[str], pattern: _Pattern, currency: str) -> Entity | None:
    amounts = [read_amount(match, name) for name in ("a", "b") if f"{name}n" in match.groupdict()]
    named = next((amount.currency for amount in amounts if amount.currency), "")
    if not named and (pattern.needs_currency or _is_something_else(text, match, pattern, amounts)):
        return None
    confidence = _WITH_CURRENCY if named else _WITHOUT_CURRENCY
    if not is_own_currency(named, currency) or pattern.bound is _Bound.ABOUT:
        confidence = _UNSURE
    low, high = _range(pattern.bound, amounts)
    said = " and ".join(
        f"{word} {value:g}"
        for word, value in (("at least", low), ("at most", high))
        if value is not None
    )
    return Entity(
        field=PRICE,
        values=(),
        start=match.start(),
        end=match.end(),
        confidence=confidence,
        evidence=f"the words ask for a price of {said} {named or currency}".rstrip(),
        at_least=low,
        at_most=high,
        is_spoken=False,
    )


def _range(bound: _Bound, amounts: list[Amount]) -> tuple[float | None, float | None]:
    value = amounts[0].value
    match bound:
        case _Bound.AT_MOST:
            return None, value
        case _Bound.AT_LEAST:
            return value, None
        case _Bound.ABOUT:
            return round(value * (1 - _AROUND), 2), round(value * (1 + _AROUND), 2)
        case _Bound.BETWEEN:
            other = amounts[1].value
            return min(value, other), max(value, other)


def _is_something_else(
    text: str, match: re.Match[str], pattern: _Pattern, amounts: list[Amount]
) -> bool:
    """Whether numbers without a currency are a measure or an age."""
    if is_measured(text, match.end()):
        return True
    is_age = pattern.bound is _Bound.AT_LEAST or (
        pattern.bound is _Bound.AT_MOST and amounts[0].value < _CHILD
    )
    before = text[max(0, match.start() - _LONGEST_PEOPLE) : match.start()]
    return is_age and _after_people().search(before) is not None


@lru_cache(maxsize=64)
def _patterns(languages: Languages) -> tuple[_Pattern, ...]:
    """The patterns in the order in which they are tried."""

    one, other = amount_expression("a"), amount_expression("b")
    lead = rf"(?:{any_of(told(PRICE, 'lead', languages))}\s)?"

    def between(first: str, second: str) -> _Pattern:
        expression = rf"{lead}{any_of([first])}\s{one}\s?{any_of([second])}\s?{other}"
        return _Pattern.of(expression, _Bound.BETWEEN, words=([first], [second]))

    def near(expression: str, key: str, bound: _Bound, needs_currency: bool = True) -> _Pattern:
        phrases = told(PRICE, key, languages)
        written = lead + expression.format(words=any_of(phrases), one=one, other=other)
        return _Pattern.of(written, bound, needs_currency, [phrases])

    about = any_of(told(PRICE, "about", languages))
    before, after = r"{words}\s?{one}", r"{one}\s?{words}"
    return (
        *(between(*pair) for pair in told(PRICE, "between", languages)),
        near(r"{one}\s?{words}\s?{other}", "to", _Bound.BETWEEN),
        near(before, "at_most", _Bound.AT_MOST, needs_currency=False),
        near(before, "at_most_weak", _Bound.AT_MOST),
        near(after, "at_most_after", _Bound.AT_MOST),
        near(before, "at_least", _Bound.AT_LEAST, needs_currency=False),
        near(before, "at_least_weak", _Bound.AT_LEAST),
        near(after, "at_least_after", _Bound.AT_LEAST),
        _Pattern.of(rf"(?:{about}\s?|{lead}){one}", _Bound.ABOUT, needs_currency=True),
    )


@lru_cache(maxsize=64)
def _cheap(languages: Languages) -> re.Pattern[str]:
    return re.compile(any_of(told(PRICE, "cheap", languages)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _after_people() -> re.Pattern[str]:
    return re.compile(any_of(data_file("offers")["measures"]["people"]) + r"\s$", re.IGNORECASE)
