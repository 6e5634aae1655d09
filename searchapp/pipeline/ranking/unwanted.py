"""What a query says in words that it does not want: "sandals without buckles".

A shop's texts seldom say what an item lacks, and often name what it only goes with. So an item
whose title has the unwanted words comes later, and is not left out; only "-buckles" leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.languages import language_data
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.first_stage import Ranking, with_added
from searchapp.pipeline.stems import stem
from searchapp.pipeline.understanding.negated import negated

_LACKING = frozenset({"free", "less", "frei", "los"})
"""Words that say after a noun that it is lacking: "sugar free"."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Words that are not wanted, side by side, and the words that say so in the language."""

    stems: tuple[str, ...]
    text: str
    language: str
    negations: frozenset[str]


def unwanted_phrases(query: AnalyzedQuery) -> tuple[Unwanted, ...]:
    """Each phrase that a word of the query negates."""
    texts = dict.fromkeys(each.text for each in negated(query) if each.said)
    return tuple(_phrase(text, query.language) for text in texts)


def demote(ranking: Ranking, phrases: Sequence[Unwanted], amount: float) -> Ranking:
    """The ranking with items later whose titles have what is not wanted, unless they say that they
    lack it.
    """
    if not phrases:
        return ranking
    return with_added(ranking, lambda item: _lowers(item, phrases, amount))


def _phrase(text: str, language: str) -> Unwanted:
    negation = language_data(language).negation
    negations = negation.strong | negation.weak | negation.after | _LACKING
    stems = tuple(stem(word, language) for word in _WORD.findall(text))
    return Unwanted(stems, text, language, negations)


def _lowers(item: Candidate, phrases: Sequence[Unwanted], amount: float) -> dict[str, float]:
    title = str(item.document.get("title", "")).lower()
    return {f"unwanted.{phrase.text}": -amount for phrase in phrases if _has(title, phrase)}


def _has(title: str, phrase: Unwanted) -> bool:
    """Whether the words stand in the title, with none beside them that says they are lacking."""
    words = _WORD.findall(title)
    stems = [stem(word, phrase.language) for word in words]
    length = len(phrase.stems)
    return any(
        tuple(stems[place : place + length]) == phrase.stems
        and phrase.negations.isdisjoint(words[max(place - 1, 0) : place + length + 1])
        for place in range(len(words) - length + 1)
    )
