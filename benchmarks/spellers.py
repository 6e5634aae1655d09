"""The systems that the spelling benchmark compares, over one vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from tempfile import NamedTemporaryFile

from symspellpy import SymSpell, Verbosity  # type: ignore[import-untyped]

from analyzers.evidence import CatalogItem
from analyzers.lexicon import Lexicon
from analyzers.normalization.characters import normalize_characters
from analyzers.query import AnalyzedQuery
from analyzers.spelling.analyzer import Spelling
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.words import words_of

_DISTANCE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The text that a system would search and, if it has any, that which it proposes."""

    text: str
    proposed: str | None = None


Speller = Callable[[str], Answer]


def our_speller(vocabulary: Vocabulary) -> Speller:
    """The analyzer of this project."""
    spelling, lexicon = Spelling(), Lexicon(vocabulary=vocabulary)

    def correct(text: str) -> Answer:
        analysed = spelling.analyze(AnalyzedQuery(text, text, "en"), lexicon)
        return Answer(analysed.text, analysed.did_you_mean)

    return correct


def symspell(vocabulary: Vocabulary, items: Iterable[CatalogItem]) -> dict[str, Speller]:
    """SymSpell's `lookup` of each word and its `lookup_compound`, with the same words and counts.

    `lookup_compound` is given the pairs of words of the titles too. Words with digits are not
    touched by either.
    """
    index = SymSpell(max_dictionary_edit_distance=_DISTANCE)
    for word, count in zip(vocabulary.words.keys, vocabulary.words.items.tolist(), strict=True):
        index.create_dictionary_entry(word, count)
    pairs: Counter[str] = Counter()
    for item in items:
        words = list(words_of(normalize_characters(item.title)))
        pairs.update(
            f"{first.key} {second.key}" for first, second in pairwise(words) if second.is_linked
        )
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(f"{pair} {count}\n" for pair, count in pairs.items())
        file.flush()
        index.load_bigram_dictionary(file.name, term_index=0, count_index=2)

    def lookup(text: str) -> Answer:
        return Answer(" ".join(_best(index, word) for word in text.split()))

    def lookup_compound(text: str) -> Answer:
        found = index.lookup_compound(
            text, _DISTANCE, ignore_non_words=True, ignore_term_with_digits=True
        )
        return Answer(found[0].term)

    return {"SymSpell lookup": lookup, "SymSpell lookup_compound": lookup_compound}


def _best(index: SymSpell, word: str) -> str:
    if not word.isalpha():
        return word
    best = index.lookup(word, Verbosity.TOP, _DISTANCE, include_unknown=True)[0]
    return str(best.term)
