"""Imports: their commands."""

from __future__ import annotations

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Streams of rows into the catalog."""

    name = "searchapp.importing"
    label = "importing"
    verbose_name = "Imports"
