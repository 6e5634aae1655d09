"""The outbox: which items the index must follow, written in the transactions that change them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Lane(models.TextChoices):
    """In which queue a change waits for the index.

    What changes by the second (price, stock, the status of a stream) and what is to disappear goes
    fast; all else is bulk; items whose text has no vector yet wait for the encoder last.
    """

    FAST = "fast"
    BULK = "bulk"
    EMBED = "embed"


class OutboxRow(models.Model):
    """One change. `kind` and `item_id` name what changed; a seller, a category or the title of a
    product stands for the items that quote it, of which those up to `cursor` were dealt with.

    Rows are written by the database's triggers (`catalog/triggers`), whoever makes the change.
    """

    lane = models.CharField(max_length=5, choices=Lane.choices)
    kind = models.CharField(max_length=10)
    item_id = models.CharField(max_length=191)
    cursor = models.CharField(max_length=210, default="", db_default="")
    created = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("lane", "id"), name="outbox_in_order"),)

    def __str__(self) -> str:
        return f"{self.lane}: {self.kind} {self.item_id}"
