"""`manage.py import_synonyms FILE`: a file of synonyms, checked line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from searchapp.lexicon.synonym_file import MAX_BYTES, SynonymFileError, read_text
from searchapp.lexicon.synonym_import import SynonymImport, carry_out, plan_import
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import new_draft
from searchapp.publishing.publication import NotAllowed, publish

_SHOWN = 20


class Command(BaseCommand):
    """Saves nothing when a line is wrong, unless bad lines are to be skipped."""

    help = "Import synonyms in the format of Solr and Elasticsearch."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", type=Path, help="a text file in UTF-8")
        parser.add_argument("--language", default="", help="of the rules that name none")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="remove saved synonyms that are not in the file, with --language only its own",
        )
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the lines that are right"
        )
        parser.add_argument(
            "--draft",
            metavar="NAME",
            help="leave them in a new shared draft; otherwise they are published",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report."""
        file, language = options["file"], options["language"]
        languages = settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]
        if language and language not in languages:
            raise CommandError(
                f"--language {language} is none of the shop's languages: {', '.join(languages)}"
            )
        try:
            with file.open("rb") as source:
                text = read_text(source.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}") from error
        except SynonymFileError as error:
            raise CommandError(f"{file}: {error}") from error
        planned = plan_import(text, language, options["replace"])
        self._show(planned)
        if planned.problems and not options["skip_bad"]:
            raise CommandError(
                f"{len(planned.problems):,} lines are wrong and nothing was imported; mend them, or"
                " give --skip-bad to import the others."
            )
        if not options["dry_run"]:
            self._write(planned, options["draft"], file.name)
        add, remove = ("Would add", "remove") if options["dry_run"] else ("Added", "removed")
        self.stdout.write(
            f"{add} {len(planned.added):,}, {remove} {len(planned.removed):,},"
            f" already there {planned.known:,}, bad lines {len(planned.problems):,}"
        )

    def _write(self, planned: SynonymImport, name: str | None, file: str) -> None:
        if not (planned.added or planned.removed):
            return
        with transaction.atomic():
            draft = new_draft((name or f"Import of {file}")[:120], COMMAND, shared=True)
            carry_out(planned, draft, COMMAND)
            if name is None:
                try:
                    publish(draft, COMMAND)
                except NotAllowed as error:
                    raise CommandError(
                        f"Nothing was imported: {error} Give --draft NAME."
                    ) from error

    def _show(self, planned: SynonymImport) -> None:
        for name, notes in (("error", planned.problems), ("warning", planned.warnings)):
            for note in notes[:_SHOWN]:
                self.stderr.write(f"{name}: line {note.line}: {note.message}")
            if len(notes) > _SHOWN:
                self.stderr.write(f"{name}: and {len(notes) - _SHOWN:,} more")
