"""Names of brands and sellers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.entities.naming.name import Manner, Name, by_keys, most_frequent

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


def brand_names(values: Sequence[str]) -> Iterator[Name]:
    """The brands as they are written, without "and" between words, and without a legal form."""
    for keys, same in by_keys(values).items():
        for form in _forms(keys):
            if len(form) > 1 or (len(form[0]) > 1 and not form[0][0].isdigit()):
                yield Name(form, most_frequent(same))


def seller_names(values: Sequence[str]) -> Iterator[Name]:
    """The sellers as they are written, and without "and"."""
    for keys, same in by_keys(values).items():
        for form in _forms(keys):
            yield Name(form, most_frequent(same), manner=Manner.SELLER)


def _forms(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield keys
    if "and" in keys[1:-1]:
        joined = tuple(key for key in keys if key != "and")
        if len(joined) > 1 and joined[-1] not in _LEGAL_FORMS:
            yield joined
    if len(keys) > 1 and keys[-1] in _LEGAL_FORMS:
        rest = keys[:-1]
        yield rest[:-1] if len(rest) > 1 and rest[-1] == "and" else rest
