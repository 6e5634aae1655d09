"""Numbers as shoppers and catalogs write them: decimal commas, thousands, fractions."""

from __future__ import annotations

import re
from decimal import Decimal

_SMALLEST = Decimal("0.0001")
"""A number is told apart from others by so many decimals: 1/3 is 0.3333."""

_LONGEST = 14
"""Characters; so a number in any unit stays exact."""

_MIXED = re.compile(r"(?:([0-9]+)[ -])?([0-9]+)/([0-9]+)")
_DECIMAL_COMMA = re.compile(r"(?<![\w.,/-])([0-9]+),([0-9]{1,2})(?![\w.,/-])")


def parse_number(text: str, decimal_comma: bool) -> Decimal | None:
    """The value of digits with points, commas or a fraction: "1,299", "1-1/2", ".5"; None for what
    is no number ("1.2.3", "1/0") or has more than 14 characters.

    A comma or point before exactly three digits parts thousands where the language has the other as
    its decimal mark, and decimals where it does not; any other number of digits is decimals, and so
    is what follows a leading 0: "1,299" is 1299 in English and 1.299 in German, "1,5" is 1.5 in
    both. A mark that occurs twice parts thousands.
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text)
    if mixed := _MIXED.fullmatch(text):
        whole, above, below = mixed.groups()
        if int(below) == 0:
            return None
        return Decimal(whole or 0) + Decimal(above) / Decimal(below)
    marks = re.findall("[.,]", text)
    parts = re.split("[.,]", text)
    is_grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    if len(marks) == 1:
        thousands = "." if decimal_comma else ","
        if is_grouped and marks[0] == thousands and parts[0] != "0":
            return Decimal("".join(parts))
        return Decimal(f"{parts[0] or 0}.{parts[1]}")
    if len(set(marks)) == 1:
        return Decimal("".join(parts)) if is_grouped else None
    *grouped, decimals = parts
    if len(set(marks[:-1])) > 1 or any(len(part) != 3 for part in grouped[1:]):
        return None
    return Decimal(f"{''.join(grouped)}.{decimals}")


def write_number(value: Decimal) -> str:
    """`value` in digits with a decimal point, without trailing zeros: 3/2 is "1.5"."""
    digits = f"{value.quantize(_SMALLEST):f}"
    return digits.rstrip("0").rstrip(".")


def write_decimals(value: Decimal, decimal_comma: bool) -> str:
    """`value` as a text of the language may have it: three decimals stay behind a comma where they
    would be thousands behind a point.
    """
    number = write_number(value)
    if decimal_comma and len(number.partition(".")[2]) == 3:
        return number.replace(".", ",")
    return number


def point_decimals(text: str) -> str:
    """`text` with its decimal commas as points, where one or two digits follow: "8,5" is "8.5"."""
    return _DECIMAL_COMMA.sub(r"\1.\2", text) if "," in text else text


def decimals_with_points(text: str) -> list[str]:
    """The numbers that `point_decimals` would write otherwise, as it writes them."""
    if "," not in text:
        return []
    return [f"{whole}.{decimals}" for whole, decimals in _DECIMAL_COMMA.findall(text)]
