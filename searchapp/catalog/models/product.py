"""What is sold: a product and the variants in which it comes."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from searchapp.catalog.models.announced import AnnouncedQuerySet
from searchapp.catalog.models.category import Category
from searchapp.catalog.models.seller import Seller
from searchapp.catalog.models.validators import (
    validate_addresses,
    validate_attributes,
    validate_gtin,
    validate_texts,
)
from searchapp.catalog.models.versioned import Versioned


class Condition(models.TextChoices):
    """In which state a product is sold."""

    NEW = "new"
    REFURBISHED = "refurbished"
    USED = "used"


class Gender(models.TextChoices):
    """For whom a product is made."""

    WOMEN = "women"
    MEN = "men"
    UNISEX = "unisex"
    GIRLS = "girls"
    BOYS = "boys"
    KIDS = "kids"
    BABY = "baby"


class Product(Versioned):
    """One product. `published` empty: not shown; in the future: not shown yet.

    `stock` empty means unknown, which counts as available. `attributes` maps a name to text, a
    number, true or false, or a list of texts; `bullets` and `images` are lists of texts.
    """

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    bullets = models.JSONField(default=list, blank=True, validators=[validate_texts])
    brand = models.CharField(max_length=200, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="products"
    )
    seller = models.ForeignKey(
        Seller, null=True, blank=True, on_delete=models.SET_NULL, related_name="products"
    )
    attributes = models.JSONField(default=dict, blank=True, validators=[validate_attributes])
    colour = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=100, blank=True)
    material = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=10, blank=True, choices=Gender.choices)
    gtin = models.CharField(max_length=14, blank=True, db_index=True, validators=[validate_gtin])
    sku = models.CharField(max_length=191, blank=True, db_index=True)
    images = models.JSONField(default=list, blank=True, validators=[validate_addresses])
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    list_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, validators=[RegexValidator("^[A-Z]{3}$")])
    stock = models.PositiveIntegerField(null=True, blank=True)
    rating = models.FloatField(null=True, blank=True)
    rating_count = models.PositiveIntegerField(null=True, blank=True)
    condition = models.CharField(max_length=11, choices=Condition.choices, default=Condition.NEW)
    published = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="product_price_not_below_0"
            ),
            models.CheckConstraint(
                condition=Q(list_price__isnull=True) | Q(list_price__gte=0),
                name="product_list_price_not_below_0",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(0, 5)),
                name="product_rating_in_0_to_5",
            ),
            models.CheckConstraint(
                condition=Q(condition__in=Condition.values), name="product_condition_known"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Variant(models.Model):
    """One colour, size or other form of a product; what is empty here is as in the product."""

    id = models.CharField(primary_key=True, max_length=191)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500, blank=True)
    sku = models.CharField(max_length=191, blank=True, db_index=True)
    gtin = models.CharField(max_length=14, blank=True, db_index=True, validators=[validate_gtin])
    colour = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=100, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    stock = models.PositiveIntegerField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True, validators=[validate_attributes])

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        ordering = ("product", "position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="variant_price_not_below_0"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.id
