"""Learns which phrases complete a query from the catalog and the query log."""

from __future__ import annotations

from collections.abc import Iterable

from analyzers.completions.catalog_phrases import CatalogPhrases
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.meaning import meaning
from analyzers.completions.personal_data import may_be_personal
from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.normalization.characters import normalize_characters

FEWEST_PEOPLE = 5
"""What fewer people typed may tell who typed it, and is shown to nobody."""

_LONGEST = 60
"""Characters of a phrase; longer ones are pasted rather than typed."""

_PER_PERSON = 10.0
"""What one person who typed a query and found something weighs beside one unrated product."""


class CompletionIndexBuilder:
    """Builds a `CompletionIndex` of at most `most_phrases`; phrases that mean the same are one.

    A logged query counts only when at least `people` people typed it, some of its searches
    found something, and it does not look like personal data. It weighs by the people and the share
    found. `most_counted` bounds the memory: 500,000 phrases counted need some 150 MB. The first of
    `languages` is the catalog's.
    """

    def __init__(
        self,
        people: int = FEWEST_PEOPLE,
        languages: tuple[str, ...] = ("en",),
        most_phrases: int = 300_000,
        most_counted: int = 500_000,
    ) -> None:
        if people < 1 or most_phrases < 1 or most_counted < 1:
            raise ValueError("people, most_phrases and most_counted must be at least 1")
        languages = languages or ("en",)
        self._language = languages[0]
        self._people = people
        self._most_phrases = most_phrases
        self._most_counted = most_counted
        self._catalog = CatalogPhrases(most_counted, languages)
        self._queries: dict[str, float] = {}

    def add(self, item: CatalogItem) -> None:
        """Learns the phrases of a product."""
        self._catalog.add(item)

    def add_query(self, query: LoggedQuery) -> None:
        """Learns a query, if it may be shown to others."""
        if query.people < self._people or query.found < 1 or query.searches < 1:
            return
        text = normalize_characters(query.text)
        if not text or len(text) > _LONGEST or may_be_personal(text):
            return
        weight = _PER_PERSON * query.people * min(1.0, query.found / query.searches)
        self._queries[text] = self._queries.get(text, 0.0) + weight
        if len(self._queries) > self._most_counted:
            self._queries = _heaviest(self._queries, self._most_counted * 3 // 4)

    def build(self) -> CompletionIndex:
        """The index of all that was learnt."""
        forms: dict[str, _Forms] = {}
        for phrase, mass in self._catalog.weighted():
            if len(phrase) <= _LONGEST and not may_be_personal(phrase):
                forms.setdefault(meaning(phrase, self._language), _Forms()).see(phrase, mass)
        for text, weight in self._queries.items():
            forms.setdefault(meaning(text, self._language), _Forms()).hear(text, weight)
        forms.pop("", None)
        weighted = {each.best: each.weight for each in forms.values()}
        return CompletionIndex.of(_heaviest(weighted, self._most_phrases))


class _Forms:
    """The written forms of one meaning: the heaviest is shown, for all of them.

    Forms in the catalog are of much the same items, so that their masses are not added; what people
    typed is.
    """

    __slots__ = ("_best_weight", "_heard", "_seen", "best")

    def __init__(self) -> None:
        self.best = ""
        self._best_weight = 0.0
        self._seen = 0.0
        self._heard = 0.0

    def see(self, phrase: str, mass: float) -> None:
        self._seen = max(self._seen, mass)
        self._take(phrase, mass)

    def hear(self, text: str, weight: float) -> None:
        self._heard += weight
        self._take(text, weight)

    @property
    def weight(self) -> float:
        return self._seen + self._heard

    def _take(self, form: str, weight: float) -> None:
        if (-weight, form) < (-self._best_weight, self.best):
            self.best, self._best_weight = form, weight


def _heaviest(weighted: dict[str, float], most: int) -> dict[str, float]:
    order: Iterable[str] = sorted(weighted, key=lambda phrase: (-weighted[phrase], phrase))
    return {phrase: weighted[phrase] for phrase in list(order)[:most]}
