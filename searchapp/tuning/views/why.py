"""Why an item is where it is, and why another is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from searchapp.pictures import picture_url
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.rules import actions as do
from searchapp.publishing.actors import Actor
from searchapp.publishing.working_draft import draft_to_edit, working_draft
from searchapp.tuning.pages import EDIT, TOLD, back, shown, told, tuning_page
from searchapp.tuning.why.chart import bars, feature_label
from searchapp.tuning.why.curing import add_synonym, spare, told_with_buttons
from searchapp.tuning.why.finding import find, offered
from searchapp.tuning.workbench.asked import Asked, search_request
from searchapp.tuning.workbench.query_rule import Act, Click, do_to
from searchapp.tuning.workbench.sides import config_in, known_profile

LIVE = "live"


@require_GET
@tuning_page()
def why(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """One item in the answer to a query, as the draft in hand would give it, or as it is live."""
    return _page(request, kind, id, request.GET)


def _page(request: HttpRequest, kind: str, id_: str, given: QueryDict) -> HttpResponse:
    """The page; after a cure that was refused with what was typed for it."""
    item_kind = _kind(kind)
    draft = working_draft(request)
    looked_at = None if given.get("side") == LIVE else draft
    context: dict[str, Any] = {
        "place": "workbench",
        "kind": kind,
        "id": id_,
        "looked_at": looked_at,
        "typed": request.POST,
        "here": f"{reverse('tuning:why', args=[kind, id_])}?{given.urlencode()}",
    }
    try:
        wanted = search_request(given)
        config = config_in(looked_at)
        asked = known_profile(wanted, config)
        found = find(config, asked, item_kind, id_)
    except InvalidRequest as problem:
        return shown(request, "tuning/why/page.html", {**context, "problem": str(problem)}, 400)
    except EngineUnavailable:
        context["problem"] = "The search engine does not answer. Try again in a moment."
        return shown(request, "tuning/why/page.html", context, 503)
    context |= {
        "text": wanted.text,
        "profile": asked.profile,
        "question": Asked(wanted).query_string,
        "hidden": Asked(wanted).parameters,
        "found": found,
        "picture": picture_url(found.document.get("image")),
        "bars": () if found.way is None else bars(found.way),
        "recalls": () if found.way is None else found.way.found_by,
        "obstacles": () if found.missing is None else told_with_buttons(found.missing.obstacles),
        "lifts": [
            {"feature": feature_label(each.feature), "now": each.now, "then": each.then,
             "over": each.overtakes}
            for each in found.lifts
        ],
    }  # fmt: skip
    return shown(request, "tuning/why/page.html", context, 409 if request.POST else 200)


@require_GET
@tuning_page()
def items(request: HttpRequest) -> HttpResponse:
    """Items by id or title, each with a link to why it is, or is not, in the answer."""
    context: dict[str, Any] = {"place": "workbench"}
    try:
        wanted = search_request(request.GET)
        title = " ".join(request.GET.get("item", "").split())[:200]
        context |= {
            "item": title,
            "offered": offered(config_in(working_draft(request)), title),
            "question": Asked(wanted).query_string,
            "hidden": Asked(wanted).parameters,
            "text": wanted.text,
        }
    except InvalidRequest as problem:
        context["problem"] = str(problem)
    except EngineUnavailable:
        context["problem"] = "The search engine does not answer. Try again in a moment."
    template = "tuning/why/offered.html" if request.htmx else "tuning/why/items.html"  # type: ignore[attr-defined]
    return shown(request, template, context)


@require_http_methods(["GET", "POST"])
@tuning_page(EDIT)
def cure(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Does what a button of the page says, in the draft."""
    if request.method == "GET":
        return redirect("tuning:why", kind, id)
    item = do.Item(_kind(kind), id)
    actor = Actor.of(request.user)
    given = request.POST
    try:
        wanted = search_request(QueryDict(given.get("question", "")))
        draft = draft_to_edit(request)
        match given.get("cure"):
            case "pin":
                position = given.get("position", "1")
                if not position.isdecimal() or not 1 <= int(position) <= 1000:
                    raise InvalidRequest("position", "give a number from 1 to 1000")
                _need_text(wanted)
                do_to(draft, wanted, Click(Act.PIN, item, int(position)), actor)
                said = f"Pinned to {position}"
            case "spare":
                said = "; ".join(spare(draft, given.get("rules", "").split(), item, actor))
            case "synonym":
                word, other = (" ".join(given.get(name, "").split()) for name in ("word", "other"))
                if not word or not other:
                    raise InvalidRequest("synonym", "give both words")
                add_synonym(draft, word, other, wanted.language or "", actor)
                said = f"“{word}” and “{other}” are synonyms"
            case _:
                raise InvalidRequest("cure", "is unknown; use the buttons of the page")
    except (*TOLD, InvalidRequest) as error:
        told(request, error)
        return _page(request, kind, id, QueryDict(given.get("question", "")))
    messages.success(request, f"In the draft “{draft.name}”: {said or 'nothing to change'}.")
    return back(request, "tuning:workbench")


def _need_text(request: SearchRequest) -> None:
    if not request.text:
        raise InvalidRequest("q", "a pin needs a query; search for something first")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError as error:
        raise Http404("There is no such kind of item.") from error
