"""The analysis of documents and queries: words, folded, without stop words, stemmed (English).

Documents are analysed here, once, and tantivy is given the terms; so the same terms serve the
index, the field scores and the highlights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 100
"""In bytes; longer words are not indexed."""

_MOST_TERM_HASHES = 200_000

_OTHER_APOSTROPHES = re.compile("[’ʼ＇]")
_IDEOGRAPHS = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ONE_IDEOGRAPH = re.compile(f"([{_IDEOGRAPHS}])")
_ASCII_WORD = re.compile("[A-Za-z0-9]+(?:'[A-Za-z]+)*")
_WORD = re.compile(f"[{_IDEOGRAPHS}]|(?:(?![{_IDEOGRAPHS}])[^\\W_])+(?:['’ʼ＇][^\\W\\d_]+)*")


def _folding() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


_as_written: TextAnalyzer = _folding().build()
_stemming: TextAnalyzer = (
    _folding().filter(Filter.stopword("english")).filter(Filter.stemmer("english")).build()
)


def analyse(text: str) -> list[str]:
    """The terms of `text`, in order: "The women's running shoes" → women, run, shoe.

    Apostrophes join their word; ideographs and hiragana, written without spaces, are words each.
    """
    return _stemming.analyze(_join_and_part(text))


def analyse_as_written(text: str) -> list[str]:
    """All words of `text`, in order, folded but whole: "The Women's shoes" → the, womens, shoes."""
    return _as_written.analyze(_join_and_part(text))


def _join_and_part(text: str) -> str:
    """`text` with its apostrophes taken out and its ideographs set apart."""
    text = text.replace("'", "")
    if text.isascii():
        return text
    return _ONE_IDEOGRAPH.sub(r" \1 ", _OTHER_APOSTROPHES.sub("", text))


def distinct_terms(text: str) -> list[str]:
    """The terms of `text`, each once, in order of appearance."""
    return list(dict.fromkeys(analyse(text)))


class _TermHashes(dict[str, int]):
    """The hash of each term seen lately."""

    def __missing__(self, term: str) -> int:
        if len(self) > _MOST_TERM_HASHES:
            self.clear()
        self[term] = number = crc32(term.encode())
        return number


_hashes = _TermHashes()


def hash_terms(terms: Iterable[str]) -> list[int]:
    """The CRC-32 of each term: the number that stands for it in stored rows."""
    return [_hashes[term] for term in terms]


def words_with_terms(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(start, end, terms) of each word of `text`, so that terms can be shown in their place."""
    for word in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        yield word.start(), word.end(), _terms_of_word(word.group())


@lru_cache(maxsize=20_000)
def _terms_of_word(word: str) -> tuple[str, ...]:
    return tuple(analyse(word))
