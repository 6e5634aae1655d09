"""Turning many rows on and off at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from searchapp.publishing.admin.drafted import DraftedAdmin
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import working_draft

_SHOWN = 10


class ActivationActions(DraftedAdmin):
    """Bulk actions of rows that have `is_active`.

    A row is turned on only when nothing is wrong with it.
    """

    actions: tuple[str, ...] = ("activate", "deactivate")

    def reasons_against(self, rows: list[Any], draft: Draft | None) -> Iterable[tuple[Any, str]]:
        """The rows among `rows` that must stay off, and why."""
        raise NotImplementedError

    def turned(self, row: Any, is_active: bool) -> dict[str, Any]:
        """The value of the row when it is on or off."""
        row.is_active = is_active
        value: dict[str, Any] = row.value
        return value

    @admin.action(
        description="Activate the selected %(verbose_name_plural)s", permissions=["change"]
    )
    def activate(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Puts the rows to use, but for wrong ones."""
        chosen = list(rows.filter(is_active=False))
        against = {
            row.pk: (row, reason)
            for row, reason in self.reasons_against(chosen, working_draft(request))
        }
        good = [row for row in chosen if row.pk not in against]
        self._set(request, good, is_active=True)
        for row, reason in list(against.values())[:_SHOWN]:
            text = format_html("“{}” stays off: {}", row, reason)
            self.message_user(request, text, messages.ERROR)
        if len(against) > _SHOWN:
            more = f"{len(against) - _SHOWN:,} more stay off for errors."
            self.message_user(request, more, messages.ERROR)

    @admin.action(
        description="Deactivate the selected %(verbose_name_plural)s", permissions=["change"]
    )
    def deactivate(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Takes the rows out of use; they stay here."""
        self._set(request, list(rows.filter(is_active=True)), is_active=False)

    def _set(self, request: HttpRequest, rows: list[Any], is_active: bool) -> None:
        if rows:
            self.write(request, {row.key: self.turned(row, is_active) for row in rows})
        done = "Activated" if is_active else "Deactivated"
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, f"{done}.")  # type: ignore[arg-type]
        name = self.opts.verbose_name if len(rows) == 1 else self.opts.verbose_name_plural
        self.message_user(request, f"{done} {len(rows):,} {name}.", messages.SUCCESS)
