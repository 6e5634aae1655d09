"""The protocol of a reranker. This docstring is the contract, checked by
`tests/contracts/reranker.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery


class RankedItem(Protocol):
    """What a reranker may know of a candidate."""

    @property
    def id(self) -> str: ...

    @property
    def features(self) -> Mapping[str, float]: ...

    @property
    def document(self) -> Mapping[str, Any]: ...

    @property
    def first_score(self) -> float: ...


class Reranker(Protocol):
    """Scores the candidates of one query. The contract:

    - `score` returns a float32 array of shape (n,), one finite score a candidate, aligned with its
      input; higher is better. It never sorts, drops or changes candidates.
    - It is deterministic and does not depend on the order of the candidates.
    - No candidates give an empty array of shape (0,).
    - It may raise: the caller then keeps the order of the first stage and says so.
    - The constructor is cheap; `warm_up` loads what is heavy and may be called again. One instance
      serves many threads.
    """

    name: str

    def warm_up(self) -> None: ...

    def score(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> NDArray[np.float32]: ...
