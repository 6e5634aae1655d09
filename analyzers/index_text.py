"""The text of an item as it is indexed: as it was written, with other forms of its words added.

What a shopper types goes through the normaliser; an item must be found by that form too. Nothing
that is written is taken away.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers.languages import language_data
from analyzers.linguistics.compounds import SHORTEST_COMPOUND, split_by_forms
from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.measures import find_measures
from analyzers.normalization.numbers import decimals_with_points

_MAY_MEASURE = re.compile(r"[0-9]|[^\x00-\x7f]")
_LONG_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_COMPOUND},}}")


def index_text(text: str, languages: tuple[str, ...]) -> str:
    """`text` with the forms of `index_forms` behind it: "Kettle 1,5 l" with "1.5l 1500ml"."""
    forms = index_forms(text, languages)
    return f"{text} {' '.join(forms)}" if forms else text


@lru_cache(maxsize=8_192)
def index_forms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Words by which `text` is to be found beside its own, each once and a single term for both
    engines: measures in one form and the parts of compounds.

    `languages` are the shop's; numbers are read by the rules of the first one. A compound is split
    by what its language knows, not by the catalog, so that the outcome does not depend on when an
    item was indexed. No part of a measure is left out: an item of 500 sheets stays one of 500.
    Kept for the latest texts: a title is in two fields, and brands come again with every item.
    """
    forms: dict[str, None] = {}
    normal = ""
    if _MAY_MEASURE.search(text):
        normal = normalize_characters(text)
        _add_measures(forms, normal, languages[0])
    for language in languages:
        if language_data(language).compounds is not None:
            normal = normal or normalize_characters(text)
            for word in _LONG_WORD.findall(normal):
                forms.update(dict.fromkeys(split_by_forms(word, language)))
    return tuple(forms)


def _add_measures(forms: dict[str, None], text: str, language: str) -> None:
    for measure in find_measures(text, language):
        as_typed = text[measure.start : measure.end]
        written = (measure.written,) if measure.is_one_term else ()
        for form in (*written, *measure.forms, *measure.wider):
            if form != as_typed:
                forms[form] = None
    if language_data(language).decimal_comma:
        for number in decimals_with_points(text):
            forms[number] = None
