"""A search of one seller's items is in that seller's shop, where the seller's rules hold."""

from __future__ import annotations

from dataclasses import replace

import structlog
from django.db import DatabaseError

from searchapp.catalog.models import Seller
from searchapp.pipeline.request import AnyOf, SearchRequest

_log = structlog.get_logger(__name__)
_FIELD = "seller_name"
"""By which the shop's pages filter: shoppers know sellers by their names."""


def in_shop(request: SearchRequest) -> SearchRequest:
    """The request, with whose shop it is in where its filters name one seller. A name that several
    sellers have is nobody's shop; while the database is away no seller's rules hold.
    """
    named = [each for each in request.filters if isinstance(each, AnyOf) and each.field == _FIELD]
    names = {name for each in named for name in each.values}
    if len(named) != 1 or len(names) != 1:
        return request
    try:
        ids = list(Seller.objects.filter(name=names.pop()).values_list("pk", flat=True)[:2])
    except DatabaseError as error:
        _log.warning("whose shop it is can't be told without the database", reason=str(error))
        return request
    return replace(request, shop=ids[0]) if len(ids) == 1 else request
