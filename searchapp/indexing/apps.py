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
        """Follow the catalog's commits."""
        from searchapp.catalog.outbox import follow_with
        from searchapp.indexing.following import follow

        follow_with(follow)
