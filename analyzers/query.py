"""What is known about a query: the value that every analyzer takes and returns.

Offsets (`start`, `end`) always point into `AnalyzedQuery.text`, counted in characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the query, where it stands and what is known about it."""

    text: str
    start: int
    end: int
    lemma: str = ""
    is_stop: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another way to say the tokens `[first, last)`: an alternative in the same clause."""

    first: int
    last: int
    text: str
    weight: float
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the query that names a value of a catalog field, such as a brand or a colour."""

    field: str
    value: str
    start: int
    end: int
    confidence: float
    evidence: str


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

    `raw` is what the shopper typed, `text` what is searched. `embedding` has shape (d,), float32,
    L2-normalised; None until the embedding analyzer ran or when it was skipped.
    """

    raw: str
    text: str
    language: str
    tokens: tuple[Token, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    entities: tuple[Entity, ...] = ()
    intents: tuple[Intent, ...] = ()
    edits: tuple[Edit, ...] = ()
    corrected: str | None = None
    embedding: NDArray[np.float32] | None = field(default=None, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to search for: such a request browses the catalog."""
        return not self.tokens
