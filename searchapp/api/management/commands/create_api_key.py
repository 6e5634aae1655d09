"""`manage.py create_api_key`: makes an API key and shows its secret, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from searchapp.api.keys import create_key
from searchapp.api.scopes import Scope
from searchapp.catalog.models import Seller


class Command(BaseCommand):
    help = "Makes an API key and prints it. It can't be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="whose key it is, and for what")
        parser.add_argument(
            "--scopes",
            nargs="+",
            choices=Scope.values,
            default=[Scope.SEARCH.value],
            help="what the key may do (search)",
        )
        parser.add_argument("--seller", help="the id of the seller whose items alone it may write")
        parser.add_argument("--rate", default="", help="calls, such as 100/sec or 6000/min")
        parser.add_argument("--days", type=int, help="how long it is valid; without it for ever")

    def handle(self, *, name: str, scopes: list[str], **options: Any) -> None:
        seller, days = options["seller"], options["days"]
        if seller is not None and not Seller.objects.filter(pk=seller).exists():
            raise CommandError(f"--seller: there is no seller {seller!r}; import it first")
        if days is not None and days < 1:
            raise CommandError("--days: expected at least 1")
        expires = None if days is None else timezone.now() + timedelta(days=days)
        try:
            key, secret = create_key(
                name, scopes, seller=seller, rate=options["rate"], expires=expires
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stderr.write(
            f"Made {key} with {', '.join(key.scopes)}. Keep it: it is not shown again."
        )
        self.stdout.write(secret)
