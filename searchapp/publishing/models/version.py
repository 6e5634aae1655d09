"""What was live at some time: immutable, numbered, and complete."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import orjson
from django.db import models

Document = dict[str, dict[str, dict[str, Any]]]
"""All that merchants wrote: plain values by section and key."""


class VersionDamaged(ValueError):
    """The document of a version is not what was published."""


class Version(models.Model):
    """A published configuration. The one with the greatest number is live.

    `data` is the document as compressed JSON, `digest` its SHA-256. Rows are written once.
    """

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
    author = models.CharField(max_length=150)
    approver = models.CharField(max_length=150, blank=True)
    draft_name = models.CharField(max_length=120, blank=True)
    restores = models.PositiveIntegerField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-number",)
        get_latest_by = "number"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    @staticmethod
    def packed(document: Document) -> tuple[bytes, str]:
        """The document as it is stored, and its digest."""
        written = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
        return zlib.compress(written), hashlib.sha256(written).hexdigest()

    @property
    def document(self) -> Document:
        """The document. Raises VersionDamaged when it is not the one that was published."""
        try:
            written = zlib.decompress(self.data)
            if hashlib.sha256(written).hexdigest() != self.digest:
                raise VersionDamaged(f"version {self.number} is damaged: its digest is another")
            document: Document = orjson.loads(written)
        except (zlib.error, orjson.JSONDecodeError) as error:
            raise VersionDamaged(f"version {self.number} is damaged: {error}") from error
        return document
