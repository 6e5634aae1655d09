"""The application, each answer of which says which process gave it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from searchapp.wsgi import application as served


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """See above."""

    def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, ("X-Process", str(os.getpid()))], *more)

    answer: Iterable[bytes] = served(environ, started)
    return answer
