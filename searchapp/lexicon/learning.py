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

READING, STORING = "reading", "storing"
"""What takes time beside the parts, in `LexiconBuild.detail`."""

_log = structlog.get_logger(__name__)
_PROGRESS_EVERY = 1000


def learn(progress: Progress = lambda doing, done: None) -> LexiconBuild:
    """Learns from the published catalog and the log; the result is in use as soon as it is stored.

    Every process takes it up by itself. Raises database errors.
    """
    watch = _Watch()
    builders = {name: part.builder() for name, part in LEARNT_PARTS.items()}
    items, queries = _read(builders, progress, watch)
    build = LexiconBuild.objects.create(items=items, queries=queries)
    arrays: dict[str, Any] = {}
    for name, builder in builders.items():
        progress(f"learning {name}", 0)
        part: LexiconPart = builder.build()
        stored = part_arrays(name, part)
        arrays |= stored
        watch.lap(name)
        build.detail[name] = {"bytes": sum(array.nbytes for array in stored.values())}
    progress("storing", 0)
    stored_bytes = store_arrays(build, arrays)
    prune(build)
    watch.lap(STORING)
    build.detail |= {READING: {}, STORING: {"bytes": stored_bytes}}
    for name, seconds in watch.laps.items():
        build.detail[name]["seconds"] = round(seconds, 2)
    build.seconds = round(sum(watch.laps.values()), 2)
    build.save()
    _log.info(
        "the lexicon was learnt",
        build=build.pk,
        items=items,
        queries=queries,
        seconds=build.seconds,
        stored_bytes=stored_bytes,
    )
    return build


class _Watch:
    """Seconds by what they were spent on."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        """What has passed since the last lap was spent on `name`."""
        now = time.monotonic()
        self.laps[name] = self.laps.get(name, 0.0) + now - self._last
        self._last = now


def _read(
    builders: dict[str, LexiconPartBuilder], progress: Progress, watch: _Watch
) -> tuple[int, int]:
    items = queries = 0
    for item in catalog_items():
        watch.lap(READING)
        for name, builder in builders.items():
            builder.add(item)
            watch.lap(name)
        items += 1
        if items % _PROGRESS_EVERY == 0:
            progress("reading the catalog", items)
    for item in media_items():
        watch.lap(READING)
        builders[VOCABULARY].add(item)
        watch.lap(VOCABULARY)
    for query in logged_queries():
        watch.lap(READING)
        for name, builder in builders.items():
            builder.add_query(query)
            watch.lap(name)
        queries += 1
        if queries % _PROGRESS_EVERY == 0:
            progress("reading the query log", queries)
    watch.lap(READING)
    return items, queries
