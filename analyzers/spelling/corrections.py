"""Which corrections of a text are probable, and which of them are sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from rapidfuzz.distance import OSA

from analyzers.lexicon import Lexicon
from analyzers.spelling.best_path import best_path, path_score
from analyzers.spelling.context_model import ContextModel, SpelledWord
from analyzers.spelling.doubtful_words import is_other_form
from analyzers.spelling.protection import understood, untouchable
from analyzers.spelling.reading import STRANGERS_COST, Reading
from analyzers.spelling.readings import ReadingFinder
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.words import Word, spelling_key, words_of

MOST_WORDS = 20
"""Words of a query that are read; of a longer one the rest stays as it is."""
_SURE = {"word": 1.5, "split": 3.0, "join": 2.0}
_SURE_OF_STRANGE = {"word": 1.5, "split": 10.0, "join": 5.0}
_EXPECTED = -5.0
_EVENNESS = 0.75
_IN_TEXTS = 3.0
_SURE_OF_KNOWN = 6.0
_SURE_OF_LANGUAGE = 5.0
_LEAST_PAIRS = 2
_CLEAR = 0.6
_FINDS_NOTHING = 4.0


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
    (`margin`) and than any other reading of them (`lead`), and how often its words were seen beside
    each other and their neighbours (`pairs`). `is_strange` says that there are other words in the
    query and it was seen beside none of them.
    """

    margin: float
    lead: float
    pairs: float
    is_strange: bool


def find_corrections(text: str, language: str, lexicon: Lexicon) -> list[Correction]:
    """What is probably misspelt in a text, in its order."""
    words = list(islice(words_of(text), MOST_WORDS))
    if not words:
        return []
    fixed = untouchable(words, text, lexicon)
    meant = understood(words, text, language, lexicon)
    finder = ReadingFinder(words, fixed, meant, lexicon.vocabulary, language)
    readings = _allowed(finder.readings(), lexicon)
    if not readings:
        return []
    as_typed = [Reading(place, place + 1, (word,)) for place, word in enumerate(finder.typed)]
    is_linked = [word.is_linked for word in words]
    path = best_path([*_worth_searching(as_typed), *readings], is_linked, finder.model)
    path = [_in_the_typed_form(reading, readings) for reading in path]
    corrections = []
    for place, reading in enumerate(path):
        if reading.change:
            evidence = _evidence(place, path, as_typed, readings, is_linked, finder.model)
            typed = finder.typed[reading.first : reading.last]
            is_sure = _is_sure(reading, typed, evidence)
            if is_sure is not None:
                corrections.append(_correction(reading, words, typed, is_sure, lexicon))
    return corrections


def _allowed(readings: Sequence[Reading], lexicon: Lexicon) -> list[Reading]:
    """The readings that have none of the words which the shop never says."""
    if not lexicon.banned_words:
        return list(readings)
    return [each for each in readings if not lexicon.banned_words.are_in(_written(each, lexicon))]


def _written(reading: Reading, lexicon: Lexicon) -> str:
    return " ".join(lexicon.vocabulary.written(word.number) for word in reading.words)


def _worth_searching(as_typed: Sequence[Reading]) -> list[Reading]:
    """The words as typed; at a cost where no item has any of them, so that they find nothing as
    they stand: then what is somewhat less probable is worth proposing too.
    """
    if any(word.items for reading in as_typed for word in reading.words):
        return list(as_typed)
    return [
        reading if reading.words[0].is_language else replace(reading, cost=_FINDS_NOTHING)
        for reading in as_typed
    ]


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
    side_by_side = list(pairwise(chosen.words))
    if before and is_linked[chosen.first]:
        side_by_side.append((before[-1].words[-1], chosen.words[0]))
    if after and is_linked[after[0].first]:
        side_by_side.append((chosen.words[-1], after[0].words[0]))
    pairs = sum(float(model.pairs((first,), (second,))[0][0, 0]) for first, second in side_by_side)
    return _Evidence(
        margin, best - max(others, default=float("-inf")), pairs, not pairs and len(path) > 1
    )


def _is_sure(reading: Reading, typed: Sequence[SpelledWord], evidence: _Evidence) -> bool | None:
    """Whether a reading is sure enough to be searched; None when it is not worth proposing.

    What was never seen in this context needs more evidence: any new brand is like some word. A word
    that the shop or the language knows needs much, from its neighbours too, and one that texts have
    is seldom two. Nothing is read as words that fewer items have.
    """
    lost = typed[0].items if len(typed) == 1 else 0
    if min(word.items for word in reading.words) < max(1, lost):
        return None
    needed = (_SURE_OF_STRANGE if evidence.is_strange else _SURE)[reading.change]
    is_founded = True
    if reading.change == "word":
        word = typed[0]
        if word.is_known:
            if evidence.margin < needed:
                return None
            needed = _SURE_OF_KNOWN
        elif word.is_language:
            needed = _SURE_OF_LANGUAGE
            is_founded = evidence.pairs >= _LEAST_PAIRS
        else:
            is_founded = not evidence.is_strange or _is_to_be_expected(word, reading)
    elif reading.change == "split":
        is_founded = evidence.pairs > 0 or reading.cost <= STRANGERS_COST
        if typed[0].log_in_language is not None:
            needed = _SURE_OF_STRANGE["split"]
    return is_founded and evidence.margin >= needed and evidence.lead >= _CLEAR


def _is_to_be_expected(typed: SpelledWord, reading: Reading) -> bool:
    """Whether the word that is meant is so common that somebody makes this error in it, whatever
    stands around it. A new word is often another form of a known one, and one that texts have is
    seldom an error.
    """
    meant = reading.words[0]
    if is_other_form(typed.key, meant.key):
        return False
    expected = _EVENNESS * math.log(meant.items) - reading.cost
    return expected - _IN_TEXTS * (typed.log_in_language is not None) >= _EXPECTED


def _correction(
    reading: Reading,
    words: Sequence[Word],
    typed: Sequence[SpelledWord],
    is_sure: bool,
    lexicon: Lexicon,
) -> Correction:
    read = words[reading.first : reading.last]
    before = " ".join(word.text for word in read)
    after = _written(reading, lexicon)
    rule = _rule(reading, before, after, typed[0].items, lexicon.vocabulary)
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
