"""Jobs of publishing."""

from __future__ import annotations

from searchapp.celery import app
from searchapp.publishing.pruning import prune_discarded


@app.task(name="publishing.prune_discarded")  # type: ignore[untyped-decorator]
def prune_discarded_drafts() -> int:
    """Daily: forget the changes of drafts that were given up long ago."""
    return prune_discarded()
