"""Queries that may tell who typed them: these are never shown to others."""

from __future__ import annotations

import re

FEWEST_DIGITS = 7
"""From so many digits on, a number may be that of a phone, a card, an order or a parcel."""

_ADDRESS = re.compile(r"\S@\S|https?:|www\.")
_NUMBER = re.compile(r"\d(?:[\s().,/+:#_-]*\d)*")


def may_be_personal(text: str) -> bool:
    """Whether `text` has an e-mail or web address, or a long number however its digits are grouped
    ("+49 170 123 45 67", "4111-1111-1111-1111"); also a bar code, which nobody types by halves.
    """
    return bool(_ADDRESS.search(text)) or any(
        sum(character.isdigit() for character in number.group()) >= FEWEST_DIGITS
        for number in _NUMBER.finditer(text)
    )
