"""`manage.py drain_outbox`: what waits for the index, into the index, in this process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from searchapp.catalog.models import OutboxRow
from searchapp.indexing.following import catch_up
from searchapp.pipeline.retrieval import EngineUnavailable


class Command(BaseCommand):
    """For installations without workers after the index was away; harmless beside workers."""

    help = "Write all changes that wait in the outbox to the index, here and now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain and report."""
        waiting = OutboxRow.objects.count()
        try:
            catch_up()
        except EngineUnavailable as error:
            raise CommandError(f"{error} {OutboxRow.objects.count():,} changes wait.") from error
        self.stdout.write(f"{waiting:,} changes written; {OutboxRow.objects.count():,} wait.")
