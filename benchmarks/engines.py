"""The engines that a benchmark measures, one after the other in one process."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from elasticsearch import Elasticsearch

from searchapp import wiring

if TYPE_CHECKING:
    from searchapp.pipeline.config import SearchConfig
    from searchapp.pipeline.service import SearchService


def use_engine(name: str) -> None:
    """Makes `wiring` give `name`, "embedded" or "elasticsearch", from now on."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if name == "elasticsearch" and not url:
        raise SystemExit("Set ELASTICSEARCH_URL to measure Elasticsearch.")
    settings.ENVIRONMENT["ELASTICSEARCH_URL"] = url if name == "elasticsearch" else ""
    for part in (
        wiring.search_engine,
        wiring.index_writer,
        wiring.search_service,
        wiring._engine_parts,
    ):
        part.cache_clear()


def served(engine: str) -> tuple[SearchService, SearchConfig]:
    """The service over a freshly filled index of products, and its configuration."""
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    use_engine(engine)
    rebuild(Kind.PRODUCT)
    service = wiring.search_service()
    service.warm_up()
    return service, wiring.current_config()


@cache
def elasticsearch_client() -> Elasticsearch:
    """A client of its own for raw searches."""
    return Elasticsearch(os.environ["ELASTICSEARCH_URL"].split(","), request_timeout=30)


def product_index() -> str:
    """The alias of the live index of products."""
    return f"{settings.ENVIRONMENT['SEARCHAPP_INDEX_PREFIX']}-product"
