"""The form of a query rule: rows of triggers and of actions, limits, and a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import available_timezones

from django import forms

from searchapp.adminsite.confirming import AsksToConfirm
from searchapp.lexicon.forms.fields import TermsField, language_choices
from searchapp.merchandising.forms.action import ActionRows, action_fields
from searchapp.merchandising.forms.trigger import TriggerRows, trigger_fields
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_fields.description import KINDS
from searchapp.merchandising.rule_fields.faults import place_of
from searchapp.merchandising.rule_fields.times import NAMES, read_schedule, schedule_fields
from searchapp.merchandising.rule_linting import remarks_on
from searchapp.pipeline.plain_value import PlainFault, PlainValueError
from searchapp.pipeline.rules.plain import DAYS, checked_rule, rule_to_plain
from searchapp.pipeline.rules.remarks import Remark
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.models import Draft

_LIMITS = ("kinds", "languages", "segments", "sellers")
_ROWS = {"when": "Triggers", "do": "Actions"}
_ROWS_ARE_WRONG = "Please correct the rows of triggers and actions below."


class MomentField(forms.DateTimeField):
    """A day and an hour by the clock of some time zone, which the form knows."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        return None if moment is None else moment.replace(tzinfo=None)


def _boxes(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "boxes"}),
        **more,
    )


def _hour(label: str, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **more)


class QueryRuleForm(AsksToConfirm, forms.ModelForm):  # type: ignore[type-arg]
    """What makes the rule broken is an error at its field or row; what is odd about it beside the
    draft's other rules asks to be confirmed, unless the rule is saved as it was.
    """

    draft: Draft | None = None

    name = forms.CharField(max_length=200, help_text="In a few words, what it is for.")
    enabled = forms.BooleanField(label="Active", required=False, initial=True)
    priority = forms.IntegerField(
        initial=0, help_text="Of rules that contradict each other the greater one counts."
    )
    kinds = _boxes(
        "Kinds",
        list(KINDS.items()),
        help_text="Only searches for one of these; none is all.",
    )
    languages = _boxes("Languages", (), help_text="Only searches in one of these; none is all.")
    segments = TermsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text="Groups of shoppers, with commas between; none is all.",
    )
    sellers = TermsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text="Ids of sellers, with commas between: only searches in the shop of one of them.",
    )
    begins = MomentField(required=False)
    ends = MomentField(required=False, help_text="Until before this moment.")
    days = _boxes("Days", [(day, day.capitalize()) for day in DAYS], help_text="None is every day.")
    opens = _hour("From hour")
    closes = _hour(
        "Until hour", help_text="Hours past midnight belong to the day on which they open."
    )
    time_zone = forms.ChoiceField(
        choices=lambda: [(name, name) for name in sorted(available_timezones())], initial="UTC"
    )

    class Meta:
        model = QueryRule
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.remarks: list[Remark] = []
        self._saved = _rule_of(self.instance)
        plain = {} if self._saved is None else rule_to_plain(self._saved)
        self._schedule = plain.get("schedule", {})
        self.initial = {**_initial(plain), **self.initial}
        languages = dict(language_choices()) | {each: each for each in plain.get("languages", ())}
        languages.pop("")
        self.fields["languages"].choices = list(languages.items())  # type: ignore[attr-defined]
        data = self.data if self.is_bound else None
        self.triggers = TriggerRows(
            data, prefix="when", initial=[trigger_fields(each) for each in plain.get("when", ())]
        )
        self.actions = ActionRows(
            data, prefix="do", initial=[action_fields(each) for each in plain.get("do", ())]
        )

    @property
    def media(self) -> forms.Media:
        own = forms.Media(
            css={"all": ["merchandising/admin.css"]}, js=["merchandising/rule_rows.js"]
        )
        return super().media + self.triggers.media + self.actions.media + own

    @property
    def advice(self) -> list[dict[str, Any]]:
        """The remarks as findings."""
        return [{"level": "warning", "message": each.message} for each in self.remarks]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not all([self.triggers.is_valid(), self.actions.is_valid()]):
            self.add_error(None, _ROWS_ARE_WRONG)
        if self.errors:
            return cleaned
        try:
            rule = checked_rule(self.instance.key, self._plain(cleaned))
        except PlainValueError as error:
            for fault in error.faults:
                self._show(fault)
            return cleaned
        if rule != self._saved:
            self.instance.value = rule_to_plain(rule)
        self.remarks = remarks_on(rule, self.draft)
        if self.remarks and rule != self._saved:
            self.ask_to_confirm(each.message for each in self.remarks)
        return cleaned

    def _plain(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        times = {
            name: "" if cleaned[name] is None else _typed(cleaned[name])
            for name in NAMES
            if name != "days"
        }
        return {
            "name": cleaned["name"],
            "when": [row.plain for row in _kept(self.triggers)],
            "do": [row.plain_value for row in _kept(self.actions)],
            **{name: cleaned[name] for name in ("priority", *_LIMITS)},
            "schedule": read_schedule(times, cleaned["days"], self._schedule),
            "enabled": cleaned["enabled"],
        }

    def _show(self, fault: PlainFault) -> None:
        """Shows a fault at its row, or at its field."""
        place = place_of(fault.path)
        if place.group:
            row = _kept(self.triggers if place.group == "when" else self.actions)[place.number]
            row.add_error(row.field_of(place.within), fault.message)
            self.add_error(None, _ROWS_ARE_WRONG)
        elif place.field in _ROWS:
            self.add_error(None, f"{_ROWS[place.field]} {fault.message}.")
        elif place.field == "schedule":
            name = next((each for each in NAMES if fault.message.startswith(each)), "begins")
            self.add_error(name, fault.message)
        else:
            self.add_error(place.field if place.field in self.fields else None, fault.message)


def _kept(rows: Any) -> list[Any]:
    """The rows that are filled in and not removed."""
    return [
        row
        for row in rows.forms
        if row not in rows.deleted_forms and not (row.empty_permitted and not row.has_changed())
    ]


def _initial(plain: Mapping[str, Any]) -> dict[str, Any]:
    names = ("name", "priority", "kinds", "languages")
    return {
        **{name: plain[name] for name in names if name in plain},
        "segments": list(plain.get("segments", ())),
        "sellers": list(plain.get("sellers", ())),
        "enabled": plain.get("enabled", True),
        **schedule_fields(plain.get("schedule", {})),
    }


def _typed(value: str | datetime | time) -> str:
    """A moment or an hour to the minute, unless seconds are meant."""
    if isinstance(value, str):
        return value
    return value.replace(microsecond=0).isoformat()[: None if value.second else -3]


def _rule_of(row: QueryRule) -> Rule | None:
    """What the row says; None for a new one, and for one that no form would have saved."""
    try:
        return row.rule if row.plain else None
    except PlainValueError:
        return None
