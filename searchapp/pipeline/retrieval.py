"""The door to a search engine: queries as data, results as data, and the protocol between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.request import Filter, Kind, Sort


class Match(StrEnum):
    """How the words of a text clause meet its fields."""

    WORDS = "words"
    """Each word may match in any field; fields are read as one (cross fields)."""
    PHRASE = "phrase"
    """All words in this order, in one field."""
    PREFIX = "prefix"
    """All words in PREFIX fields, the last one as the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to say the words `[first, last)` of a clause's text, counted between spaces.

    Several words are a phrase: all of them in this order, in one field. `weight` in (0, 1] is what
    a match is worth beside its score. With `replaces` the words themselves are not searched.
    """

    first: int
    last: int
    text: str
    weight: float = 1.0
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class TextClause:
    """Words to find in weighted fields.

    `minimum_match` is the share of the words, in [0, 1], that an item must have (rounded down, at
    least one word); it applies to WORDS, as do `alternatives`. A clause that is not `required` only
    adds to the score. `name` tells the clause in traces.

    A word of a clause with alternatives is met by itself or by any alternative that covers it, and
    is scored once, by the best of these; an alternative for n words gives each of them the n-th
    part of its score. So an item that has both says it once, an alternative may cover some of the
    words of another, and `minimum_match` counts the words of the text however they are met. There
    a word in which the engine sees several ("t-shirt") is one and needs all its parts; in a clause
    without alternatives each part counts.
    """

    name: str
    text: str
    fields: Mapping[str, float]
    match: Match = Match.WORDS
    minimum_match: float = 0.0
    required: bool = True
    weight: float = 1.0
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Items that have `text` in one of `fields` are left out; several words are a phrase."""

    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class VectorClause:
    """Nearest neighbours by cosine. `vector` has shape (d,), float32, L2-normalised."""

    field: str
    vector: NDArray[np.float32]
    neighbours: int
    minimum_similarity: float = -1.0


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Counts of a facet's values; `prefix` keeps only values that begin with it."""

    field: str
    size: int = 20
    prefix: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RetrievalQuery:
    """One recall channel's question about one kind.

    With neither `text`, `vector` nor `identifiers` it matches everything (browse). At most one of
    the three is set. `filters` are all applied; a facet's counts ignore the filters on its own
    field and obey all others (post-filter semantics), but for those of `binding`, which every facet
    obeys; each of them is among `filters`, too. `without` and `exclude_ids` leave items out
    of hits, counts and the neighbours of a vector. Without `sort`, hits come by score, best
    first, ties by id. `document_fields` are returned in `EngineHit.document`, `feature_fields`
    (NUMERIC fields, doc values) in `EngineHit.features`, `field_scores` names the TEXT fields whose
    own BM25 score is wanted, `highlight` the TEXT fields to highlight. Without `exact_ties` equal
    scores of a text query may come in any order that stays the same while the index does.
    """

    kind: Kind
    channel: str
    size: int
    offset: int = 0
    text: tuple[TextClause, ...] = ()
    vector: VectorClause | None = None
    identifiers: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    binding: tuple[Filter, ...] = ()
    without: tuple[Exclusion, ...] = ()
    exclude_ids: tuple[str, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: Sort | None = None
    document_fields: tuple[str, ...] = ()
    feature_fields: tuple[str, ...] = ()
    field_scores: tuple[str, ...] = ()
    highlight: tuple[str, ...] = ()
    exact_ties: bool = True


class EngineHit(NamedTuple):
    """One item found; a tuple, as there are hundreds in an answer. `score` is the clause score, or
    the cosine in [-1, 1] for a vector query.

    `field_scores` has only the fields that matched. Highlights mark words
    with `HIGHLIGHT_START` and `HIGHLIGHT_END`.
    """

    id: str
    score: float
    field_scores: Mapping[str, float] = MappingProxyType({})
    features: Mapping[str, float] = MappingProxyType({})
    document: Mapping[str, Any] = MappingProxyType({})
    highlights: Mapping[str, tuple[str, ...]] = MappingProxyType({})


HIGHLIGHT_START = "\ue000"
HIGHLIGHT_END = "\ue001"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many items have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """The answer to one `RetrievalQuery`.

    `total` is the exact count of all items that match, whatever `size` is; for a vector query it is
    the number of neighbours. `error` is set, and the rest empty, when this query alone failed.
    """

    hits: tuple[EngineHit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    error: str | None = None


class EngineUnavailable(RuntimeError):
    """The engine can't be reached or did not answer in time; the message says what to check."""


class SearchEngine(Protocol):
    """Answers retrieval queries. The contract, checked by `tests/contracts/search_engine.py`:

    - `search` answers all queries in one round trip and returns one result a query, in their order;
      a query that fails alone has its `error` set, and the others are answered.
    - Safe to call from many threads; sees every write that was refreshed.
    - Raises `EngineUnavailable` when there is no answer within `timeout_ms`.
    - A kind without an index is empty, not an error.
    """

    name: str

    def search(
        self, queries: Sequence[RetrievalQuery], timeout_ms: int
    ) -> list[RetrievalResult]: ...

    def documents(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, dict[str, Any]]:
        """The stored documents of `ids` without vectors and bytes; ids that are not there are left
        out.
        """
        ...

    def vectors(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, NDArray[np.float32]]:
        """The embeddings, each (d,) float32, of those `ids` that have one (int8 precision or
        better).
        """
        ...

    def stored_bytes(
        self, kind: Kind, ids: Sequence[str], field: str, timeout_ms: int
    ) -> dict[str, bytes]:
        """What the BYTES `field` has, of those `ids` that have it."""
        ...

    def is_ready(self, timeout_ms: int) -> bool:
        """Whether a search would be answered now. Never raises."""
        ...
