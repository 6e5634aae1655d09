"""Trying a query: the first hits as they are live, and as they would be with a draft or with a
change that is not even in one yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import DatabaseError

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.merchandising.snapshot import config_of
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.publishing.documents import document_of, live_document, newest_number
from searchapp.publishing.models import Draft

HITS = 10
_Ranks = Mapping[tuple[Kind, str], int]


class Edited(NamedTuple):
    """A value that is tried before it is saved."""

    section: str
    key: str
    value: Mapping[str, Any]


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

    @property
    def move(self) -> str:
        """How it differs from the other list, in words."""
        if self.raised is None:
            return "new here"
        if not self.raised:
            return ""
        return f"up {self.raised}" if self.raised > 0 else f"down {-self.raised}"


@dataclass(frozen=True, slots=True)
class Tried:
    """One of the lists. `problem` says why there is none, `redirect` where shoppers are sent."""

    name: str
    hits: tuple[TriedHit, ...] = ()
    redirect: str = ""
    banner: Banner | None = None
    problem: str = ""

    @property
    def alone(self) -> int:
        """How many hits the other list does not have."""
        return sum(each.raised is None for each in self.hits)


def tried(
    request: SearchRequest, draft: Draft | None, edited: Edited | None = None
) -> tuple[Tried, ...]:
    """The first hits of a query: live, and with the draft (None: what is live) in which `edited`
    is changed; only what is live where there is neither.
    """
    request = replace(request, size=HITS, redirect=True)
    configs: dict[str, Callable[[], SearchConfig]] = {"Live": wiring.current_config}
    if edited is not None:
        configs["Changed"] = lambda: _edited_config(draft, edited)
    elif draft is not None:
        configs[f"Draft “{draft.name}”"] = lambda: draft_config(draft)
    answers = {name: _answer(request, config) for name, config in configs.items()}
    ranks = [_ranks(answer) for answer in answers.values()]
    return tuple(
        Tried(name, problem=answer)
        if isinstance(answer, str)
        else Tried(
            name,
            tuple(_compared(answer, ranks[-1 - place])),
            answer.redirect or "",
            answer.banner,
        )
        for place, (name, answer) in enumerate(answers.items())
    )


def _edited_config(draft: Draft | None, edited: Edited) -> SearchConfig:
    document = dict(live_document() if draft is None else document_of(draft))
    section = document.get(edited.section, {})
    document[edited.section] = {**section, edited.key: dict(edited.value)}
    return config_of(document, newest_number(), wiring.current_config().lexicon)


def _answer(request: SearchRequest, config: Callable[[], SearchConfig]) -> SearchResponse | str:
    """The answer, or why there is none."""
    try:
        return wiring.search_service().search(request, config())
    except InvalidRequest as error:
        return str(error)
    except (DatabaseError, EngineUnavailable, OSError, ValueError) as error:
        return f"It can't be tried now: {error}"


def _ranks(answer: SearchResponse | str) -> _Ranks:
    hits = () if isinstance(answer, str) else answer.hits
    return {(hit.kind, hit.id): hit.rank for hit in hits}


def _compared(answer: SearchResponse, other: _Ranks) -> Iterator[TriedHit]:
    for hit in answer.hits:
        there = other.get((hit.kind, hit.id))
        yield TriedHit(hit, None if there is None else there - hit.rank)
