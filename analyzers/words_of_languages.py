"""Which of a shop's languages a single word belongs to, by what is known of the words of each."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import spacy.util

from analyzers.languages import language_data
from analyzers.linguistics.compounds import split_by_forms
from analyzers.linguistics.lemmas import word_forms
from analyzers.linguistics.stop_words import stop_words

_SHORTEST = 3


@lru_cache(maxsize=50_000)
def language_of_word(word: str, languages: tuple[str, ...]) -> str:
    """The only one of `languages` that has the word; "" when several have it or none, or when
    nothing is known of the words of the first, the shop's default.

    A word that none has is of the one in which it is a compound.
    """
    if len(word) < _SHORTEST or not word_forms(languages[0]).lemmas:
        return ""
    having = [code for code in languages if _has(word, code)] or [
        code for code in languages if split_by_forms(word, code)
    ]
    return having[0] if len(having) == 1 else ""


def _has(word: str, code: str) -> bool:
    return word in word_forms(code).lemmas or word in _other_words(code)


@cache
def _other_words(code: str) -> frozenset[str]:
    """Words that the table of forms may lack: those without other forms, and the language file's.

    Read once a process, in some hundredths of a second.
    """
    data = language_data(code)
    tables = spacy.util.registry.lookups.get_all().get(code, {})
    index: Any = {}
    if "lemma_index" in tables:
        index = spacy.util.load_language_data(tables["lemma_index"])
    return stop_words(code).union(
        data.prepositions,
        data.containers,
        data.not_heads,
        data.lemmas.invariable,
        data.lemmas.repairs,
        *index.values(),
    )
