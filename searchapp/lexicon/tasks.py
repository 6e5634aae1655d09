"""Jobs of the workers that keep the lexicon in step with the catalog and the query log."""

from __future__ import annotations

from searchapp.celery import app
from searchapp.lexicon import learning


@app.task(name="lexicon.learn")  # type: ignore[untyped-decorator]
def learn() -> int:
    """Learn anew from the catalog and the log. To be run every day; the number of the build."""
    return int(learning.learn().pk)
