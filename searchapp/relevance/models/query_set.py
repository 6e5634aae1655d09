"""What people judged: sets of queries, and how well items answer them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from searchapp.pipeline.request import Kind

MAX_GRADE = 3
"""Grades: 0 is irrelevant, 1 related, 2 good, 3 just what was wanted."""
MAX_QUERY = 500
MAX_ITEM = 191


class QuerySet(models.Model):
    """Queries that are judged and measured together."""

    name = models.CharField(max_length=100, unique=True)
    note = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class JudgedQuery(models.Model):
    """A query of a set, as shoppers of this `language` and `segment` ask it; empty is any.

    `text` has no spaces at its ends and single ones within. `query_class` is a name that its
    keepers give to queries which they want measured apart.
    """

    query_set = models.ForeignKey(QuerySet, on_delete=models.CASCADE, related_name="queries")
    text = models.CharField(max_length=MAX_QUERY)
    language = models.CharField(max_length=35, blank=True)
    segment = models.CharField(max_length=100, blank=True)
    query_class = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "judged queries"
        constraints = (
            models.UniqueConstraint(
                fields=("query_set", "text", "language", "segment"), name="judged_query_once_a_set"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Judgment(models.Model):
    """The grade that one rater gives an item for a query; a rater who thinks again changes it.

    `item` is the merchant's own id, of an item that may have left the catalog.
    """

    query = models.ForeignKey(JudgedQuery, on_delete=models.CASCADE, related_name="judgments")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    item = models.CharField(max_length=MAX_ITEM)
    # Who leaves is deactivated, not deleted: what they judged still counts.
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgments"
    )
    grade = models.PositiveSmallIntegerField()
    judged = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("query", "kind", "item", "rater"), name="judged_once_by_a_rater"
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=0, grade__lte=MAX_GRADE), name="grade_in_0_to_3"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.item}: {self.grade}"
