"""Where the words of a text are: spaCy's tokenizer, with rules for the words of shops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from analyzers.languages import language_data
from analyzers.linguistics.segmentation import RUN, segment

_MOST_REMEMBERED_WORDS = 100_000
"""The tokenizer remembers every word that it met, which makes it quick, until it is made anew."""

_PUNCTUATION = r"""[!"%&'()*,./:;<=>?@\[\\\]^_`{|}~$€£¥¢…¿¡«»„“”‹›·•、。「」『』（）—–-]"""
_PREFIX = re.compile(f"^{_PUNCTUATION}+")
_SUFFIX = re.compile(f"(?<!{_PUNCTUATION}){_PUNCTUATION}+$")
_INFIX = re.compile(
    r"""(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})"""
    r"""|(?:[;:!?|()\[\]{}<>"“”„«»…=~^\\、。「」]+|(?<!\d),+|,+(?!\d))-*"""
)
_EXCLUDING_SIGN = re.compile(r"""(?<![^\s,;(])-(?:(?=[^\W\d_])|(["'])(?=[^\W_]))""")
"""Before a word, or before a phrase in quotes."""

_HAS_LETTER_OR_SIGN = re.compile(r"[^\W_]|[^\x00-\x7f\s]")


class Word(NamedTuple):
    """A word at `[start, end)`; its lemma and whether it is a function word where the segmentation
    tells it, whether it only says that what follows is unwanted, and whether a sign said so of it.
    """

    start: int
    end: int
    lemma: str = ""
    is_function_word: bool = False
    is_marker: bool = False
    is_excluded: bool = False


class Words:
    """Splits texts into words. A word keeps its hyphens, points and slashes: "t-shirt",
    "aa-123/b", "12.5mm", "w/o"; but "red/blue" is two.

    A hyphen before a word or a phrase in quotes, which says that it is unwanted, is a word by
    itself, marked as such.
    """

    def __init__(self) -> None:
        self._tokenizer = _tokenizer()
        self._one_at_a_time = Lock()

    def __call__(self, text: str, language: str) -> list[Word]:
        """The words of `text` in their order."""
        signs = {sign.end(): sign for sign in _EXCLUDING_SIGN.finditer(text)}
        excluded_end = 0
        elisions = language_data(language).elisions
        words: list[Word] = []
        for start, end in self._pieces(text):
            if sign := signs.get(start):
                words.append(Word(sign.start(), sign.start() + 1, "-", is_marker=True))
                excluded_end = max(end, text.find(sign[1], end) if sign[1] else end)
            is_excluded = start < excluded_end
            for first, last in _parts(text, start, end, elisions):
                found = _segmented(text, first, last, language)
                words += (
                    (word._replace(is_excluded=True) for word in found) if is_excluded else found
                )
        return words

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        with self._one_at_a_time:
            if len(self._tokenizer.vocab.strings) > _MOST_REMEMBERED_WORDS:
                self._tokenizer = _tokenizer()
            pieces = [(word.idx, word.idx + len(word.text)) for word in self._tokenizer(text)]
        return [
            (start, end)
            for start, end in pieces
            if _HAS_LETTER_OR_SIGN.search(text, start, end)
            and not _PREFIX.fullmatch(text, start, end)
        ]


def _tokenizer() -> Tokenizer:
    return Tokenizer(
        Vocab(),
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )


def _parts(text: str, start: int, end: int, elisions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """A word, or the article that lost its vowel and the word: "l'" and "eau"."""
    apostrophe = text.find("'", start, end) if elisions else -1
    if 0 < apostrophe < end - 1 and text[start:apostrophe] in elisions:
        yield start, apostrophe + 1
        start = apostrophe + 1
    yield start, end


def _segmented(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    """The word at `[start, end)`; its parts where Chinese or Japanese is written without spaces."""
    if text.isascii():
        yield Word(start, end)
        return
    for run in RUN.finditer(text, start, end):
        if start < run.start():
            yield from _between(text, start, run.start())
        for word in segment(run[0], language):
            first, last = run.start() + word.start, run.start() + word.end
            yield Word(first, last, word.lemma, word.is_function_word)
        start = run.end()
    if start < end:
        yield from _between(text, start, end)


def _between(text: str, start: int, end: int) -> Iterator[Word]:
    if _HAS_LETTER_OR_SIGN.search(text, start, end):
        yield Word(start, end)
