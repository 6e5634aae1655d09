"""Text in which nothing is hidden, for pages and terminals."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200d\ufe0f"


def visible(text: str) -> str:
    """`text` with marks in place of what cannot be seen, such as control characters, which could
    otherwise steer a terminal or turn the direction of a line: "<U+001B>".
    """
    return "".join(
        character
        if character.isprintable() or character in _JOINERS
        else f"<U+{ord(character):04X}>"
        for character in text
    )


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
