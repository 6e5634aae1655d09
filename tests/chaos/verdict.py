"""Whether the index equals the catalog: by the reconciler, and then document by document."""

from __future__ import annotations

import time

import orjson
from elasticsearch import Elasticsearch

from searchapp import wiring
from searchapp.catalog.models import OutboxRow
from searchapp.engines.base import Put
from searchapp.engines.elasticsearch.documents import source
from searchapp.engines.elasticsearch.mapping import CARD, FORMS
from searchapp.indexing.documents import load_operations
from searchapp.indexing.models import IndexBuild, SetAside
from searchapp.indexing.published import MODELS
from searchapp.indexing.reconciling import compare
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import EMBEDDING
from tests.chaos.processes import wait_until

CONVERGED_S = 120


def wait_until_followed() -> float:
    """Wait until nothing waits for the index; how many seconds that took."""
    started = time.monotonic()
    wait_until(lambda: not OutboxRow.objects.exists(), CONVERGED_S, "an empty outbox")
    return time.monotonic() - started


def differences(client: Elasticsearch) -> list[str]:
    """In what the live indexes differ from the catalog, in words; empty when in nothing."""
    found: list[str] = []
    for kind in Kind:
        index = wiring.index_writer().live(kind)
        if index is None:
            found.append(f"there is no live {kind} index")
            continue
        compared = compare(kind, index)
        if not compared.is_equal or compared.set_aside:
            found.append(f"the reconciler: {compared}")
        found += _unlike(client, kind, index)
    found += [f"set aside: {row}: {row.reason}" for row in SetAside.objects.all()]
    unfinished = IndexBuild.objects.filter(finished=None)
    return found + [f"{build} is still {build.state}" for build in unfinished]


def _unlike(client: Elasticsearch, kind: Kind, index: str) -> list[str]:
    """Documents with other contents than the catalog gives them, whatever their versions say."""
    ids = list(MODELS[kind].objects.values_list("pk", flat=True))
    loaded = load_operations(kind, ids, wiring.text_encoder())
    expected = {
        each.id: _stored(source(kind, each.id, each.document))
        for each in loaded.operations
        if isinstance(each, Put)
    }
    hits = client.search(index=index, size=10_000, source_excludes=[EMBEDDING])["hits"]["hits"]
    has = {hit["_id"]: hit["_source"] for hit in hits}
    return [
        f"{kind} {name}: {has.get(name)} in the index, {expected.get(name)} by the catalog"
        for name in sorted(expected.keys() | has.keys())
        if expected.get(name) != has.get(name)
    ]


def _stored(document: dict[str, object]) -> dict[str, object]:
    kept = {k: v for k, v in document.items() if k not in (CARD, FORMS, EMBEDDING)}
    stored: dict[str, object] = orjson.loads(orjson.dumps(kept, option=orjson.OPT_SERIALIZE_NUMPY))
    return stored
