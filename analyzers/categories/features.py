"""What the category model sees of a query: hashed words, pairs of words and pieces of words.

Training and serving both call `features`, so they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from zlib import crc32

from analyzers.normalization import fold_accents

FORMAT = 1
"""Of the features; a model that was trained on others is of no use."""
MOST_WORDS = 12
"""Of a longer text only the first words are read."""

# The hashes of the kinds of feature begin at different values, so that kinds do not meet.
_WORD, _PAIR, _PIECE = 0, 0x9E3779B9, 0x85EBCA6B
_PIECE_LENGTH = 4
_LONGEST_WORD = 24
_FIRST_IDEOGRAPH = "\u2e80"
_WORDS = re.compile(r"[^\W_]+")


def words_of(text: str, most: int = MOST_WORDS) -> list[str]:
    """The first `most` words of a normalised text, without accents."""
    found = islice(_WORDS.finditer(text), most)
    plain = (fold_accents(word[0][:_LONGEST_WORD]) for word in found)
    return [word for word in plain if word]


def features(words: Sequence[str], buckets: int) -> list[int]:
    """The features of these words as numbers in [1, buckets): each word, its pieces of four
    characters with its borders, and each pair of neighbours. 0 is kept for padding.
    """
    span = buckets - 1
    found: list[int] = []
    previous = b""
    for word in words:
        encoded, own = _of_word(word, span)
        found += own
        if previous:
            found.append(crc32(previous + b" " + encoded, _PAIR) % span + 1)
        previous = encoded
    return found


@lru_cache(maxsize=20_000)
def _of_word(word: str, span: int) -> tuple[bytes, tuple[int, ...]]:
    """A word in UTF-8, and its features: of itself and of its pieces, some of which related words
    share.
    """
    encoded = word.encode("utf-8", "replace")
    return encoded, tuple(each % span + 1 for each in (crc32(encoded, _WORD), *_pieces(word)))


def _pieces(word: str) -> list[int]:
    if word[0] >= _FIRST_IDEOGRAPH:
        return [crc32(word[i : i + 2].encode(), _PIECE) for i in range(len(word))]
    if len(word) < _PIECE_LENGTH:
        return []
    bordered = f"<{word}>".encode("utf-8", "replace")
    return [
        crc32(bordered[i : i + _PIECE_LENGTH], _PIECE)
        for i in range(len(bordered) - _PIECE_LENGTH + 1)
    ]
