"""The drill-down through the category tree, from a facet that counts every level of each path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.retrieval import FacetValue
from searchapp.storefront.links import chosen, url, with_values

FIELD = "category"
SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class CategoryLink:
    """A link to one category; `count` is None where it is not known."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """The way down to the chosen category, the category itself, and the level below it."""

    above: tuple[CategoryLink, ...]
    current: str | None
    below: tuple[CategoryLink, ...]


def category_tree(request: SearchRequest, values: Sequence[FacetValue]) -> CategoryTree | None:
    """The tree around the request's category; None when there is nothing to show."""
    selected = chosen(request, FIELD)
    path = selected[0] if len(selected) == 1 else None
    below = tuple(
        CategoryLink(last_part(each.value), _url(request, each.value), each.count)
        for each in children(path, values)
    )
    if path is None:
        return CategoryTree((), None, below) if below else None
    everything = CategoryLink("All departments", _url(request, None))
    parents = (CategoryLink(last_part(each), _url(request, each)) for each in levels(path)[:-1])
    return CategoryTree((everything, *parents), last_part(path), below)


def children(path: str | None, values: Sequence[FacetValue]) -> list[FacetValue]:
    """The categories just below `path` (None: the departments), in the order of `values`."""
    begin = "" if path is None else path + SEPARATOR
    return [
        each
        for each in values
        if each.value.startswith(begin) and SEPARATOR not in each.value[len(begin) :]
    ]


def levels(path: str) -> list[str]:
    """ "A > B > C" → "A", "A > B", "A > B > C"."""
    parts = path.split(SEPARATOR)
    return [SEPARATOR.join(parts[: depth + 1]) for depth in range(len(parts))]


def last_part(path: str) -> str:
    """The category's own name."""
    return path.rpartition(SEPARATOR)[2]


def _url(request: SearchRequest, path: str | None) -> str:
    return url(with_values(request, FIELD, () if path is None else (path,)))
