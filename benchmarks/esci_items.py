"""The products of the ESCI sample as evidence for a lexicon, without a database."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from analyzers.evidence import CatalogItem


def read_items(path: Path) -> Iterator[CatalogItem]:
    """The products of a products.jsonl.gz. Raises FileNotFoundError saying how to get one."""
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is not there. Set SEARCHAPP_BENCHMARK_DATA to a folder with "
            "esci/products.jsonl.gz."
        )
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            levels = row.get("category") or []
            yield CatalogItem(
                id=row["asin"],
                title=row.get("title") or "",
                brand=row.get("brand") or "",
                categories=tuple(" > ".join(levels[: depth + 1]) for depth in range(len(levels))),
                colours=(row["color"],) if row.get("color") else (),
                text="\n".join(filter(None, (row.get("bullet_points"), row.get("description")))),
            )
