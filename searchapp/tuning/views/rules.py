"""Rules: listed as sentences, written with a form, tried before they are saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.lexicon.forms.fields import language_choices, language_name
from searchapp.lexicon.intent_names import intent_names
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_fields.description import (
    ACTIONS,
    FILTER_FIELDS,
    KINDS,
    STRENGTHS,
    TRIGGERS,
)
from searchapp.merchandising.rule_linting import remarks_of, usable_rules
from searchapp.merchandising.trial import Edited, Tried, tried
from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.rules import wording
from searchapp.pipeline.rules.plain import DAYS
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.publishing.models.drafted import new_key
from searchapp.publishing.working_draft import draft_to_edit, working_draft
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.tuning.meanwhile import ChangedMeanwhile, shown_digest, unchanged, was_there
from searchapp.tuning.pages import EDIT, TOLD, back, shown, told, tuning_page
from searchapp.tuning.rule_form import NEW, RuleForm
from searchapp.tuning.rule_listing import (
    STATES,
    found_rules,
    listed,
    titles_of,
    utc_now,
)

_RULES = 50
_ZONES = sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")


@require_GET
@tuning_page()
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the draft in hand, found by words and by when they hold."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    now, draft = utc_now(), working_draft(request)
    page = Paginator(found_rules(draft, text, state, now), _RULES).get_page(request.GET.get("page"))
    context = {
        "place": "rules",
        "page": page,
        "rules": listed(page, now),
        "q": text,
        "state": state,
        "states": STATES.items(),
    }
    return shown(request, "tuning/rules.html", context)


@require_http_methods(["GET", "POST"])
@tuning_page()
def rule(request: HttpRequest, key: str = "") -> HttpResponse:
    """The form of a rule; without a key of a new one."""
    draft = working_draft(request)
    row = _written(request, draft, key) if key else None
    before = row.value if row else _begun(request)
    form = RuleForm.of(before)
    if request.method == "GET":
        return _form_page(request, form, draft, key, row)
    if not request.user.has_perm(EDIT):
        raise PermissionDenied("Ask for the role that this page needs.")
    form = RuleForm.read(request.POST, before)
    if form.apply(request.POST):
        return _form_page(request, form, draft, key, row)
    checked = form.checked(key or "new")
    if "try" in request.POST:
        return _form_page(
            request, form, draft, key, row, _trial(request, form, draft, key, checked)
        )
    if checked is None:
        return _form_page(request, form, draft, key, row, status=422)
    try:
        edited = draft_to_edit(request)
        with unchanged(request, edited, QueryRule, key):
            saved = key or new_key()
            change(edited, QueryRule.section, {saved: form.plain}, Actor.of(request.user))
    except ChangedMeanwhile as error:
        return _form_page(request, form, draft, key, row, status=409, meanwhile=error)
    except TOLD as error:
        told(request, error)
        return _form_page(request, form, draft, key, row, status=409, is_refused=True)
    messages.success(request, f"Saved in the draft “{edited.name}”.")
    return redirect("tuning:rule", saved)


@require_POST
@tuning_page(EDIT)
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Switches a rule on or off, in the draft."""
    return _changed(request, key, _switched)


@require_POST
@tuning_page(EDIT)
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a rule out, in the draft."""
    return _changed(request, key, lambda row: (None, f"“{row}” is deleted"))


@require_GET
@tuning_page()
def conflicts(request: HttpRequest) -> HttpResponse:
    """Rules that get into each other's way, that are over, or that have no say."""
    page = Paginator(remarks_of(working_draft(request)), _RULES).get_page(request.GET.get("page"))
    return shown(request, "tuning/conflicts.html", {"place": "rules", "page": page})


def _row(draft: Draft | None, key: str) -> QueryRule:
    row: QueryRule | None = seen_in(QueryRule, draft).filter(key=key).first()
    if row is None:
        raise Http404("There is no such rule in this draft.")
    return row


def _written(request: HttpRequest, draft: Draft | None, key: str) -> QueryRule | None:
    """The rule; None for a form that was sent of one that is gone since."""
    there = seen_in(QueryRule, draft).filter(key=key).exists()
    return None if not there and was_there(request) else _row(draft, key)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """A new rule, for the query from which the person came."""
    query = request.GET.get("query", "").strip()[:MAX_QUERY_CHARACTERS]
    return {**NEW, "when": [{"exact": query}]}


def _switched(row: QueryRule) -> tuple[dict[str, Any], str]:
    plain = {name: said for name, said in row.value.items() if name != "enabled"}
    if row.is_active:
        plain["enabled"] = False
    return plain, f"“{row}” is switched {'off' if row.is_active else 'on'}"


def _changed(
    request: HttpRequest, key: str, edit: Callable[[QueryRule], tuple[dict[str, Any] | None, str]]
) -> HttpResponse:
    """Changes one rule of the list, and says so; what can't be done is told there."""
    try:
        draft = draft_to_edit(request)
        value, said = edit(_row(draft, key))
        change(draft, QueryRule.section, {key: value}, Actor.of(request.user))
    except (*TOLD, Http404) as error:
        told(request, error)
    else:
        messages.success(request, f"{said} in the draft “{draft.name}”.")
    return back(request, "tuning:rules")


def _trial(
    request: HttpRequest, form: RuleForm, draft: Draft | None, key: str, checked: Rule | None
) -> tuple[Tried, ...]:
    """What the first results would be; nothing for a rule that can't be used."""
    if checked is None:
        return ()
    text = request.POST.get("try-query", "").strip()[:MAX_QUERY_CHARACTERS]
    shop = (AnyOf("seller", checked.sellers[:1]),) if checked.sellers else ()
    asked = SearchRequest(text=text, kinds=checked.kinds or tuple(Kind), filters=shop)
    return tried(asked, draft, Edited(QueryRule.section, key or "new", form.plain))


def _form_page(
    request: HttpRequest,
    form: RuleForm,
    draft: Draft | None,
    key: str,
    row: QueryRule | None,
    trial: tuple[Tried, ...] = (),
    status: int = 200,
    meanwhile: ChangedMeanwhile | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    before = None if row is None else row.value
    digest = shown_digest(request, key, before, is_read=is_refused)
    said, remarks = "", []
    if row is not None:
        mine = [each for each in usable_rules(draft) if each.id == row.key]
        said = wording.sentence(mine[0], titles_of(mine)) if mine else ""
        remarks = [each for each in remarks_of(draft) if row.key in (each.rule, each.other)]
    query = next((each.texts.get("text", "") for each in form.triggers), "")
    context = {
        "place": "rules",
        "form": form,
        "row": row,
        "shown": meanwhile.digest if meanwhile else digest,
        "meanwhile": meanwhile,
        "sentence": said,
        "remarks": remarks[:20],
        "trial": trial,
        "try_query": request.POST.get("try-query", query),
        "triggers": TRIGGERS.items(),
        "actions": [(name, each.title) for name, each in ACTIONS.items()],
        "kinds": wording.KINDS.items(),
        "item_kinds": KINDS.items(),
        "strengths": STRENGTHS.items(),
        "languages": [
            (code, language_name(code))
            for code in dict.fromkeys(
                [*(code for code, _ in language_choices() if code), *form.languages]
            )
        ],
        "intents": sorted(intent_names(draft)),
        "filter_fields": FILTER_FIELDS,
        "days": [(day, day.capitalize()) for day in DAYS],
        "zones": _ZONES,
    }
    return shown(request, "tuning/rule.html", context, status)
