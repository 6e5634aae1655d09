"""Synonyms of the words of a query."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Expansion, Token
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.synonyms.synonym_set import SynonymMatch, SynonymSet, WordForms
from analyzers.synonyms.words import Words, words_of_normalized

MOST_FOR_ONE_TERM = 8
"""Synonyms that are searched for one term: those with the greatest weights."""
MOST_FOR_A_QUERY = 24
"""Synonyms that are searched for a query: those of its first words."""
MOST_WORDS = 100
"""Words of a query that are looked up: its first."""

_MANY_ITEMS = 1_000_000
"""More than most shops have: the fewer items are assumed, the more a rare word would be lowered."""


class Synonyms:
    """Adds the expansions that the lexicon's synonyms give; the text stays as it is.

    Engines score a rare word higher than a common one. So that an item which says it in a rare way
    is not ranked over one that says it as the shopper does, an alternative that is rarer than the
    words it stands for has its weight lowered by as much as the catalog's word counts tell. It
    then scores about as these words do, times the weight of its rule. A replacement, of which
    nothing else is searched, keeps its weight.
    """

    name = "synonyms"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load."""

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        if not len(lexicon.synonyms) or not query.tokens:
            return query
        found: list[Expansion] = []
        for match in _matches(query, lexicon.synonyms):
            found += _expansions(match, query.tokens, lexicon.vocabulary)
            if len(found) >= MOST_FOR_A_QUERY:
                break
        del found[MOST_FOR_A_QUERY:]
        others = (each for each in query.expansions if each not in found)
        return replace(query, expansions=(*others, *found)) if found else query


def _matches(query: AnalyzedQuery, synonyms: SynonymSet) -> Iterator[SynonymMatch]:
    """The matches among the words that are wanted; one that ends in a word takes its 's along."""
    tokens = query.tokens[:MOST_WORDS]
    forms = [_forms(token) for token in tokens]
    for match in synonyms.matches(forms, query.language):
        last = match.last
        while last < len(tokens) and not forms[last].typed and _is_glued(tokens, last):
            last += 1
        yield match._replace(last=last)


def _forms(token: Token) -> WordForms:
    if token.is_negated or token.is_marker:
        return WordForms(("",))
    typed = words_of_normalized(token.text)
    if token.lemma in ("", token.text):
        return WordForms(typed)
    return WordForms(typed, words_of_normalized(token.lemma.lower()))


def _is_glued(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].start == tokens[index - 1].end


def _expansions(
    match: SynonymMatch, tokens: Sequence[Token], vocabulary: Vocabulary
) -> list[Expansion]:
    typed = tuple(
        word
        for token in tokens[match.first : match.last]
        for word in words_of_normalized(token.text)
    )
    best = sorted(match.synonyms, key=lambda each: -each.weight)[:MOST_FOR_ONE_TERM]
    rarity = _rarity(typed, vocabulary)
    return [
        Expansion(
            match.first,
            match.last,
            each.term.text,
            each.weight
            if each.replaces
            else max(0.001, round(each.weight * _share(rarity, each.term.words, vocabulary), 3)),
            each.rule,
            each.replaces,
        )
        for each in best
    ]


def _share(typed: float, said: Words, vocabulary: Vocabulary) -> float:
    """The part of its score with which `said` scores as words of the rarity `typed` do, at most
    all of it.
    """
    return min(1.0, typed / _rarity(said, vocabulary))


def _rarity(words: Words, vocabulary: Vocabulary) -> float:
    """About the sum of the words' inverse document frequencies."""
    return sum(math.log1p(_MANY_ITEMS / (vocabulary.count(word) + 1)) for word in words)
