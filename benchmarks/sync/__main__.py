"""How quickly the index follows the catalog, with real servers and workers.

    python -m benchmarks.sync                      all parts but a million products
    python -m benchmarks.sync --part full_build    one of: full_build, freshness, growth
    python -m benchmarks.sync --part growth --full 1,000,000 products too

Needs DATABASE_URL (PostgreSQL; a database beside the named one is made anew for each part),
ELASTICSEARCH_URL and CELERY_BROKER_URL (a Redis database that nothing else uses).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.protocol import arguments, write_json

PARTS = ("full_build", "freshness", "growth")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--part", choices=PARTS, help="only this part")
    parser.add_argument("--products", type=int, help="how many products, in place of a part's own")
    parser.add_argument("--rounds", type=int, default=4, help="of the full build (default 4)")
    parser.add_argument("--vectors", action="append", help="of the full build: only these")
    parser.add_argument("--seconds", type=int, help="of the stream of changes (default 60)")
    parser.add_argument("--encoder", default="minilm", help="of the stream of changes")
    parser.add_argument("--full", action="store_true", help="growth up to 1,000,000 products")
    options = parser.parse_args()
    if options.part:
        figures = import_module(f"benchmarks.sync.{options.part}").measure(options)
    else:
        figures = {part: _in_a_process(part) for part in PARTS}
    write_json(options.json, figures)


def _in_a_process(part: str) -> Any:
    """The figures of a part; each has settings of its own, and a process has them once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "benchmarks.sync", *sys.argv[1:]]
        subprocess.run([*command, "--part", part, "--json", str(path)], check=True)
        return json.loads(path.read_text())


if __name__ == "__main__":
    main()
