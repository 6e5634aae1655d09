"""Phrases: a small pattern language for the ways in which something is said.

A phrase is a row of words that stand next to each other, anywhere in the query; `^` before it pins
it to the beginning, `$` behind it to the end. Between its words may stand:

    order|parcel|package      one of these words
    [my|the]                  one of these words, or nothing
    _                         any one word; [_] any word or nothing
    *                         anything: up to four words, or nothing
    {seller_name|brand}       what is recognised as a value of one of these fields

Case, accents, apostrophes and punctuation do not count: "Where's my order?" is matched by
`wheres my order`. Every Chinese or Japanese character is a word of its own. A phrase is tried from
each word of a query with a bounded number of steps, so the time grows with the length of the query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzers.normalization import fold_accents

LONGEST_GAP = 4
"""How many words `*` stands for at most."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+(?:['’][^\W_{_IDEOGRAPHS}]+)*")
_ELEMENT = re.compile(r"\[(?P<optional>[^\]\[]*)\]|\{(?P<fields>[^{}]*)\}|(?P<plain>[^\s\[\]{}]+)")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")

Spans = Mapping[str, Iterable[tuple[int, int]]]
"""By field, where its values are recognised: the words `[first, last)`."""


class PhraseError(ValueError):
    """A phrase that cannot be read; says which and how to write it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text in the form that is compared, and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """Between `least` and `most` words, each one of `words`; any words when it is empty.

    With `fields`, instead, the words in which a value of one of them is recognised.
    """

    words: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that was read. `source` is how it was written."""

    source: str
    steps: tuple[Step, ...]
    at_start: bool
    at_end: bool

    @property
    def anchor(self) -> frozenset[str]:
        """Words of which a query must have one, as rare as can be told; empty when only
        recognised values are required.
        """
        required = [step.words for step in self.steps if step.words and step.least]
        return max(required, key=lambda words: min(map(len, words)), default=frozenset())

    def is_in(self, words: Sequence[str], spans: Spans) -> bool:
        """Whether a query of these words says the phrase."""
        positions = {0} if self.at_start else set(range(len(words)))
        for step in self.steps:
            positions = set().union(*(_after(step, at, words, spans) for at in positions))
            if not positions:
                return False
        return not self.at_end or len(words) in positions


def words_of(text: str, most: int) -> list[Word]:
    """The first `most` words of a normalised text, in the form in which phrases compare them."""
    words: list[Word] = []
    for found in _WORD.finditer(text):
        if len(words) == most:
            break
        words.append(Word(_plain(found[0]), found.start(), found.end()))
    return words


def parse_phrase(source: str) -> Phrase:
    """Reads a phrase. Raises PhraseError when it has no word or field, or is not well written."""
    body = source.strip()
    at_start, at_end = body.startswith("^"), body.endswith("$")
    body = body.removeprefix("^").removesuffix("$").strip()
    steps: list[Step] = []
    end = 0
    for found in _ELEMENT.finditer(body):
        if body[end : found.start()].strip():
            break
        end = found.end()
        steps.extend(_steps(found, source))
    if body[end:].strip():
        raise PhraseError(f"{source!r} has a bracket without its partner, or one within another")
    if not any((step.words or step.fields) and step.least for step in steps):
        raise PhraseError(f"{source!r} has no word that must occur: write at least one")
    return Phrase(source, tuple(steps), at_start, at_end)


def _steps(found: re.Match[str], source: str) -> Iterable[Step]:
    if found["fields"] is not None:
        fields = found["fields"].split("|")
        if not all(map(_FIELD.fullmatch, fields)):
            raise PhraseError(f"{source!r}: write fields like {{seller_name}} or {{brand|seller}}")
        return (Step(fields=frozenset(fields)),)
    if found["optional"] is not None:
        is_any = found["optional"].strip() == "_"
        return (Step(frozenset() if is_any else _choices(found["optional"], source), least=0),)
    plain = found["plain"]
    if plain == "*":
        return (Step(least=0, most=LONGEST_GAP),)
    if plain == "_":
        return (Step(),)
    if "|" in plain:
        return (Step(_choices(plain, source)),)
    if any(mark in plain for mark in "*^$"):
        raise PhraseError(f"{source!r}: * stands alone, ^ at the very start, $ at the very end")
    return tuple(Step(frozenset([word])) for word in _plain_words(plain))


def _choices(written: str, source: str) -> frozenset[str]:
    choices = [_plain_words(choice) for choice in written.split("|")]
    if not all(len(words) == 1 for words in choices):
        raise PhraseError(f"{source!r}: the choices in {written!r} must be single words")
    return frozenset(words[0] for words in choices)


def _plain_words(written: str) -> list[str]:
    composed = unicodedata.normalize("NFKC", written)
    return [word.text for word in words_of(composed, len(composed))]


def _plain(word: str) -> str:
    return fold_accents(word.lower().replace("'", "").replace("’", ""))


def _after(step: Step, at: int, words: Sequence[str], spans: Spans) -> set[int]:
    """The positions behind `step` when it begins at word `at`."""
    if step.fields:
        return {
            last for field in step.fields for first, last in spans.get(field, ()) if first == at
        }
    reached = {at} if step.least == 0 else set()
    for count in range(1, step.most + 1):
        place = at + count - 1
        if place >= len(words) or (step.words and words[place] not in step.words):
            break
        if count >= step.least:
            reached.add(place + 1)
    return reached
