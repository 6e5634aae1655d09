"""What is known about a query: the value that every analyzer takes and returns.

Offsets (`start`, `end`) always point into `AnalyzedQuery.text`, counted in characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the query, where it stands and what is known about it.

    `is_head` marks the word that names what is being bought ("shoes" in "red running shoes for wide
    feet"). `is_negated` marks words that the shopper does not want ("leather" in "sofa -leather"),
    `is_marker` the words that only say so ("without", "-").
    """

    text: str
    start: int
    end: int
    lemma: str = ""
    is_stop: bool = False
    is_head: bool = False
    is_negated: bool = False
    is_marker: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another way to say the tokens `[first, last)`: an alternative in the same clause.

    `text` may be several words, which are then meant as a phrase. `weight` in (0, 1] is what a
    match of it is worth beside one of the words themselves. A replacement is searched instead of
    them.
    """

    first: int
    last: int
    text: str
    weight: float
    rule: str
    replaces: bool = False


SURE = 0.8
"""From this confidence on, an entity filters; below, it only raises what it matches."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the query that names values of a catalog field, such as a brand or a price range.

    `values` are the values as the index has them, any of which matches; a range has none but
    `at_least` or `at_most` or both. The span `[start, end)` points into the text; two readings of
    one span are two entities. `is_spoken` says that the words of the span could stand in the text
    of an item (a brand, a colour), so that they are searched too; those of a price are not.
    `is_partial` says that few items have the field: a filter would lose most of what is meant.
    """

    field: str
    values: tuple[str, ...]
    start: int
    end: int
    confidence: float
    evidence: str
    at_least: float | None = None
    at_most: float | None = None
    is_spoken: bool = True
    is_negated: bool = False
    is_partial: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is meant beyond doubt and may filter."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class PredictedCategory:
    """A category in which the query may look, and how probable that is, in [0, 1]."""

    path: str
    probability: float


@dataclass(frozen=True, slots=True)
class Intent:
    """What the shopper wants beside products; `confidence` lies in [0, 1]."""

    name: str
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that an analyzer changed, and the rule or evidence that made it do so."""

    analyzer: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class AnalyzedQuery:
    """A query with everything that the analyzers found in it.

    `raw` is what the shopper typed, `text` what is searched. `corrected` is the text after sure
    corrections of the spelling, which is then also `text`; `did_you_mean` a text that may have been
    meant but is not searched. `categories` come most probable first. `embedding` has shape (d,),
    float32, L2-normalised; None until it was computed or when it was skipped.
    """

    raw: str
    text: str
    language: str
    tokens: tuple[Token, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    entities: tuple[Entity, ...] = ()
    categories: tuple[PredictedCategory, ...] = ()
    intents: tuple[Intent, ...] = ()
    edits: tuple[Edit, ...] = ()
    corrected: str | None = None
    did_you_mean: str | None = None
    embedding: NDArray[np.float32] | None = field(default=None, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to search for: such a request browses the catalog."""
        return not self.tokens
