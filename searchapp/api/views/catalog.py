"""`/api/catalog/…`: the writing of products, videos, live streams, sellers and categories."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api import limits
from searchapp.api.body import NdjsonParser, OrjsonParser, check_body
from searchapp.api.catalog_lines import Removal, Wish, read_line, read_row
from searchapp.api.catalog_owners import SELLER_KINDS
from searchapp.api.catalog_writes import NOT_FOUND, LineResult, carry_out
from searchapp.api.documentation import catalog as documented
from searchapp.api.endpoints import Endpoint, item_id, only
from searchapp.api.keys import Credential
from searchapp.api.scopes import Scope
from searchapp.api.spooled_body import numbered_lines, spooled
from searchapp.catalog.rows import Problem, RowKind
from searchapp.catalog.upsert import Status
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
    def post(self, request: Request, collection: str) -> Response:
        only(request, ())
        kind, seller = COLLECTIONS[collection], _seller(request, collection)
        check_body(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if not request.data:
            raise InvalidRequest("body", "is empty; send one JSON object a line")
        currency = settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]
        with spooled(cast(HttpRequest, request.data), limits.MAX_BULK_LINES) as file:
            wishes = (
                read_line(number, line, kind, currency)
                for number, line in numbered_lines(file, limits.MAX_ITEM_BYTES)
            )
            results = list(carry_out(wishes, kind, seller))
        counts = Counter(result.status for result in results)
        return Response(
            {
                **{status: counts[status] for status in _SUMMED},
                "items": [_line_answer(result) for result in results],
            }
        )


class ItemView(Endpoint):
    """One item."""

    required_scope = Scope.CATALOG
    parser_classes = (OrjsonParser,)

    @documented.PUT
    def put(self, request: Request, collection: str, id: str) -> Response:
        only(request, ())
        seller = _seller(request, collection)
        check_body(request, limits.MAX_ITEM_BYTES)
        row = _row(request.data, COLLECTIONS[collection], item_id(id))
        wish = read_row(1, row, COLLECTIONS[collection], settings.ENVIRONMENT["SEARCHAPP_CURRENCY"])
        result = _carry_out_one(wish, collection, seller)
        return Response(
            _item_answer(result), status=201 if result.status == Status.CREATED else 200
        )

    @documented.DELETE
    def delete(self, request: Request, collection: str, id: str) -> Response:
        only(request, ())
        result = _carry_out_one(Removal(1, item_id(id)), collection, _seller(request, collection))
        if result.status == NOT_FOUND:
            raise NotFound(f"there is no item {result.id!r} among the {collection}")
        return Response(_item_answer(result))


def _seller(request: Request, collection: str) -> str | None:
    """The seller that the caller's key is bound to. Raises PermissionDenied for what no seller
    writes.
    """
    credential = request.auth
    seller = credential.seller if isinstance(credential, Credential) else None
    if seller is not None and COLLECTIONS[collection] not in SELLER_KINDS:
        raise PermissionDenied(f"An API key of one seller may not write {collection}.")
    return seller


def _row(body: object, kind: RowKind, id_: str) -> dict[str, Any]:
    """The body as a row of the id in the URL, which it need not repeat but may not contradict."""
    if not isinstance(body, dict):
        raise InvalidRequest("body", 'expected a JSON object such as {"title": "Kettle"}')
    name = "path" if kind is RowKind.CATEGORY else "id"
    if str(body.get(name, id_)) != id_:
        raise InvalidRequest(name, "is not the id in the URL; leave it out or make them equal")
    return {**body, name: id_}


def _carry_out_one(wish: Wish, collection: str, seller: str | None) -> LineResult:
    """The result of a single wish; a refused one raises InvalidRequest for its first problem."""
    (result,) = carry_out([wish], COLLECTIONS[collection], seller)
    if result.status == Status.REJECTED:
        reasons = "; ".join(f"{each.field} {each.reason}".strip() for each in result.problems)
        raise InvalidRequest(result.problems[0].field or "body", reasons)
    return result


def _line_answer(result: LineResult) -> dict[str, Any]:
    return {"line": result.line, **_item_answer(result), "problems": _told(result.problems)}


def _item_answer(result: LineResult) -> dict[str, Any]:
    return {"id": result.id, "status": str(result.status), "warnings": _told(result.warnings)}


def _told(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"field": problem.field, "reason": problem.reason} for problem in problems]
