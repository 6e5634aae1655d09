"""`manage.py prune_search_log`: removes searches that are older than the log is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from searchapp.behaviour.models import FeatureLog, SearchLog

_BATCH = 5_000


class Command(BaseCommand):
    help = "Removes searches older than --days (SEARCHAPP_SEARCH_LOG_DAYS) from the logs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=settings.ENVIRONMENT["SEARCHAPP_SEARCH_LOG_DAYS"]
        )

    def handle(self, *, days: int, **options: Any) -> None:
        if days < 0:
            raise CommandError("--days: expected 0 or more days to keep")
        oldest = timezone.now() - timedelta(days=days)
        _remove(FeatureLog, oldest)
        removed = _remove(SearchLog, oldest)
        self.stdout.write(f"Removed {removed} searches from before {oldest:%Y-%m-%d %H:%M} UTC.")


def _remove(model: type[SearchLog] | type[FeatureLog], oldest: datetime) -> int:
    removed = 0
    # In batches, so that no long transaction holds up the writing of new searches.
    while batch := list(
        model.objects.filter(time__lt=oldest).order_by().values_list("pk", flat=True)[:_BATCH]
    ):
        removed += model.objects.filter(pk__in=batch).delete()[0]
    return removed
