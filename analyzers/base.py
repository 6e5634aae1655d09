"""The protocol of an analyzer. This docstring is the contract, checked by
`tests/contracts/analyzer.py`.
"""

from __future__ import annotations

from typing import Protocol

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery


class Analyzer(Protocol):
    """One step of understanding a query. The contract:

    - `analyze` takes any query whose text is any Unicode string, never raises for one, and returns
      a new value; what it does not understand it leaves as it was.
    - It is deterministic, and analysing its own output again changes nothing.
    - Every change of `text` is told by an `Edit` that names this analyzer and the rule or evidence.
    - Offsets of tokens and entities point into `text`.
    - Time grows at most linearly with the length of the text.
    - The constructor is cheap and takes no arguments; `warm_up` loads what is heavy and may be
      called again.
    - One instance serves many threads.
    """

    name: str

    def warm_up(self, languages: tuple[str, ...]) -> None: ...

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery: ...
