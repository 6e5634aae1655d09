"""What was deleted, and at which version."""

from __future__ import annotations

from django.db import models


class Tombstone(models.Model):
    """The version at which an item went, so that its removal from the index and a later item of the
    same id stand in the right order whatever the order in which they reach the index."""

    kind = models.CharField(max_length=10)
    item_id = models.CharField(max_length=191)
    version = models.BigIntegerField(db_index=True)
    deleted = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "item_id"), name="tombstone_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
