"""Which words of a query are never corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.lexicon import Lexicon
from analyzers.normalization.units import unit_names
from analyzers.spelling.spaced_codes import letters_of_codes
from analyzers.spelling.understood_words import words_of_intents, words_of_patterns
from analyzers.spelling.words import LONGEST_WORD, Word
from analyzers.words_of_languages import language_of_word

_QUOTED = re.compile(r'(?<!\S)"[^"]+"(?!\S)')
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_SIZES = frozenset(("xxs", "xxxs", "xxl", "xxxl", "xxxxl", "pcs", "qty"))


def untouchable(words: Sequence[Word], text: str, lexicon: Lexicon) -> list[bool]:
    """For each word whether it stays as it is whatever the vocabulary says.

    That is true of what is written in one with a number, as codes are, of what stands between
    quotation marks, of a script that writes no spaces, of the shop's protected words, of those that
    its merchants wrote synonyms for or as, or as names of entities, and of what is too long.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)] if '"' in text else []
    return [
        len(word.key) > LONGEST_WORD
        or word.is_counted
        or any(start <= word.start < end for start, end in quoted)
        or (not word.key.isascii() and _WITHOUT_SPACES.search(word.key) is not None)
        or word.text in lexicon.protected_words
        or word.key in lexicon.protected_words
        or word.key in lexicon.synonyms.words
        or word.key in lexicon.written_entities.words
        for word in words
    ]


def understood(words: Sequence[Word], text: str, language: str, lexicon: Lexicon) -> list[bool]:
    """For each word whether it is no error although the vocabulary may not know it; it may still be
    part of a known word with a space too many ("under wear").

    The chain knows what it says ("in stock", "rating 5 stars"), or it is part of a code, or a word
    of a language that the shop was given after the vocabulary was learnt.
    """
    of_codes = letters_of_codes(words, text, lexicon.vocabulary)
    of_patterns = words_of_patterns(language)
    of_intents = words_of_intents(lexicon.intents, language)
    learnt = lexicon.vocabulary.language.languages
    new = [code for code in lexicon.languages if code not in learnt] if learnt else []
    return [
        place in of_codes
        or word.key in of_patterns
        or word.key in of_intents
        or any(language_of_word(word.text, (code,)) for code in new)
        for place, word in enumerate(words)
    ]


def is_unit(key: str) -> bool:
    """Whether the word is a unit, in any language, or a size."""
    return key in _SIZES or key in unit_names()
