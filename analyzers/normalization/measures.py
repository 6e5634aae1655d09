"""Numbers with units: where they stand in a text, and in which forms they are written.

"1,5 l", "1.5 litre" and "1500ml" all have the form "1500ml", so they find one another. A form is
one word to either engine's tokeniser: digits, points and letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analyzers.languages import language_data
from analyzers.normalization.numbers import write_decimals, write_number
from analyzers.normalization.quantities import Quantity, find_quantities
from analyzers.normalization.units import FEW_DECIMALS, UNITS, Unit

_DIGIT = re.compile("[0-9]")
_ONE_TERM = re.compile(r"[0-9]+(?:\.[0-9]+)*[a-z0-9]*(?:\.[0-9]+[a-z0-9]*)*")
_SHORT_NAME = re.compile("[a-z]{1,3}|°[cf]")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) ?\Z")
_LONGEST_WORD_BEFORE = 12

_MONEY_TOO = frozenset({"pound", "pounds"})
_PRICE_WORDS = frozenset(
    {"under", "below", "over", "above", "than", "between", "and", "to", "from", "max", "around"}
)
"""After these, pounds are money."""

_PACKED = frozenset({"ml", "floz", "g", "oz"})
"""Bases of what is sold by the pack: of "12 x 500 ml" one has 500 ml."""
_COUNTS = frozenset({None, UNITS["pack"], UNITS["pc"]})


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that stands at `[start, end)` of a text.

    `written` is it as one readable word. `forms` are alike for all measures that are the same;
    `wider` are forms of what it may also be called: dimensions without their unit, an ounce for a
    fluid ounce. `number` is that of a simple measure without its unit. All are single terms,
    `written` only if `is_one_term`.
    """

    start: int
    end: int
    written: str
    forms: tuple[str, ...]
    wider: tuple[str, ...] = ()
    number: str = ""

    @property
    def is_one_term(self) -> bool:
        """Whether engines keep `written` together."""
        return _ONE_TERM.fullmatch(self.written) is not None


def find_measures(text: str, language: str = "") -> Iterator[Measure]:
    """The measures in `text`, from left to right; its characters are normalised."""
    if not _DIGIT.search(text):
        return
    decimal_comma = language_data(language).decimal_comma
    for quantities in find_quantities(text, language):
        if len(quantities) > 1:
            yield _several(quantities, decimal_comma)
        elif not _is_money(text, quantities[0]):
            yield _one(quantities[0], decimal_comma)


@lru_cache(maxsize=10_000)
def measure_of(word: str, language: str = "") -> Measure | None:
    """What `word` measures, if it is a measure as a whole."""
    for measure in find_measures(word, language):
        return measure if (measure.start, measure.end) == (0, len(word)) else None
    return None


def _is_money(text: str, quantity: Quantity) -> bool:
    if quantity.name not in _MONEY_TOO:
        return False
    nearby = max(0, quantity.start - _LONGEST_WORD_BEFORE)
    before = _WORD_BEFORE.search(text, nearby, quantity.start)
    return before is not None and before[1] in _PRICE_WORDS


def _one(quantity: Quantity, decimal_comma: bool) -> Measure:
    unit = quantity.unit
    assert unit is not None  # noqa: S101 - a number alone has one
    form = _in_base(quantity, unit)
    return Measure(
        quantity.start,
        quantity.end,
        _written(quantity, decimal_comma) + _called(quantity),
        (form,),
        (form.replace(unit.base, unit.also),) if unit.also else (),
        "" if _has_feet(quantity) else write_number(quantity.value),
    )


def _several(quantities: list[Quantity], decimal_comma: bool) -> Measure:
    last = quantities[-1]
    start, end = quantities[0].start, last.end
    units = {each.unit for each in quantities}
    is_last_for_all = len(units) == 1
    written = "x".join(
        _written(each, decimal_comma)
        + ("" if is_last_for_all and each is not last else _called(each))
        for each in quantities
    )
    bare = "x".join(write_number(each.value) for each in quantities)
    measured = [each for each in quantities if each.unit not in _COUNTS]
    unit = measured[-1].unit if measured else last.unit
    if unit is None:
        return Measure(start, end, written, (bare,))
    if len(measured) == 1 and unit.base in _PACKED:
        counts = [write_number(each.value) for each in quantities if each is not measured[0]]
        amount = _in_base(measured[0], unit)
        return Measure(start, end, written, ("x".join([*counts, amount]),), (amount,))
    scaled = [_scaled(each, unit) for each in quantities]
    in_base = [number for number in scaled if number is not None]
    if len(in_base) < len(scaled):
        return Measure(start, end, written, (bare,))
    return Measure(start, end, written, (f"{'x'.join(in_base)}{unit.base}",), (bare,))


def _written(quantity: Quantity, decimal_comma: bool) -> str:
    """The number as it can be read again: fractions stay."""
    if "/" in quantity.number or _has_feet(quantity):
        return quantity.number.replace(" ", "-")
    return write_decimals(quantity.value, decimal_comma)


def _has_feet(quantity: Quantity) -> bool:
    return "ft" in quantity.number


def _called(quantity: Quantity) -> str:
    """The unit's name if it is short, else its symbol."""
    if quantity.unit is None or _SHORT_NAME.fullmatch(quantity.name):
        return quantity.name
    return quantity.unit.symbol


def _scaled(quantity: Quantity, whole: Unit) -> str | None:
    """The number in the base of the unit of the whole, which holds for those without one; None if
    its own has another base.
    """
    unit = quantity.unit or whole
    return write_number(quantity.value * unit.factor) if unit.base == whole.base else None


def _in_base(quantity: Quantity, unit: Unit) -> str:
    scaled = quantity.value * unit.factor
    if scaled < FEW_DECIMALS:
        return f"{write_number(quantity.value)}{unit.symbol}"
    return f"{write_number(scaled)}{unit.base}"
