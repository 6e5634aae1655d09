"""Synonyms, entities, intents, protected and banned words: listed and written in the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.lexicon.forms.entity import EntityForm
from searchapp.lexicon.forms.intent import IntentForm
from searchapp.lexicon.forms.synonym import SynonymForm
from searchapp.lexicon.forms.word import BannedWordForm, ProtectedWordForm
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change, put
from searchapp.publishing.models import Draft, Drafted
from searchapp.publishing.sections import model_of
from searchapp.publishing.working_draft import draft_to_edit, working_draft
from searchapp.tuning.descriptions import titled
from searchapp.tuning.meanwhile import ChangedMeanwhile, shown_digest, unchanged, was_there
from searchapp.tuning.pages import EDIT, TOLD, back, shown, told, tuning_page

_ROWS = 50


@dataclass(frozen=True, slots=True)
class _Words:
    """How the words of a section are written and found, and what they are for."""

    form: type[forms.ModelForm[Any]]
    searched: tuple[str, ...]
    said: str


_SECTIONS: Mapping[str, _Words] = {
    "synonyms": _Words(
        SynonymForm, ("terms", "targets", "note"), "Words that stand for one another."
    ),
    "entities": _Words(
        EntityForm,
        ("names", "values", "note"),
        "What shoppers call a brand, category or other value of the catalog.",
    ),
    "intents": _Words(
        IntentForm,
        ("name", "phrases", "link", "title"),
        "What shoppers ask for beside products, and what then comes first.",
    ),
    "protected_words": _Words(
        ProtectedWordForm, ("text", "note"), "Words whose spelling is never corrected."
    ),
    "banned_words": _Words(
        BannedWordForm,
        ("text", "note"),
        "Words that are in no suggestion, correction or completion; who types them finds.",
    ),
}


@require_GET
@tuning_page()
def first(request: HttpRequest) -> HttpResponse:
    """The synonyms come first."""
    return redirect("tuning:words", "synonyms")


@require_GET
@tuning_page()
def words(request: HttpRequest, section: str) -> HttpResponse:
    """The words of a section as the draft has them."""
    kind, model = _known(section)
    rows = seen_in(model, working_draft(request)).order_by(*(model._meta.ordering or ()), "key")
    if text := request.GET.get("q", "").strip():
        found = Q(key=text)
        for name in kind.searched:
            found |= Q(**{f"{name}__icontains": text})
        rows = rows.filter(found)
    page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
    return shown(request, "tuning/words.html", {**_frame(section, kind), "page": page, "q": text})


@require_http_methods(["GET", "POST"])
@tuning_page()
def word(request: HttpRequest, section: str, key: str = "") -> HttpResponse:
    """The form of a row; without a key of a new one."""
    kind, model = _known(section)
    draft = working_draft(request)
    row = _written(request, model, draft, key) if key else None
    before = None if row is None or not row.pk else row.value
    is_refused, meanwhile = False, None
    form_class = type(kind.form.__name__, (kind.form,), {"draft": draft})
    if request.method == "POST" and not request.user.has_perm(EDIT):
        raise PermissionDenied("Ask for the role that this page needs.")
    form = form_class(request.POST or None, instance=row)
    name = "" if row is None else str(row)
    if request.method == "POST" and form.is_valid():
        try:
            edited = draft_to_edit(request)
            with unchanged(request, edited, model, key):
                put(edited, form.instance, Actor.of(request.user))
        except ChangedMeanwhile as error:
            meanwhile = error
        except TOLD as error:
            told(request, error)
            is_refused = True
        else:
            messages.success(request, f"Saved “{form.instance}” in the draft “{edited.name}”.")
            return redirect("tuning:words", section)
    context = {
        **_frame(section, kind),
        "row": row,
        "name": name,
        "form": form,
        "findings": getattr(form, "advice", ()),
        "shown": meanwhile.digest
        if meanwhile
        else shown_digest(request, key, before, is_read=is_refused),
        "meanwhile": meanwhile,
    }
    status = 409 if meanwhile or is_refused else 422 if form.errors else 200
    return shown(request, "tuning/word.html", context, status)


@require_POST
@tuning_page(EDIT)
def remove(request: HttpRequest, section: str, key: str) -> HttpResponse:
    """Takes a row out, in the draft."""
    _, model = _known(section)
    try:
        draft = draft_to_edit(request)
        row = _row(model, draft, key)
        change(draft, section, {key: None}, Actor.of(request.user))
    except (*TOLD, Http404) as error:
        told(request, error)
    else:
        messages.success(request, f"“{row}” is removed in the draft “{draft.name}”.")
    return back(request, "tuning:words", section)


def _known(section: str) -> tuple[_Words, type[Drafted]]:
    if section not in _SECTIONS:
        raise Http404("There are no such words.")
    return _SECTIONS[section], model_of(section)


def _row(model: type[Drafted], draft: Draft | None, key: str) -> Drafted:
    row: Drafted | None = seen_in(model, draft).filter(key=key).first()
    if row is None:
        raise Http404("There is no such row in this draft.")
    return row


def _written(request: HttpRequest, model: type[Drafted], draft: Draft | None, key: str) -> Drafted:
    """The row; for a form that was sent, also one that is gone since, as a new one."""
    there: Drafted | None = seen_in(model, draft).filter(key=key).first()
    if there is None and was_there(request):
        return model(key=key)
    return _row(model, draft, key)


def _frame(section: str, kind: _Words) -> dict[str, Any]:
    return {
        "place": "words",
        "section": section,
        "title": titled(section),
        "said": kind.said,
        "tabs": [(name, titled(name)) for name in _SECTIONS],
    }
