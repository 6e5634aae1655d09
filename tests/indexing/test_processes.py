"""Several processes build one index; real ones, on SQLite and the embedded engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def manage(data: Path, *arguments: str) -> str:
    servers = ("DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in servers}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"SEARCHAPP_DATA_DIR": str(data), "SEARCHAPP_TEXT_ENCODER": "hashing"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_index_filled_by_two_processes_is_equal_to_the_catalog(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")
    rows = [{"id": f"k{number}", "title": f"Copper kettle {number}"} for number in range(50)]
    catalog = tmp_path / "catalog.jsonl"
    catalog.write_text("\n".join(map(json.dumps, rows)))
    manage(tmp_path, "import_catalog", str(catalog), "--no-lexicon", "--no-index")
    out = manage(tmp_path, "rebuild_index", "--kind", "product", "--processes", "2")
    assert "50 documents" in out
    assert "equal to the catalog" in manage(tmp_path, "verify_index", "--kind", "product")
