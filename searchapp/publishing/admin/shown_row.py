"""The row that a form of the admin shows: a form that was sent is held to what it showed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import DraftClosed, NotYours
from searchapp.publishing.models import Drafted
from searchapp.publishing.shown_rows import FIELD, GONE, differs, digest_shown
from searchapp.publishing.working_draft import OtherDraft, editable, working_draft

KEY_FIELD = "row_key"
"""The hidden field that has the key of the row; its number is another in each draft."""


class ShownRow:
    """`key` and `told` are what the hidden fields of the form say, `there` is the row as it is in
    the draft now.
    """

    def __init__(self, request: HttpRequest, model: type[Drafted]) -> None:
        self.request = request
        self.key, self.told = request.POST.get(KEY_FIELD, ""), request.POST.get(FIELD)
        self.there: Drafted | None = None
        if self.key:
            self.there = seen_in(model, working_draft(request)).filter(key=self.key).first()

    @classmethod
    def of(cls, request: HttpRequest, model: type[Drafted]) -> ShownRow:
        """That of the request; the same one each time."""
        kept: ShownRow | None = getattr(request, "shown_row", None)
        if kept is None:
            kept = request.shown_row = cls(request, model)  # type: ignore[attr-defined]
        return kept

    def show(self, row: Drafted | None) -> None:
        """The row that a form will show."""
        if row is not None:
            self.key, self.told = row.key, digest_shown(row.key, row.value)

    def objection(self) -> str:
        """Why it can't be saved, once it was tried; "" when it can. Who reads it may save again."""
        said = ""
        try:
            editable(self.request)
        except (DraftClosed, NotYours, OtherDraft) as error:
            said = f"{error}."
        if not self.key or self.told is None:
            return said[:1].upper() + said[1:]
        value = None if self.there is None else self.there.value
        if differs(self.told, self.key, value):
            said += (
                " It is not there any more; save it again to bring it back as you have it here."
                if value is None
                else f" Someone changed it meanwhile; it is now: {self.there}. What you typed is "
                "still here; save it again to replace theirs."
            )
            self.told = digest_shown(self.key, value) or GONE
        said = said.strip()
        return said[:1].upper() + said[1:]


class ChecksRow(forms.ModelForm):  # type: ignore[type-arg]
    """Mixed into the forms of drafted rows: refuses what is not for the row that was shown."""

    shown_row: ClassVar[ShownRow]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if said := self.shown_row.objection():
            self.add_error(None, said)
        return cleaned
