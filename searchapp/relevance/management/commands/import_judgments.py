"""`manage.py import_judgments FILE --set NAME`: judgments into a query set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from searchapp.relevance.models import QuerySet
from searchapp.relevance.query_sets.judgment_files import import_judgments, read

_SHOWN = 20


class Command(BaseCommand):
    """Saves nothing when a line is wrong, unless bad lines are to be skipped."""

    help = "Import judgments: CSV, TREC qrels, or the CSV of Quepid."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", type=Path, help="a text file in UTF-8")
        parser.add_argument("--set", required=True, help="the query set; made if it is not there")
        parser.add_argument(
            "--topics", type=Path, help="of qrels: 'topic, query' with a tab between"
        )
        parser.add_argument("--rater", default="", help="user name, for lines that name none")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the lines that are right"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report."""
        topics = _text(options["topics"]) if options["topics"] else None
        file = read(_text(options["file"]), topics)
        if not file.rows and not file.problems:
            raise CommandError(f"{options['file']} has no judgments")
        with transaction.atomic():
            query_set, _ = QuerySet.objects.get_or_create(name=options["set"])
            outcome = import_judgments(query_set, file, options["rater"], options["skip_bad"])
            for problem in outcome.problems[:_SHOWN]:
                self.stderr.write(f"error: line {problem.line}: {problem.message}")
            if len(outcome.problems) > _SHOWN:
                self.stderr.write(f"error: and {len(outcome.problems) - _SHOWN:,} more")
            if outcome.problems and not options["skip_bad"]:
                raise CommandError(
                    f"{len(outcome.problems):,} lines are wrong and nothing was imported; mend "
                    "them, or give --skip-bad to import the others."
                )
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(
            f"{'Would add' if options['dry_run'] else 'Added'} {outcome.queries:,} queries and "
            f"{outcome.added:,} judgments, changed {outcome.changed:,}, already there "
            f"{outcome.known:,}, bad lines {len(outcome.problems):,}"
        )


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as source:
            return source.read()
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8; save it as UTF-8") from error
