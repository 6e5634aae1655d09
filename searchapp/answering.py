"""The one way in which pages and endpoints search: answered, counted and logged."""

from __future__ import annotations

import structlog

from searchapp import wiring
from searchapp.behaviour import search_log
from searchapp.observability.metrics import count_answer, count_failure
from searchapp.pipeline.request import InvalidRequest, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import EngineUnavailable


def answer(request: SearchRequest) -> SearchResponse:
    """The service's answer under the published configuration.

    Raises InvalidRequest and EngineUnavailable as the service does; both are counted.
    """
    config = wiring.current_config()
    structlog.contextvars.bind_contextvars(config_version=config.version)
    try:
        response = wiring.search_service().search(request, config)
    except InvalidRequest:
        count_failure("invalid")
        raise
    except EngineUnavailable:
        count_failure("unavailable")
        raise
    count_answer(response)
    search_log.record(request, response)
    return response
