"""`manage.py carry_out_measurements`: what workers of the queue `slow` do, where there are none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from searchapp.relevance import runs
from searchapp.relevance.impact import impact_runs
from searchapp.relevance.models import ImpactRun, QualityRun
from searchapp.relevance.quality import quality_runs


class Command(BaseCommand):
    """Ends when nothing waits any more. Several at once share the work."""

    help = "Carry out the measurements of impact and quality that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        """Impact first: somebody waits for it."""
        while True:
            if (asked := runs.claimed(ImpactRun)) is not None:
                impact_runs.carry_out(asked)
            elif (waiting := runs.claimed(QualityRun)) is not None:
                quality_runs.carry_out(waiting)
            else:
                return
