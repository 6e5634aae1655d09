"""Words of Chinese and Japanese, which are written without spaces.

By rjieba and SudachiPy where these are installed (requirements-cjk.txt), else by pairs of
characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from threading import Lock
from typing import NamedTuple

RUN = re.compile("[\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
"""Characters of Chinese and Japanese that stand together. Korean has spaces."""

_KATAKANA_OR_ONE = re.compile("[\u30a0-\u30ff]{2,}|.")
_FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "記号"})


class Segment(NamedTuple):
    """A word at `[start, end)` of a run, and whether it only joins others."""

    start: int
    end: int
    lemma: str
    is_function_word: bool = False


Segmenter = Callable[[str], Iterator[Segment]]


def segment(run: str, language: str) -> Iterator[Segment]:
    """The words of `run`, all of which are characters that `RUN` matches, as `language` has them.

    In a text of another language they are parted as in a language without a dictionary.
    """
    match language:
        case "zh":
            return _chinese()(run)
        case "ja":
            return _japanese()(run)
        case _:
            return pairs(run)


def warm_up_segmentation(language: str) -> None:
    """Loads the dictionary of `language`."""
    list(segment("用", language))


@cache
def _chinese() -> Segmenter:
    try:
        import rjieba
    except ImportError:
        return pairs

    def words(run: str) -> Iterator[Segment]:
        for word, start, end in rjieba.tokenize(run, "default", True):
            yield Segment(start, end, word)

    return words


@cache
def _japanese() -> Segmenter:
    try:
        import sudachipy

        tokenizer = sudachipy.Dictionary().tokenizer()
    except ImportError:
        return pairs
    one_at_a_time = Lock()

    def words(run: str) -> Iterator[Segment]:
        with one_at_a_time:  # the tokenizer holds the text that it works on
            found = [
                Segment(
                    word.begin(),
                    word.end(),
                    word.dictionary_form(),
                    word.part_of_speech()[0] in _FUNCTION_WORDS,
                )
                for word in tokenizer.tokenize(run, sudachipy.SplitMode.A)
            ]
        return iter(found)

    return words


def pairs(run: str) -> Iterator[Segment]:
    """Each two characters that stand together; words in katakana, which are names and loans, whole;
    a character that stands alone.
    """
    before: int | None = None
    stands_alone = False
    for piece in _KATAKANA_OR_ONE.finditer(run):
        if piece.end() - piece.start() > 1:
            if before is not None and stands_alone:
                yield Segment(before, before + 1, run[before])
            yield Segment(piece.start(), piece.end(), piece[0])
            before = None
            continue
        if before is not None:
            yield Segment(before, piece.end(), run[before : piece.end()])
        stands_alone = before is None
        before = piece.start()
    if before is not None and stands_alone:
        yield Segment(before, before + 1, run[before])
