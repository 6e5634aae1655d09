"""A rebuild that somebody asked for who does not wait for it: by workers, or by a process of its
own where there are none.
"""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from searchapp.indexing.models import IndexBuild
from searchapp.indexing.rebuilding.build import begin
from searchapp.pipeline.request import Kind


def start(kind: Kind) -> IndexBuild:
    """Have the index of a kind rebuilt, or go on with a rebuild that was cut off.

    Raises EngineUnavailable, kombu's OperationalError, and OSError where no process can be started;
    the build stays then, and can be gone on with.
    """
    build = begin(kind)
    if settings.CELERY_TASK_ALWAYS_EAGER:
        _start_process(kind)
    else:
        # The tasks name the parts that drain, which not every process needs.
        from searchapp.indexing.tasks import send_rebuild

        send_rebuild(build.pk)
    return build


def _start_process(kind: Kind) -> None:
    """It outlives the request and the web process; two for one kind share the work."""
    command = [sys.executable, "manage.py", "rebuild_index", "--kind", kind.value]
    with (settings.DATA_DIR / f"rebuild-{kind.value}.log").open("ab") as log:
        subprocess.Popen(  # noqa: S603 - nothing in it comes from the request but a kind
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
