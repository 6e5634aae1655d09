"""The analyzer that finds the words of a query and what each is in it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzers.languages import LanguageData, language_data
from analyzers.linguistics.alternatives import COMPOUND_RULE, UNIT_RULE, alternatives
from analyzers.linguistics.compounds import WordCounts
from analyzers.linguistics.head import mark_head
from analyzers.linguistics.lemmas import Known, lemma, word_forms
from analyzers.linguistics.negation import mark_negation
from analyzers.linguistics.segmentation import warm_up_segmentation
from analyzers.linguistics.stop_words import stop_words
from analyzers.linguistics.words import Word, Words
from analyzers.query import AnalyzedQuery, Expansion, Token

if TYPE_CHECKING:  # parts of the lexicon use the words of languages
    from analyzers.lexicon import Lexicon

LONGEST_TEXT = 10_000
MOST_SOUGHT_WORDS = 40
"""The first words of a query are sought in the catalog's vocabulary, for lemmas and compounds; who
types more is understood by the language alone.
"""


class Linguistics:
    """Splits the text into tokens and tells of each its lemma, whether it is a stop word, the head,
    unwanted, or a word that only says so; adds other ways to say measures and compounds.

    By spaCy's tokenizer and look-up tables and the rules of `analyzers/languages`: no statistical
    model, nothing downloaded. A language that has neither is tokenised all the same. Text beyond
    10,000 characters is not read.
    """

    name = "linguistics"

    def __init__(self) -> None:
        self._words: Words | None = None
        self._lock = threading.Lock()

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Loads the tokenizer and the tables of `languages`."""
        self._tokenizer()
        for language in languages:
            stop_words(language)
            word_forms(language)
            if language_data(language).is_segmented:
                warm_up_segmentation(language)

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        language = query.language
        data = language_data(language)
        kept = lexicon.kept_words.get(language)
        stops = stop_words(language) - kept if kept else stop_words(language)
        vocabulary: object = lexicon.vocabulary
        counts = vocabulary if isinstance(vocabulary, WordCounts) else None
        is_known = counts.has if counts is not None else None
        found = self._tokenizer()(query.text[:LONGEST_TEXT], language)
        words = [
            _described(
                word, query.text, data, stops, is_known if place < MOST_SOUGHT_WORDS else None
            )
            for place, word in enumerate(found)
        ]
        tokens = tuple(mark_head(mark_negation(words, data), data))
        few_counts = counts if len(tokens) <= MOST_SOUGHT_WORDS else None
        own = tuple(alternatives(tokens, language, few_counts))
        others = _of_others(query.expansions) if query.tokens == tokens else ()
        return replace(query, tokens=tokens, expansions=(*own, *others))

    def _tokenizer(self) -> Words:
        words = self._words
        if words is None:
            with self._lock:
                words = self._words = self._words or Words()
        return words


def _described(
    word: Word, text: str, data: LanguageData, stops: frozenset[str], is_known: Known | None
) -> Token:
    written = text[word.start : word.end]
    is_elided = written[-1] == "'" and written[:-1] in data.elisions
    return Token(
        written,
        word.start,
        word.end,
        word.lemma or lemma(written, data.code, is_known),
        word.is_function_word or written in stops or is_elided,
        is_negated=word.is_excluded,
        is_marker=word.is_marker,
    )


def _of_others(expansions: tuple[Expansion, ...]) -> tuple[Expansion, ...]:
    own = (f"{UNIT_RULE}: ", f"{COMPOUND_RULE}: ")
    return tuple(each for each in expansions if not each.rule.startswith(own))
