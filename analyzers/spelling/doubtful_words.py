"""Which rare words of a catalog are themselves misspelt: catalogs are typed by people too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from analyzers.sorted_arrays import ranges
from analyzers.spelling.language_words import LanguageWords
from analyzers.word_hashes import POWERS, code_points, mix

_SHORTEST, _LONGEST = 5, 24
_RARE = 5
_LEAST_RATIO = 20
_RATIO_OF_SHORT = 400
_COMMON_ENOUGH = 2.0
_ENDINGS = frozenset(
    ("", "s", "es", "e", "n", "en", "er", "ers", "r", "d", "ed", "a", "o", "as", "os", "x", "y")
)
_IRREGULAR_ENDINGS = frozenset(
    frozenset(pair) for pair in (("y", "ies"), ("f", "ves"), ("fe", "ves"))
)


def doubtful_words(
    words: Sequence[str],
    items: NDArray[np.int32],
    is_brand: NDArray[np.bool_],
    is_searched: NDArray[np.bool_],
    language: LanguageWords,
) -> NDArray[np.int64]:
    """The numbers of words in at most five items that are one edit from a far more common word.

    How much more common it must be falls with the length, as long words are not alike by chance:
    400 times at five letters, 20 times from ten on; always 20 times where the common word is a
    brand or a dictionary lists it but not the rare one. Another grammatical form is no error, nor
    is a brand, a word that people search with success, or one that the language has and that is not
    far rarer there than the common one.
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    is_sized = (lengths >= _SHORTEST) & (lengths <= _LONGEST)
    rare = np.flatnonzero(is_sized & (items <= _RARE) & ~(is_brand | is_searched))
    common = np.flatnonzero(is_sized & (items >= _LEAST_RATIO))
    found = set()
    for first, second in _sharing_a_deletion(words, rare, common):
        word, other = words[first], words[second]
        if (
            first not in found
            and items[second] >= _ratio(word, other, is_brand[second], language) * items[first]
            and OSA.distance(word, other, score_cutoff=1) == 1
            and not is_other_form(word, other)
            and not _is_word_of_language(word, other, language)
        ):
            found.add(first)
    return np.array(sorted(found), dtype=np.int64)


def is_other_form(word: str, other: str) -> bool:
    """Whether two words differ by a plural, gender or case ending only."""
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    endings = word[shared:], other[shared:]
    if shared >= 3 and frozenset(endings) in _IRREGULAR_ENDINGS:
        return True
    if shared < 3 or not _ENDINGS.issuperset(endings):
        return False
    return word[shared - 1] not in ("".join(endings)[:1], "")


def _ratio(word: str, other: str, is_brand: bool, language: LanguageWords) -> int:
    """How many times as common the other word must be."""
    if (is_brand or language.look_up(other)[1]) and not language.look_up(word)[1]:
        return _LEAST_RATIO
    return max(_LEAST_RATIO, _RATIO_OF_SHORT >> (len(word) - _SHORTEST))


def _is_word_of_language(word: str, other: str, language: LanguageWords) -> bool:
    own, is_listed = language.look_up(word)
    others, _ = language.look_up(other)
    return is_listed or (own is not None and (others is None or own >= others - _COMMON_ENOUGH))


def _sharing_a_deletion(
    words: Sequence[str], rare: NDArray[np.int64], common: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Pairs (rare, common) that become the same text by at most one deletion each."""
    hashes, owners = _deletions(words, rare)
    known, known_owners = _deletions(words, common)
    order = np.argsort(known, kind="stable")
    known, known_owners = known[order], known_owners[order]
    first = np.searchsorted(known, hashes, "left")
    last = np.searchsorted(known, hashes, "right")
    others = known_owners[ranges(first, last)]
    pairs = np.stack([np.repeat(owners, last - first), others], axis=1)
    unique = np.unique(pairs, axis=0)
    return [(int(a), int(b)) for a, b in unique]


def _deletions(
    words: Sequence[str], numbers: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of the chosen words without one letter and as they are, and whose they are.

    With the sums of `hashing`, what follows a deleted letter counts one power of the base less.
    """
    codes, lengths = code_points([words[number] for number in numbers], _LONGEST)
    terms = codes.astype(np.uint64) * POWERS[:_LONGEST]
    before = np.zeros((len(numbers), _LONGEST + 1), dtype=np.uint64)
    np.cumsum(terms, axis=1, out=before[:, 1:])
    total = before[:, -1]
    one_power_less = np.uint64(pow(int(POWERS[1]), -1, 1 << 64))
    sums, owners = [total], [numbers]
    for place in range(_LONGEST):
        has = lengths > place
        after = (total[has] - before[has, place + 1]) * one_power_less
        sums.append(before[has, place] + after)
        owners.append(numbers[has])
    return mix(np.concatenate(sums)), np.concatenate(owners)
