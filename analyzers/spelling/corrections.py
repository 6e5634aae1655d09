"""Which corrections of a text are probable, and which of them are sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz.distance import OSA

from analyzers.lexicon import Lexicon
from analyzers.spelling.best_path import best_path, path_score
from analyzers.spelling.context_model import ContextModel, SpelledWord
from analyzers.spelling.doubtful_words import is_other_form
from analyzers.spelling.protection import untouchable
from analyzers.spelling.reading import Reading
from analyzers.spelling.readings import ReadingFinder
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.words import Word, spelling_key, words_of

MOST_WORDS = 20
"""Words of a query that are read; of a longer one the rest stays as it is."""
_SURE = {"word": 1.5, "split": 3.0, "join": 2.0}
_SURE_OF_KNOWN = 6.0
_SURE_OF_LANGUAGE = 5.0
_LEAST_PAIRS = 2
_SHORT = 5
_BEARABLE = 6.0
_BEARABLE_A_LETTER = 0.9
_TOO_EXPENSIVE = 1.2
_PROPOSED = 0.7
_CLEAR = 0.6


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of the text at `[start, end)` to `after`, and why.

    `moves_words` says that there are more or fewer words then, so that others have new neighbours.
    """

    start: int
    end: int
    after: str
    rule: str
    is_sure: bool
    moves_words: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a reading: by how many nats it is more probable than the words as typed
    (`margin`) and than any other reading of them (`lead`), and how often it was seen beside its
    neighbours.
    """

    margin: float
    lead: float
    pairs: float


def find_corrections(text: str, language: str, lexicon: Lexicon) -> list[Correction]:
    """What is probably misspelt in a text, in its order."""
    words = list(islice(words_of(text), MOST_WORDS))
    if not words:
        return []
    fixed = untouchable(words, text, lexicon)
    finder = ReadingFinder(words, fixed, lexicon.vocabulary, language)
    readings = finder.readings()
    if not readings:
        return []
    as_typed = [Reading(place, place + 1, (word,)) for place, word in enumerate(finder.typed)]
    is_linked = [word.is_linked for word in words]
    path = best_path([*as_typed, *readings], is_linked, finder.model)
    path = [_in_the_typed_form(reading, readings) for reading in path]
    corrections = []
    for place, reading in enumerate(path):
        if reading.change:
            evidence = _evidence(place, path, as_typed, readings, is_linked, finder.model)
            typed = finder.typed[reading.first : reading.last]
            is_sure = _is_sure(reading, typed, evidence)
            if is_sure is not None:
                corrections.append(_correction(reading, words, typed, is_sure, lexicon.vocabulary))
    return corrections


def _in_the_typed_form(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Of the forms of the word that is meant (singular, plural) the one that is most like the typed
    one: which of them stands beside its neighbours in the catalog is chance.
    """
    if reading.change != "word":
        return reading
    forms = [
        other
        for other in readings
        if other.change == "word" and other.first == reading.first and _is_form_of(other, reading)
    ]
    return min((reading, *forms), key=lambda form: form.cost)


def _is_form_of(other: Reading, chosen: Reading) -> bool:
    """Whether two readings differ in number or gender only, which search hardly tells apart."""
    return len(other.words) == len(chosen.words) and all(
        first.key == second.key or is_other_form(first.key, second.key)
        for first, second in zip(other.words, chosen.words, strict=True)
    )


def _evidence(
    place: int,
    path: Sequence[Reading],
    as_typed: Sequence[Reading],
    readings: Sequence[Reading],
    is_linked: Sequence[bool],
    model: ContextModel,
) -> _Evidence:
    chosen = path[place]
    before, after = path[:place], path[place + 1 :]
    best = path_score(path, is_linked, model)
    typed = as_typed[chosen.first : chosen.last]
    margin = best - path_score([*before, *typed, *after], is_linked, model)
    others = [
        path_score([*before, other, *after], is_linked, model)
        for other in readings
        if (other.first, other.last) == (chosen.first, chosen.last)
        and other != chosen
        and not _is_form_of(other, chosen)
    ]
    pairs = 0.0
    if before and is_linked[chosen.first]:
        pairs += float(model.pairs(before[-1].words[-1:], chosen.words[:1])[0][0, 0])
    if after and is_linked[after[0].first]:
        pairs += float(model.pairs(chosen.words[-1:], after[0].words[:1])[0][0, 0])
    return _Evidence(margin, best - max(others, default=float("-inf")), pairs)


def _is_sure(reading: Reading, typed: Sequence[SpelledWord], evidence: _Evidence) -> bool | None:
    """Whether a reading is sure enough to be searched; None when it is not worth proposing.

    Errors that are improbable in a word of its length need more evidence; a word that the shop or
    the language knows needs much, from its neighbours too. Nothing is read as words that fewer
    items have.
    """
    lost = typed[0].items if len(typed) == 1 else 0
    if min(word.items for word in reading.words) < max(1, lost):
        return None
    needed, least = _SURE[reading.change], 0.0
    is_in_context = True
    if reading.change == "word":
        word = typed[0]
        bearable = _BEARABLE + _BEARABLE_A_LETTER * max(0, len(word.key) - _SHORT)
        excess = _TOO_EXPENSIVE * max(0.0, reading.cost - bearable)
        least = _PROPOSED * excess
        if word.is_known:
            needed, least = _SURE_OF_KNOWN, least + needed
        elif word.is_language:
            needed = _SURE_OF_LANGUAGE
            is_in_context = evidence.pairs >= _LEAST_PAIRS
        needed += excess
    if evidence.margin < least:
        return None
    return is_in_context and evidence.margin >= needed and evidence.lead >= _CLEAR


def _correction(
    reading: Reading,
    words: Sequence[Word],
    typed: Sequence[SpelledWord],
    is_sure: bool,
    vocabulary: Vocabulary,
) -> Correction:
    read = words[reading.first : reading.last]
    before = " ".join(word.text for word in read)
    after = " ".join(vocabulary.written(word.number) for word in reading.words)
    rule = _rule(reading, before, after, typed[0].items, vocabulary)
    is_moved = reading.change != "word"
    return Correction(read[0].start, read[-1].end, after, rule, is_sure, is_moved)


def _rule(reading: Reading, before: str, after: str, items: int, vocabulary: Vocabulary) -> str:
    """Why: in words, with the numbers that speak for it."""
    seen = f"'{before}' is in {_items(items)}"
    if reading.change == "split":
        keys = [word.key for word in reading.words]
        together = min(vocabulary.pair_count(*pair) for pair in pairwise(keys))
        return f"{len(keys)} words: {seen}, '{after}' stand together {together} times"
    found = reading.words[0]
    if reading.change == "join":
        return f"one word: '{after}' is in {_items(found.items)}"
    if is_other_form(spelling_key(before), found.key):
        return f"another form: {seen}, '{after}' in {found.items}"
    apart = OSA.distance(spelling_key(before), found.key)
    return f"edit distance {apart}: {seen}, '{after}' in {found.items}"


def _items(count: int) -> str:
    return f"{count or 'no'} item{'' if count < 2 else 's'}"
