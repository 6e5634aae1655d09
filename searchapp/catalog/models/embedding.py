"""Vectors of texts, kept so that no text is encoded twice."""

from __future__ import annotations

from django.db import models


class Embedding(models.Model):
    """What a model read of one text: `key` is a hash of both, `vector` the bytes, float16 of a text
    encoder, int8 of a reranker that reads ahead.
    """

    key = models.CharField(primary_key=True, max_length=32)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.key
