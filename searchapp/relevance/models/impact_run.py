"""What a draft would change, as it is being found out and as it was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from searchapp.relevance.models.run_state import Measurement


class ImpactRun(Measurement):
    """A comparison of a draft with what is published.

    `revision` is that of the draft when it was compared; `figures` is the report as JSON.
    """

    draft = models.ForeignKey("publishing.Draft", on_delete=models.CASCADE, related_name="impacts")
    revision = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)
    live_version = models.CharField(max_length=64, blank=True)
    draft_version = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"impact of {self.draft}: {self.state}"
