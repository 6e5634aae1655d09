"""An item in the answer to a search: its way to its place, or what keeps it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from searchapp import wiring
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import NO_RULES
from searchapp.pipeline.missing.reasons import WhyNot
from searchapp.pipeline.missing.why_missing import why_missing
from searchapp.pipeline.ranking.breakdown import Change
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.tuning.waterfall import Waterfall, waterfall

_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one item in one answer. `way` and `hit` are there where it has a place in
    the row, `missing` where the page that was asked for, the first, lacks it.
    """

    kind: Kind
    id: str
    document: Mapping[str, Any]
    way: Waterfall | None = None
    hit: Hit | None = None
    missing: WhyNot | None = None

    @property
    def title(self) -> str:
        """The item's title; its id where it has none."""
        return str(self.document.get("title") or self.id)

    @property
    def rules(self) -> dict[str, str]:
        """The names of the rules that touched it, by their ids."""
        if self.hit is None:
            return {}
        return {each.rule_id: each.rule for each in self.hit.candidate.adjustments if each.rule_id}

    @property
    def lifts(self) -> Sequence[Change]:
        """What would move it up, the smallest change first."""
        if self.hit is None or self.hit.breakdown is None:
            return ()
        return self.hit.breakdown.would_lift


@dataclass(frozen=True, slots=True)
class Offered:
    """An item that a person may have meant."""

    kind: str
    id: str
    document: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The item's title; its id where it has none."""
        return str(self.document.get("title") or self.id)


def find(config: SearchConfig, request: SearchRequest, kind: Kind, id_: str) -> Found:
    """The item in the answer to `request` under `config`. Raises as `SearchService.search` does."""
    service = wiring.search_service()
    asked = replace(request, explain=True, budget_ms=PATIENT_MS, facets=())
    response = service.search(asked, config)
    hit = _hit(response, kind, id_)
    missing = None
    if hit is None:
        missing = why_missing(service, config, request, kind, id_)
        if missing.rank is not None:
            page = (missing.rank - 1) // request.size
            kinds = request.kinds if kind in request.kinds else (*request.kinds, kind)
            response = service.search(
                replace(asked, offset=page * request.size, kinds=kinds), config
            )
            hit = _hit(response, kind, id_)
    document = hit.document if hit is not None else _document(kind, id_)
    way = None if hit is None else waterfall(response, hit)
    return Found(kind, id_, document, way, hit, missing)


def offered(config: SearchConfig, text: str) -> list[Offered]:
    """Items that have `text` as their id, or words of it; hidden ones too."""
    if not text:
        return []
    service = wiring.search_service()
    found: dict[tuple[str, str], Offered] = {}
    for kind in Kind:
        for id_, document in service.engine.documents(
            kind, [text], service.engine_timeout_ms
        ).items():
            found[kind.value, id_] = Offered(kind.value, id_, document)
    request = SearchRequest(text=text, size=_OFFERED, redirect=False)
    for hit in service.search(request, replace(config, rules=NO_RULES)).hits:
        found.setdefault((hit.kind.value, hit.id), Offered(hit.kind.value, hit.id, hit.document))
    return list(found.values())[:_OFFERED]


def _hit(response: SearchResponse, kind: Kind, id_: str) -> Hit | None:
    return next((hit for hit in response.hits if hit.candidate.key == (kind, id_)), None)


def _document(kind: Kind, id_: str) -> Mapping[str, Any]:
    service = wiring.search_service()
    return service.engine.documents(kind, [id_], service.engine_timeout_ms).get(id_, {})
