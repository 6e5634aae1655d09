"""What sellers, products, videos and live streams share: the merchant's id, times and a version."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from searchapp.catalog.models.announced import AnnouncedQuerySet


class Versioned(models.Model):
    """An item known by the merchant's own id, whose every write has a greater `version`.

    `version` is the time of the write in microseconds since 1970, or one more than the last one
    where that is greater (see `catalog/versions.py`), so that a document written from an older read
    never replaces a newer one in the index. A write that does not raise it has the database do so.
    """

    id = models.CharField(primary_key=True, max_length=191)
    created = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(auto_now=True)
    version = models.BigIntegerField(default=0, editable=False, db_index=True)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        abstract = True
