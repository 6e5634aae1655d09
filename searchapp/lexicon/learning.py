"""Learning: one pass over the catalog and the query log makes all learnt parts of the lexicon."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog

from analyzers.evidence import LexiconPart, LexiconPartBuilder
from searchapp.lexicon.build_storage import prune, store_arrays
from searchapp.lexicon.catalog_evidence import catalog_items, logged_queries, media_items
from searchapp.lexicon.learnt_parts import LEARNT_PARTS, VOCABULARY, part_arrays
from searchapp.lexicon.models import LexiconBuild

Progress = Callable[[str, int], None]
"""Called with what is being done and how many of it are done."""

_log = structlog.get_logger(__name__)
_PROGRESS_EVERY = 1000


def learn(progress: Progress = lambda doing, done: None) -> LexiconBuild:
    """Learns from the published catalog and the log; the result is in use as soon as it is stored.

    Every process takes it up by itself. Raises database errors.
    """
    started = time.monotonic()
    builders = {name: part.builder() for name, part in LEARNT_PARTS.items()}
    items, queries = _read(builders, progress)
    build = LexiconBuild.objects.create(items=items, queries=queries)
    arrays: dict[str, Any] = {}
    for name, builder in builders.items():
        progress(f"learning {name}", 0)
        part_started = time.monotonic()
        part: LexiconPart = builder.build()
        stored = part_arrays(name, part)
        arrays |= stored
        build.detail[name] = {
            "bytes": sum(array.nbytes for array in stored.values()),
            "seconds": round(time.monotonic() - part_started, 2),
        }
    build.seconds = round(time.monotonic() - started, 2)
    stored_bytes = store_arrays(build, arrays)
    prune(build)
    _log.info(
        "the lexicon was learnt",
        build=build.pk,
        items=items,
        queries=queries,
        seconds=build.seconds,
        stored_bytes=stored_bytes,
    )
    return build


def _read(builders: dict[str, LexiconPartBuilder], progress: Progress) -> tuple[int, int]:
    items = queries = 0
    for item in catalog_items():
        for builder in builders.values():
            builder.add(item)
        items += 1
        if items % _PROGRESS_EVERY == 0:
            progress("reading the catalog", items)
    for item in media_items():
        builders[VOCABULARY].add(item)
    for query in logged_queries():
        for builder in builders.values():
            builder.add_query(query)
        queries += 1
        if queries % _PROGRESS_EVERY == 0:
            progress("reading the query log", queries)
    return items, queries
