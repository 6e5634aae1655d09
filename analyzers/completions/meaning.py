"""When two phrases mean the same to a shopper."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

from analyzers.completions.function_words import function_words
from analyzers.completions.words import folded_words
from analyzers.languages import language_data
from analyzers.plurals import singular

_SHORTEST_PLURAL = 4


def meaning(text: str, language: str = "en") -> str:
    """A key that is equal for "running shoes", "shoes, running" and "running shoe".

    Word order, punctuation, accents, function words and the number of nouns don't count. The empty
    string for a text without words.
    """
    words = folded_words(text)
    needless = function_words((language,))
    telling = [word for word in words if word not in needless] or words
    return " ".join(sorted({_singular(word, language[:2]) for word in telling}))


@lru_cache(maxsize=50_000)
def _singular(word: str, language: str) -> str:
    """`word` without its plural ending: by its letters in English, which touches nothing else, and
    by Snowball for languages whose plurals have many forms.
    """
    stemmer = language_data(language).stemmer
    if not stemmer or language == "en":
        return singular(word)
    if not word.isalpha() or len(word) < _SHORTEST_PLURAL:
        return word
    return str(Stemmer.Stemmer(stemmer).stemWord(word))
