"""The controls beside the results: groups of values to choose from, a price range, a rating."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from searchapp.pipeline.request import Between, SearchRequest
from searchapp.pipeline.request_fields import can_filter, kinds_that_answer
from searchapp.pipeline.retrieval import FacetValue
from searchapp.search_parameters.request import FILTER_PREFIX
from searchapp.search_parameters.writing import plain_number, written
from searchapp.storefront import categories
from searchapp.storefront.categories import CategoryTree, category_tree
from searchapp.storefront.labels import field_label, value_label
from searchapp.storefront.links import chosen, parameters
from searchapp.storefront.swatches import swatch

SHOWN = 7
"""How many values of a group stand open; the rest are one click away."""
_RATINGS = (4, 3, 2)
_LETTER_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "4XL", "5XL")
_NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value to choose. `count` is None when not counted; `swatch` is a colour to draw."""

    value: str
    label: str
    count: int | None
    is_chosen: bool
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one field under one heading. `parameter` is the name of its form fields."""

    field: str
    parameter: str
    title: str
    shown: tuple[FacetOption, ...]
    more: tuple[FacetOption, ...] = ()
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The bounds of the price as they stand in the form, "" for none."""

    at_least: str
    at_most: str


@dataclass(frozen=True, slots=True)
class FilterPanel:
    """Everything beside the results. `kept`: the (name, value) pairs that its form carries on."""

    tree: CategoryTree | None
    price: PriceRange | None
    groups: tuple[FacetGroup, ...]
    kept: tuple[tuple[str, str], ...]


def filter_panel(request: SearchRequest, facets: Mapping[str, Sequence[FacetValue]]) -> FilterPanel:
    """The controls for an answer's facets, with the request's own choices set."""
    kind = kinds_that_answer(request)[0]
    groups = [
        group
        for name in request.facets
        if name != categories.FIELD and (group := _group(request, name, facets.get(name, ())))
    ]
    if can_filter(kind, Between("rating")):
        groups.insert(min(4, len(groups)), _rating_group(request))
    price = _price_range(request) if can_filter(kind, Between("price")) else None
    in_form = {group.parameter for group in groups} | {"sort", "page"}
    if price is not None:
        in_form.add(f"{FILTER_PREFIX}price")
    return FilterPanel(
        tree=category_tree(request, facets.get(categories.FIELD, ())),
        price=price,
        groups=tuple(groups),
        kept=tuple(pair for pair in parameters(request) if pair[0] not in in_form),
    )


def _group(request: SearchRequest, field: str, values: Sequence[FacetValue]) -> FacetGroup | None:
    """The group of a facet; a chosen value stays in it even when nothing has it any more."""
    selected = chosen(request, field)
    counts = {each.value: each.count for each in values} | {
        value: 0 for value in selected if all(each.value != value for each in values)
    }
    if field == "available":
        counts = {value: count for value, count in counts.items() if value == "true"}
    if not counts or (len(counts) == 1 and not selected and field != "available"):
        return None
    options = [
        FacetOption(
            value,
            value_label(field, value),
            count,
            value in selected,
            swatch(value) if field == "colour" else None,
        )
        for value, count in counts.items()
    ]
    if field == "size":
        options.sort(key=lambda option: _size_order(option.value))
        open_count = len(options)
    else:
        options.sort(key=lambda option: not option.is_chosen)
        open_count = max(SHOWN, len(selected))
    return FacetGroup(
        field,
        f"{FILTER_PREFIX}{field}",
        field_label(field),
        tuple(options[:open_count]),
        tuple(options[open_count:]),
    )


def _rating_group(request: SearchRequest) -> FacetGroup:
    current = next((written(each)[0] for each in request.filters if each.field == "rating"), "")
    options = [
        FacetOption(f"{stars}..", f"{stars} stars and up", None, current == f"{stars}..")
        for stars in _RATINGS
    ]
    if current and not any(option.is_chosen for option in options):
        options.insert(0, FacetOption(current, value_label("rating", current), None, True))
    any_rating = FacetOption("", "Any", None, not current)
    return FacetGroup(
        "rating",
        f"{FILTER_PREFIX}rating",
        field_label("rating"),
        (*options, any_rating),
        is_single=True,
    )


def _price_range(request: SearchRequest) -> PriceRange:
    current = next(
        (each for each in request.filters if isinstance(each, Between) and each.field == "price"),
        Between("price"),
    )
    return PriceRange(
        *(
            "" if bound is None else plain_number(bound)
            for bound in (current.at_least, current.at_most)
        )
    )


def _size_order(size: str) -> tuple[int, float, str]:
    """Letters from small to large, then numbers by their value, then the rest by name."""
    if size.upper() in _LETTER_SIZES:
        return 0, _LETTER_SIZES.index(size.upper()), size
    if found := _NUMBER.search(size):
        return 1, float(found.group()), size
    return 2, 0.0, size
