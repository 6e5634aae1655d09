"""A search and its answer → the row that the log keeps."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.behaviour.models import SearchLog
from searchapp.pipeline.request import AnyOf, Filter, SearchRequest
from searchapp.pipeline.response import SearchResponse

_TEXT = 1000


def log_entry(
    request: SearchRequest, response: SearchResponse, time: datetime, secret: str
) -> SearchLog:
    """The unsaved row. `secret` keys the hash of the session."""
    hits = response.hits
    return SearchLog(
        query_id=response.query_id[:64],
        time=time,
        text=storable(request.text, _TEXT),
        analysed={} if response.query is None else analysed_form(response.query),
        corrected=storable(response.corrected or "", _TEXT),
        relaxed=storable(_relaxed(response), 200),
        language="" if response.query is None else response.query.language[:35],
        kinds=[kind.value for kind in request.kinds],
        filters=[_filter(each) for each in request.filters],
        sort=_sort(request),
        page=request.offset // request.size + 1,
        first_rank=hits[0].rank if hits else request.offset + 1,
        shown=[f"{hit.kind.value}:{hit.id}" for hit in hits],
        total=response.total,
        profile=request.profile[:64],
        config_version=response.config_version[:64],
        took_ms={stage: round(spent, 3) for stage, spent in response.took_ms.items()},
        degraded=[each.stage for each in response.degraded],
        session=session_hash(request.session, secret),
    )


def analysed_form(query: AnalyzedQuery) -> dict[str, Any]:
    """What the analyzers made of the query, as JSON."""
    return {
        "text": storable(query.text, _TEXT),
        "language": query.language,
        "tokens": [
            {"text": storable(token.text, _TEXT), "lemma": storable(token.lemma, _TEXT)}
            for token in query.tokens
        ],
        "entities": [
            {
                "field": entity.field,
                "values": list(entity.values[:20]),
                "gte": entity.at_least,
                "lte": entity.at_most,
                "confidence": entity.confidence,
            }
            for entity in query.entities
        ],
        "intents": [intent.name for intent in query.intents],
    }


def session_hash(session: str | None, secret: str) -> str:
    """A name for the session that only this instance could have made; empty without a session."""
    if not session:
        return ""
    digest = hmac.new(
        secret.encode(), b"session|" + session.encode("utf-8", "replace"), hashlib.sha256
    )
    return digest.hexdigest()[:32]


def storable(text: str, longest: int) -> str:
    """The text as every database takes it: no NUL, no half of a surrogate pair, cut to
    `longest`.
    """
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")[:longest]


def _filter(wanted: Filter) -> dict[str, Any]:
    if isinstance(wanted, AnyOf):
        return {
            "field": wanted.field,
            "values": [storable(value, _TEXT) for value in wanted.values],
        }
    return {"field": wanted.field, "gte": wanted.at_least, "lte": wanted.at_most}


def _relaxed(response: SearchResponse) -> str:
    relaxed = response.relaxed
    return "" if relaxed is None else f"{relaxed.step}: {relaxed.detail}"


def _sort(request: SearchRequest) -> str:
    if request.sort is None:
        return ""
    return f"-{request.sort.field}" if request.sort.descending else request.sort.field
