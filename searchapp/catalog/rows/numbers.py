"""Numbers and prices as merchants write them: 12.5, "1,299.00", "12,50 €", "USD 12.50"."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND"}
_SHARED_SYMBOLS = "$¥"  # many currencies write them, so they say nothing
_AMOUNT = re.compile(
    r"(?P<before>[A-Za-z]{3}|[^\w\s.,+-])?\s*(?P<number>[+-]?[\d.,' \u00a0\u202f]*\d)"
    r"\s*(?P<after>[A-Za-z]{3}|[^\w\s.,+-])?"
)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_CENT = Decimal("0.01")


class NotANumber(ValueError):
    """The value can't be read as a number; the message says what is expected."""


def read_number(value: object) -> Decimal:
    """The number that `value` is or says. Raises NotANumber, also for true, NaN and infinity."""
    return read_amount(value)[0]


def read_amount(value: object) -> tuple[Decimal, str]:
    """A number and the currency written with it, "" when none is or when it is not plain."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise NotANumber("is not a number; write it like 12.50")
    if not isinstance(value, str):
        return _finite(str(value)), ""
    match = _AMOUNT.fullmatch(value.strip())
    if match is None:
        raise NotANumber(f"{value[:40]!r} is not a number; write it like 12.50")
    return _finite(_plain(match["number"])), _currency(match["before"] or match["after"] or "")


def to_cents(amount: Decimal) -> Decimal:
    """The amount with two decimals, halves rounded up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _plain(written: str) -> str:
    """Digits with a decimal point: of a comma and a point, the last is the decimal one; a comma
    alone is decimal unless exactly three digits follow each."""
    written = re.sub(r"['\s]", "", written)
    comma, point = written.rfind(","), written.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return written.replace(thousands, "").replace(decimal, ".")
    if comma >= 0:
        return written.replace(",", "" if _THOUSANDS.fullmatch(written) else ".")
    return written.replace(".", "") if written.count(".") > 1 else written


def _finite(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise NotANumber(f"{written[:40]!r} is not a number; write it like 12.50") from None
    if not number.is_finite():
        raise NotANumber("is not finite; leave the field out when it is unknown")
    return number


def _currency(mark: str) -> str:
    if not mark or mark in _SHARED_SYMBOLS:
        return ""
    if mark in _SYMBOLS:
        return _SYMBOLS[mark]
    if mark.isalpha() and len(mark) == 3:
        return mark.upper()
    raise NotANumber(f"{mark!r} is no currency; name it in the field currency, like USD")
