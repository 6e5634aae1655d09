"""Who sees how a seller's items are found, and tunes what is the seller's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from searchapp.catalog.models.seller import Seller


class SellerMember(models.Model):
    """A user who works for a seller; one may work for several. It lets them edit the listings of
    the seller's products and write rules of the seller's shop.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seller_memberships"
    )
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="members")

    class Meta:
        ordering = ("seller", "user")
        verbose_name = "member of a seller"
        verbose_name_plural = "members of sellers"
        constraints = (
            models.UniqueConstraint(fields=("user", "seller"), name="member_of_seller_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} for {self.seller}"
