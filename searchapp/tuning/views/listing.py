"""A product's listing: a seller edits what shoppers read of it and find it by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from searchapp.catalog.models import Category, Product
from searchapp.catalog.rows import ProductRow, RowKind, merge
from searchapp.catalog.upsert import Status, store, stored_row
from searchapp.pipeline.request import Kind
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.tuning.listing_form import ListingForm
from searchapp.tuning.selling import Desk, seller_page, shown_to_seller

_CATEGORIES = 2000
"""How many categories are offered to choose from."""


@require_http_methods(["GET", "POST"])
@seller_page
def listing(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """The form of a product's listing; what is saved goes the catalog's way to the index."""
    product: Product = desk.item(Kind.PRODUCT, id)
    if not desk.may_edit(product):
        raise PermissionDenied("Only who works for its seller edits this item.")
    with transaction.atomic():
        row = stored_row(RowKind.PRODUCT, id)
        if not isinstance(row, ProductRow) or (row.seller or None) != product.seller_id:
            raise Http404("You have no such item.")
        is_sent = request.method == "POST"
        form = ListingForm.read(request.POST, row) if is_sent else ListingForm.of(row)
        status = _save(form, row, product.seller_id) if is_sent else 200
    if status is not None:
        return _page(request, desk, product, form, status)
    messages.success(request, "Saved. The search knows it within moments.")
    asked = urlencode({"q": text}) if (text := _text(request)) else ""
    address = reverse("tuning:mine-item", args=[Kind.PRODUCT.value, id])
    return HttpResponseRedirect(f"{address}?{asked}" if asked else address)


def _save(form: ListingForm, row: ProductRow, seller: str | None) -> int | None:
    """Writes what was edited; None when that is done, else the status of the page that says why
    not. In the transaction that locked the row.
    """
    if not form.meets(row):
        return 409
    changes: dict[str, Any] = form.changes(row)
    path = changes.get("category")
    if path and not Category.objects.filter(path=path).exists():
        form.faults["category"] = ["The shop has no such category; choose one of the list."]
    merged = merge(row, changes)
    if isinstance(merged, list):
        form.tell(merged)
    if form.faults or isinstance(merged, list):
        return 422
    (outcome,) = store([merged], seller)
    if outcome.status is Status.REJECTED:
        form.tell(outcome.problems)
        return 422
    return None


def _text(request: HttpRequest) -> str:
    """The query for which the item's rank is shown."""
    return " ".join(request.GET.get("q", "").split())[:MAX_QUERY_CHARACTERS]


def _page(
    request: HttpRequest, desk: Desk, product: Product, form: ListingForm, status: int = 200
) -> HttpResponse:
    paths = Category.objects.order_by("path").values_list("path", flat=True)[:_CATEGORIES]
    context = {
        "desk": desk,
        "row": product,
        "text": _text(request),
        "form": form,
        "fields": form.fields,
        "categories": list(paths),
        "is_conflict": status == 409,
    }
    return shown_to_seller(request, "tuning/mine/listing.html", context, status)
