"""Nearest neighbours under filters: as many as asked for, whenever there are so many."""

from __future__ import annotations

from tantivy import Query

from searchapp.engines.embedded.compiler import Compiler
from searchapp.engines.embedded.snapshot import Snapshot
from searchapp.pipeline.retrieval import VectorClause

_EXACT_UP_TO = 4_000
"""So many allowed rows are compared one by one, which is cheaper than a wide search."""
_EXACT_SHARE = 0.08
"""In a large index it may be this share of all rows."""
_MARGIN = 1.5
_SPARE = 16


def nearest_neighbours(
    clause: VectorClause, allowed: Query | None, snapshot: Snapshot, compiler: Compiler
) -> list[tuple[int, float]]:
    """(row, cosine) of the nearest rows that stand and match `allowed`, best first."""
    if not len(snapshot.vectors) or clause.neighbours < 1:
        return []
    if allowed is None:
        found = _standing(clause, snapshot)
    else:
        found = _allowed(clause, allowed, snapshot, compiler)
    return [each for each in found if each[1] >= clause.minimum_similarity]


def _standing(clause: VectorClause, snapshot: Snapshot) -> list[tuple[int, float]]:
    """Without filters: search a little wider, since some rows found were replaced since."""
    replaced = len(snapshot.vectors) / max(snapshot.text.searcher.num_docs, 1)
    wanted = int(clause.neighbours * max(replaced, 1.0)) + _SPARE
    while True:
        rows, cosines = snapshot.vectors.nearest(clause.vector, wanted)
        standing = snapshot.rows.standing_at(snapshot.commit, rows.tolist())
        found = [
            (row, cosine)
            for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True)
            if row in standing
        ]
        if len(found) >= clause.neighbours or wanted >= len(snapshot.vectors):
            return found[: clause.neighbours]
        wanted *= 4


def _allowed(
    clause: VectorClause, allowed: Query, snapshot: Snapshot, compiler: Compiler
) -> list[tuple[int, float]]:
    """With filters: exact among few, else wider by how much the filters leave out."""
    view = snapshot.text
    count = view.count(allowed)
    everything = len(snapshot.vectors)
    exact_up_to = max(_EXACT_UP_TO, int(_EXACT_SHARE * everything))
    share = min(1.0, count / max(view.searcher.num_docs, 1))
    wanted = int(clause.neighbours / max(share, 1e-9) * _MARGIN) + _SPARE
    while count > exact_up_to and wanted < everything * _EXACT_SHARE:
        rows, cosines = snapshot.vectors.nearest(clause.vector, wanted)
        among = compiler.among(rows.tolist(), allowed)
        kept = set(view.all_rows(among, len(rows)))
        found = [
            (row, cosine)
            for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True)
            if row in kept
        ]
        if len(found) >= clause.neighbours:
            return found[: clause.neighbours]
        wanted *= 4
    rows, cosines = snapshot.vectors.nearest_among(
        clause.vector, view.all_rows(allowed, count), clause.neighbours
    )
    return list(zip(rows.tolist(), cosines.tolist(), strict=True))
