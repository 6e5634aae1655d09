"""The catalog: what a shop sells and shows, and its way into the index."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products, sellers, categories, videos and live streams."""

    name = "searchapp.catalog"
    label = "catalog"
    verbose_name = "Catalog"
    default_auto_field = "django.db.models.BigAutoField"
