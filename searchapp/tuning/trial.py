"""A query tried live and with a change that is not even in a draft yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from searchapp import wiring
from searchapp.merchandising.snapshot import config_of
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.publishing.documents import document_of, live_document, newest_number
from searchapp.publishing.models import Draft
from searchapp.tuning.comparing import Move, compare

SIZE = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """Both answers to one query: the hits of each, those of the second with their moves in words,
    and how many of the first's left.
    """

    live: SearchResponse
    draft: SearchResponse
    moved: tuple[tuple[Hit, str], ...]
    left: int


def tried(
    request: SearchRequest, draft: Draft | None, section: str, key: str, value: Mapping[str, Any]
) -> Trial:
    """The first results of what is live, and of the draft (None: what is live) in which `key` has
    this value.

    Raises InvalidRequest and EngineUnavailable.
    """
    document = dict(live_document() if draft is None else document_of(draft))
    document[section] = {**document.get(section, {}), key: dict(value)}
    live = wiring.current_config()
    changed = config_of(document, newest_number(), live.lexicon)
    request = replace(request, size=SIZE, redirect=True)
    service = wiring.search_service()
    before, after = service.search(request, live), service.search(request, changed)
    moves = {(each.kind, each.id): each for each in compare(before, after).moves}
    return Trial(
        before,
        after,
        tuple((hit, _in_words(moves[hit.candidate.key])) for hit in after.hits),
        sum(each.left for each in moves.values()),
    )


def _in_words(move: Move) -> str:
    if move.entered:
        return "new here"
    if not move.moved:
        return ""
    return f"up {move.moved}" if move.moved > 0 else f"down {-move.moved}"
