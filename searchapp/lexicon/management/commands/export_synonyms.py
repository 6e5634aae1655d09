"""`manage.py export_synonyms [FILE]`: all synonyms of the shop as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from searchapp.lexicon.synonym_file import file_of_saved_rules


class Command(BaseCommand):
    """Writes the format of Solr and Elasticsearch; `import_synonyms` reads it back as it was."""

    help = "Export the synonyms in the format of Solr and Elasticsearch."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", nargs="?", type=Path, help="where to; printed when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or print it."""
        text, file = file_of_saved_rules(), options["file"]
        if file is None:
            self.stdout.write(text, ending="")
            return
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}") from error
        self.stderr.write(f"Exported the synonyms to {file}")
