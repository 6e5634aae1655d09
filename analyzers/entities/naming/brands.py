"""Names of brands and sellers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.entities.naming.name import Manner, Name, by_keys, most_frequent, value_keys
from analyzers.normalization import normalize
from analyzers.plurals import singular

_LEGAL_FORMS = frozenset(
    [
        "ag",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "limited",
        "llc",
        "ltd",
        "sa",
        "sl",
    ]
)


_ARTICLES = frozenset(["the", "der", "die", "das", "la", "le", "les", "el", "los", "las"])
"""Leading words that shoppers leave out."""

_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_SHORTEST_JOINED = 6
"""In letters: shorter words written together are too often another word."""


def brand_names(values: Sequence[str]) -> Iterator[Name]:
    """The brands as they are written and as shoppers write them: without "and" between words, a
    legal form, an article or the "'s" of a possessive, in one word, or with a plural ending, by
    which they never filter. What else such a form may be, the titles of the catalog tell.
    """
    for keys, same in by_keys(values).items():
        brand = most_frequent(same)
        forms = dict.fromkeys([*_forms(keys), *_shortened(keys, same)])
        for form in forms:
            if len(form) > 1 or (len(form[0]) > 1 and not form[0][0].isdigit()):
                yield Name(form, brand)
        for form in forms:
            joined = "".join(form)
            if len(form) > 1 and len(joined) >= _SHORTEST_JOINED and joined.isalpha():
                yield Name((joined,), brand)
        if len(keys) == 1 and keys[0].isalpha() and (one := singular(keys[0])) == keys[0]:
            yield Name((one + "s",), brand, manner=Manner.HINT)


def seller_names(values: Sequence[str]) -> Iterator[Name]:
    """The sellers as they are written, and without "and"."""
    for keys, same in by_keys(values).items():
        for form in _forms(keys):
            yield Name(form, most_frequent(same), manner=Manner.SELLER)


def _shortened(keys: tuple[str, ...], values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Without an article, where two words are left, and without "'s", where one is written."""
    if len(keys) > 2 and keys[0] in _ARTICLES:
        yield keys[1:]
    for value in values:
        bare, count = _POSSESSIVE.subn("", normalize(value))
        if count and (form := value_keys(bare)):
            yield form


def _forms(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield keys
    if "and" in keys[1:-1]:
        joined = tuple(key for key in keys if key != "and")
        if len(joined) > 1 and joined[-1] not in _LEGAL_FORMS:
            yield joined
    if len(keys) > 1 and keys[-1] in _LEGAL_FORMS:
        rest = keys[:-1]
        yield rest[:-1] if len(rest) > 1 and rest[-1] == "and" else rest
