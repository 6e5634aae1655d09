"""Several processes build one index; real ones, on SQLite and the embedded engine."""

from __future__ import annotations

import json
from pathlib import Path

from tests.manage import instance, manage


def test_an_index_filled_by_two_processes_is_equal_to_the_catalog(tmp_path: Path) -> None:
    one = instance(tmp_path)
    manage(one, "migrate", "--verbosity", "0")
    rows = [{"id": f"k{number}", "title": f"Copper kettle {number}"} for number in range(50)]
    catalog = tmp_path / "catalog.jsonl"
    catalog.write_text("\n".join(map(json.dumps, rows)))
    manage(one, "import_catalog", str(catalog), "--no-lexicon", "--no-index")
    out = manage(one, "rebuild_index", "--kind", "product", "--processes", "2")
    assert "50 documents" in out
    assert "equal to the catalog" in manage(one, "verify_index", "--kind", "product")
