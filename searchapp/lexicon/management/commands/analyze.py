"""`manage.py analyze "query"`: how a query is understood, step by step."""

from __future__ import annotations

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from searchapp import wiring
from searchapp.lexicon.analysis_table import analysis_steps, changes_and_end
from searchapp.lexicon.analysis_text import analysis_lines


class Command(BaseCommand):
    """Prints what every analyzer made of the query, with the published lexicon."""

    help = "Show how a query is understood: each step, what it changed, why, and how long it took."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("query", help="what a shopper types")
        parser.add_argument(
            "--language", default="", help="its language, such as de; found out when not given"
        )
        parser.add_argument(
            "--all", action="store_true", help="show after each step all that is known by then"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Analyse and print."""
        config = wiring.current_config()
        for entry in config.degraded:
            self.stderr.write(self.style.WARNING(f"without {entry.stage}: {entry.reason}"))
        steps = analysis_steps(
            wiring.analyzer_chain(), options["query"], options["language"], config.lexicon
        )
        width = shutil.get_terminal_size((100, 24)).columns
        shown = steps if options["all"] else changes_and_end(steps)
        for line in analysis_lines(shown, width):
            self.stdout.write(line)
        self.stdout.write(f"lexicon {config.lexicon.version}")
