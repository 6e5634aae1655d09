"""Highlights: the parts of a text that have the query's words, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import islice
from typing import Any

from searchapp.engines.embedded.analysis import Analysis
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

FRAGMENT_LENGTH = 160
"""Characters of a part; a text of up to twice as many is shown whole."""

MOST_FRAGMENTS = 3

_MOST_WORDS = 20
"""Marked in one text."""

_LONGEST_TEXT = 20_000
"""Characters in which words are looked for."""


def highlight(
    document: Mapping[str, Any], fields: Sequence[str], terms: Set[str], analysis: Analysis
) -> dict[str, tuple[str, ...]]:
    """The marked parts of each of `fields` that has one of `terms`; the others are left out."""
    marked: dict[str, tuple[str, ...]] = {}
    for name in fields:
        value = document.get(name)
        texts = value if isinstance(value, list) else [value]
        parts = [
            part
            for text in texts
            if isinstance(text, str)
            for part in _fragments(text, terms, analysis)
        ]
        if parts:
            marked[name] = tuple(parts[:MOST_FRAGMENTS])
    return marked


def _fragments(text: str, terms: Set[str], analysis: Analysis) -> list[str]:
    marked = (
        (start, end)
        for start, end, found in analysis.words_with_terms(text[:_LONGEST_TEXT])
        if not terms.isdisjoint(found)
    )
    spans = list(islice(marked, _MOST_WORDS))
    if not spans:
        return []
    if len(text) <= 2 * FRAGMENT_LENGTH:
        return [_mark(text, spans, 0, len(text))]
    fragments: list[str] = []
    while spans and len(fragments) < MOST_FRAGMENTS:
        begin = _word_start(text, max(0, spans[0][0] - FRAGMENT_LENGTH // 3))
        finish = max(_word_end(text, begin + FRAGMENT_LENGTH), spans[0][1])
        inside = [span for span in spans if span[1] <= finish]
        fragments.append(_mark(text, inside, begin, finish))
        spans = spans[len(inside) :]
    return fragments


def _mark(text: str, spans: Sequence[tuple[int, int]], begin: int, finish: int) -> str:
    parts = []
    for start, end in spans:
        parts += [text[begin:start], HIGHLIGHT_START, text[start:end], HIGHLIGHT_END]
        begin = end
    return "".join([*parts, text[begin:finish]])


def _word_start(text: str, position: int) -> int:
    """The start of the word after `position`, unless that is where the text begins."""
    if position == 0:
        return 0
    space = text.find(" ", position, position + FRAGMENT_LENGTH // 3)
    return position if space < 0 else space + 1


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, position - FRAGMENT_LENGTH // 3), position)
    return position if space < 0 else space
