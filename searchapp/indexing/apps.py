"""The index as a follower of the catalog."""

from __future__ import annotations

from django.apps import AppConfig


class IndexingConfig(AppConfig):
    """Keeps the index in step with the catalog."""

    name = "searchapp.indexing"
    label = "indexing"
    verbose_name = "Index"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the catalog's commits, and tell how far behind the index is."""
        from searchapp.catalog.outbox import follow_with
        from searchapp.indexing.backlog import backlog
        from searchapp.indexing.following import follow
        from searchapp.observability.indexing import BacklogCollector
        from searchapp.observability.metrics import AT_SCRAPE

        follow_with(follow)
        AT_SCRAPE.register(BacklogCollector(backlog))
