"""Completions from the titles of products that were found, for what no lexicon knows yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analyzers.completions.title_phrases import segments
from analyzers.completions.words import folded_words

_MOST_WORDS = 5


def completed_in_titles(text: str, documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """The shortest runs of title words that have all words of `text`, the last one begun; the most
    frequent first.

    So every completion stands in a title as it is suggested. A brand is not completed: "red d" does
    not become "red shoes drivora".
    """
    typed = folded_words(text)
    counts: Counter[str] = Counter()
    for document in documents:
        brand = frozenset(folded_words(str(document.get("brand") or "")))
        for words in segments(str(document.get("title", ""))):
            counts.update(set(_windows(typed, words, brand)))
    return [window for window, _ in counts.most_common() if folded_words(window) != typed]


def _windows(typed: Sequence[str], words: Sequence[str], brand: frozenset[str]) -> Iterator[str]:
    *before, begun = typed
    places = [(word, place) for place, text in enumerate(words) for word in folded_words(text)]
    first_place: dict[str, int] = {}
    for word, place in places:
        first_place.setdefault(word, place)
    if not all(word in first_place for word in before):
        return
    needed = [first_place[word] for word in before]
    for word, place in places:
        if word.startswith(begun) and word not in brand and place not in needed:
            start, end = min([*needed, place]), max([*needed, place])
            if end - start < _MOST_WORDS:
                yield " ".join(words[start : end + 1])
