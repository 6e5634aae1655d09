"""Dictionary forms of words: spaCy's look-up tables, mended by the rules of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from sys import intern
from types import MappingProxyType

from analyzers.languages import LemmaRules, language_data
from analyzers.lookup_tables import lookup_table

_SHORTEST_PREFIX = 3
_SHORTEST_HEAD = 4
_POSSESSIVES = ("'s", "s'")

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True, eq=False)
class WordForms:
    """The look-up table of a language: each form, in lower case, with its dictionary form, and the
    latter with itself. `nouns` are those that are written with a capital, where nouns are.
    """

    lemmas: Mapping[str, str] = field(default_factory=dict)
    nouns: Set[str] = frozenset()


@cache
def word_forms(language: str) -> WordForms:
    """The forms of `language`, read once a process (a second, up to 80 MB); none for a language
    that spaCy's data have no table of.
    """
    lemmas: dict[str, str] = {}
    nouns: set[str] = set()
    has_capitals = language_data(language).compounds is not None
    for form, found in lookup_table(language, "lemma_lookup").items():
        lemma = found[0] if isinstance(found, list) else found
        small, small_lemma = form.lower(), intern(lemma.lower())
        is_noun = has_capitals and form[:1].isupper() and lemma[:1].isupper()
        if is_noun or small not in nouns:
            lemmas[small] = small_lemma
        lemmas.setdefault(small_lemma, small_lemma)
        if is_noun:
            nouns.update((small, small_lemma))
    return WordForms(MappingProxyType(lemmas), frozenset(nouns))


def lemma(word: str, language: str, is_known: Known | None = None) -> str:
    """The dictionary form of `word`, which is normalised; the word itself when none is found.

    `is_known` tells of words that the table lacks, such as those of the catalog.
    """
    found = _lemma_by_language(word, language)
    if found is None and is_known is not None and word.isalpha():
        found = _by_ending(word, language_data(language).lemmas, is_known)
    return found or word


@lru_cache(maxsize=50_000)
def _lemma_by_language(word: str, language: str) -> str | None:
    if not word.isalpha():
        if word.endswith(_POSSESSIVES):
            base = word[:-2] if word.endswith("'s") else word[:-1]
            return _lemma_by_language(base, language) or base
        return word
    data = language_data(language)
    rules, forms = data.lemmas, word_forms(language)
    if repaired := rules.repairs.get(word):
        return repaired
    if word in rules.invariable:
        return word
    found = forms.lemmas.get(word)
    if found is not None and rules.rejected and found.endswith(rules.rejected):
        found = None
    if rules.endings_first or found is None:
        found = _by_ending(word, rules, forms.lemmas.__contains__) or found
    if found is None and data.compounds is not None:
        found = _by_last_part(word, forms)
    return found


def _by_ending(word: str, rules: LemmaRules, is_known: Known) -> str | None:
    for ending, other in rules.endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_PREFIX - 1:
            candidate = word[: len(word) - len(ending)] + other
            if is_known(candidate):
                return candidate
    return None


def _by_last_part(word: str, forms: WordForms) -> str | None:
    """A compound has the forms of its last part: "laufschuhe" is of "laufschuh"."""
    for start in range(_SHORTEST_PREFIX, len(word) - _SHORTEST_HEAD + 1):
        if word[start:] in forms.nouns:
            return word[:start] + forms.lemmas[word[start:]]
    return None
