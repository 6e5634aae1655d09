"""Live streams in which a host shows and sells products."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from searchapp.catalog.models.announced import AnnouncedQuerySet
from searchapp.catalog.models.product import Product
from searchapp.catalog.models.seller import Seller
from searchapp.catalog.models.validators import validate_address
from searchapp.catalog.models.versioned import Versioned


class LiveStatus(models.TextChoices):
    """Where a live stream stands."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"


class LiveStream(Versioned):
    """A live stream; `product_now` is the product being shown at this moment."""

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    host = models.CharField(max_length=200, blank=True)
    seller = models.ForeignKey(
        Seller, null=True, blank=True, on_delete=models.SET_NULL, related_name="live_streams"
    )
    status = models.CharField(
        max_length=9, choices=LiveStatus.choices, default=LiveStatus.SCHEDULED
    )
    starts = models.DateTimeField(null=True, blank=True)
    product_now = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="live_now"
    )
    products = models.ManyToManyField(
        Product, through="LiveStreamProduct", related_name="live_streams", blank=True
    )
    viewers = models.PositiveIntegerField(default=0)
    image = models.CharField(max_length=2000, blank=True, validators=[validate_address])
    published = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=LiveStatus.values), name="live_stream_status_known"
            ),
        )

    def __str__(self) -> str:
        return self.title


class LiveStreamProduct(models.Model):
    """A product of a live stream, at its place in the order shown."""

    live_stream = models.ForeignKey(
        LiveStream, on_delete=models.CASCADE, related_name="product_rows"
    )
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="live_stream_rows")
    position = models.PositiveIntegerField(default=0)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        ordering = ("live_stream", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("live_stream", "product"), name="live_stream_product_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.live_stream_id}: {self.product_id}"
