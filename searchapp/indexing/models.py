"""What the index's followers remember: documents set aside, indexes that are being built, and what
comparisons with the catalog found.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SetAside(models.Model):
    """A document that could not be built or that the engine refused, and why.

    It is tried again when its item changes, or when someone asks for it.
    """

    kind = models.CharField(max_length=10)
    item_id = models.CharField(max_length=191)
    reason = models.TextField()
    attempts = models.PositiveIntegerField(default=1)
    first = models.DateTimeField(default=timezone.now)
    last = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-last",)
        verbose_name = "document set aside"
        verbose_name_plural = "documents set aside"
        constraints = (models.UniqueConstraint(fields=("kind", "item_id"), name="set_aside_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class BuildState(models.TextChoices):
    """How far a new index is."""

    FILLING = "filling"
    REPLAYING = "replaying"
    COMPARING = "comparing"
    LIVE = "live"
    DONE = "done"
    ABANDONED = "abandoned"


UNDERWAY = (BuildState.FILLING, BuildState.REPLAYING, BuildState.COMPARING)
"""States in which an index is not searched yet and every change must reach it too."""

OPEN = (*UNDERWAY, BuildState.LIVE)
"""States of a build that is not at its end."""


class IndexBuild(models.Model):
    """The building of one new index.

    `position` is the outbox row up to which changes are replayed, `total` how many items there were
    when it began, `touched` when it last came to another state, was gone on with or failed, `note`
    what it waits for or why it was abandoned.
    """

    kind = models.CharField(max_length=10)
    index = models.CharField(max_length=200, unique=True)
    state = models.CharField(
        max_length=10, choices=BuildState.choices, default=BuildState.FILLING, db_index=True
    )
    position = models.BigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    started = models.DateTimeField(default=timezone.now)
    touched = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-started",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=models.Q(state__in=OPEN),
                name="one_build_a_kind",
            ),
        )

    def __str__(self) -> str:
        return self.index


class BuildSlice(models.Model):
    """The items of a build with ids in (`after`, `until`], `until` "" for all that follow. Whoever
    fills it holds it until `held_until`; one that was killed filling it lets it be filled again.
    """

    build = models.ForeignKey(IndexBuild, on_delete=models.CASCADE, related_name="slices")
    after = models.CharField(max_length=191, blank=True)
    until = models.CharField(max_length=191, blank=True)
    written = models.PositiveBigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("build", "after")

    def __str__(self) -> str:
        return f"{self.build_id}: ({self.after}, {self.until or '…'}]"


class Verification(models.Model):
    """What one comparison of a live index with the catalog found: how many `documents` there were,
    and how many of what fault. `detail` names the first ids of each, `repaired` is how many were
    written again.
    """

    kind = models.CharField(max_length=10)
    index = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    seconds = models.FloatField(default=0.0)
    documents = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0)
    stale = models.PositiveBigIntegerField(default=0)
    extra = models.PositiveBigIntegerField(default=0, verbose_name="too many")
    without_vector = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)
    repaired = models.PositiveBigIntegerField(default=0)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.index}: {'equal' if self.is_equal else 'differs'}"

    @property
    def is_equal(self) -> bool:
        """Whether index and catalog were the same, but for what is known to be set aside."""
        return not (self.missing or self.stale or self.extra or self.without_vector)


class Overview(IndexBuild):
    """Nothing is stored of it: this gives the page of the index's state a permission to view and a
    place to be.
    """

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = "state of the index"
        verbose_name_plural = "state of the index"
