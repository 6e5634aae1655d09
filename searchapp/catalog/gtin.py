"""Global trade item numbers (EAN, UPC, ISBN-13) and their check digit (GS1 General Specifications
7.9)."""

from __future__ import annotations

import re

_LENGTHS = (8, 12, 13, 14)
_SEPARATORS = re.compile(r"[\s-]")


def read_gtin(value: object) -> str:
    """The digits of a GTIN; raises ValueError with what is wrong. A number gets back the zeros that
    it lost at the front."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("is not a GTIN; write its digits as text")
    digits = _SEPARATORS.sub("", str(value))
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{digits[:20]!r} has more than digits; a GTIN has 8, 12, 13 or 14 digits")
    if isinstance(value, int):
        digits = digits.zfill(next((length for length in _LENGTHS if length >= len(digits)), 0))
    if len(digits) not in _LENGTHS:
        raise ValueError(f"has {len(digits)} digits; a GTIN has 8, 12, 13 or 14")
    expected = check_digit(digits[:-1])
    if digits[-1] != expected:
        raise ValueError(
            f"{digits} has the check digit {digits[-1]}, which should be {expected};"
            " correct the number or leave it out"
        )
    return digits


def check_digit(digits: str) -> str:
    """The last digit that belongs to the `digits` before it: weights 3 and 1 from the right."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits[::-1])
    )
    return str(-total % 10)
