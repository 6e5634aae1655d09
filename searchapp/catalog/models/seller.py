"""Who sells."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from searchapp.catalog.models.versioned import Versioned


class Seller(Versioned):
    """A seller of a marketplace; a shop with one seller needs none."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    country = models.CharField(max_length=100, blank=True)
    rating = models.FloatField(null=True, blank=True)
    rating_count = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(0, 5)),
                name="seller_rating_in_0_to_5",
            ),
        )

    def __str__(self) -> str:
        return self.name
