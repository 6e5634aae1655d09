"""The tree of categories."""

from __future__ import annotations

from django.db import models

from searchapp.catalog.models.announced import AnnouncedQuerySet
from searchapp.catalog.models.validators import validate_path

PATH_SEPARATOR = " > "


class Category(models.Model):
    """One node of the tree. `path` names it and all above it: "Home > Kitchen > Kettles"."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    path = models.CharField(max_length=700, unique=True, validators=[validate_path])
    title = models.CharField(max_length=200)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.path

    @property
    def levels(self) -> list[str]:
        """The path of every level, the top first: ["Home", "Home > Kitchen"]."""
        names = self.path.split(PATH_SEPARATOR)
        return [PATH_SEPARATOR.join(names[: depth + 1]) for depth in range(len(names))]
