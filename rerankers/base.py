"""The protocol of a reranker. This docstring is the contract, checked by
`rerankers/contract.py`, which a plug-in's own tests inherit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery


class RankedItem(Protocol):
    """What a reranker may know of a candidate.

    `features` has those that the reranker names, and perhaps others; one that an item lacks is NaN
    or not there. `score` is the one that the stages before gave the item, `first_score` that of
    the first stage.
    """

    @property
    def id(self) -> str: ...

    @property
    def features(self) -> Mapping[str, float]: ...

    @property
    def document(self) -> Mapping[str, Any]: ...

    @property
    def first_score(self) -> float: ...

    @property
    def score(self) -> float: ...


class Reranker(Protocol):
    """Scores the candidates of one query. The contract:

    - `features` names the features that it reads of each candidate, none when it reads only texts;
      exactly these are computed for it.
    - `score` returns a float32 array of shape (n,), one finite score a candidate, aligned with its
      input; higher is better. It never sorts, drops or changes candidates.
    - It is deterministic and does not depend on the order of the candidates.
    - No candidates give an empty array of shape (0,).
    - It may raise: the caller then keeps the order before it and says so. Where `score` is late,
      nobody waits for it; what runs long asks `rerankers.deadline.give_up_when_late` now and then.
    - The constructor is cheap; `warm_up` loads what is heavy and may be called again. One instance
      serves many threads.
    """

    @property
    def name(self) -> str: ...

    @property
    def features(self) -> tuple[str, ...]: ...

    def warm_up(self) -> None: ...

    def score(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> NDArray[np.float32]: ...


STORED_VECTORS = "token_vectors"
"""The field of the index that keeps what a model has read of documents ahead of queries."""


@runtime_checkable
class ReadsAhead(Protocol):
    """A reranker that reads documents without any query, so that the index can keep what it read.

    What the index keeps of a candidate stands in its `document` under `stored_field`, as bytes; it
    may be missing, or of another model or text: `score` then reads the document itself, and gives
    the same score. `stamp` (16 bytes) is of the model and of all that it reads of a document;
    `read_ahead` gives the bytes of each document, which begin with its stamp.
    """

    @property
    def stored_field(self) -> str: ...

    def stamp(self, document: Mapping[str, Any]) -> bytes: ...

    def read_ahead(self, documents: Sequence[Mapping[str, Any]]) -> list[bytes]: ...


RERANKER_CURE = (
    "train or copy it again (docs/write-a-reranker.md), or take the reranker out of RERANKERS"
)
"""What mends a model folder of a reranker that is not fit for use."""
BASE = "base"
"""In an explanation: the part of a score that no feature accounts for."""
SO_FAR = "score"
"""In an explanation: the part that the score of the stages before accounts for, whose own parts are
then told.
"""


@runtime_checkable
class Explainable(Protocol):
    """A reranker that can say what its scores are made of."""

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        """For each candidate the signed contributions by feature name, `BASE` and `SO_FAR`; they
        sum to its score (relative tolerance 1e-4).
        """
        ...
