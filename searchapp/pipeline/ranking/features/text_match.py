"""Features of the words: which of the query's words stand in an item's title and other short texts,
how close together and where. Computed in process, so for items found by meaning alone too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from searchapp.pipeline.ranking.features.evidence import Evidence, as_text
from searchapp.pipeline.ranking.features.feature import Column, Feature, column
from searchapp.pipeline.ranking.features.words import has_any
from searchapp.pipeline.stems import read_words

SHORT_FIELDS = ("brand", "category", "colour", "size", "material", "gender", "seller_name")


def _share(present: NDArray[np.bool_], weights: NDArray[np.float32]) -> Column:
    if present.shape[1] == 0:
        return np.full(len(present), np.nan, dtype=np.float32)
    return column(present @ (weights / weights.sum()))


def _even(evidence: Evidence) -> NDArray[np.float32]:
    return np.ones(len(evidence.terms), dtype=np.float32)


def _coverage(field: str) -> Callable[[Evidence], Column]:
    return lambda evidence: _share(evidence.words_in(field).present, _even(evidence))


def _rare_coverage(evidence: Evidence) -> Column:
    return _share(evidence.words_in("title").present, evidence.rarities)


def _anywhere(evidence: Evidence) -> NDArray[np.bool_]:
    return evidence.kept("words anywhere", lambda: _find_anywhere(evidence))


def _find_anywhere(evidence: Evidence) -> NDArray[np.bool_]:
    present = evidence.words_in("title").present
    for field in SHORT_FIELDS:
        if any(evidence.texts(field)):
            present = present | evidence.words_in(field).present
    return present


def _anywhere_coverage(evidence: Evidence) -> Column:
    return _share(_anywhere(evidence), _even(evidence))


def _anywhere_rare_coverage(evidence: Evidence) -> Column:
    return _share(_anywhere(evidence), evidence.rarities)


def _rarest_missing(evidence: Evidence) -> Column:
    if not evidence.terms:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    return column(np.where(_anywhere(evidence), 0.0, evidence.rarities).max(axis=1))


def _phrase(evidence: Evidence) -> Column:
    if not evidence.terms:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    return column(evidence.words_in("title").run / len(evidence.terms))


def _first(evidence: Evidence) -> Column:
    return evidence.kept("first place", lambda: _first_of(evidence.words_in("title").first))


def _first_of(places: NDArray[np.int32]) -> Column:
    """(n,) The smallest place of each row, NaN where the row has none."""
    nowhere = np.iinfo(places.dtype).max
    smallest = np.where(places < 0, nowhere, places).min(axis=1, initial=nowhere)
    return column(np.where(smallest == nowhere, np.nan, smallest))


def _last(evidence: Evidence) -> Column:
    greatest = evidence.words_in("title").first.max(axis=1, initial=-1)
    return column(np.where(greatest < 0, np.nan, greatest))


def _closeness(evidence: Evidence) -> Column:
    met = evidence.words_in("title").present.sum(axis=1)
    return column(np.minimum(1.0, met / (_last(evidence) - _first(evidence) + 1)))


def _density(evidence: Evidence) -> Column:
    matches = evidence.words_in("title")
    return column(matches.hits / np.maximum(matches.lengths, 1))


def _words(evidence: Evidence) -> Column:
    return evidence.words_in("title").lengths


def _heads(evidence: Evidence) -> list[int]:
    return [number for number, term in enumerate(evidence.terms) if term.is_head]


def _head(evidence: Evidence) -> Column:
    heads = _heads(evidence)
    if not heads:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    return column(evidence.words_in("title").present[:, heads].any(axis=1))


def _head_anywhere(evidence: Evidence) -> Column:
    heads = _heads(evidence)
    if not heads:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    in_title = _head(evidence).tolist()
    terms = [evidence.terms[number] for number in heads]
    met: dict[str, bool] = {"": False}
    found = []
    for has, document in zip(in_title, evidence.documents, strict=True):
        for field in () if has else SHORT_FIELDS:
            if (value := document.get(field)) is None:
                continue
            text = as_text(value)
            if text not in met:
                met[text] = has_any(text, terms, evidence.query.language)
            if has := met[text]:
                break
        found.append(has)
    return column(found)


def _head_place(evidence: Evidence) -> Column:
    heads = _heads(evidence)
    if not heads:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    matches = evidence.words_in("title")
    return column(_first_of(matches.first[:, heads]) / np.maximum(matches.lengths, 1))


def _numbers(evidence: Evidence) -> Column:
    numbers = [number for number, term in enumerate(evidence.terms) if term.has_digit]
    if not numbers:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    return column(evidence.words_in("title").present[:, numbers].mean(axis=1))


def _letters(scorer: Callable[..., float]) -> Callable[[Evidence], Column]:
    def compute(evidence: Evidence) -> Column:
        found = process.cdist([evidence.query.text.lower()], evidence.titles, scorer=scorer)
        return column(found[0] / 100)

    return compute


def _named_share(field: str) -> Callable[[Evidence], Column]:
    """How many of the field's own words the query has."""

    def compute(evidence: Evidence) -> Column:
        matches = evidence.words_in(field)
        share = matches.hits / np.maximum(matches.lengths, 1)
        return column(np.where(matches.lengths > 0, share, np.nan))

    return compute


def _typical(evidence: Evidence) -> Column:
    """How much of the title's words the titles of the first candidates have in common."""
    language = evidence.query.language
    titles = [read_words(title, language).places for title in evidence.texts("title")]
    leads = frozenset(evidence.first)
    counts = Counter(chain.from_iterable(titles[place] for place in evidence.first))
    shared = sum(count for count in counts.values() if count > 1) or 1
    in_common = [sum(map(counts.get, words, repeat(0))) for words in titles]
    for place in leads:
        # A candidate does not speak for itself.
        in_common[place] -= len(titles[place])
    return column(in_common) / np.float32(shared)


FEATURES: tuple[Feature, ...] = (
    Feature(
        "title.coverage", "share", "title", "how many of the query's words the title has",
        _coverage("title"), actionable=True, monotone=1,
    ),
    Feature(
        "title.rare_coverage", "share", "title",
        "the same, where a word counts the more, the fewer items have it",
        _rare_coverage, actionable=True, monotone=1,
    ),
    Feature(
        "title.phrase", "share", "title",
        "the longest run of the query's words that stands in the title as in the query",
        _phrase, actionable=True, monotone=1,
    ),
    Feature(
        "title.closeness", "share", "title", "how closely the query's words stand together",
        _closeness, actionable=True, monotone=1,
    ),
    Feature(
        "title.first", "words", "title", "where the first of the query's words stands",
        _first, actionable=True,
    ),
    Feature(
        "title.last", "words", "title", "where the last of the query's words begins",
        _last, actionable=True,
    ),
    Feature(
        "title.density", "share", "title", "how many of the title's words the query has",
        _density, actionable=True, monotone=1,
    ),
    Feature("title.words", "words", "title", "the length of the title", _words, actionable=True),
    Feature(
        "title.head", "yes or no", "title", "the title has the word that names what is bought",
        _head, actionable=True, monotone=1,
    ),
    Feature(
        "title.head_place", "share", "title",
        "where in the title the word stands that names what is bought", _head_place,
        actionable=True,
    ),
    Feature(
        "title.numbers", "share", "title",
        "how many of the query's numbers and measures the title has", _numbers, actionable=True,
        monotone=1,
    ),
    Feature(
        "title.letters", "share", "title",
        "how alike the words of query and title are, letter by letter",
        _letters(fuzz.token_set_ratio), monotone=1,
    ),
    Feature(
        "title.partial_letters", "share", "title",
        "how alike the query is to the part of the title that is most like it",
        _letters(fuzz.partial_ratio), monotone=1,
    ),
    Feature(
        "title.typical", "share", "title and first candidates",
        "how much of what the titles of the first ten have in common this title has", _typical,
        monotone=1,
    ),
    Feature(
        "words.coverage", "share", "title and short fields",
        "how many of the query's words stand in title, brand, category, colour and the like",
        _anywhere_coverage, actionable=True, monotone=1,
    ),
    Feature(
        "words.rare_coverage", "share", "title and short fields",
        "the same, where a word counts the more, the fewer items have it",
        _anywhere_rare_coverage, actionable=True, monotone=1,
    ),
    Feature(
        "words.rarest_missing", "share", "title and short fields",
        "how rare the rarest of the query's words is that stands in none of them", _rarest_missing,
        actionable=True, monotone=-1,
    ),
    Feature(
        "words.head", "yes or no", "title and short fields",
        "the word that names what is bought stands in one of them", _head_anywhere,
        actionable=True, monotone=1,
    ),
    *(
        Feature(
            f"{field}.coverage", "share", field, f"how many of the query's words the {field} has",
            _coverage(field), monotone=1,
        )
        for field in ("brand", "category", "colour")
    ),
    *(
        Feature(
            f"{field}.named", "share", field, f"how much of its {field} the query names",
            _named_share(field), monotone=1,
        )
        for field in ("brand", "category", "colour")
    ),
)  # fmt: skip
