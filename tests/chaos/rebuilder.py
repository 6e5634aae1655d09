"""A rebuild that is killed in one of its states: `python -m tests.chaos.rebuilder KIND STATE S`.

The process kills itself S seconds after the state began, wherever it is then.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

import django


def main(kind: str, state: str, seconds: float) -> None:
    """Rebuild until killed; ends by itself when the state was over sooner."""
    django.setup()
    from searchapp.engines.elasticsearch.writer import ElasticsearchWriter
    from searchapp.indexing.models import BuildState
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    # So that a small catalog has several slices.
    ElasticsearchWriter.portion = 100

    def entered(now: BuildState) -> None:
        if now != state:
            return
        if seconds:
            threading.Timer(seconds, _die).start()
        else:
            _die()

    rebuild(Kind(kind), on_state=entered)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
