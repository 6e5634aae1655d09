"""`manage.py export_config [FILE]`: rules, profiles, synonyms and all else as one document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from searchapp.publishing.document_text import TextFormat, written
from searchapp.publishing.documents import document_of, published_document
from searchapp.publishing.draft_names import AmbiguousDraft, draft_named
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.publishing.models.version import Document


class Command(BaseCommand):
    """Writes what is live, a draft or a version; `import_config` reads it back as it was."""

    help = "Export the configuration that merchants wrote, to be kept in git."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Django's own --version, which tells Django's, makes room for ours."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", nargs="?", type=Path, help="where to; printed when not given")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--draft", metavar="NAME", help="what the draft of this name would be")
        which.add_argument("--version", type=int, metavar="N", help="what this version said")
        parser.add_argument(
            "--format",
            type=TextFormat,
            choices=list(TextFormat),
            help="by default that of the file's ending, else toml",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or print it."""
        file: Path | None = options["file"]
        text = written(_document(options), options["format"] or format_of(file))
        if file is None:
            self.stdout.write(text, ending="" if text.endswith("\n") else "\n")
            return
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}") from error
        self.stderr.write(f"Exported the configuration to {file}")


def format_of(file: Path | None) -> TextFormat:
    """The format that the ending of a file's name says."""
    is_json = file is not None and file.suffix.lower() == ".json"
    return TextFormat.JSON if is_json else TextFormat.TOML


def _document(options: dict[str, Any]) -> Document:
    name, number = options["draft"], options["version"]
    try:
        if name is None:
            return published_document(number)
        draft = draft_named(name)
    except Version.DoesNotExist as error:
        raise CommandError(f"there is no version {number}") from error
    except (VersionDamaged, AmbiguousDraft) as error:
        raise CommandError(str(error)) from error
    if draft is None:
        raise CommandError(f"there is no open draft named “{name}”")
    return document_of(draft)
