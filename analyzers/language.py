"""The analyzer that finds out in which of the shop's languages a query is typed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analyzers.languages import language_data
from analyzers.linguistics.stop_words import stop_words
from analyzers.normalization.characters import normalize_characters
from analyzers.query import AnalyzedQuery
from analyzers.words_of_languages import language_of_word

if TYPE_CHECKING:  # parts of the lexicon use the words of languages
    from analyzers.lexicon import Lexicon

_LONGEST_READ = 200
"""Characters; a language shows itself in its first words."""

_LEAST_PROBABILITIES = (1.0, 1.0, 0.97)
_LEAST_PROBABILITY = 0.9
"""How sure a guess must be by the number of words, few of which tell little, and from three on."""

_BORROWED_BY_ALL = "en"

_SCRIPTS = {
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
}
"""By name; the first that occurs in a text is its script, else it is Latin."""

_SCRIPTS_OF_OTHERS = {
    "ko": ("hangul",), "ru": ("cyrillic",), "uk": ("cyrillic",), "bg": ("cyrillic",),
    "sr": ("cyrillic",), "mk": ("cyrillic",), "el": ("greek",), "he": ("hebrew",),
    "ar": ("arabic",), "fa": ("arabic",), "ur": ("arabic",), "th": ("thai",),
    "hi": ("devanagari",), "mr": ("devanagari",), "ne": ("devanagari",),
}  # fmt: skip
"""Of languages that have no file of their own."""

_WORD = re.compile(r"[^\W\d_]+")


class Language:
    """Chooses one of the lexicon's languages for a query that comes without one.

    In this order: the script, if only one of them is written in it; words and letters that only one
    of them has; py3langid's guess for three words or more, if it is sure; dictionaries, if all
    words that are in one alone are in the same; else the shop's default. Names of brands tell
    nothing there, nor do words of English, which all languages borrow.
    """

    name = "language"

    def __init__(self) -> None:
        self._guessers: dict[tuple[str, ...], _Guesser] = {}
        self._lock = threading.Lock()

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Loads the statistics of py3langid when there is a choice, and the words of each."""
        _evidence(languages)
        if len(languages) > 1:
            self._guesser(languages).guess("to be or not to be")
            language_of_word("word", _written_in("latin", languages))

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        if query.language:
            return query
        text = normalize_characters(query.text[:_LONGEST_READ])
        return replace(query, language=self._language(text, lexicon))

    def _language(self, text: str, lexicon: Lexicon) -> str:
        languages = lexicon.languages
        if len(languages) == 1:
            return languages[0]
        candidates = _written_in(_script(text), languages)
        if len(candidates) == 1:
            return candidates[0]
        words = _WORD.findall(text)
        if by_words := _by_evidence(words, text, candidates):
            return by_words
        needed = dict(enumerate(_LEAST_PROBABILITIES)).get(len(words), _LEAST_PROBABILITY)
        if needed < 1:
            guess, probability = self._guesser(languages).guess(text)
            if probability >= needed and guess in candidates:
                return guess
        return _by_dictionaries(words, candidates, lexicon) or candidates[0]

    def _guesser(self, languages: tuple[str, ...]) -> _Guesser:
        guesser = self._guessers.get(languages)
        if guesser is None:
            with self._lock:
                guesser = self._guessers.setdefault(languages, _Guesser(languages))
        return guesser


class _Guesser:
    """py3langid, limited to some languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        known = [each for each in languages if each in self._identifier.labels]
        self._identifier.set_languages(known or None)

    def guess(self, text: str) -> tuple[str, float]:
        """The most probable language and its probability among the languages."""
        language, probability = self._identifier.classify(text)
        return language, float(probability)


def _script(text: str) -> str:
    if text.isascii():
        return "latin"
    return next((name for name, has in _SCRIPTS.items() if has.search(text)), "latin")


def _written_in(script: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `languages` that use `script`, foremost the shop's default, then those that use it
    alone or first; all if none does.
    """
    scripts = {
        code: _SCRIPTS_OF_OTHERS.get(code, language_data(code).scripts) for code in languages
    }
    first = tuple(code for code in languages if scripts[code][0] == script)
    also = tuple(code for code in languages if script in scripts[code][1:])
    found = first + also or languages
    return tuple(sorted(found, key=lambda code: code != languages[0]))


def _by_evidence(words: Sequence[str], text: str, languages: tuple[str, ...]) -> str:
    """The language that has the most words and letters here that no other of them has; "" when
    there is no such language or two have as many.
    """
    evidence = _evidence(languages)
    counts = dict.fromkeys(languages, 0)
    owners = [evidence.words.get(word) for word in words]
    if not text.isascii():
        owners += [evidence.letters.get(letter) for letter in text]
    for owner in owners:
        if owner:
            counts[owner] += 1
    best, second, *_ = [*sorted(counts.values(), reverse=True), 0]
    return max(counts, key=lambda code: counts[code]) if best > second else ""


def _by_dictionaries(words: Sequence[str], languages: tuple[str, ...], lexicon: Lexicon) -> str:
    """The language of all words that one language alone has; "" when there are none, when they are
    of several, or when they are but borrowed.
    """
    told = {
        code
        for word in words
        if (code := language_of_word(word, languages)) and not lexicon.vocabulary.is_brand(word)
    }
    return told.pop() if len(told) == 1 and _BORROWED_BY_ALL not in told else ""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Words and letters that one language alone has, and which."""

    words: Mapping[str, str]
    letters: Mapping[str, str]


@cache
def _evidence(languages: tuple[str, ...]) -> _Evidence:
    return _Evidence(
        words=_owned({code: _words_of(code) for code in languages}),
        letters=_owned({code: language_data(code).letters for code in languages}),
    )


def _owned(signs: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """By sign, the one language that has it."""
    owners: dict[str, list[str]] = {}
    for code, of_code in signs.items():
        for sign in of_code:
            owners.setdefault(sign, []).append(code)
    return {sign: codes[0] for sign, codes in owners.items() if len(codes) == 1}


def _words_of(code: str) -> set[str]:
    data = language_data(code)
    listed = stop_words(code) | data.prepositions | data.negation.strong
    return {word for word in listed if len(word) > 1}
