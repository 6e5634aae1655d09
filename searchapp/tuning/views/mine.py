"""For sellers: where their items rank, why, and what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from searchapp import wiring
from searchapp.catalog.models import Product, Seller
from searchapp.pictures import picture_url
from searchapp.pipeline.request import AnyOf, InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.response import Hit
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.tuning.selling import Desk, seller_page, shown_to_seller
from searchapp.tuning.shop_preview import UNAVAILABLE
from searchapp.tuning.why.finding import find
from searchapp.tuning.why.for_sellers import catalog_advice, told_to_seller
from searchapp.tuning.workbench.asked import search_request

_DEEP = 240
"""How far down the answer a seller's items are looked for."""
_PAGE = 24


@require_GET
@seller_page
def mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The seller's items in the answer to a query, and their products."""
    text = request.GET.get("q", "")
    context: dict[str, Any] = {"desk": desk, "text": text[:200]}
    if desk.seller is None:
        context["all_sellers"] = Seller.objects.order_by("name", "pk")[:500]
        return shown_to_seller(request, "tuning/mine/sellers.html", context)
    context |= _products(request, desk.seller)
    try:
        wanted = _search(request)
        if wanted.text:
            context |= _ranked(wanted, desk.seller)
    except InvalidRequest as problem:
        context["problem"] = str(problem)
    except EngineUnavailable:
        context["problem"] = UNAVAILABLE
    return shown_to_seller(request, "tuning/mine/page.html", context)


@require_GET
@seller_page
def item(request: HttpRequest, desk: Desk, kind: str, id: str) -> HttpResponse:
    """One item of theirs in the answer to a query."""
    try:
        item_kind = Kind(kind)
    except ValueError as error:
        raise Http404("There is no such kind of item.") from error
    row = desk.item(item_kind, id)
    context: dict[str, Any] = {
        "desk": desk,
        "row": row,
        "kind": kind,
        "advice": catalog_advice(row) if isinstance(row, Product) else (),
        "seller": row.seller,
        "is_own": row.seller in desk.sellers,
        "may_edit_item": isinstance(row, Product) and desk.may_edit(row),
    }
    status = 200
    try:
        wanted = _search(request)
        context["text"] = wanted.text
        if wanted.text:
            found = find(wiring.current_config(), wanted, item_kind, id)
            context |= {
                "told": told_to_seller(found),
                "picture": picture_url(found.document.get("image")),
            }
    except InvalidRequest as problem:
        context["problem"], status = str(problem), 400
    except EngineUnavailable:
        context["problem"], status = UNAVAILABLE, 503
    return shown_to_seller(request, "tuning/mine/item.html", context, status)


def _search(request: HttpRequest) -> SearchRequest:
    """The words alone: which profile or segment is asked for is the shop's matter."""
    asked = search_request(request.GET)
    return SearchRequest(text=asked.text, size=asked.size, budget_ms=asked.budget_ms)


def _ranked(request: SearchRequest, seller: Seller) -> dict[str, Any]:
    """Where the seller's items stand, and those of the words' that stand below or nowhere."""
    service, config = wiring.search_service(), wiring.current_config()
    whole = service.search(replace(request, size=_DEEP), config)
    ranked = [hit for hit in whole.hits if hit.document.get("seller") == seller.pk]
    own = replace(request, filters=(AnyOf("seller", (seller.pk,)),), size=_PAGE)
    keys = {hit.candidate.key for hit in ranked}
    below = [hit for hit in service.search(own, config).hits if hit.candidate.key not in keys]
    return {
        "ranked": [_line(hit) for hit in ranked],
        "below": [_line(hit) for hit in below],
        "deep": _DEEP,
        "on_first": sum(hit.rank <= request.size for hit in ranked),
        "page_size": request.size,
    }


def _line(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "kind": hit.kind.value,
        "id": hit.id,
        "title": hit.document.get("title") or hit.id,
        "picture": picture_url(hit.document.get("image")),
        "sold_out": hit.document.get("available") is False,
    }


def _products(request: HttpRequest, seller: Seller) -> dict[str, Any]:
    title = " ".join(request.GET.get("title", "").split())[:100]
    products = Product.objects.filter(seller=seller).order_by("title", "pk")
    if title:
        products = products.filter(title__icontains=title)
    page = Paginator(products.only("id", "title", "stock", "published"), _PAGE).get_page(
        request.GET.get("page")
    )
    kept = {"seller": seller.pk, "q": request.GET.get("q", ""), "title": title}
    return {"title": title, "products": page, "kept": urlencode(kept)}
