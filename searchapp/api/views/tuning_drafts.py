"""`/api/tuning/drafts…`: drafts, from the first change to their publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api import limits
from searchapp.api.documentation import tuning_drafts as documented
from searchapp.api.endpoints import only
from searchapp.api.tuning_answers import (
    changes_answer,
    conflict_answer,
    draft_answer,
    version_answer,
)
from searchapp.api.tuning_endpoint import (
    Body,
    TuningEndpoint,
    draft_of,
    draft_to_write,
    etag,
    text_member,
)
from searchapp.api.tuning_remarks import remarks_answer
from searchapp.api.views.tuning_entries import put_all
from searchapp.pipeline.request import InvalidRequest
from searchapp.publishing import approval
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import discard, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.models.draft import ALIVE, Status
from searchapp.publishing.publication import Only, changes_of, conflicts_of, publish, settle
from searchapp.publishing.record import drafts_seen_by_keys
from searchapp.search_parameters.values import integer, one_of


class DraftsView(TuningEndpoint):
    """All drafts."""

    @documented.LIST
    def get(self, request: Request) -> Response:
        given = only(request, ("status", "page", "size"))
        states: tuple[str, ...] = ALIVE
        if "status" in given:
            states = (one_of("status", given["status"], tuple(map(str, Status))),)
        size = integer("size", given.get("size", 50), 1, limits.MAX_LISTED)
        start = (integer("page", given.get("page", 1), 1, 1_000_000) - 1) * size
        drafts = drafts_seen_by_keys().filter(status__in=states).select_related("owner")
        return Response({"drafts": [draft_answer(each) for each in drafts[start : start + size]]})

    @documented.CREATE
    def post(self, request: Request) -> HttpResponseBase:
        def create(body: Body, actor: Actor) -> Any:
            name = text_member(body, "name", 120)
            note = text_member(body, "note", 10_000, "")
            return draft_answer(new_draft(name, actor, shared=True, note=note))

        return self.write(request, create, ("name", "note"), 201)


class DraftView(TuningEndpoint):
    """One draft."""

    @documented.GET
    def get(self, request: Request, id: int) -> Response:
        only(request, ())
        draft = draft_of(id)
        answer = {
            **draft_answer(draft),
            "changes": changes_answer(changes_of(draft) if draft.is_alive else ()),
            "conflicts": [
                conflict_answer(each) for each in (conflicts_of(draft) if draft.is_alive else ())
            ],
        }
        return Response(answer, headers={"ETag": etag(draft)})

    @documented.CHANGE
    def patch(self, request: Request, id: int) -> HttpResponseBase:
        def change_all(body: Body, actor: Actor) -> Any:
            draft = draft_to_write(request, id)
            put_all(draft, body, actor)
            return draft_answer(draft)

        return self.write(request, change_all, None)

    @documented.DISCARD
    def delete(self, request: Request, id: int) -> HttpResponseBase:
        return self.write(request, _step(request, id, discard))


class RemarksView(TuningEndpoint):
    """What is wrong with a draft, or odd."""

    @documented.REMARKS
    def get(self, request: Request, id: int) -> Response:
        only(request, ())
        return Response(remarks_answer(draft_of(id)))


class SettleView(TuningEndpoint):
    """The end of a conflict."""

    @documented.SETTLE
    def post(self, request: Request, id: int) -> HttpResponseBase:
        def end(body: Body, actor: Actor) -> Any:
            draft = draft_to_write(request, id)
            section, key = text_member(body, "section", 30), text_member(body, "key", 64)
            keep = one_of("keep", text_member(body, "keep", 20), ("mine", "theirs"))
            settle(draft, section, key, actor, keep_mine=keep == "mine")
            return draft_answer(draft)

        return self.write(request, end, ("section", "key", "keep"))


class SubmitView(TuningEndpoint):
    """Asking for approval."""

    @documented.SUBMIT
    def post(self, request: Request, id: int) -> HttpResponseBase:
        return self.write(request, _step(request, id, approval.submit))


class ApproveView(TuningEndpoint):
    """Approval by another than who changed the draft."""

    @documented.APPROVE
    def post(self, request: Request, id: int) -> HttpResponseBase:
        return self.write(request, _step(request, id, approval.approve))


class SendBackView(TuningEndpoint):
    """No approval."""

    @documented.SEND_BACK
    def post(self, request: Request, id: int) -> HttpResponseBase:
        def decline(body: Body, actor: Actor) -> Any:
            draft = draft_to_write(request, id)
            approval.send_back(draft, actor, text_member(body, "reason", 200, ""))
            return draft_answer(draft)

        return self.write(request, decline, ("reason",))


class PublishView(TuningEndpoint):
    """Publication."""

    @documented.PUBLISH
    def post(self, request: Request, id: int) -> HttpResponseBase:
        def make_live(body: Body, actor: Actor) -> Any:
            version = publish(
                draft_to_write(request, id),
                actor,
                only=_only(body.get("only")),
                name=text_member(body, "name", 120, ""),
                note=text_member(body, "note", 10_000, ""),
            )
            return version_answer(version)

        return self.write(request, make_live, ("only", "name", "note"))


def _step(
    request: Request, id_: int, step: Callable[[Draft, Actor], None]
) -> Callable[[Body, Actor], Any]:
    """Takes the draft a step further, and answers with it."""

    def taken(_: Body, actor: Actor) -> Any:
        draft = draft_to_write(request, id_)
        step(draft, actor)
        return draft_answer(draft)

    return taken


def _only(given: object) -> Only:
    """The changes that are meant, as sections with lists of keys. Raises InvalidRequest."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise InvalidRequest("only", 'expected sections with keys, such as {"rules": ["autumn"]}')
    meant: set[tuple[str, str]] = set()
    for section, keys in given.items():
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise InvalidRequest(f"only.{section}"[:100], "must be a list of keys")
        meant |= {(section, key) for key in keys}
    return meant
