"""Words of the query and their dictionary forms, by spaCy."""

from __future__ import annotations

import threading
from dataclasses import replace

import spacy
from spacy.language import Language

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Token

_LONGEST_TEXT = 10_000


class Linguistics:
    """Splits the text into tokens and gives each its lemma and whether it is a stop word.

    Blank pipelines with look-up tables: no statistical model, nothing downloaded. A language that
    spaCy does not know is tokenised by its language-neutral rules. Text beyond 10,000 characters is
    not read.
    """

    name = "linguistics"

    def __init__(self) -> None:
        self._pipelines: dict[str, Language] = {}
        self._lock = threading.Lock()

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Loads the tokenisers and tables of `languages`."""
        for language in languages:
            self._pipeline(language)

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        kept = lexicon.kept_words.get(query.language, frozenset())
        document = self._pipeline(query.language)(query.text[:_LONGEST_TEXT])
        tokens = tuple(
            Token(
                text=word.text,
                start=word.idx,
                end=word.idx + len(word.text),
                lemma=word.lemma_ or word.text,
                is_stop=word.is_stop and word.text not in kept,
            )
            for word in document
            if not (word.is_punct or word.is_space)
        )
        return replace(query, tokens=tokens)

    def _pipeline(self, language: str) -> Language:
        pipeline = self._pipelines.get(language)
        if pipeline is None:
            with self._lock:
                pipeline = self._pipelines.get(language) or _load(language)
                self._pipelines[language] = pipeline
        return pipeline


def _load(language: str) -> Language:
    try:
        pipeline = spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")
    try:
        pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
        pipeline.initialize()
    except ValueError:
        return spacy.blank(language)
    return pipeline
