"""Other ways to say a single word of the query: measures in other units, parts of compounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.linguistics.compounds import WordCounts, split_by_counts
from analyzers.normalization.measures import measure_of
from analyzers.query import Expansion, Token

UNIT_RULE = "unit"
COMPOUND_RULE = "compound"

SAME_MEASURE = 1.0
WIDER_MEASURE = 0.7
"""Dimensions without their unit, an ounce for a fluid ounce."""
NUMBER_ALONE = 0.3
ALL_PARTS = 0.9
HEAD_ALONE = 0.4
"""Shoes, where running shoes were asked for."""


def alternatives(
    tokens: Sequence[Token], language: str, counts: WordCounts | None
) -> Iterator[Expansion]:
    """The expansions of each token that is a measure or, in the catalog that has `counts`, a
    compound.
    """
    for place, token in enumerate(tokens):
        if token.is_negated or token.is_marker:
            continue
        if not token.text.isalpha():
            yield from _measures(place, token, language)
        if counts is not None and not token.is_stop:
            yield from _parts(place, token, language, counts)


def _measures(place: int, token: Token, language: str) -> Iterator[Expansion]:
    measure = measure_of(token.text, language)
    if measure is None:
        return
    ways = [
        *((form, SAME_MEASURE) for form in measure.forms),
        *((form, WIDER_MEASURE) for form in measure.wider),
        *((number, NUMBER_ALONE) for number in (measure.number,) if number),
    ]
    for form, weight in ways:
        if form != token.text:
            yield Expansion(place, place + 1, form, weight, f"{UNIT_RULE}: {token.text} = {form}")


def _parts(place: int, token: Token, language: str, counts: WordCounts) -> Iterator[Expansion]:
    parts = split_by_counts(token.text, language, counts)
    if not parts:
        return
    rule = f"{COMPOUND_RULE}: {' + '.join(parts)}"
    yield Expansion(place, place + 1, " ".join(parts), ALL_PARTS, rule)
    yield Expansion(place, place + 1, parts[-1], HEAD_ALONE, rule)
