"""Who changed what, when, and from what to what."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One step: a change of a draft, an approval, a publication. Written once, never changed.

    `before` and `after` are the plain values of the row `key` of `section`; null is none.
    """

    time = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=30)
    draft = models.ForeignKey(
        "publishing.Draft", null=True, on_delete=models.SET_NULL, related_name="history"
    )
    draft_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(null=True)
    section = models.CharField(max_length=30, blank=True)
    key = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-pk",)
        default_permissions = ("view",)
        verbose_name = "change"
        indexes = (models.Index(fields=("section", "key"), name="audit_section_key"),)

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.label or self.draft_name}".strip()
