"""`/api/tuning/drafts/{id}/…`: the entries of a draft, section by section."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api.documentation import tuning_entries as documented
from searchapp.api.endpoints import only
from searchapp.api.tuning_answers import draft_answer
from searchapp.api.tuning_endpoint import Body, TuningEndpoint, draft_of, draft_to_write, etag
from searchapp.api.tuning_errors import invalid
from searchapp.publishing.actors import Actor
from searchapp.publishing.document_text import problems_of_shape
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import problems_of
from searchapp.publishing.sections import model_of


class EntriesView(TuningEndpoint):
    """All entries of a section, as they are in the draft."""

    @documented.ALL
    def get(self, request: Request, id: int, section: str) -> Response:
        only(request, ())
        model_of(section)
        draft = draft_of(id)
        entries = document_of(draft).get(section, {})
        return Response(
            {"revision": draft.revision, "entries": entries}, headers={"ETag": etag(draft)}
        )


class EntryView(TuningEndpoint):
    """One entry."""

    @documented.GET
    def get(self, request: Request, id: int, section: str, key: str) -> Response:
        only(request, ())
        model_of(section)
        draft = draft_of(id)
        return Response(_entry(draft, section, key), headers={"ETag": etag(draft)})

    @documented.PUT
    def put(self, request: Request, id: int, section: str, key: str) -> HttpResponseBase:
        model_of(section)

        def put_one(body: Body, actor: Actor) -> Any:
            draft = draft_to_write(request, id)
            put_all(draft, {section: {key: body}}, actor)
            return _entry(draft, section, key)

        return self.write(request, put_one, None)

    @documented.DELETE
    def delete(self, request: Request, id: int, section: str, key: str) -> HttpResponseBase:
        model_of(section)

        def remove(_: Body, actor: Actor) -> Any:
            draft = draft_to_write(request, id)
            _entry(draft, section, key)
            change(draft, section, {key: None}, actor)
            return draft_answer(draft)

        return self.write(request, remove)


def put_all(draft: Draft, body: Body, actor: Actor) -> None:
    """Gives the keys of sections their values, all or none; null removes.

    Raises Declined with all that is wrong, and as `editing.change` does.
    """
    values = {
        section: {key: value for key, value in entries.items() if value is not None}
        if isinstance(entries, dict)
        else entries
        for section, entries in body.items()
    }
    if problems := list(problems_of_shape(values)) or problems_of(values, set(values)):
        raise invalid(problems)
    for section, entries in body.items():
        change(draft, section, entries, actor)


def _entry(draft: Draft, section: str, key: str) -> dict[str, Any]:
    value = document_of(draft).get(section, {}).get(key)
    if value is None:
        raise NotFound(f"there is no {key!r} among the {section} of the draft")
    return {"section": section, "key": key, "revision": draft.revision, "value": value}
