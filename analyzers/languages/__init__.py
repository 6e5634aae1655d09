"""What is known of each language, one TOML file a language: `<code>.toml` in this folder.

A language is added by writing its file and naming its code in the shop's languages. One without a
file is still split into words, as spaCy knows how, but has no stems, lemmas, units or rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent


class HeadPlace(StrEnum):
    """Where a noun phrase has the noun that names what is being bought."""

    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class LemmaRules:
    """How words come to their dictionary form.

    `repairs` is asked first. `endings` are pairs (ending, what stands in its place): a rule holds
    where its outcome is a known word. With `endings_first` they go before the look-up table, of
    which outcomes with an ending in `rejected` are left aside. `invariable` words have no other
    form.
    """

    repairs: Mapping[str, str] = field(default_factory=dict)
    invariable: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    endings_first: bool = False
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NegationWords:
    """Words by which a shopper says what is not wanted.

    What follows one of `strong` is unwanted ("without", or two words: "anything but"). After one of
    `weak` ("no") it is so only at the end of the query or before another clause: "no show socks"
    have no show. One of `parts` makes a word with the next, which is searched ("non stick"). What
    follows any of these is at least in doubt. What stands before one of `after` is unwanted.
    `joins` go on with the list ("or").
    """

    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compounds:
    """Words that are written together: the letters that may join the parts, words that are no sum
    of their parts, nouns of three letters that may end one, and nouns that spaCy's tables lack.
    """

    links: tuple[str, ...]
    whole: frozenset[str]
    short: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitOrWord:
    """When the name of a unit, between spaces behind a number, is another word of the language, as
    "in" may be: where the number stands `after` one of these words, or the name `before` one, or
    before one of `last` that ends the text or a part of it.
    """

    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LanguageData:
    """All that is configured of one language; words are normalised.

    `stemmer` is the name of its Snowball stemmer, "" for none. `scripts` are those that tell of it
    (names in `analyzers.language`), `letters` the letters that no other shipped language has.
    `unit_names` leads from the symbol of a unit to its names; `attached_units` are names that are
    units only where they touch their number, `unit_or_word` tells of others when they are none.
    `times` are words that join two numbers to one measure ("2 by 4").
    `elisions` are the articles that lose their vowel
    before an apostrophe. `index_stop_words` are not indexed, `more_stop_words` and
    `not_stop_words` correct spaCy's list, which is for queries. `not_heads` are words that name no
    article by themselves: colours, sizes, for whom. `containers` give way to what they hold ("pair
    of").
    """

    code: str
    name: str = ""
    stemmer: str = ""
    scripts: tuple[str, ...] = ("latin",)
    letters: frozenset[str] = frozenset()
    decimal_comma: bool = False
    is_segmented: bool = False
    unit_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attached_units: frozenset[str] = frozenset()
    unit_or_word: Mapping[str, UnitOrWord] = field(default_factory=dict)
    pack_of: tuple[str, ...] = ()
    times: frozenset[str] = frozenset()
    elisions: tuple[str, ...] = ()
    index_stop_words: tuple[str, ...] = ()
    more_stop_words: frozenset[str] = frozenset()
    not_stop_words: frozenset[str] = frozenset()
    head: HeadPlace = HeadPlace.LAST
    prepositions: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()
    not_heads: frozenset[str] = frozenset()
    negation: NegationWords = field(default_factory=NegationWords)
    lemmas: LemmaRules = field(default_factory=LemmaRules)
    compounds: Compounds | None = None


@cache
def shipped_languages() -> tuple[str, ...]:
    """The codes of the languages that have a file."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def language_data(code: str) -> LanguageData:
    """What is configured of the language `code`; nothing for one without a file.

    Raises ValueError for a file that does not fit, naming it.
    """
    if code not in shipped_languages():
        return LanguageData(code=code)
    path = _FOLDER / f"{code}.toml"
    try:
        return _parsed(code, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{path.name} does not describe a language: {error}") from error


def _parsed(code: str, entries: dict[str, Any]) -> LanguageData:
    """Raises TypeError for an entry that no field is for."""
    given = dict(entries)
    negation = given.pop("negation", {})
    lemmas = given.pop("lemmas", {})
    compounds = given.pop("compounds", None)
    units = given.pop("units", {})
    words_too = given.pop("unit_or_word", {})
    scalars = ("name", "stemmer", "decimal_comma", "is_segmented")
    kept: dict[str, Any] = {name: given.pop(name) for name in scalars if name in given}
    if "head" in given:
        kept["head"] = HeadPlace(given.pop("head"))
    for name in ("scripts", "pack_of", "elisions", "index_stop_words"):
        if name in given:
            kept[name] = _words(given.pop(name))
    kept |= _sets(given)
    return LanguageData(
        code=code,
        unit_names=MappingProxyType({symbol: tuple(names) for symbol, names in units.items()}),
        unit_or_word=MappingProxyType(
            {name: UnitOrWord(**_sets(of)) for name, of in words_too.items()}
        ),
        negation=NegationWords(**_sets(negation)),
        lemmas=LemmaRules(
            repairs=MappingProxyType(lemmas.pop("repairs", {})),
            invariable=frozenset(_words(lemmas.pop("invariable", ""))),
            endings=tuple((ending, other) for ending, other in lemmas.pop("endings", ())),
            rejected=_words(lemmas.pop("rejected", "")),
            **lemmas,
        ),
        compounds=compounds
        and Compounds(
            links=_words(compounds["links"]),
            whole=frozenset(_words(compounds["whole"])),
            short=frozenset(_words(compounds["short"])),
            nouns=frozenset(_words(compounds["nouns"])),
        ),
        **kept,
    )


def _sets(entries: Mapping[str, str | list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(_words(value)) for name, value in entries.items()}


def _words(value: str | list[str]) -> tuple[str, ...]:
    """Words in one text, between spaces, or a list of them where they have spaces inside."""
    return tuple(value.split()) if isinstance(value, str) else tuple(value)
