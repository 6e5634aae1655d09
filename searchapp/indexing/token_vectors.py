"""What a reranker reads of documents ahead of any query, each text once by each model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from rerankers.base import ReadsAhead
from searchapp.indexing.embeddings import keep, kept

_BATCH = 64

_log = structlog.get_logger(__name__)


def read_ahead(
    documents: Sequence[Mapping[str, Any]], reader: ReadsAhead, read: bool = True
) -> list[bytes | None]:
    """What the index keeps of each document for the reader. What the table does not have is read
    and kept there; without `read` it is None, as it is where the reader fails: the document is then
    in the index without, and the reranker reads it when a query finds it.
    """
    keys = [reader.stamp(document).hex() for document in documents]
    found = kept(keys)
    missing = {key: each for key, each in zip(keys, documents, strict=True) if key not in found}
    names = list(missing) if read else []
    for start in range(0, len(names), _BATCH):
        some = names[start : start + _BATCH]
        try:
            made = reader.read_ahead([missing[key] for key in some])
        except Exception as error:  # noqa: BLE001 - a plug-in; the index does without
            _log.error("documents could not be read ahead", reason=f"{error}", documents=len(some))
            break
        fresh = dict(zip(some, made, strict=True))
        keep(fresh)
        found |= fresh
    return [found.get(key) for key in keys]
