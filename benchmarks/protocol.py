"""What every benchmark shares: its own data folder, its arguments, and how figures are printed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ENGINES = ("embedded", "elasticsearch")


def arguments(description: str) -> argparse.ArgumentParser:
    """A parser with the options that all benchmarks take."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures there as JSON")
    parser.add_argument("--quick", action="store_true", help="a run of under a minute")
    parser.add_argument(
        "--engine",
        choices=(*ENGINES, "all"),
        default="all",
        help="all (default): embedded, and Elasticsearch when ELASTICSEARCH_URL is set",
    )
    return parser


def chosen_engines(choice: str) -> list[str]:
    """The engines to measure; says which one is left out and how to turn it on."""
    if choice != "all":
        return [choice]
    if os.environ.get("ELASTICSEARCH_URL"):
        return list(ENGINES)
    print("Elasticsearch is left out: set ELASTICSEARCH_URL to measure it too.\n")
    return ["embedded"]


def set_up(name: str, served: Sequence[str] = ()) -> Path:
    """Starts Django on a data folder and a database of this benchmark's own; returns the folder.

    The database is SQLite and jobs run in process, whatever the environment says, but for the
    variables `served`.
    """
    root = Path(os.environ.get("SEARCHAPP_DATA_DIR", "var"))
    folder = root / "benchmarks" / name
    folder.mkdir(parents=True, exist_ok=True)
    models = root / "models"
    if models.is_dir() and not (folder / "models").exists():
        (folder / "models").symlink_to(models.resolve())
    os.environ["SEARCHAPP_DATA_DIR"] = str(folder.resolve())
    os.environ["SEARCHAPP_INDEX_PREFIX"] = f"benchmark-{name}"
    os.environ["SEARCHAPP_SEARCH_LOG"] = "false"
    os.environ["SEARCHAPP_LOG_LEVEL"] = "WARNING"
    for variable in {"DATABASE_URL", "CELERY_BROKER_URL"}.difference(served):
        os.environ.pop(variable, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "searchapp.settings"

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return folder


def import_and_learn(catalog: Path) -> None:
    """The catalog into the benchmark's database, and a lexicon from it; the index stays as it
    is. After `set_up`.
    """
    from django.core.management import call_command

    call_command("import_catalog", str(catalog), no_index=True, no_lexicon=True, stdout=sys.stderr)
    call_command("build_lexicon", stdout=sys.stderr)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a Markdown table; floats with the digits that matter."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(columns), *cells]) for i in range(len(columns))]
    print(
        "| "
        + " | ".join(name.ljust(width) for name, width in zip(columns, widths, strict=True))
        + " |"
    )
    print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    for row in cells:
        print(
            "| "
            + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            + " |"
        )
    print()


def gain_cell(mean: float, error: float) -> str:
    """A gain over queries with its standard error."""
    return f"{mean:+.4f} ± {error:.4f}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"
    return str(value)


def write_json(path: Path | None, figures: Mapping[str, Any]) -> None:
    """Writes the figures when a path was given."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=2) + "\n")
