"""The links from page to page."""

from __future__ import annotations

from dataclasses import dataclass

from searchapp.pipeline.recall.depth import deepest
from searchapp.pipeline.request import SearchRequest
from searchapp.search_parameters.writing import page_number
from searchapp.storefront.links import at_page, url

_AROUND = 1
"""How many pages before and after the current one have a link of their own."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to one page; a `number` None stands for the pages between its neighbours."""

    number: int | None
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the neighbours of a page are, None at the ends, and a short row of numbers."""

    previous: str | None
    next: str | None
    pages: tuple[PageLink, ...]


def paging(request: SearchRequest, total: int) -> Paging | None:
    """The links for an answer of `total` items; None when it has one page only."""
    reachable = deepest(is_ranked=bool(request.text) and request.sort is None)
    last = min(-(-total // request.size), reachable // request.size)
    current = page_number(request)
    if last <= 1 and current == 1:
        return None
    near = range(current - _AROUND, current + _AROUND + 1)
    numbers = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    pages: list[PageLink] = []
    for number in numbers:
        before = pages[-1].number if pages and pages[-1].number else number - 1
        if number == before + 2:
            pages.append(_link(request, before + 1, current))
        elif number > before + 2:
            pages.append(PageLink(None))
        pages.append(_link(request, number, current))
    return Paging(
        previous=url(at_page(request, min(current - 1, last))) if current > 1 else None,
        next=url(at_page(request, current + 1)) if current < last else None,
        pages=tuple(pages),
    )


def _link(request: SearchRequest, number: int, current: int) -> PageLink:
    return PageLink(number, url(at_page(request, number)), number == current)
