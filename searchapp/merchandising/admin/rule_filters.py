"""By what the list of rules is narrowed down: the triggers, the actions, and the time."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from searchapp.merchandising.rule_fields.description import AS_JSON, TRIGGERS, VERBS
from searchapp.merchandising.rule_states import TIMED, state_of
from searchapp.pipeline.plain_value import PlainValueError


class TriggerFilter(admin.SimpleListFilter):
    """The rules that have a trigger of one kind."""

    title = "trigger"
    parameter_name = "trigger"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(TRIGGERS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        how = self.value()
        if how is None:
            return queryset
        named = f'"recognised": "{how}"' if how in ("brand", "category") else f'"{how}":'
        return queryset.filter(written__contains=named)


class ActionFilter(admin.SimpleListFilter):
    """The rules that do one thing."""

    title = "action"
    parameter_name = "action_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(verb, title) for verb, title in VERBS.items() if verb != AS_JSON]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        verb = self.value()
        return queryset if verb is None else queryset.filter(written__contains=f'"{verb}":')


class ScheduleFilter(admin.SimpleListFilter):
    """The rules whose time is yet to come, is now, or is over."""

    title = "schedule"
    parameter_name = "schedule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in TIMED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted is None:
            return queryset
        now = time.time()
        timed = queryset.filter(written__contains='"schedule":')
        return queryset.filter(pk__in=[row.pk for row in timed if _state(row, now) == wanted])


def _state(row: Any, now: float) -> str:
    try:
        return state_of(row.rule.schedule, now)
    except PlainValueError:
        return ""
