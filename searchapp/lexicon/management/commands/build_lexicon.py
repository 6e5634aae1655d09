"""`manage.py build_lexicon`: learns words from the catalog and the query log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from searchapp.lexicon.learning import learn
from searchapp.observability.progress import progress_bar


class Command(BaseCommand):
    """Every web process takes the new lexicon up by itself within a second."""

    help = (
        "Learn vocabulary, entities, categories and completions from the catalog and the query"
        " log, and put them to use."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn, and report what was learnt."""
        with progress_bar(None, "", "Reading") as bar:

            def show(doing: str, done: int) -> None:
                bar.set_description(doing.capitalize())
                bar.update(max(0, done - bar.n))

            build = learn(show)
        self.stdout.write(
            f"Learnt from {build.items:,} items and {build.queries:,} queries"
            f" in {build.seconds:.1f} s (build {build.pk})"
        )
        for name, figures in build.detail.items():
            size = f"{figures['bytes'] / 1e6:6.1f} MB" if "bytes" in figures else " " * 9
            self.stdout.write(f"{name:>12}: {size} {figures['seconds']:6.1f} s")
