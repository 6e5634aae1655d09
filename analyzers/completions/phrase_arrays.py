"""Phrases with their weights as the arrays of a `CompletionIndex`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from analyzers.completions.word_trie import WordTrie
from analyzers.completions.words import folded_words
from analyzers.string_table import StringTable

MOST_WORDS = 8
"""Phrases of more words are not kept, and of what is typed no more are read."""


def phrase_arrays(weighted: Mapping[str, float]) -> dict[str, NDArray[np.generic]]:
    """What `CompletionIndex.from_arrays` needs; see there for what the arrays mean.

    Phrases without words or with too many are left out.
    """
    order = sorted(weighted, key=lambda phrase: (-weighted[phrase], phrase))
    split = {phrase: tuple(dict.fromkeys(folded_words(phrase))) for phrase in order}
    kept = [phrase for phrase in order if 0 < len(split[phrase]) <= MOST_WORDS]
    words = sorted({word for phrase in kept for word in split[phrase]})
    number_of = {word: number for number, word in enumerate(words)}
    width = max((len(split[phrase]) for phrase in kept), default=0)
    words_of = np.full((len(kept), width), len(words), dtype=np.int32)
    for number, phrase in enumerate(kept):
        words_of[number, : len(split[phrase])] = [number_of[word] for word in split[phrase]]
    owners, places = np.nonzero(words_of < len(words))
    owned = words_of[owners, places]
    by_word = np.argsort(owned, kind="stable")
    offsets = np.searchsorted(owned[by_word], np.arange(len(words) + 1))
    keys = sorted(range(len(kept)), key=[key_of(phrase) for phrase in kept].__getitem__)
    return {
        **StringTable.of(kept).arrays("phrases"),
        "weights": np.array([weighted[phrase] for phrase in kept], dtype=np.float32),
        "keys": np.array(keys, dtype=np.int32),
        **StringTable.of(words).arrays("words"),
        "words_of": words_of,
        "holders": owners[by_word].astype(np.int32),
        "holder_offsets": offsets.astype(np.int32),
        **WordTrie.of(words).arrays("trie"),
    }


def key_of(text: str) -> str:
    """The folded words of `text`, joined by spaces: by this beginnings of phrases are compared."""
    return " ".join(folded_words(text))
