"""One way to read a part of a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzers.spelling.context_model import SpelledWord

Change = Literal["", "word", "split", "join"]

SPLIT_COST = 5.5
"""-ln of the probability that a space is forgotten at a certain place."""
STRANGERS_COST = 7.5
"""The same between two words that the catalog never has side by side."""
JOIN_COST = 6.0
"""-ln of the probability that a space is typed within a word at a certain place."""
COMPOUND_COST = 3.0
"""The same where both parts are words and the catalog mostly joins them: many are not sure how
"toothbrush" is written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The words [first, last) of the query, read as `words`.

    `cost` is that of the errors which it supposes, `change` their kind, "" for words as typed.
    """

    first: int
    last: int
    words: tuple[SpelledWord, ...]
    cost: float = 0.0
    change: Change = ""
