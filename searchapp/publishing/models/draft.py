"""A set of changes that is not live yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Status(models.TextChoices):
    """Where a draft stands on its way to shoppers."""

    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Waits for approval"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Discarded"


ALIVE = (Status.OPEN, Status.SUBMITTED, Status.APPROVED)
"""The states in which a draft can still be published."""


class Draft(models.Model):
    """Changes that belong together; several may be open at once.

    Its changes are the rows of all drafted models that name it. `owner` alone may write it while
    it is not `is_shared`; that of a `seller` has no owner and is written by those who work
    for it: it holds rules of their shop and nothing else. `revision` grows with each change. Any
    change takes an approval back.
    """

    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="drafts",
    )
    is_shared = models.BooleanField("shared", default=False)
    seller = models.ForeignKey(
        "catalog.Seller",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    revision = models.PositiveIntegerField(default=0, editable=False)
    approved_by = models.CharField(max_length=150, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("seller",),
                condition=models.Q(status__in=ALIVE),
                name="one_live_draft_of_seller",
            ),
        )
        permissions = (
            ("approve_draft", "Can approve a draft"),
            ("publish_draft", "Can publish a draft and restore a version"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        """Whether it can still be changed and published."""
        return self.status in ALIVE
