"""The table of searches."""

from __future__ import annotations

from django.db import models


class SearchLog(models.Model):
    """One search as it was asked and answered. Says nothing of where it came from.

    `analysed` has the query as it was understood: text, language, tokens. `shown` has the items of
    the page as "kind:id" in their order, of which the first had the rank `first_rank`. `session` is
    a keyed hash. `degraded` names the stages that the answer did without.
    """

    query_id = models.CharField(max_length=64, unique=True)
    time = models.DateTimeField(db_index=True)
    text = models.CharField(max_length=1000, blank=True)
    analysed = models.JSONField(default=dict)
    corrected = models.CharField(max_length=1000, blank=True)
    relaxed = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    kinds = models.JSONField(default=list)
    filters = models.JSONField(default=list)
    sort = models.CharField(max_length=100, blank=True)
    page = models.PositiveIntegerField(default=1)
    first_rank = models.PositiveIntegerField(default=1)
    shown = models.JSONField(default=list)
    total = models.PositiveBigIntegerField(default=0)
    profile = models.CharField(max_length=64, blank=True)
    config_version = models.CharField(max_length=64, blank=True)
    took_ms = models.JSONField(default=dict)
    degraded = models.JSONField(default=list)
    session = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "search log"
        ordering = ("-time",)

    def __str__(self) -> str:
        return self.text or "(browse)"


class FeatureLog(models.Model):
    """The features of one kind's candidates in a search, as its rerankers read them: rows to train
    on. `query_id` is that of the search log, which knows what was shown and, by its id, what became
    of it.

    `ids` and `names` are JSON lists; `values` has the matrix, little-endian float32, row by row,
    NaN where a value is missing.
    """

    query_id = models.CharField(max_length=64)
    time = models.DateTimeField(db_index=True)
    text = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=16)
    profile = models.CharField(max_length=64, blank=True)
    config_version = models.CharField(max_length=64, blank=True)
    ids = models.JSONField(default=list)
    names = models.JSONField(default=list)
    values = models.BinaryField()

    class Meta:
        verbose_name = "served features"
        verbose_name_plural = "served features"
        ordering = ("-time",)
        constraints = (
            models.UniqueConstraint(fields=("query_id", "kind"), name="features_once_a_search"),
        )

    def __str__(self) -> str:
        return self.text or "(browse)"
