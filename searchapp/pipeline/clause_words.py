"""The words of a text clause that has alternatives, and the ways in which each may be met.

Both engines compile these, so that they count and score alike.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from searchapp.pipeline.retrieval import TextClause


class Way(NamedTuple):
    """One way to meet a word: the word itself, or an alternative, which is a phrase if it has
    several words. `weight` multiplies the score of a match.
    """

    text: str
    weight: float
    is_alternative: bool


def clause_words(clause: TextClause) -> list[tuple[Way, ...]]:
    """For each different word of `clause.text` the ways to meet it, the word itself first.

    What has neither letter nor digit is no word. An alternative for n words gives each of them the
    n-th part of its score. Then a word is scored once, by its best way, and counts as met by any;
    and so n words that are met by their alternative count as n.
    """
    words: dict[tuple[Way, ...], None] = {}
    for place, word in enumerate(clause.text.split()):
        covering = [each for each in clause.alternatives if each.first <= place < each.last]
        itself = [] if any(each.replaces for each in covering) else [Way(word, 1.0, False)]
        others = [Way(each.text, each.weight / (each.last - each.first), True) for each in covering]
        ways = tuple(way for way in [*itself, *others] if any(map(str.isalnum, way.text)))
        if ways:
            words[ways] = None
    return list(words)


def least_words(share: float, count: int) -> int:
    """How many of `count` words `share` of them is: rounded down, at least one."""
    return max(1, floor(share * count + 1e-9))
