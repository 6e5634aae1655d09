"""What was learnt from the catalog and the query log."""

from __future__ import annotations

from django.db import models


class LexiconBuild(models.Model):
    """One run of learning. The newest with `is_complete` is in use.

    `detail` has the figures of each part: how much it holds and how well it was learnt.
    """

    built = models.DateTimeField(auto_now_add=True)
    is_complete = models.BooleanField(default=False)
    items = models.PositiveIntegerField(default=0)
    queries = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"build {self.pk}"


class LexiconArray(models.Model):
    """One array of a build: `data` is an .npy file, compressed by zlib."""

    build = models.ForeignKey(LexiconBuild, on_delete=models.CASCADE, related_name="arrays")
    name = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("build", "name"), name="one_array_of_a_name"),
        )

    def __str__(self) -> str:
        return self.name
