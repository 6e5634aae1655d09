"""The form of a ranking profile: its plain value as JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from searchapp.merchandising.forms.plain_field import PlainField
from searchapp.merchandising.models import Profile
from searchapp.merchandising.models.profile import made_profile
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft

_NAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9_-]*\Z", "Write small letters, digits, - and _, such as black-friday."
)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what `profile_from_plain` refuses, with the path of each slip."""

    draft: Draft | None = None

    key = forms.CharField(
        label="Name",
        max_length=64,
        validators=[_NAME],
        help_text="Searches that name no profile use “default”.",
    )
    plain = PlainField(
        label="What differs from the default profile",
        required=False,
        help_text="docs/rules.md has the names; {} is the default profile itself.",
    )

    class Meta:
        model = Profile
        fields = ("plain",)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if seen_in(Profile, self.draft).filter(key=key).exists():
            raise forms.ValidationError("There is one of this name already; change that one.")
        return key

    def clean_plain(self) -> dict[str, Any]:
        plain = self.cleaned_data["plain"]
        return {} if plain is None else plain

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        key = cleaned.get("key", self.instance.key)
        try:
            made_profile(key, cleaned["plain"])
        except PlainValueError as error:
            for fault in error.faults:
                self.add_error("plain", str(fault))
        else:
            self.instance.key = key
        return cleaned
