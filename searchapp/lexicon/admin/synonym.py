"""Synonyms in the admin: checked by the linter before they are saved, imported and exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from analyzers.synonyms.linter import Level
from searchapp.lexicon.admin.activation import ActivationActions
from searchapp.lexicon.admin.languages import LanguageFilter, language_label
from searchapp.lexicon.admin.texts_column import TextsColumn
from searchapp.lexicon.forms.fields import TermsField
from searchapp.lexicon.forms.synonym import SynonymForm
from searchapp.lexicon.forms.synonym_file import SynonymFileForm
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_file import file_of_saved_rules
from searchapp.lexicon.synonym_import import SynonymImport, carry_out, plan_import
from searchapp.lexicon.synonym_linting import errors_of, saved_rules, shop_linter
from searchapp.publishing.actors import Actor
from searchapp.publishing.admin.drafted import tells_closed
from searchapp.publishing.admin.drafted_rows import DraftedRowsAdmin, KeyedResource
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import draft_to_edit, working_draft

_SHOWN_LINES = 50
_SHOWN_WARNINGS = 10


class SynonymResource(KeyedResource):
    """Terms and targets with commas between."""

    form = SynonymForm
    terms = TextsColumn("terms", TermsField())
    targets = TextsColumn("targets", TermsField())

    class Meta:
        model = Synonym
        fields = ("key", *SynonymForm.Meta.fields)
        import_id_fields = ("key",)
        skip_unchanged = True


@admin.register(Synonym)
class SynonymAdmin(ActivationActions, DraftedRowsAdmin):
    """The list, the form and the files of synonyms."""

    form = SynonymForm
    resource_classes = (SynonymResource,)
    fields = SynonymForm.Meta.fields
    list_display = (
        "rule_text",
        "kind",
        "language_name",
        "weight",
        "is_active",
        "problem",
        "changed_on",
    )
    list_filter = ("kind", LanguageFilter, "is_active")
    search_fields = ("terms", "targets", "note")
    radio_fields = {"kind": admin.VERTICAL}  # noqa: RUF012 - as Django declares it
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="synonym")
    def rule_text(self, row: Synonym) -> str:
        """What it says, in one line."""
        return str(row)

    @admin.display(description="language", ordering="language")
    def language_name(self, row: Synonym) -> str:
        return language_label(row.language)

    @admin.display(description="changed", ordering="changed")
    def changed_on(self, row: Synonym) -> date:
        """The day of the last change."""
        return row.changed.date()

    @admin.display(description="problem", empty_value="none")
    def problem(self, row: Synonym) -> str:
        """Why it cannot be used; "" when it can."""
        return " ".join(_faults_of(row))

    def reasons_against(
        self, rows: list[Synonym], draft: Draft | None
    ) -> Iterable[tuple[Synonym, str]]:
        """Rows with errors, also such as only come up when all of `rows` are in use."""
        alone = [(row, _faults_of(row)) for row in rows]
        rules = [replace(row.rule, is_active=True) for row, faulty in alone if not faulty]
        linter = shop_linter([*saved_rules(draft), *rules])
        for row, faulty in alone:
            wrong = faulty or errors_of(linter.check(replace(row.rule, is_active=True)))
            if wrong:
                yield row, " ".join(wrong)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves, and passes on what is good to know of the rule."""
        super().save_model(request, obj, form, change)
        for finding in form.findings:
            if finding.level is Level.INFO:
                self.message_user(request, finding.message, messages.INFO)

    def get_urls(self) -> list[URLPattern]:
        """With the import and export in Solr's format beside those as CSV."""
        pages: list[tuple[str, Callable[..., HttpResponseBase]]] = [
            ("import", self.import_page),
            ("export", self.export_file),
        ]
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"lexicon_synonym_solr_{name}")
            for name, view in pages
        ]
        tables = [f"lexicon_synonym_{name}" for name, _ in pages]
        others = [
            path(f"csv/{each.pattern}", each.callback, name=each.name)
            if each.name in tables
            else each
            for each in super().get_urls()
        ]
        return [*own, *others]

    @tells_closed
    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Takes a file; shows its bad lines and saves nothing, unless they are to be skipped."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SynonymFileForm(request.POST or None, request.FILES or None)
        planned: SynonymImport | None = None
        if request.method == "POST" and form.is_valid():
            planned = plan_import(
                form.cleaned_data["file"],
                form.cleaned_data["language"],
                draft=working_draft(request),
            )
            if form.cleaned_data["skip_bad"] or not planned.problems:
                carry_out(planned, draft_to_edit(request), Actor.of(request.user))
                self._report(request, planned)
                return redirect("admin:lexicon_synonym_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import synonyms",
            "form": form,
            "planned": planned,
            "problems": planned.problems[:_SHOWN_LINES] if planned else (),
            "problems_left": max(0, len(planned.problems) - _SHOWN_LINES) if planned else 0,
        }
        return TemplateResponse(request, "admin/lexicon/synonym/import.html", context)

    def export_file(self, request: HttpRequest) -> HttpResponse:
        """All synonyms, as a file to download."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponse(
            file_of_saved_rules(working_draft(request)),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="synonyms.txt"'},
        )

    def _report(self, request: HttpRequest, done: SynonymImport) -> None:
        said = f"Added {len(done.added):,} synonyms; {done.known:,} were there already."
        if done.problems:
            said += f" {len(done.problems):,} bad lines were skipped."
        self.message_user(request, said, messages.SUCCESS)
        for note in done.warnings[:_SHOWN_WARNINGS]:
            self.message_user(request, f"Line {note.line}: {note.message}", messages.WARNING)
        if len(done.warnings) > _SHOWN_WARNINGS:
            more = f"{len(done.warnings) - _SHOWN_WARNINGS:,} more lines have warnings."
            self.message_user(request, more, messages.WARNING)


def _faults_of(row: Synonym) -> list[str]:
    """What is wrong with the row by itself."""
    return [message for _, message in row.faults()]
