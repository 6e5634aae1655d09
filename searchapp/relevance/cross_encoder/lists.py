"""What the network learns from: lists of a query, some items, and how good each of them is.

Goodness lies in [0, 1]. For a query that asks for a category it is that of the item's category and
of the words that the query says beside it, and only titles are read, so that what an item is must
be told from its title. For one that asks for an item it is 1 for the item that it was made from and
nearly that for one of its category with all of the query's words. For a judged query it is the
grade, as a share of the highest; unjudged items that recall finds count as irrelevant, since a
ranker that never saw them lets them rise.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchapp.relevance.cross_encoder.catalog_texts import CatalogText, folded, words_of
from searchapp.relevance.cross_encoder.mining import Miner
from searchapp.relevance.cross_encoder.pseudo_queries import About, PseudoQuery

LENGTH = 8
_MINED = 60
_HARD = 3
_RELATIVES = 2
_UNJUDGED = 2
_TITLE_ALONE = 0.15
_ANSWERS_ELSEWHERE = 0.8
_WHOLE = 0.99


@dataclass(frozen=True, slots=True)
class TrainingList:
    """A query, places of items in the catalog, and their goodness in [0, 1]. With `titles_alone`
    nothing but the items' titles is read.
    """

    query: str
    items: tuple[int, ...]
    goodness: tuple[float, ...]
    titles_alone: bool = False


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A judged query: goodness by place, and what recall finds beside it."""

    query: str
    goodness: Mapping[int, float]
    unjudged: tuple[int, ...]


class ListMaker:
    """Makes lists of one catalog."""

    def __init__(self, items: Sequence[CatalogText], miner: Miner) -> None:
        self._items, self._miner = items, miner
        self._parents = [item.category.rpartition(" > ")[0] for item in items]
        self._of_category: dict[str, list[int]] = defaultdict(list)
        self._of_parent: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            self._of_category[item.category].append(place)
            self._of_parent[self._parents[place]].append(place)

    def pseudo(self, query: PseudoQuery, rng: random.Random, length: int = LENGTH) -> TrainingList:
        """The query's item among what recall finds, its relatives, and any others."""
        made, item = query.item, self._items[query.item]
        by_category = query.about is About.CATEGORY
        found = self._miner.first(query.text, _MINED)
        peers = self._of_category[item.category]
        places = [made]
        pools = [(found, _HARD), (peers, _RELATIVES)]
        if by_category:
            others = [place for place in found if self._items[place].category != item.category]
            cousins = self._of_parent[self._parents[made]]
            far = [place for place in cousins if self._items[place].category != item.category]
            pools = [(peers, 1), (others or found, _HARD), (far, _RELATIVES)]
        for pool, count in pools:
            left = [place for place in pool if place not in places]
            places += rng.sample(left, min(count * length // LENGTH, len(left)))
        while len(places) < length:
            places.append(rng.randrange(len(self._items)))
        words = frozenset(map(folded, words_of(query.text)))
        goodness = (self._goodness(query, words, place) for place in places)
        titles_alone = by_category or rng.random() < _TITLE_ALONE
        return TrainingList(query.text, tuple(places), tuple(goodness), titles_alone)

    def judged(self, query: str, grades: Mapping[int, float], highest: float) -> JudgedQuery:
        """The query with the unjudged items that recall finds among the first."""
        found = self._miner.first(query, _MINED)
        goodness = {place: max(grade, 0) / highest for place, grade in grades.items()}
        return JudgedQuery(query, goodness, tuple(each for each in found if each not in grades))

    def judged_list(self, query: JudgedQuery, rng: random.Random) -> TrainingList:
        """Judged items, as many grades of them as there are, among unjudged ones."""
        by_grade: dict[float, list[int]] = {}
        for place, good in query.goodness.items():
            by_grade.setdefault(good, []).append(place)
        unjudged = rng.sample(query.unjudged, min(_UNJUDGED, len(query.unjudged)))
        for grade in by_grade:
            rng.shuffle(by_grade[grade])
        turns: Iterator[int] = (
            pool[turn]
            for turn in range(max(map(len, by_grade.values())))
            for _, pool in sorted(by_grade.items(), reverse=True)
            if turn < len(pool)
        )
        places = [place for place, _ in zip(turns, range(LENGTH - len(unjudged)), strict=False)]
        places += unjudged
        while len(places) < LENGTH:
            places.append(rng.choice(places))
        goodness = (query.goodness.get(place, 0.0) for place in places)
        titles_alone = rng.random() < _TITLE_ALONE
        return TrainingList(query.query, tuple(places), tuple(goodness), titles_alone)

    def _goodness(self, query: PseudoQuery, words: frozenset[str], place: int) -> float:
        item, made = self._items[place], self._items[query.item]
        if query.about is About.CATEGORY:
            covered = _covered(words, item.words)
            near = 1.0 if item.category == made.category else 0.35
            alike = item.category == made.category or (
                bool(self._parents[place]) and self._parents[place] == self._parents[query.item]
            )
            return near * (0.4 + 0.6 * covered) if alike else 0.0
        if place == query.item:
            return 1.0
        covered = _covered(words, item.all_words)
        same_parent = self._parents[place] == self._parents[query.item]
        near = 1.0 if item.category == made.category else 0.6 if same_parent else 0.3
        return 0.9 * near if covered > _WHOLE else 0.5 * near * covered


def may_answer(list_: TrainingList, items: Sequence[CatalogText], item: CatalogText) -> bool:
    """Whether an item of another list may be good for this query, so that it must not count as bad:
    it is of the category of the best item, or has most of the words.
    """
    best = max(range(len(list_.items)), key=lambda index: list_.goodness[index])
    if items[list_.items[best]].category == item.category:
        return True
    words = frozenset(map(folded, words_of(list_.query)))
    return _covered(words, item.all_words) > _ANSWERS_ELSEWHERE


def _covered(words: frozenset[str], has: frozenset[str]) -> float:
    return len(words & has) / max(len(words), 1)
