"""What is asked of the engine about the words of a query: text clauses and exclusions."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from analyzers.query import AnalyzedQuery, Entity, Expansion, Token
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import Alternative, Exclusion, Match, TextClause
from searchapp.pipeline.understanding.negated import negated

MOST_WORDS_WITH_ALTERNATIVES = 40
"""Of a query; a longer one says enough by itself, and each of its words would be a query."""
MOST_EXCLUSIONS = 20

_BETWEEN_SPACES = re.compile(r"\S+")


def words_clauses(
    kind: Kind,
    query: AnalyzedQuery,
    profile: RankingProfile,
    share: float,
    applied: Sequence[Entity] = (),
) -> tuple[TextClause, ...]:
    """The clauses that find the query's words in the fields of `kind`.

    `share` of the content words must match; where none is left, as in "under $50", no clause is
    required. Stop words only add to the score: engines know fewer of them than the analyzers, and
    would count the others among the words that must match. `applied` are the entities that filter:
    the words of the spoken ones only add to the score too, those of the others are not searched,
    nor are words that are not wanted. Expansions are alternatives of the words they stand for.
    """
    fields = profile.field_weights[kind]
    roles = _roles(query, applied)
    content = _content(query, roles, _usable_expansions(query, roles), applied)
    clauses = []
    if content.text:
        needed = TextClause(
            "words",
            content.text,
            fields,
            minimum_match=_minimum_match(content.count, share),
            alternatives=content.alternatives,
        )
        clauses.append(needed)
    clauses += [
        TextClause("said to be lacking", text, fields, match=Match.PHRASE, required=False)
        for text in _said_lacking(query)
        if content.text
    ]
    for name, role in (("stop words", _Role.STOP_WORD), ("filtering words", _Role.FILTERING)):
        words = [token.text for token, own in zip(query.tokens, roles, strict=True) if own is role]
        if words and (content.text or role is _Role.FILTERING):
            clauses.append(TextClause(name, " ".join(words), fields, required=False))
    return tuple(clauses)


def exclusions(kind: Kind, query: AnalyzedQuery, profile: RankingProfile) -> tuple[Exclusion, ...]:
    """What items of `kind` must not have: the words that a sign negates ("-leather"), side by side
    a phrase.

    Words that only a word negates ("without leather") are `unwanted`: items with them come later.
    """
    fields = tuple(profile.field_weights[kind])
    texts = dict.fromkeys(each.text for each in negated(query) if not each.said)
    return tuple(Exclusion(text, fields) for text in list(texts)[:MOST_EXCLUSIONS])


def _said_lacking(query: AnalyzedQuery) -> list[str]:
    """How the query says what it does not want, as an item may say it of itself."""
    return list(dict.fromkeys(each.said for each in negated(query) if each.said))[:MOST_EXCLUSIONS]


class _Role(Enum):
    CONTENT = auto()
    STOP_WORD = auto()
    FILTERING = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class _Content:
    """The text that must match, how many words count in it, and its alternatives."""

    text: str = ""
    count: int = 0
    alternatives: tuple[Alternative, ...] = ()


def _roles(query: AnalyzedQuery, applied: Sequence[Entity]) -> list[_Role]:
    """What each token does. In a query of stop words alone these are its content."""
    roles = [_role(token, query.text, applied) for token in query.tokens]
    if all(role is _Role.STOP_WORD for role in roles):
        return [_Role.CONTENT] * len(roles)
    return roles


def _role(token: Token, text: str, applied: Sequence[Entity]) -> _Role:
    if token.is_marker or token.is_negated:
        return _Role.DROPPED
    over = [each for each in applied if token.start < each.end and each.start < token.end]
    if over:
        return _Role.FILTERING if all(each.is_spoken for each in over) else _Role.DROPPED
    around = text[max(token.start - 1, 0) : token.start] + text[token.end : token.end + 1]
    return _Role.STOP_WORD if token.is_stop and not around.strip() else _Role.CONTENT


def _usable_expansions(query: AnalyzedQuery, roles: Sequence[_Role]) -> list[Expansion]:
    """The expansions all of whose words are searched."""
    if roles.count(_Role.CONTENT) > MOST_WORDS_WITH_ALTERNATIVES:
        return []
    unsearched = {_Role.FILTERING, _Role.DROPPED}
    return [
        each for each in query.expansions if unsearched.isdisjoint(roles[each.first : each.last])
    ]


def _content(
    query: AnalyzedQuery,
    roles: Sequence[_Role],
    expansions: Sequence[Expansion],
    applied: Sequence[Entity],
) -> _Content:
    """What must match: the text without the tokens that have another role.

    It stays as it was written, and its tokens count. But with alternatives, words also end where
    one of these begins or ends, and the words count.
    """
    tokens = query.tokens
    counted = sum(
        role is _Role.CONTENT and not token.is_stop
        for token, role in zip(tokens, roles, strict=True)
    )
    if not counted and any(role is not _Role.CONTENT for role in roles):
        return _Content()
    spans = [(tokens[each.first].start, tokens[each.last - 1].end) for each in expansions]
    words: list[str] = []
    places: list[int] = []
    bounds = {bound for span in spans for bound in span}
    for place, text in _searched_pieces(query, roles, bounds, applied):
        found = [word for word in text.split() if not spans or any(map(str.isalnum, word))]
        words += found
        places += [place] * len(found)
    alternatives = tuple(
        Alternative(first, last, each.text, each.weight, each.replaces)
        for each, (start, end) in zip(expansions, spans, strict=True)
        if (first := bisect_left(places, start)) < (last := bisect_left(places, end))
    )
    count = len(words) if alternatives and counted else counted
    return _Content(" ".join(words), count, alternatives)


def _searched_pieces(
    query: AnalyzedQuery,
    roles: Sequence[_Role],
    bounds: Iterable[int],
    applied: Sequence[Entity],
) -> Iterator[tuple[int, str]]:
    """(start, text) of what stands between spaces and `bounds`, with spaces for what is not
    searched; without pieces of which only signs and endings ("$", "'s") would be left.
    """
    tokens = query.tokens
    starts, ends = [each.start for each in tokens], [each.end for each in tokens]
    cuts = sorted(bounds)
    for between in _BETWEEN_SPACES.finditer(query.text):
        start, end = between.span()
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        for first, last in zip([start, *inner], [*inner, end], strict=True):
            inside = range(bisect_right(ends, first), bisect_left(starts, last))
            removed = [tokens[index] for index in inside if roles[index] is not _Role.CONTENT]
            kept = [tokens[index] for index in inside if roles[index] is _Role.CONTENT]
            is_applied = any(each.start < last and first < each.end for each in applied)
            if (removed or is_applied) and all(token.is_stop for token in kept):
                continue
            piece = list(query.text[first:last])
            for token in removed:
                piece[token.start - first : token.end - first] = " " * (token.end - token.start)
            yield first, "".join(piece)


def _minimum_match(count: int, share: float) -> float:
    """The share of `count` content words that must match: all of up to two, else `share` of them,
    rounded up. The engine rounds down, hence the little more.
    """
    if share == 0 or count == 0:
        return 0.0
    needed = count if count <= 2 else math.ceil(share * count)
    return min(1.0, (needed + 0.01) / count)
