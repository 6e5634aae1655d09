"""Short videos that show products."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from searchapp.catalog.models.announced import AnnouncedQuerySet
from searchapp.catalog.models.product import Product
from searchapp.catalog.models.seller import Seller
from searchapp.catalog.models.validators import validate_address, validate_texts
from searchapp.catalog.models.versioned import Versioned


class Video(Versioned):
    """A short video. `duration` is in seconds; `tags` a list of texts."""

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True, validators=[validate_texts])
    duration = models.FloatField(null=True, blank=True)
    creator = models.CharField(max_length=200, blank=True)
    seller = models.ForeignKey(
        Seller, null=True, blank=True, on_delete=models.SET_NULL, related_name="videos"
    )
    products = models.ManyToManyField(
        Product, through="VideoProduct", related_name="videos", blank=True
    )
    image = models.CharField(max_length=2000, blank=True, validators=[validate_address])
    url = models.CharField(max_length=2000, blank=True, validators=[validate_address])
    published = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__gte=0),
                name="video_duration_not_below_0",
            ),
        )

    def __str__(self) -> str:
        return self.title


class VideoProduct(models.Model):
    """A product in a video, at its place in the order shown."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="product_rows")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="video_rows")
    position = models.PositiveIntegerField(default=0)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        ordering = ("video", "position")
        constraints = (
            models.UniqueConstraint(fields=("video", "product"), name="video_product_once"),
        )

    def __str__(self) -> str:
        return f"{self.video_id}: {self.product_id}"
