"""The workbench: live and draft side by side, and what is done to hits there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from searchapp import wiring
from searchapp.merchandising.models import Profile
from searchapp.pipeline.profile_plain import profile_to_plain
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import (
    draft_to_edit,
    has_left,
    shown_draft,
    working_draft,
)
from searchapp.tuning.pages import EDIT, TOLD, back, shown, told, tuning_page
from searchapp.tuning.workbench.asked import SHOWN_PROFILE, SLIDER_PREFIX, Asked, asked
from searchapp.tuning.workbench.listing import (
    differences,
    draft_cards,
    live_cards,
    rule_lines,
    summary,
)
from searchapp.tuning.workbench.query_rule import (
    Act,
    Click,
    action_on,
    do_to,
    found_rule,
    free_all,
    in_words,
    item_actions,
)
from searchapp.tuning.workbench.sides import Sides, config_in, sides
from searchapp.tuning.workbench.sliders import moved, positions

_DONE = {
    Act.PIN: "Pinned",
    Act.BOOST: "Boosted",
    Act.BURY: "Buried",
    Act.HIDE: "Hid",
    Act.FREE: "Took back what was done to",
}
_KIND_LABELS = {Kind.PRODUCT: "Products", Kind.VIDEO: "Videos", Kind.LIVE: "Live streams"}


@require_GET
@tuning_page()
def workbench(request: HttpRequest) -> HttpResponse:
    """The page; its lists alone where htmx asks for them."""
    draft = working_draft(request)
    context: dict[str, Any] = {"place": "workbench"}
    template = "tuning/workbench/sides.html" if request.htmx else "tuning/workbench/page.html"  # type: ignore[attr-defined]
    try:
        wanted = asked(request.GET)
        context |= {"text": wanted.request.text} | _preview(wanted, draft)
        if not request.htmx:  # type: ignore[attr-defined]
            context |= _form(wanted.request, draft)
        status = 200
    except InvalidRequest as problem:
        context |= {"problem": str(problem), "text": request.GET.get("q", "")[:200]}
        status = 400
    except EngineUnavailable:
        context["problem"] = "The search engine does not answer. Try again in a moment."
        status = 503
    return shown(request, template, context, status)


@require_POST
@tuning_page(EDIT)
def act(request: HttpRequest) -> HttpResponse:
    """Pins, boosts, buries, hides or frees one hit, in the draft's rule for the query."""
    try:
        wanted = asked(_parameters(request))
        if not wanted.request.text:
            raise InvalidRequest("q", "a rule needs a query; search for something first")
        click = _click(request.POST)
        draft = draft_to_edit(request)
        rule = do_to(draft, wanted.request, click, Actor.of(request.user))
    except InvalidRequest as problem:
        messages.error(request, str(problem))
    except TOLD as error:
        told(request, error)
    else:
        said = action_on(rule, click.item)
        what = f"“{_title(click.item)}”"
        effect = "" if said is None else f": {in_words(said)} for “{wanted.request.text}”"
        messages.success(request, f"{_DONE[click.act]} {what}{effect}.")
    return _back_to(request)


@require_POST
@tuning_page(EDIT)
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back all that the draft changed in the rule for the query."""
    try:
        if shown_draft(request) or working_draft(request) is not None:
            wanted = asked(_parameters(request)).request
            free_all(draft_to_edit(request), wanted, Actor.of(request.user))
            messages.success(request, "Took back the draft's changes for this query.")
    except InvalidRequest as problem:
        messages.error(request, str(problem))
    except TOLD as error:
        told(request, error)
    return _back_to(request)


@require_POST
@tuning_page(EDIT)
def keep(request: HttpRequest) -> HttpResponse:
    """Writes the profile as the sliders stand into the draft."""
    try:
        wanted = asked(_parameters(request))
        draft = draft_to_edit(request)
        name = wanted.request.profile
        profile = moved(config_in(draft).profile(name), wanted.sliders)
        change(draft, Profile.section, {name: profile_to_plain(profile)}, Actor.of(request.user))
    except InvalidRequest as problem:
        messages.error(request, str(problem))
    except TOLD as error:
        told(request, error)
    else:
        messages.success(request, f"The profile “{name}” is in the draft “{draft.name}”.")
        plain = Asked(wanted.request).query_string
        return _sent(request, f"{reverse('tuning:workbench')}?{plain}", whole=True)
    return _back_to(request)


def _form(request: SearchRequest, draft: Draft | None) -> dict[str, Any]:
    """The inputs above the lists."""
    config = config_in(draft)
    return {
        "request_": request,
        "profiles": [(name, name == request.profile) for name in sorted(config.profiles)],
        "languages": [(name, name == request.language) for name in config.lexicon.languages],
        "kinds": [
            (str(kind), label, kind in request.kinds) for kind, label in _KIND_LABELS.items()
        ],
    }


def _preview(wanted: Asked, draft: Draft | None) -> dict[str, Any]:
    """Both answers and what was done to them."""
    found = sides(wanted, draft)
    rule = found_rule(draft, wanted.request)
    stands = positions(found.profile, wanted.sliders)
    return {
        "asked": wanted,
        "hidden": wanted.parameters,
        "here": f"{reverse('tuning:workbench')}?{wanted.query_string}",
        "question": Asked(wanted.request).query_string,
        "live_cards": live_cards(found),
        "draft_cards": draft_cards(found, rule),
        "summary": summary(found),
        "differences": differences(found),
        "totals": (found.live.total, found.draft.total),
        "took": (found.live.took_ms.get("total", 0.0), found.draft.took_ms.get("total", 0.0)),
        "sliders": stands,
        "moved": [each for each in stands if each.is_moved],
        "slider_prefix": SLIDER_PREFIX,
        "shown_profile": SHOWN_PROFILE,
        "rule": rule,
        "rule_lines": rule_lines(rule, _titles(rule, found)),
    }


def _titles(rule: Rule, found: Sides) -> dict[tuple[Kind, str], str]:
    """The titles of what the rule names: of the hits, and of what is not among them."""
    titles = {
        hit.candidate.key: str(hit.document.get("title") or hit.id)
        for hit in (*found.live.hits, *found.draft.hits)
    }
    for item, _ in item_actions(rule):
        if (item.kind, item.id) not in titles:
            titles[item.kind, item.id] = _title(item)
    return titles


def _title(item: do.Item) -> str:
    service = wiring.search_service()
    try:
        found = service.engine.documents(item.kind, [item.id], service.engine_timeout_ms)
    except EngineUnavailable:
        return item.id
    return str(found.get(item.id, {}).get("title") or item.id)


def _parameters(request: HttpRequest) -> QueryDict:
    """What the page asked from which a form was sent."""
    return QueryDict(request.POST.get("question", ""))


def _click(given: QueryDict) -> Click:
    """Raises InvalidRequest naming what is wrong."""
    try:
        done, kind = Act(given.get("act", "")), Kind(given.get("kind", ""))
    except ValueError as error:
        raise InvalidRequest("act", f"{error}; use the buttons of the page") from None
    id_, position = given.get("id", ""), given.get("position") or "1"
    if not id_:
        raise InvalidRequest("id", "is missing; use the buttons of the page")
    if not position.isdecimal() or not 1 <= int(position) <= 1000:
        raise InvalidRequest("position", f"{position[:20]!r} is none; give a number from 1 to 1000")
    return Click(done, do.Item(kind, id_), int(position))


def _back_to(request: HttpRequest) -> HttpResponse:
    """To the page from which the form came; as a whole one where its draft is another now."""
    address = back(request, "tuning:workbench")["Location"]
    return _sent(request, address, whole=has_left(request))


def _sent(request: HttpRequest, address: str, *, whole: bool) -> HttpResponse:
    """To the address; with htmx as a `whole` page where more than its lists differs."""
    if whole and request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)
