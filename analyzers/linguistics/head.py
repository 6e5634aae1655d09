"""What is being bought: the noun that the other words of the query tell more about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzers.languages import HeadPlace, LanguageData
from analyzers.query import Token

_OF = frozenset({"of", "de", "d'", "von"})


def mark_head(tokens: Sequence[Token], data: LanguageData) -> list[Token]:
    """`tokens` with the head marked, if there is one.

    It stands before the first preposition, at the place where the language has it; a colour, a
    size, a number or for whom it is are no heads, unless there is nothing else. A container gives
    way to what it holds: "pair of shoes".
    """
    clauses = list(_clauses(tokens, data))
    for number, (_, clause) in enumerate(clauses):
        nouns = [place for place in clause if _may_be_head(tokens[place], data)]
        if not nouns:
            continue
        following = clauses[number + 1] if number + 1 < len(clauses) else None
        if (
            following is not None
            and following[0] in _OF
            and all(tokens[place].text in data.containers for place in nouns)
            and any(_may_be_head(tokens[place], data) for place in following[1])
        ):
            continue
        return _marked(tokens, _chosen(nouns, data))
    rest = [place for _, clause in clauses for place in clause]
    words = [place for place in rest if not _has_digit(tokens[place])] or rest
    return _marked(tokens, _chosen(words, data)) if words else list(tokens)


def _clauses(tokens: Sequence[Token], data: LanguageData) -> Iterator[tuple[str, list[int]]]:
    """The places of the searched words between prepositions, and the preposition before them."""
    joined_by = ""
    clause: list[int] = []
    for place, token in enumerate(tokens):
        if token.text in data.prepositions or token.is_marker:
            if clause or joined_by:
                yield joined_by, clause
            joined_by, clause = token.text, []
        elif not (token.is_stop or token.is_negated):
            clause.append(place)
    yield joined_by, clause


def _may_be_head(token: Token, data: LanguageData) -> bool:
    return not (token.text in data.not_heads or _has_digit(token))


def _has_digit(token: Token) -> bool:
    return not token.text.isalpha() and any(map(str.isdigit, token.text))


def _chosen(places: Sequence[int], data: LanguageData) -> int:
    return places[0] if data.head is HeadPlace.FIRST else places[-1]


def _marked(tokens: Sequence[Token], head: int) -> list[Token]:
    return [
        replace(token, is_head=True) if place == head else token
        for place, token in enumerate(tokens)
    ]
