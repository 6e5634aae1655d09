"""How good the search was, each time that it was measured."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from searchapp.relevance.models.query_set import QuerySet
from searchapp.relevance.models.run_state import Measurement, RunState


class QualityRun(Measurement):
    """A query set measured under one configuration.

    `version` is the number of the published version, empty for what is not published;
    `config_version` the digest of the configuration. `figures` has the means by measure, `classes`
    those of each class of queries, `queries` those of each query, the worst first.
    """

    query_set = models.ForeignKey(QuerySet, on_delete=models.CASCADE, related_name="runs")
    version = models.PositiveIntegerField(null=True, blank=True)
    config_version = models.CharField(max_length=64, blank=True)
    profile = models.CharField(max_length=64, default="default")
    measured = models.DateTimeField(default=timezone.now)
    is_complete = models.BooleanField(default=True)
    figures = models.JSONField(default=dict)
    classes = models.JSONField(default=list)
    queries = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.DONE)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-measured", "-pk")

    def __str__(self) -> str:
        return f"{self.query_set} under {self.config_version or self.version or 'what is live'}"
