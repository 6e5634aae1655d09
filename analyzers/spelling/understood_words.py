"""Words that the chain itself understands, whatever the catalog has: those that bind others, those
of prices, ratings and stock, and those by which intents are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from analyzers.entities.data_files import data_file
from analyzers.intents.intent_set import IntentSet
from analyzers.intents.phrase import parse_phrase
from analyzers.languages import language_data
from analyzers.linguistics.stop_words import stop_words
from analyzers.normalization.characters import normalize_characters
from analyzers.spelling.words import words_of

_IN_ALL_LANGUAGES = ("any", "currencies")


@cache
def words_of_patterns(language: str) -> frozenset[str]:
    """The stop words, prepositions and negations of a language, and the words of what is said in it
    of prices, ratings, stock and sellers; as spelling keys.
    """
    data = language_data(language)
    texts = {
        *stop_words(language),
        *data.prepositions,
        *data.negation.strong,
        *data.negation.weak,
        *data.negation.after,
        *data.negation.joins,
        *_told_in(data_file("offers"), language, False),
    }
    return frozenset(word.key for text in texts for word in words_of(normalize_characters(text)))


@lru_cache(maxsize=8)
def words_of_intents(intents: IntentSet, language: str) -> frozenset[str]:
    """The words by which intents are said in a language; as spelling keys."""
    return frozenset(
        word
        for rule in intents.rules
        if rule.language in ("", language)
        for phrase in (*rule.phrases, *rule.unless)
        for step in parse_phrase(phrase).steps
        for word in step.words
    )


def _told_in(entry: object, language: str, is_in: bool) -> Iterator[str]:
    """The texts under the key of the language, or of all languages, at any depth."""
    if isinstance(entry, Mapping):
        for key, value in entry.items():
            yield from _told_in(value, language, is_in or key in (language, *_IN_ALL_LANGUAGES))
    elif isinstance(entry, list):
        for value in entry:
            yield from _told_in(value, language, is_in)
    elif is_in:
        yield str(entry)
