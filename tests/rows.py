"""Rows straight into the catalog, as an import writes them; the index follows on commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert import Outcome
from searchapp.importing.job import BATCH, write_batch
from searchapp.importing.sources import SourceRow


def import_rows(
    rows: Iterable[Mapping[str, Any]], kind: RowKind = RowKind.PRODUCT
) -> list[Outcome]:
    """Create or replace the items of the rows; `kind` holds for rows that name none."""
    sources = [SourceRow(line, row, row) for line, row in enumerate(rows, start=1)]
    outcomes: list[Outcome] = []
    for begin in range(0, len(sources), BATCH):
        batch = write_batch(sources[begin : begin + BATCH], kind)
        outcomes += [outcome for _, outcome in batch]
    return outcomes
