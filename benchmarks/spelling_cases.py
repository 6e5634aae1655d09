"""Queries of the spelling benchmark: pieces of titles, as they are and misspelt."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.evidence import CatalogItem
from analyzers.normalization import normalize
from analyzers.spelling.words import spelling_key
from benchmarks.typos import KINDS, misspell

_BREAK = re.compile(r"[,;:|()\[\]–—•\"!?]+| - | & | / |\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Case:
    """A misspelt query, the kind of its errors and what was meant."""

    kind: str
    typed: str
    meant: str


def title_pieces(items: Sequence[CatalogItem], count: int, seed: int) -> list[str]:
    """`count` runs of two to five words from titles, which no punctuation divides and of which at
    least two words are letters only.
    """
    chance = random.Random(seed)
    pieces: list[str] = []
    while len(pieces) < count:
        title = normalize(chance.choice(items).title)
        words = chance.choice(_BREAK.split(title)).split()
        length = chance.randint(2, 5)
        if len(words) < length:
            continue
        start = chance.randrange(len(words) - length + 1)
        piece = words[start : start + length]
        if sum(word.isalpha() for word in piece) >= 2:
            pieces.append(" ".join(piece))
    return pieces


def misspelt_cases(pieces: Sequence[str], count: int, errors: int, seed: int) -> list[Case]:
    """`count` cases with `errors` errors of one kind each; all kinds have equal shares."""
    chance = random.Random(seed)
    cases: list[Case] = []
    number = 0
    while len(cases) < count:
        kind = KINDS[len(cases) % len(KINDS)]
        meant = pieces[number % len(pieces)]
        number += 1
        typed: str | None = meant
        for _ in range(errors):
            typed = misspell(typed, chance, kind) if typed else None
        if typed and not is_same(typed, meant):
            cases.append(Case(kind, typed, meant))
    return cases


def is_same(first: str | None, second: str) -> bool:
    """Whether two texts are spelt alike, but for accents, apostrophes and hyphens."""
    return first is not None and _bare(first) == _bare(second)


def _bare(text: str) -> str:
    return spelling_key(text).replace("-", "")
