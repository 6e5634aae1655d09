"""`manage.py` as a process of an instance of its own, away from the servers of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_GIVEN = ("DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")


def instance(data: Path, **more: str) -> dict[str, str]:
    """The environment of an instance with its data in a folder: SQLite and the embedded engine."""
    kept = {name: value for name, value in os.environ.items() if name not in _GIVEN}
    return kept | {"SEARCHAPP_DATA_DIR": str(data), "SEARCHAPP_TEXT_ENCODER": "hashing"} | more


def manage(environment: dict[str, str], *arguments: str) -> str:
    """What the command says, which must not fail."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
