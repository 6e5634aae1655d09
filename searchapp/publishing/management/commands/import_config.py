"""`manage.py import_config FILE`: a document, checked as a whole and compared before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.difference import Change
from searchapp.publishing.document_import import Told, plan_import
from searchapp.publishing.document_text import DocumentFaults, TextFormat, read
from searchapp.publishing.documents import document_of, published_document
from searchapp.publishing.draft_names import AmbiguousDraft, draft_named
from searchapp.publishing.editing import change_all, new_draft
from searchapp.publishing.management.commands.export_config import format_of
from searchapp.publishing.models import VersionDamaged
from searchapp.publishing.publication import NotAllowed, publish

_SHOWN = 200


class Command(BaseCommand):
    """Writes nothing when anything in the file is wrong; doing it twice changes nothing."""

    help = "Import a configuration that export_config wrote, or that was written by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `--help`."""
        parser.add_argument("file", type=Path, help="a document in TOML or JSON")
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--draft", metavar="NAME", help="the draft for it, made if there is none of this name"
        )
        where.add_argument("--publish", action="store_true", help="make it live at once")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument(
            "--prune", action="store_true", help="remove what the file does not have"
        )
        parser.add_argument("--format", type=TextFormat, choices=list(TextFormat))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report."""
        file: Path = options["file"]
        name = options["draft"] or f"Import of {file.name}"[:120]
        try:
            given = read(file.read_text(encoding="utf-8"), options["format"] or format_of(file))
            with transaction.atomic():
                draft = None if options["publish"] else draft_named(name)
                present = document_of(draft) if draft else published_document()
                changes = plan_import(given, present, prune=options["prune"])
                self._tell(changes)
                if not changes or options["dry_run"]:
                    return
                draft = draft or new_draft(name, COMMAND, shared=True)
                change_all(draft, changes, COMMAND)
                done = f"Left in the draft “{draft.name}” ({draft.pk})."
                if options["publish"]:
                    done = f"Published as version {publish(draft, COMMAND).number}."
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8: {error}") from error
        except DocumentFaults as error:
            for fault in error.faults:
                self.stderr.write(f"error: {fault}")
            raise CommandError(
                f"{len(error.faults):,} faults in {file}; nothing was imported."
            ) from error
        except NotAllowed as error:
            raise CommandError(f"Nothing was imported: {error}. Give --draft NAME.") from error
        except (AmbiguousDraft, VersionDamaged) as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        self.stdout.write(done)

    def _tell(self, changes: tuple[Change, ...]) -> None:
        lines = list(Told(changes))
        for line in lines[:_SHOWN]:
            self.stdout.write(line)
        if len(lines) > _SHOWN:
            self.stdout.write(f"and {len(lines) - _SHOWN:,} lines more")
        counts = dict.fromkeys(("added", "changed", "removed"), 0)
        for each in changes:
            counts[each.verb] += 1
        said = ", ".join(f"{count:,} {verb}" for verb, count in counts.items())
        self.stdout.write(f"{said}." if changes else "Nothing to change.")
