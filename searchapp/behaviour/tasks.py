"""Jobs of the workers that keep what shoppers did within its bounds."""

from __future__ import annotations

from django.core.management import call_command

from searchapp.celery import app


@app.task(name="behaviour.prune_search_log")  # type: ignore[untyped-decorator]
def prune_search_log() -> None:
    """Remove the searches that are older than the log is kept. To be run every day."""
    call_command("prune_search_log")
