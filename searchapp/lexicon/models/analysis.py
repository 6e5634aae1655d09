"""The analyzer view, as far as Django's permissions and the menu of the admin need a model."""

from __future__ import annotations

from searchapp.lexicon.models.build import LexiconBuild


class Analysis(LexiconBuild):
    """Nothing is stored of an analysis: this gives it a permission to view and a place to be."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = "analysis of a query"
        verbose_name_plural = "analysis of a query"
