"""A queryset that wakes whoever follows the catalog when it writes many rows at once.

The triggers note the changes; this only saves the wait until somebody looks.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class AnnouncedQuerySet(models.QuerySet[Any]):
    """Wakes after `update`, `bulk_create` and `bulk_update`; `delete` is told by its signals."""

    def update(self, **values: Any) -> int:
        """See `QuerySet.update`."""
        count = super().update(**values)
        self._wake()
        return count

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Any]:
        """See `QuerySet.bulk_create`."""
        created = super().bulk_create(objs, *args, **options)
        self._wake()
        return created

    def _wake(self) -> None:
        # The outbox is written with the models, so they can't import it where they are defined.
        from searchapp.catalog.outbox import wake_after_commit

        wake_after_commit(self.db)
