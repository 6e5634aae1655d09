"""Learns the vocabulary from items and queries."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.normalization.characters import normalize_characters
from analyzers.spelling.doubtful_words import doubtful_words
from analyzers.spelling.fuzzy_index import FuzzyIndex
from analyzers.spelling.language_words import LanguageWords
from analyzers.spelling.letter_model import LetterModel
from analyzers.spelling.pair_counter import PairCounter
from analyzers.spelling.phonetics import phonetic_keys
from analyzers.spelling.vocabulary import BRAND, DOUBTFUL, HYPHENED, Vocabulary, WordTable
from analyzers.spelling.words import LONGEST_WORD, Word, words_of
from analyzers.string_table import StringTable
from analyzers.word_hashes import code_points, hashes_of_codes, pair_hash, word_hash

MOST_WORDS = 500_000
MOST_PAIRS = 2_000_000
_TEXT_WEIGHT = 0.05
_LONGEST_TEXT = 2_000
_LEAST_PEOPLE = 2
_LEAST_TEXTS = 2
_LEAST_SOUNDING = 4
_MOST_CHUNKS = 100_000
"""Of which the words are remembered while counting."""


class _Part(NamedTuple):
    """A word in its spelling key and as it is written; or two that a hyphen joins."""

    key: str
    written: str
    is_joined: bool = False


class VocabularyBuilder:
    """Counts words and pairs of words; see `LexiconPartBuilder`.

    `languages` are those of the shop: words that they have at large are not taken for errors. At
    most `most_words` words and `most_pairs` pairs are kept; while counting, twice as many are held.
    """

    def __init__(
        self,
        languages: Sequence[str] = (),
        most_words: int = MOST_WORDS,
        most_pairs: int = MOST_PAIRS,
    ) -> None:
        self._languages = tuple(languages)
        self._most_words = most_words
        self._numbers: dict[str, int] = {}
        self._chunks: dict[str, tuple[_Part, ...]] = {}
        self._titles = array("I")
        self._texts = array("I")
        self._people = array("I")
        self._hyphened = array("I")
        self._is_brand = bytearray()
        self._written: dict[str, dict[str, int]] = {}
        self._pairs = PairCounter(most_pairs)

    def add(self, item: CatalogItem) -> None:
        """Counts the words of an item, each once."""
        values = (
            item.title,
            item.brand,
            *(path.rsplit(">", 1)[-1] for path in item.categories),
            *item.colours,
            item.material,
            *(value for _, value in item.attributes),
        )
        seen: set[str] = set()
        for value in dict.fromkeys(values):
            text = normalize_characters(value)
            self._count_pairs(words_of(text), 1)
            self._count(text, self._titles, seen)
        for word in words_of(normalize_characters(item.brand)):
            if _is_word(word.key):
                self._is_brand[self._number(word.key)] = 1
        self._count(normalize_characters(item.text[:_LONGEST_TEXT]), self._texts, seen)
        if len(self._numbers) > 2 * self._most_words:
            self._keep_commonest()

    def add_query(self, query: LoggedQuery) -> None:
        """Counts the words of a query by the people who typed it and found something."""
        succeeded = query.found / query.searches if query.searches else 0.0
        people = round(query.people * min(1.0, succeeded))
        if people < _LEAST_PEOPLE:
            return
        words = list(words_of(normalize_characters(query.text)))
        self._count_pairs(words, people)
        for key in {word.key for word in words if _is_word(word.key)}:
            self._people[self._number(key)] += people

    def build(self) -> Vocabulary:
        """The vocabulary of all that was added. Takes some seconds for 500,000 words."""
        self._keep_commonest()
        keys = sorted(self._numbers)
        if not keys:
            return Vocabulary()
        order = np.fromiter((self._numbers[key] for key in keys), dtype=np.int64, count=len(keys))
        titles = np.frombuffer(self._titles, dtype=np.uint32)[order]
        texts = np.frombuffer(self._texts, dtype=np.uint32)[order]
        people = np.frombuffer(self._people, dtype=np.uint32)[order]
        hyphened = np.frombuffer(self._hyphened, dtype=np.uint32)[order]
        flags = np.frombuffer(bytes(self._is_brand), dtype=np.uint8)[order] * np.uint8(BRAND)
        plain = titles + texts
        items = np.maximum(plain, hyphened).astype(np.int32)
        language = LanguageWords.of(self._languages)
        is_brand = flags > 0
        flags[(plain == 0) & (people == 0)] |= HYPHENED
        flags[doubtful_words(keys, items, is_brand, people > 0, language)] |= DOUBTFUL
        weights = (titles + _TEXT_WEIGHT * (texts + hyphened) + people).astype(np.float32)
        pair_keys, pair_counts = self._pairs.counted()
        return Vocabulary(
            self._word_table(keys, items, weights, flags),
            FuzzyIndex.of(keys),
            pair_keys,
            pair_counts,
            LetterModel.of(keys),
            language,
            float(weights.sum(dtype=np.float64)),
        )

    def _count(self, text: str, counts: array[int], seen: set[str]) -> None:
        """Counts each word that is not in `seen`, and what hyphens join ("t-shirt": "tshirt")."""
        for chunk, times in Counter(text.split()).items():
            for part in self._parts(chunk):
                if part.is_joined:
                    if part.written not in seen:
                        seen.add(part.written)
                        self._note_written(part.key, part.written, 1)
                        self._hyphened[self._number(part.key)] += 1
                    continue
                if part.written != part.key:
                    self._note_written(part.key, part.written, times)
                if part.key not in seen:
                    seen.add(part.key)
                    counts[self._number(part.key)] += 1

    def _parts(self, chunk: str) -> tuple[_Part, ...]:
        """The words of a chunk between spaces, each with what a hyphen joins before it behind it.

        The commonest chunks make up most of a catalog, so their words are remembered.
        """
        known = self._chunks.get(chunk)
        if known is None:
            if len(self._chunks) >= _MOST_CHUNKS:
                self._chunks.clear()
            known = self._chunks[chunk] = tuple(_parts_of(chunk))
        return known

    def _note_written(self, key: str, written: str, times: int) -> None:
        if len(self._written) < self._most_words:
            forms = self._written.setdefault(key, {})
            if written in forms or len(forms) < 4:
                forms[written] = forms.get(written, 0) + times

    def _count_pairs(self, words: Iterable[Word], count: int) -> None:
        previous = 0
        for word in words:
            current = word_hash(word.key)
            if word.is_linked:
                self._pairs.add(pair_hash(previous, current), count)
            previous = current

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._titles)
            self._titles.append(0)
            self._texts.append(0)
            self._people.append(0)
            self._hyphened.append(0)
            self._is_brand.append(0)
        return number

    def _keep_commonest(self) -> None:
        """Forgets words without evidence enough, and the rarest when there are too many."""
        titles = np.frombuffer(self._titles, dtype=np.uint32)
        texts = np.frombuffer(self._texts, dtype=np.uint32)
        people = np.frombuffer(self._people, dtype=np.uint32)
        hyphened = np.frombuffer(self._hyphened, dtype=np.uint32)
        weights = titles + _TEXT_WEIGHT * (texts + hyphened) + people
        is_kept = (titles > 0) | (texts + hyphened >= _LEAST_TEXTS) | (people > 0)
        if int(is_kept.sum()) > self._most_words:
            order = np.argsort(-np.where(is_kept, weights, -1.0), kind="stable")
            is_kept = np.zeros(len(weights), dtype=bool)
            is_kept[order[: self._most_words]] = True
        kept = [(key, number) for key, number in self._numbers.items() if is_kept[number]]
        numbers = np.fromiter((number for _, number in kept), dtype=np.int64, count=len(kept))
        self._titles = array("I", titles[numbers].tobytes())
        self._texts = array("I", texts[numbers].tobytes())
        self._people = array("I", people[numbers].tobytes())
        self._hyphened = array("I", hyphened[numbers].tobytes())
        self._is_brand = bytearray(self._is_brand[number] for _, number in kept)
        self._numbers = {key: place for place, (key, _) in enumerate(kept)}
        self._written = {key: forms for key, forms in self._written.items() if key in self._numbers}

    def _word_table(
        self,
        keys: list[str],
        items: NDArray[np.int32],
        weights: NDArray[np.float32],
        flags: NDArray[np.uint8],
    ) -> WordTable:
        hashes = hashes_of_codes(code_points(keys, LONGEST_WORD)[0])
        sounding = np.flatnonzero(
            np.fromiter(map(len, keys), dtype=np.int64, count=len(keys)) >= _LEAST_SOUNDING
        )
        sounds = phonetic_keys([keys[number] for number in sounding])
        codes, _ = code_points(sounds, LONGEST_WORD)
        sound_hashes = (hashes_of_codes(codes) >> np.uint64(32)).astype(np.uint32)
        by_sound = np.argsort(sound_hashes, kind="stable")
        written = {
            number: _mostly(self._written[key], int(items[number]))
            for number, key in enumerate(keys)
            if key in self._written
        }
        others = {number: form for number, form in written.items() if form}
        return WordTable(
            StringTable.of(keys),
            items,
            weights,
            flags,
            hashes,
            np.argsort(hashes, kind="stable"),
            sound_hashes[by_sound],
            sounding[by_sound].astype(np.int32),
            StringTable.of(others.values()),
            np.array(list(others), dtype=np.int32),
        )


def _parts_of(chunk: str) -> Iterator[_Part]:
    before: Word | None = None
    for word in words_of(chunk):
        if _is_word(word.key):
            yield _Part(word.key, word.text)
        if before is not None and word.is_hyphened:
            joined = before.key + word.key
            if _is_word(joined):
                yield _Part(joined, f"{before.text}-{word.text}", is_joined=True)
        before = word


def _is_word(key: str) -> bool:
    return 0 < len(key) <= LONGEST_WORD


def _mostly(forms: dict[str, int], items: int) -> str:
    """The commonest written form that differs from the key, "" when most write the key."""
    form, count = max(forms.items(), key=lambda each: each[1])
    return form if 2 * count > items else ""
