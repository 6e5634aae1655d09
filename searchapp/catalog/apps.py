"""The catalog: what a shop sells and shows."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save


class CatalogConfig(AppConfig):
    """Products, sellers, categories, videos and live streams."""

    name = "searchapp.catalog"
    label = "catalog"
    verbose_name = "Catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the triggers made after each `migrate`, and followers woken by single writes."""
        post_migrate.connect(_install_triggers, sender=self)
        for model in ("Product", "Variant", "Seller", "Category", "Video", "VideoProduct",
                      "LiveStream", "LiveStreamProduct"):  # fmt: skip
            for signal in (post_save, post_delete):
                signal.connect(_wake, sender=self.get_model(model))


def _install_triggers(using: str, **_: Any) -> None:
    from searchapp.catalog.triggers import install

    install(connections[using])


def _wake(using: str, **_: Any) -> None:
    from searchapp.catalog.outbox import wake_after_commit

    wake_after_commit(using)
