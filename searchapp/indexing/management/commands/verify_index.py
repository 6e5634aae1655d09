"""`manage.py verify_index`: is the index equal to the catalog?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.catalog.models import OutboxRow
from searchapp.indexing.following import follow
from searchapp.indexing.models import Verification
from searchapp.indexing.reconciling import Comparison
from searchapp.indexing.verifying import verify
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_SHOWN = 10


class Command(BaseCommand):
    """Compares ids and versions of every published item with those of the live indexes."""

    help = "Compare the live indexes with the catalog, and mend them with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument("--kind", choices=list(Kind), help="only this kind")
        parser.add_argument("--repair", action="store_true", help="have the index mended")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare each kind in turn; fails when one differs and is not repaired."""
        kinds = [Kind(options["kind"])] if options["kind"] else list(Kind)
        try:
            verified = [each for kind in kinds if (each := self._verify(kind, options["repair"]))]
            self.stdout.write(f"{OutboxRow.objects.count():,} changes wait in the outbox.")
            differing = [found for found, _ in verified if not found.is_equal]
            if differing and options["repair"]:
                count = sum(kept.repaired for _, kept in verified)
                follow()
                self.stdout.write(f"{count:,} documents are being written again.")
                return
        except (EngineUnavailable, BrokerUnavailable) as error:
            raise CommandError(str(error)) from error
        if differing:
            raise CommandError("The index differs from the catalog; --repair mends it.")

    def _verify(self, kind: Kind, mend: bool) -> tuple[Comparison, Verification] | None:
        verified = verify(kind, mend)
        if verified is None:
            self.stdout.write(f"{kind.value:>8}: no index")
            return None
        found, _ = verified
        size = f"{found.documents:,} documents in {found.index}"
        self.stdout.write(f"{kind.value:>8}: {size}: {_said(found)}")
        return verified


def _said(found: Comparison) -> str:
    parts = [
        f"{len(ids):,} {name} ({', '.join(ids[:_SHOWN])}{', …' if len(ids) > _SHOWN else ''})"
        for name, ids in (
            ("missing", found.missing),
            ("stale", found.stale),
            ("too many", found.extra),
            ("without vector", found.without_vector),
            ("set aside", found.set_aside),
        )
        if ids
    ]
    return "; ".join(parts) or "equal to the catalog"
