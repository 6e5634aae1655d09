"""Runs the analyzers in their order: a left fold over one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.base import Analyzer
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery


class AnalyzerChain:
    """Analyzers with distinct names, applied one after the other.

    Raises ValueError at construction when a name is empty or occurs twice.
    """

    def __init__(self, analyzers: Sequence[Analyzer]) -> None:
        names = [analyzer.name for analyzer in analyzers]
        if "" in names or len(set(names)) != len(names):
            raise ValueError(f"analyzers need distinct, non-empty names, not {names}")
        self.analyzers = tuple(analyzers)

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Loads what the analyzers need for `languages`."""
        for analyzer in self.analyzers:
            analyzer.warm_up(languages)

    def analyze(
        self, raw: str, language: str, lexicon: Lexicon, skip: frozenset[str] = frozenset()
    ) -> AnalyzedQuery:
        """What the analyzers make of the query `raw`; those named in `skip` are left out.

        `language` is the one in which it was typed, or "" when the analyzers are to find out.
        """
        *_, last = self.steps(raw, language, lexicon, skip)
        return last[1]

    def steps(
        self, raw: str, language: str, lexicon: Lexicon, skip: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, AnalyzedQuery]]:
        """The query as typed, under the name "", then as each analyzer left it."""
        query = AnalyzedQuery(raw=raw, text=raw, language=language)
        yield "", query
        for analyzer in self.analyzers:
            if analyzer.name not in skip:
                query = analyzer.analyze(query, lexicon)
                yield analyzer.name, query
