"""The runs of words in a title that may be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analyzers.completions.function_words import function_words
from analyzers.languages import language_data, shipped_languages
from analyzers.normalization.characters import normalize_characters

MOST_PHRASE_WORDS = 4

_BREAKS = re.compile(r"[,;:()\[\]{}\"|/•·!?*+=]|\.(?:\s|$)|\s-+\s|(?:^|\s)-+|-+(?:\s|$)")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_COUNTED = frozenset(
    {"pack", "packs", "piece", "pieces", "pcs", "count", "ct", "pair", "pairs", "x"}
)
_NUMBER = re.compile(r"[\d.,/x×+-]*\d[\d.,/x×-]*")
_SHORTEST_END = 3
_LETTER = re.compile(r"[^\W\d_]")


def segments(title: str, brand: str = "") -> Iterator[list[str]]:
    """The words of `title`, normalised, between its punctuation, measures and the brand.

    A title written without spaces (Chinese, Japanese) has one word between its punctuation.
    """
    text = normalize_characters(title)
    name = normalize_characters(brand)
    if name and name in text:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:'s)?(?!\w)", " , ", text)
    for part in _BREAKS.split(text):
        run: list[str] = []
        after_number = False
        for word in part.split():
            number = _NUMBER.match(word)
            unit = word[number.end() :] if number else word
            if (number and not unit) or ((number or after_number) and unit in _units()):
                yield run
                run = []
                after_number = number is not None and not unit
            else:
                run.append(word)
                after_number = False
        yield run


def title_phrases(title: str, brand: str = "", languages: tuple[str, ...] = ("en",)) -> set[str]:
    """All runs of up to four words that neither begin nor end with a word that says nothing in any
    of `languages`.
    """
    phrases = set()
    needless = function_words(languages)
    for words in segments(title, brand):
        may_begin = [word not in needless and bool(_LETTER.search(word)) for word in words]
        may_end = [_may_end(word) for word in words]
        for start in range(len(words)):
            if not may_begin[start]:
                continue
            for end in range(start, min(start + MOST_PHRASE_WORDS, len(words))):
                if may_begin[end] and may_end[end]:
                    phrases.add(" ".join(words[start : end + 1]))
    return phrases


def _may_end(word: str) -> bool:
    """Whether it is made of letters only, and enough of them."""
    letters = word.replace("-", "").replace("'", "")
    return letters.isalpha() and (len(letters) >= _SHORTEST_END or bool(_IDEOGRAPH.search(word)))


@cache
def _units() -> frozenset[str]:
    """The names of all units, in every language."""
    return _COUNTED.union(
        name
        for language in shipped_languages()
        for names in language_data(language).unit_names.values()
        for name in names
    )
