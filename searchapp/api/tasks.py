"""Jobs of the workers that keep the API's own tables small."""

from __future__ import annotations

from searchapp.api.idempotency import prune
from searchapp.celery import app


@app.task(name="api.prune_kept_answers")  # type: ignore[untyped-decorator]
def prune_kept_answers() -> int:
    """Remove the answers that are kept no longer; how many. To be run every hour."""
    return prune()
