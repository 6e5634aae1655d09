"""Vectors of texts, kept so that no text is encoded twice."""

from __future__ import annotations

from django.db import models


class Embedding(models.Model):
    """The vector of one text by one encoder: `key` is a hash of both, `vector` float16 bytes."""

    key = models.CharField(primary_key=True, max_length=32)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.key
