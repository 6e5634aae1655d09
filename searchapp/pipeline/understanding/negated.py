"""What a query negates, and how it says so: "-leather", "without handle", "sugar free"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.query import AnalyzedQuery

_WITHIN_A_PHRASE = " -'&"


@dataclass(frozen=True, slots=True)
class Negated:
    """A phrase that is not wanted. `said` is it with the word that says so ("without handle"), as
    an item may say it of itself; "" where a sign does.
    """

    text: str
    said: str = ""


def negated(query: AnalyzedQuery) -> Iterator[Negated]:
    """Each run of words that the query negates, from left to right.

    The words of a run stand side by side: "without long sleeves, lace" has two.
    """
    tokens = query.tokens
    markers = _runs(query, [token.is_marker for token in tokens])
    unwanted = _runs(
        query, [each.is_negated and not (each.is_stop or each.is_marker) for each in tokens]
    )
    for first, last in unwanted:
        text = _slice(query, first, last)
        before = [_slice(query, *run) for run in markers if run[1] <= first][-1:]
        after = [_slice(query, *run) for run in markers if run[0] == last]
        said = [f"{word} {text}" for word in before if _is_word(word)]
        said += [f"{text} {word}" for word in after if _is_word(word)]
        yield Negated(text, said[0] if said else "")


def _is_word(marker: str) -> bool:
    """Whether a marker is a word, be it short ("w/o"), and no sign."""
    return any(map(str.isalpha, marker))


def _runs(query: AnalyzedQuery, chosen: Sequence[bool]) -> list[tuple[int, int]]:
    """The runs [first, last) of chosen tokens with no other sign than a hyphen between them."""
    runs: list[tuple[int, int]] = []
    for index, token in enumerate(query.tokens):
        if not chosen[index]:
            continue
        if runs and runs[-1][1] == index:
            before = query.tokens[index - 1]
            if not query.text[before.end : token.start].strip(_WITHIN_A_PHRASE):
                runs[-1] = (runs[-1][0], index + 1)
                continue
        runs.append((index, index + 1))
    return runs


def _slice(query: AnalyzedQuery, first: int, last: int) -> str:
    return query.text[query.tokens[first].start : query.tokens[last - 1].end]
