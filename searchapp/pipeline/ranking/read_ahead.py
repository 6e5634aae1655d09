"""What the index keeps of candidates for a reranker that reads documents ahead of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

StoredBytes = Callable[[Kind, Sequence[str], str, int], Mapping[str, bytes]]
"""`SearchEngine.stored_bytes`: kind, ids, field and milliseconds to the bytes by id."""


def with_stored(
    candidates: Sequence[Candidate], field: str, stored: StoredBytes, time_ms: float
) -> tuple[Sequence[Candidate], str]:
    """The candidates, all of one kind, with the bytes of `field` in their documents, for the
    reranker's eyes alone; and why they are not there when the engine does not give them.
    """
    if not candidates:
        return candidates, ""
    ids = [item.id for item in candidates]
    try:
        found = stored(candidates[0].kind, ids, field, max(1, int(time_ms)))
    except EngineUnavailable as error:
        return candidates, f"{field} could not be read from the index: {error}"
    return [
        item._replace(document={**item.document, field: found[item.id]})
        if item.id in found
        else item
        for item in candidates
    ], ""
