"""What is done with a draft: it is published, approved, renamed, given up.

What can't be done is told on the page of the draft, with what was typed still in its fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from searchapp.publishing import approval, draft_details
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import discard as discard_draft
from searchapp.publishing.editing import take_back as take_back_changes
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import NotAllowed
from searchapp.publishing.publication import publish as publish_draft
from searchapp.publishing.publication import settle as settle_conflict
from searchapp.publishing.sections import UnknownSection
from searchapp.tuning.pages import EDIT, TOLD, back, told, tuning_page
from searchapp.tuning.views.drafts import draft_page, seen_draft

_Step = Callable[[HttpRequest, Draft, Actor], str]


def _step(do: _Step) -> Callable[..., HttpResponse]:
    """A view that does something with a draft and says so; what can't be done is told."""

    @require_http_methods(["GET", "POST"])
    @tuning_page(EDIT)
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "GET":
            return redirect("tuning:draft", pk)
        actor = Actor.of(request.user)
        draft = seen_draft(pk, actor)
        try:
            said = do(request, draft, actor)
        except (*TOLD, UnknownSection) as error:
            told(request, error)
            draft.refresh_from_db()
            if draft.is_alive:
                return draft_page(request, draft, do.__name__.strip("_"))
            return redirect("tuning:draft", pk)
        messages.success(request, said)
        draft.refresh_from_db()
        return back(request, "tuning:draft", pk) if draft.is_alive else redirect("tuning:drafts")

    return page


def _chosen(request: HttpRequest) -> list[tuple[str, str]]:
    """The changes that are meant: the one of the button, or those with a cross."""
    one = request.POST.get("one")
    named = [one] if one else request.POST.getlist("change")
    return [(section, key) for section, _, key in (each.partition(":") for each in named)]


def _seen(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """The revision that the page showed, if it told one. Raises NotAllowed for another one."""
    seen = request.POST.get("revision")
    if seen is None:
        return {}
    if seen != str(draft.revision):
        raise NotAllowed("The draft changed since this page was opened; look again.")
    return {"revision": draft.revision}


def _publish(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    chosen = _chosen(request)
    if "all" not in request.POST and not chosen:
        raise NotAllowed("nothing was published: choose at least one change")
    version = publish_draft(
        draft,
        actor,
        **_seen(request, draft),
        only=None if "all" in request.POST else set(chosen),
        name=" ".join(request.POST.get("name", "").split())[:120],
        note=request.POST.get("note", "").strip(),
    )
    return f"Published as version {version.number}; shoppers see it within a second."


def _take_back(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    _seen(request, draft)
    chosen = _chosen(request)
    for section in dict.fromkeys(section for section, _ in chosen):
        keys = [key for name, key in chosen if name == section]
        take_back_changes(draft, section, keys, actor)
    return f"Took back {len(chosen)} change{'' if len(chosen) == 1 else 's'}."


def _settle(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    _seen(request, draft)
    keep_mine = request.POST.get("keep") == "mine"
    for section, key in _chosen(request):
        settle_conflict(draft, section, key, actor, keep_mine=keep_mine)
    return "Yours is kept." if keep_mine else "Theirs is taken."


def _submit(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    _seen(request, draft)
    approval.submit(draft, actor)
    return "It waits for someone else to approve it."


def _approve(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    approval.approve(draft, actor, **_seen(request, draft))
    return "Approved; it can be published now."


def _send_back(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    approval.send_back(draft, actor, " ".join(request.POST.get("reason", "").split()))
    return "Sent back; it is open again."


def _rename(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    name = " ".join(request.POST.get("name", "").split())
    draft_details.rename(draft, actor, name=name, note=request.POST.get("note", "").strip())
    return "Saved."


def _share(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    draft_details.share(draft, actor, shared="shared" in request.POST)
    return "All editors may change it now." if draft.is_shared else "Only its owner may change it."


def _discard(request: HttpRequest, draft: Draft, actor: Actor) -> str:
    _seen(request, draft)
    discard_draft(draft, actor)
    return f"“{draft.name}” was given up."


publish, take_back, settle = _step(_publish), _step(_take_back), _step(_settle)
submit, approve, send_back = _step(_submit), _step(_approve), _step(_send_back)
rename, share, discard = _step(_rename), _step(_share), _step(_discard)
STEPS = {
    "publish": publish,
    "take-back": take_back,
    "settle": settle,
    "submit": submit,
    "approve": approve,
    "send-back": send_back,
    "rename": rename,
    "share": share,
    "discard": discard,
}
"""The views by the ends of their addresses."""
