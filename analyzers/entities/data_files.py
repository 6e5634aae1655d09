"""What languages call things: the data files of this package."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"


@cache
def data_file(name: str) -> dict[str, Any]:
    """The contents of `data/<name>.toml`. It is read once; do not change it."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
