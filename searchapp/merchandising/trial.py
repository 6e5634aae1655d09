"""Trying a query: the first hits as they are live, and as they would be with a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import DatabaseError

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.publishing.models import Draft

HITS = 8
_Ranks = Mapping[tuple[Kind, str], int]


@dataclass(frozen=True, slots=True)
class TriedHit:
    """A hit, and by how many places it stands higher than in the other list; None where the other
    does not have it.
    """

    hit: Hit
    raised: int | None

    @property
    def title(self) -> str:
        """What the item is called."""
        return str(self.hit.document.get("title") or self.hit.id)


@dataclass(frozen=True, slots=True)
class Tried:
    """One of the lists. `problem` says why there is none, `redirect` where shoppers are sent."""

    name: str
    hits: tuple[TriedHit, ...] = ()
    redirect: str = ""
    problem: str = ""


def tried(text: str, draft: Draft | None, profile: str = "default") -> tuple[Tried, ...]:
    """The first hits of a query, live and with the draft; without a draft only what is live."""
    request = SearchRequest(text, size=HITS, profile=profile)
    configs: dict[str, Callable[[], SearchConfig]] = {"Live": wiring.current_config}
    if draft is not None:
        configs[f"Draft “{draft.name}”"] = lambda: draft_config(draft)
    answers = {name: _answer(request, config) for name, config in configs.items()}
    ranks = [_ranks(answer) for answer in answers.values()]
    return tuple(
        Tried(name, problem=answer)
        if isinstance(answer, str)
        else Tried(name, tuple(_compared(answer, ranks[-1 - place])), answer.redirect or "")
        for place, (name, answer) in enumerate(answers.items())
    )


def _answer(request: SearchRequest, config: Callable[[], SearchConfig]) -> SearchResponse | str:
    """The answer, or why there is none."""
    try:
        return wiring.search_service().search(request, config())
    except (DatabaseError, EngineUnavailable, OSError, ValueError) as error:
        return f"It can't be tried now: {error}"


def _ranks(answer: SearchResponse | str) -> _Ranks:
    hits = () if isinstance(answer, str) else answer.hits
    return {(hit.kind, hit.id): hit.rank for hit in hits}


def _compared(answer: SearchResponse, other: _Ranks) -> Iterator[TriedHit]:
    for hit in answer.hits:
        there = other.get((hit.kind, hit.id))
        yield TriedHit(hit, None if there is None else there - hit.rank)
