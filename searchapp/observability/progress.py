"""Progress bars of commands; quiet when nobody watches."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm


def progress_bar(total: int | None, unit: str, label: str, **options: Any) -> tqdm[Any]:
    """A bar on standard error, drawn only where that is a terminal."""
    return tqdm(
        total=total,
        unit=unit,
        desc=label,
        unit_scale=True,
        disable=not sys.stderr.isatty(),
        leave=False,
        **options,
    )
