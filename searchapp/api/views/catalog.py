"""`/api/catalog/…`: the writing of products, videos, live streams, sellers and categories."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from searchapp.api import limits
from searchapp.api.body import body_chunks, parse_json, read_body
from searchapp.api.catalog_lines import Refusal, Removal, Wish, Write, read_line, read_row
from searchapp.api.catalog_owners import SELLER_KINDS
from searchapp.api.catalog_writes import NOT_FOUND, LineResult, carry_out
from searchapp.api.documentation import catalog as documented
from searchapp.api.endpoints import Endpoint, item_id, only
from searchapp.api.idempotency import Part, once, once_in_parts
from searchapp.api.keys import Credential
from searchapp.api.parsers import JsonParser, NdjsonParser
from searchapp.api.scopes import Scope
from searchapp.api.spooled_answer import SpooledAnswer, one_answer, spooled_items
from searchapp.api.spooled_body import SpooledBody, numbered_lines, spooled
from searchapp.catalog import outbox
from searchapp.catalog.rows import Problem, RowKind, merge
from searchapp.catalog.upsert import Status, stored_row
from searchapp.pipeline.request import InvalidRequest

COLLECTIONS = {
    "products": RowKind.PRODUCT,
    "videos": RowKind.VIDEO,
    "live-streams": RowKind.LIVE,
    "sellers": RowKind.SELLER,
    "categories": RowKind.CATEGORY,
}
_SUMMED = (
    Status.CREATED.value,
    Status.UPDATED.value,
    Status.UNCHANGED.value,
    Status.REJECTED.value,
    "deleted",
    NOT_FOUND,
)


class BulkView(Endpoint):
    """Many items of one kind."""

    required_scope = Scope.CATALOG
    parser_classes = (NdjsonParser,)

    @documented.BULK
    def post(self, request: Request, collection: str) -> HttpResponseBase:
        only(request, ())
        seller = _seller(request, collection)
        chunks = body_chunks(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        with spooled(chunks, limits.MAX_BULK_LINES) as body:
            if not body.length:
                raise InvalidRequest("body", "is empty; send one JSON object a line")
            try:
                # The index follows the whole body at once: by batches it would cost more.
                with outbox.held():
                    return once_in_parts(
                        request,
                        body.digest,
                        lambda part: _carried_out(body, collection, seller, part),
                    )
            finally:
                outbox.wake_after_commit()


class CollectionView(Endpoint):
    """One item, named by its row, as the webhooks of shop systems send it."""

    required_scope = Scope.CATALOG
    parser_classes = (JsonParser,)

    @documented.POST
    def post(self, request: Request, collection: str) -> HttpResponseBase:
        only(request, ())
        seller = _seller(request, collection)
        body = read_body(request, limits.MAX_ITEM_BYTES)
        wish = _read(parse_json(body), collection)
        return once(request, _digest(body), lambda: _carried_out_alone(wish, collection, seller))


class ItemView(Endpoint):
    """One item."""

    required_scope = Scope.CATALOG
    parser_classes = (JsonParser,)

    @documented.PUT
    def put(self, request: Request, collection: str, id: str) -> HttpResponseBase:
        only(request, ())
        seller = _seller(request, collection)
        body = read_body(request, limits.MAX_ITEM_BYTES)
        wish = _read(_row(parse_json(body), COLLECTIONS[collection], item_id(id)), collection)
        return once(request, _digest(body), lambda: _carried_out_alone(wish, collection, seller))

    @documented.PATCH
    def patch(self, request: Request, collection: str, id: str) -> HttpResponseBase:
        only(request, ())
        seller = _seller(request, collection)
        body = read_body(request, limits.MAX_ITEM_BYTES)
        changes = _row(parse_json(body), COLLECTIONS[collection], item_id(id))
        return once(
            request,
            _digest(body),
            lambda: _carried_out_alone(_merged(changes, collection, id), collection, seller),
        )

    @documented.DELETE
    def delete(self, request: Request, collection: str, id: str) -> HttpResponseBase:
        only(request, ())
        seller = _seller(request, collection)
        wish = Removal(1, item_id(id))
        return once(request, _digest(b""), lambda: _carried_out_alone(wish, collection, seller))


def _seller(request: Request, collection: str) -> str | None:
    """The seller that the caller's key is bound to. Raises PermissionDenied for what no seller
    writes.
    """
    credential = request.auth
    seller = credential.seller if isinstance(credential, Credential) else None
    if seller is not None and COLLECTIONS[collection] not in SELLER_KINDS:
        raise PermissionDenied(f"An API key of one seller may not write {collection}.")
    return seller


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _row(body: object, kind: RowKind, id_: str) -> dict[str, Any]:
    """The body as a row of the id in the URL, which it need not repeat but may not contradict."""
    if not isinstance(body, dict):
        raise InvalidRequest("body", 'expected a JSON object such as {"title": "Kettle"}')
    name = "path" if kind is RowKind.CATEGORY else "id"
    if str(body.get(name, id_)) != id_:
        raise InvalidRequest(name, "is not the id in the URL; leave it out or make them equal")
    return {**body, name: id_}


def _read(row: object, collection: str) -> Wish:
    return read_row(1, row, COLLECTIONS[collection], settings.ENVIRONMENT["SEARCHAPP_CURRENCY"])


def _merged(changes: dict[str, Any], collection: str, id_: str) -> Wish:
    """The stored item with the changes; it stays locked until they are written."""
    stored = stored_row(COLLECTIONS[collection], id_)
    if stored is None:
        raise _not_found(id_, collection)
    row = merge(stored, changes)
    return Refusal(1, id_, tuple(row)) if isinstance(row, list) else Write(1, row)


def _carried_out(
    body: SpooledBody, collection: str, seller: str | None, part: Part
) -> SpooledAnswer:
    """The answer to a bulk body, line by line."""
    kind, currency = COLLECTIONS[collection], settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]
    counts: Counter[str] = Counter()

    def answered() -> Iterator[dict[str, Any]]:
        lines = numbered_lines(body.file, limits.MAX_ITEM_BYTES)
        wishes = (read_line(number, line, kind, currency) for number, line in lines)
        for result in carry_out(wishes, kind, seller, part):
            counts[result.status] += 1
            yield _line_answer(result)

    return spooled_items(answered(), lambda: {status: counts[status] for status in _SUMMED})


def _carried_out_alone(wish: Wish, collection: str, seller: str | None) -> SpooledAnswer:
    """The answer to a single wish; a refused one raises InvalidRequest for its first problem."""
    (result,) = carry_out([wish], COLLECTIONS[collection], seller)
    if result.status == Status.REJECTED:
        reasons = "; ".join(f"{each.field} {each.reason}".strip() for each in result.problems)
        raise InvalidRequest(result.problems[0].field or "body", reasons)
    if result.status == NOT_FOUND:
        raise _not_found(result.id, collection)
    return one_answer(_item_answer(result), 201 if result.status == Status.CREATED else 200)


def _not_found(id_: str | None, collection: str) -> NotFound:
    return NotFound(f"there is no item {id_!r} among the {collection}")


def _line_answer(result: LineResult) -> dict[str, Any]:
    return {"line": result.line, **_item_answer(result), "problems": _told(result.problems)}


def _item_answer(result: LineResult) -> dict[str, Any]:
    return {"id": result.id, "status": str(result.status), "warnings": _told(result.warnings)}


def _told(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"field": problem.field, "reason": problem.reason} for problem in problems]
