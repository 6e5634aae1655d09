"""Rules as files in the admin: looked at before they are taken over, and given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from searchapp.lexicon.synonym_linting import saved_rules
from searchapp.merchandising.forms.rule_file import ConfirmForm, RuleFileForm
from searchapp.merchandising.rule_files.tables import write_csv, write_json
from searchapp.merchandising.rule_files.taking_over import RuleImport, plan, take_over
from searchapp.merchandising.rule_linting import usable_rules
from searchapp.merchandising.smui.writing import write_smui
from searchapp.pipeline.rules.plain import rule_from_plain
from searchapp.pipeline.rules.wording import sentence
from searchapp.publishing.actors import Actor
from searchapp.publishing.admin.drafted import REFUSED, DraftedAdmin, tells_closed
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import draft_to_edit, working_draft

_SHOWN = 100
_WRITERS: dict[str, tuple[str, Callable[[Draft | None], str]]] = {
    "json": ("application/json", lambda draft: write_json(usable_rules(draft))),
    "csv": ("text/csv", lambda draft: write_csv(usable_rules(draft))),
    "txt": ("text/plain", lambda draft: write_smui(usable_rules(draft), saved_rules(draft))),
}


class RuleFiles(DraftedAdmin):
    """The pages “Import” and “Export” of rules."""

    def get_urls(self) -> list[URLPattern]:
        """With those of files."""
        name = "merchandising_queryrule"
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_page), name=f"{name}_import"),
            path("export/<slug:ending>/", view(self.export_file), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the person may take over a file; it may have synonyms too."""
        return (
            self.has_add_permission(request)
            and self.has_change_permission(request)
            and request.user.has_perm("lexicon.add_synonym")
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **may})

    @tells_closed
    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Shows what a file comes to; takes it over once that is confirmed."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form, confirm = RuleFileForm(), ConfirmForm()
        planned: RuleImport | None = None
        if "confirmed" in request.POST:
            confirm = ConfirmForm(request.POST)
            if confirm.is_valid():
                asked = confirm.cleaned_data
                try:
                    draft = draft_to_edit(request)
                    planned = plan(asked["text"], asked["confirmed"], draft)
                    take_over(planned, draft, Actor.of(request.user))
                except REFUSED as error:
                    # What it comes to in the draft that is in hand now; the file is still here.
                    self.message_user(request, f"Nothing was imported: {error}.", messages.ERROR)
                    planned = plan(asked["text"], asked["confirmed"], working_draft(request))
                else:
                    self.message_user(request, _told(planned), messages.SUCCESS)
                    return redirect("admin:merchandising_queryrule_changelist")
        elif request.method == "POST":
            form = RuleFileForm(request.POST, request.FILES)
            if form.is_valid():
                text, format_ = form.cleaned_data["file"], form.cleaned_data["format"]
                planned = plan(text, format_, working_draft(request))
                confirm = ConfirmForm(initial={"text": text, "confirmed": format_})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import query rules",
            "form": form,
            "confirm": confirm,
            "planned": planned,
            "shown": _SHOWN,
        }
        if planned is not None:
            context["parts"] = [
                ("New rules", [*_in_words(planned.added)]),
                ("Changed rules", [*_in_words(planned.changed)]),
                ("New synonyms", [str(rule) for rule in planned.synonyms.added]),
            ]
        return TemplateResponse(request, "admin/merchandising/queryrule/import.html", context)

    def export_file(self, request: HttpRequest, ending: str) -> HttpResponse:
        """All rules of the draft at hand, as a file to download."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if ending not in _WRITERS:
            raise Http404
        kind, write = _WRITERS[ending]
        return HttpResponse(
            write(working_draft(request)),
            content_type=f"{kind}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="rules.{ending}"'},
        )


def _in_words(values: Any) -> list[str]:
    rules = [rule_from_plain(key, value) for key, value in values.items()]
    return [f"{rule.name} – {sentence(rule)}" for rule in rules]


def _told(planned: RuleImport) -> str:
    said = (
        f"Added {len(planned.added):,} and changed {len(planned.changed):,} rules, and added "
        f"{len(planned.synonyms.added):,} synonyms; "
        f"{planned.known + planned.synonyms.known:,} were there already."
    )
    lost = len(planned.problems)
    return f"{said} {lost:,} lines were not taken over." if lost else said
