"""The catalog and the query log, in the form in which lexicons are learnt from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import Lower, Trim
from django.utils import timezone

from analyzers.evidence import CatalogItem, LoggedQuery
from searchapp.behaviour.models import SearchLog
from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.indexing.documents.parts import distinct
from searchapp.indexing.documents.product import attribute_pairs, is_available

_BATCH = 1000
_MOST_QUERIES = 500_000
"""The most frequent distinct queries that are learnt from."""


def catalog_items() -> Iterator[CatalogItem]:
    """Every published product, by id. A fixed number of queries for each thousand."""
    products = Product.objects.select_related("category", "seller").prefetch_related("variants")
    for product in _published(products):
        yield catalog_item(product)


def catalog_item(product: Product) -> CatalogItem:
    """What words can be learnt from a product, with its category, seller and variants loaded."""
    variants = list(product.variants.all())
    attributes = [product.attributes, *(variant.attributes for variant in variants)]
    pairs = distinct(pair for values in attributes for pair in attribute_pairs(values))
    return CatalogItem(
        id=product.pk,
        title=product.title,
        brand=product.brand,
        categories=tuple(product.category.levels) if product.category else (),
        colours=tuple(distinct([product.colour, *(variant.colour for variant in variants)])),
        sizes=tuple(distinct([product.size, *(variant.size for variant in variants)])),
        material=product.material,
        gender=product.gender,
        condition=product.condition,
        seller=product.seller_id or "",
        seller_name=product.seller.name if product.seller else "",
        attributes=tuple((name, value) for name, _, value in (p.partition("=") for p in pairs)),
        text="\n".join(distinct([product.description, *product.bullets])),
        price=None if product.price is None else float(product.price),
        currency=product.currency,
        rating=product.rating,
        popularity=product.rating_count or 0,
        available=is_available(product.stock, [variant.stock for variant in variants]),
    )


def media_items() -> Iterator[CatalogItem]:
    """Every published video and live stream, as items of which only the words are known."""
    for video in _published(Video.objects.all()):
        yield CatalogItem(video.pk, " ".join([video.title, *video.tags]), text=video.description)
    for stream in _published(LiveStream.objects.all()):
        yield CatalogItem(stream.pk, stream.title, text=stream.description)


def logged_queries() -> Iterator[LoggedQuery]:
    """The distinct queries of the log, the most frequent first.

    Only first pages count, and answers that filters narrowed say nothing of what was found. People
    are told apart by their sessions; searches without one are nobody's.
    """
    unfiltered = Q(filters=[])
    unaided = Q(total__gt=0, corrected="", relaxed="")
    rows = (
        SearchLog.objects.filter(page=1)
        .exclude(text="")
        .annotate(typed=Trim(Lower("text")))
        .order_by()
        .values("typed", "language")
        .annotate(
            people=Count("session", distinct=True, filter=~Q(session="")),
            searches=Count("pk"),
            found=Count("pk", filter=unaided & unfiltered),
        )
        .order_by("-searches", "typed", "language")[:_MOST_QUERIES]
    )
    for row in rows.iterator(chunk_size=5_000):
        yield LoggedQuery(
            text=row["typed"],
            language=row["language"],
            people=row["people"],
            searches=row["searches"],
            found=row["found"],
        )


def _published(items: QuerySet[Any]) -> Iterator[Any]:
    """The published items by id, in pages that each begin after the one before."""
    shown = items.filter(published__lte=timezone.now()).order_by("pk")
    after = ""
    while page := list(shown.filter(pk__gt=after)[:_BATCH]):
        yield from page
        last: Model = page[-1]
        after = str(last.pk)
