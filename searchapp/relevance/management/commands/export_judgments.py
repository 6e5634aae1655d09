"""`manage.py export_judgments --set NAME [FILE]`: a query set as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from searchapp.relevance.models import QuerySet
from searchapp.relevance.query_sets.formats.judgment_row import CannotExport
from searchapp.relevance.query_sets.judgment_files import Format, export


class Command(BaseCommand):
    """Writes what `import_judgments` reads back."""

    help = "Export judgments: CSV (every rater's), TREC qrels or Quepid's CSV (the consensus)."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", nargs="?", type=Path, help="where to; printed when not given")
        parser.add_argument("--set", required=True, help="the query set")
        parser.add_argument("--format", choices=list(map(str, Format)), default="csv")
        parser.add_argument("--topics", type=Path, help="of qrels: where their topics go")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or print it."""
        wanted = Format(options["format"])
        if wanted is Format.QRELS and not options["topics"]:
            raise CommandError("qrels only number their queries; say by --topics where these go")
        try:
            query_set = QuerySet.objects.get(name=options["set"])
            text, topics = export(query_set, wanted)
        except QuerySet.DoesNotExist:
            raise CommandError(f"there is no query set {options['set']!r}") from None
        except CannotExport as error:
            raise CommandError(str(error)) from error
        if wanted is Format.QRELS:
            _write(options["topics"], topics)
        if options["file"] is None:
            self.stdout.write(text, ending="")
        else:
            _write(options["file"], text)
            self.stderr.write(f"Exported {query_set} to {options['file']}")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CommandError(f"{file} can't be written: {error.strerror}") from error
