"""Query rules in the admin."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from unfold.forms import ActionForm

from searchapp.lexicon.admin.activation import ActivationActions
from searchapp.merchandising.admin.rule_files import RuleFiles
from searchapp.merchandising.admin.rule_filters import ActionFilter, ScheduleFilter, TriggerFilter
from searchapp.merchandising.admin.trying import TriesQueries
from searchapp.merchandising.forms.rule import QueryRuleForm
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_states import state_of
from searchapp.pipeline.plain_value import GREATEST, PlainValueError
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.wording import for_which, limits_of, what, when_of
from searchapp.publishing.models import Draft

_FORM = (
    (None, {"fields": ("name", "enabled", "priority")}),
    ("Only for", {"fields": ("kinds", "languages", "segments", "sellers")}),
    ("Schedule", {"fields": (("begins", "ends"), "days", ("opens", "closes"), "time_zone")}),
)
_TO_READ = ("name", "is_active", "priority", "is_for", "does", "is_limited_to", "holds", "problem")


class RuleActionForm(ActionForm):  # type: ignore[misc]
    """The bulk action, with the number that one of them needs."""

    new_priority = forms.CharField(
        required=False,
        label="New priority",
        widget=forms.NumberInput(attrs={"placeholder": "priority", "class": "new-priority"}),
    )


@admin.register(QueryRule)
class QueryRuleAdmin(ActivationActions, RuleFiles, TriesQueries):
    """The list and the form of query rules."""

    form = QueryRuleForm
    action_form = RuleActionForm
    actions = ("activate", "deactivate", "set_priority")
    list_display = ("shown_name", "is_for", "does", "priority", "is_active", "state", "problem")
    list_filter = ("is_active", TriggerFilter, ActionFilter, ScheduleFilter)
    search_fields = ("name", "asked")
    search_help_text = "Names, words of triggers, and ids of items."
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(written=Cast("plain", TextField()))
        )
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By words, and by an id that stands in the value as a whole."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        wanted = search_term.strip().replace("\\", "\\\\").replace('"', '\\"')
        if not wanted:
            return found, may_repeat
        is_value = Q(written__contains=f'"{wanted}"') & ~Q(written__contains=f'"{wanted}":')
        return found | queryset.filter(is_value), may_repeat

    @admin.display(description="name", ordering="name")
    def shown_name(self, row: QueryRule) -> str:
        return str(row)

    @admin.display(description="when")
    def is_for(self, row: QueryRule) -> str:
        """The searches that it is for, in words."""
        return _said(row, lambda rule: for_which(rule).removeprefix("When the query "))

    @admin.display(description="does")
    def does(self, row: QueryRule) -> str:
        """What it does, in words."""
        return _said(row, what)

    @admin.display(description="only", empty_value="no limits")
    def is_limited_to(self, row: QueryRule) -> str:
        """Whom it is for, in words."""
        return _said(row, limits_of)

    @admin.display(description="schedule", empty_value="always")
    def holds(self, row: QueryRule) -> str:
        """When it holds, in words."""
        return _said(row, lambda rule: when_of(rule.schedule))

    @admin.display(description="time")
    def state(self, row: QueryRule) -> str:
        """Where its time stands."""
        return _said(row, lambda rule: state_of(rule.schedule, time.time()))

    @admin.display(description="problem", empty_value="none")
    def problem(self, row: QueryRule) -> str:
        """Why it cannot be used; "" when it can."""
        return _fault_of(row)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form; for who may only look, the rule in words."""
        may_write = self.has_add_permission(request) if obj is None else (
            self.has_change_permission(request, obj)
        )  # fmt: skip
        return _FORM if may_write else ((None, {"fields": _TO_READ}),)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        return super().get_form(request, obj, change, **{**options, "fields": ()})

    def reasons_against(
        self, rows: list[QueryRule], draft: Draft | None
    ) -> Iterable[tuple[QueryRule, str]]:
        return ((row, fault) for row in rows if (fault := _fault_of(row)))

    def turned(self, row: QueryRule, is_active: bool) -> dict[str, Any]:
        kept = {name: value for name, value in row.plain.items() if name != "enabled"}
        return kept if is_active else {**kept, "enabled": False}

    @admin.action(description="Set the priority to …", permissions=["change"])
    def set_priority(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Gives all chosen rules the number that was typed."""
        number = forms.IntegerField(
            min_value=-GREATEST,
            max_value=GREATEST,
            error_messages={"required": "Write the new priority beside the action."},
        )
        try:
            priority = number.clean(request.POST.get("new_priority"))
        except forms.ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return
        chosen = list(rows)
        self.write(request, {row.key: {**row.plain, "priority": priority} for row in chosen})
        said = f"{len(chosen):,} rules have the priority {priority} now."
        self.message_user(request, said, messages.SUCCESS)


def _said(row: QueryRule, say: Any) -> str:
    try:
        rule: Rule = row.rule
    except PlainValueError:
        return "?"
    return str(say(rule))


def _fault_of(row: QueryRule) -> str:
    return "; ".join(f"{path}: {said}" for path, said in row.faults())
