"""A chain whose analyzers together use everything that a query can carry, and a lexicon for it."""

from __future__ import annotations

from dataclasses import replace

from analyzers.chain import AnalyzerChain
from analyzers.intents.intent_rule import IntentRule
from analyzers.intents.intent_set import IntentSet
from analyzers.lexicon import Lexicon
from analyzers.query import (
    AnalyzedQuery,
    Edit,
    Entity,
    Expansion,
    Intent,
    PredictedCategory,
    Token,
)


class Reader:
    """An analyzer that needs nothing."""

    name = ""

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load."""


class Corrector(Reader):
    """Writes "shoes" where "sheos" stands, and says the language."""

    name = "corrector"

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        text = query.text.replace("sheos", "shoes")
        if text == query.text:
            return replace(query, language="en", did_you_mean=f"{text}?")
        edit = Edit(self.name, "one swap", "sheos", "shoes")
        return replace(query, text=text, language="en", corrected=text, edits=(*query.edits, edit))


class Splitter(Reader):
    """Makes tokens of what spaces part."""

    name = "splitter"

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        tokens: list[Token] = []
        end = 0
        for word in query.text.split():
            start = query.text.index(word, end)
            end = start + len(word)
            is_head = word == "shoes"
            tokens.append(Token(word, start, end, word.rstrip("s"), word == "for", is_head))
        return replace(query, tokens=tuple(tokens))


class Finder(Reader):
    """Finds one of each in a query that begins with "red"."""

    name = "finder"

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        if not query.text.startswith("red"):
            return query
        first, *others = query.tokens
        return replace(
            query,
            tokens=(replace(first, is_negated=True), *others),
            entities=(
                Entity("colour", ("red", "dark red"), 0, 3, 0.95, "812 items"),
                Entity("price", (), 0, 3, 0.5, "under", at_most=50.0, is_negated=True),
            ),
            expansions=(
                Expansion(0, 1, "crimson", 0.9, "synonym 12"),
                Expansion(0, 1, "scarlet", 0.5, "synonym 13", replaces=True),
            ),
            categories=(PredictedCategory("Shoes > Running", 0.62),),
            intents=(Intent("returns", 0.8, "return [my] order"),),
        )


CHAIN = AnalyzerChain([Corrector(), Splitter(), Finder()])
LEXICON = Lexicon(
    version="build-7+abc",
    intents=IntentSet.of([IntentRule("returns", ("returns",), leads="video", link="/returns")]),
)
