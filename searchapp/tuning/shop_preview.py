"""A seller's shop as shoppers find it, live and with the seller's draft: by the live code path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict

from searchapp.catalog.models import Seller
from searchapp.pictures import picture_url
from searchapp.pipeline.request import AnyOf, InvalidRequest, SearchRequest
from searchapp.pipeline.response import Hit
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.publishing.models import Draft
from searchapp.tuning.comparing import Move
from searchapp.tuning.workbench.asked import Asked, search_request
from searchapp.tuning.workbench.sides import sides

UNAVAILABLE = "The search does not answer. Try again in a moment."
_SIZE = 24


def preview(given: QueryDict, seller: Seller, draft: Draft | None) -> dict[str, Any]:
    """What the page shows of both listings, without what is the shop's: no name of a rule."""
    try:
        text = search_request(given).text
        request = SearchRequest(
            text=text,
            size=_SIZE,
            filters=(AnyOf("seller", (seller.pk,)),),
            budget_ms=settings.ENVIRONMENT["SEARCHAPP_BUDGET_MS"],
        )
        found = sides(Asked(request), draft)
    except InvalidRequest as problem:
        return {"text": given.get("q", "")[:200], "problem": str(problem)}
    except EngineUnavailable:
        return {"text": given.get("q", "")[:200], "problem": UNAVAILABLE}
    moves = {(each.kind, each.id): each for each in found.comparison.moves}
    return {
        "text": text,
        "live_hits": [_line(hit) for hit in found.live.hits],
        "draft_hits": [
            {**_line(hit), "move": _told(moves[hit.candidate.key])} for hit in found.draft.hits
        ],
        "gone": sum(each.left for each in found.comparison.moves),
    }


def _line(hit: Hit) -> Mapping[str, Any]:
    return {
        "kind": hit.kind.value,
        "id": hit.id,
        "rank": hit.rank,
        "title": str(hit.document.get("title") or hit.id),
        "picture": picture_url(hit.document.get("image")),
        "sold_out": hit.document.get("available") is False,
    }


def _told(move: Move) -> str:
    """How the hit differs from the live listing, in words."""
    if move.entered:
        return "new here"
    if not move.moved:
        return ""
    return f"up {move.moved}" if move.moved > 0 else f"down {-move.moved}"
