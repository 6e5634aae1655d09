"""Amounts of money as people write them: "$1,299", "1.299,00 €", "20 bucks", "1.5k"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analyzers.entities.data_files import data_file
from analyzers.entities.patterns.phrases import any_of

_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the code of its currency, "" when none is named."""

    value: float
    currency: str


def number_value(written: str) -> float:
    """The value of digits with points, commas or spaces among them.

    The last sign before one or two digits, or before three when both signs occur, begins the
    fraction; other signs set off thousands: "1.299" is 1299, "12.99" and "1.299,00" have cents.
    """
    digits = written.replace(" ", "").replace("'", "")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits)
    sign, fraction = digits[last], digits[last + 1 :]
    whole = digits[:last].replace(".", "").replace(",", "")
    is_mixed = ("," if sign == "." else ".") in digits
    is_grouping = len(fraction) == len("000") and not is_mixed
    if is_grouping or digits.count(sign) > 1:
        return float(whole + fraction)
    return float(f"{whole or 0}.{fraction or 0}")


@cache
def amount_expression(name: str) -> str:
    """An expression for an amount; its groups are `name` followed by c, n, k and d."""
    currency = any_of(_codes())
    after = any_of(_codes(), whole=False) + r"(?!\w)"
    number = (
        rf"[0-9]{{1,3}}(?:\s[0-9]{{3}}){{1,2}}(?=\s?{after})"
        r"|[0-9]{1,3}(?:[.,'][0-9]{3}){1,2}(?:[.,][0-9]{1,2})?"
        r"|[0-9]{1,7}(?:[.,][0-9]{1,2})?"
    )
    return (
        rf"(?:(?P<{name}c>{currency})\s?)?"
        rf"(?<![\w.,])(?P<{name}n>{number})(?P<{name}k>k)?"
        rf"(?:\s?(?P<{name}d>{after})|(?!\w|[.,][0-9]))"
    )


def read_amount(match: re.Match[str], name: str) -> Amount:
    """The amount that `amount_expression(name)` matched."""
    value = number_value(match[f"{name}n"]) * (_THOUSAND if match[f"{name}k"] else 1.0)
    written = match[f"{name}c"] or match[f"{name}d"] or ""
    return Amount(value, _codes().get(written.lower(), ""))


def is_measured(text: str, end: int) -> bool:
    """Whether a unit of measure or a noun that is counted follows: "50 cm", "24 pieces"."""
    return _measure().match(text, end) is not None


def is_own_currency(currency: str, shop: str) -> bool:
    """Whether an amount in `currency` can be compared with the prices of the shop."""
    dollars = data_file("offers")["dollars"]
    return (
        not currency or not shop or currency == shop or (currency == dollars[0] and shop in dollars)
    )


def currency_names() -> tuple[str, ...]:
    """All signs, codes and names by which a currency is named, in lower case."""
    return tuple(_codes())


@cache
def _codes() -> dict[str, str]:
    return {
        name: code for code, names in data_file("offers")["currencies"].items() for name in names
    }


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(r"[\s-]?" + any_of(data_file("offers")["measures"]["any"]), re.IGNORECASE)
