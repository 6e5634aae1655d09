"""A results page offers the ways on from where the shopper is."""

from __future__ import annotations

from django.http import QueryDict

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.retrieval import FacetValue
from searchapp.storefront.categories import category_tree
from searchapp.storefront.facets import SHOWN, FacetGroup
from searchapp.storefront.page import ResultsPage, results_page
from searchapp.storefront.paging import Paging, paging
from searchapp.storefront.query import search_request
from tests.storefront.shop import ODD_BRAND, Shop


def page(address: str, **changes: object) -> ResultsPage:
    request = search_request(QueryDict(address))
    return results_page(request, Shop(changes=dict(changes)).search(request, SearchConfig()))


def group(shown: ResultsPage, field: str) -> FacetGroup:
    return next(each for each in shown.panel.groups if each.field == field)


def numbers(links: Paging | None) -> list[int | None]:
    return [] if links is None else [link.number for link in links.pages]


def paged(address: str, total: int) -> Paging | None:
    return paging(search_request(QueryDict(address)), total)


def test_chips_take_one_value_off_and_keep_the_rest() -> None:
    shown = page("q=kettle&filter.brand=Bosch&filter.brand=Tefal&filter.price=10..50&page=2")
    assert [(chip.field, chip.label, chip.url) for chip in shown.chips] == [
        ("Brand", "Bosch", "/?q=kettle&filter.price=10..50&filter.brand=Tefal"),
        ("Brand", "Tefal", "/?q=kettle&filter.price=10..50&filter.brand=Bosch"),
        ("Price", "10 to 50", "/?q=kettle&filter.brand=Bosch&filter.brand=Tefal"),
    ]
    assert shown.unfiltered_url == "/?q=kettle"


def test_a_facet_shows_its_counts_and_what_is_chosen() -> None:
    brands = group(page("q=kettle&filter.brand=Tefal"), "brand")
    assert brands.parameter == "filter.brand"
    assert [(each.label, each.count, each.is_chosen) for each in brands.shown] == [
        ("Tefal", 20, True),
        ("Bosch", 20, False),
        (ODD_BRAND, 20, False),
    ]


def test_a_chosen_value_that_nothing_has_any_more_can_be_taken_off() -> None:
    brands = group(page("q=kettle&filter.brand=Gone"), "brand")
    assert (brands.shown[0].label, brands.shown[0].count) == ("Gone", 0)


def test_long_facets_fold_after_a_few_values() -> None:
    many = tuple(FacetValue(f"brand {number}", 30 - number) for number in range(30))
    brands = group(page("q=kettle", facets={"brand": many}), "brand")
    assert len(brands.shown) == SHOWN
    assert len(brands.more) == 30 - SHOWN


def test_sizes_stand_in_the_order_of_sizes() -> None:
    sizes = tuple(FacetValue(size, 1) for size in ("XL", "10", "One size", "S", "9.5", "M"))
    shown = group(page("q=kettle", facets={"size": sizes}), "size").shown
    assert [each.label for each in shown] == ["S", "M", "XL", "9.5", "10", "One size"]


def test_colours_have_swatches() -> None:
    assert [each.swatch for each in group(page("q=kettle"), "colour").shown] == [
        "#24365f",
        "#dba490",
        "many",
    ]


def test_ratings_are_offered_as_at_least_so_many_stars() -> None:
    ratings = group(page("q=kettle&filter.rating=4.."), "rating")
    assert ratings.is_single
    assert [(each.value, each.is_chosen) for each in ratings.shown] == [
        ("4..", True),
        ("3..", False),
        ("2..", False),
        ("", False),
    ]


def test_the_filter_form_carries_along_what_it_has_no_field_for() -> None:
    shown = page(
        "q=kettle&kinds=product&filter.category=Home&filter.material=steel&filter.brand=Bosch"
        "&filter.price=1..9&sort=price&page=2"
    )
    assert shown.panel.kept == (
        ("q", "kettle"),
        ("kinds", "product"),
        ("filter.category", "Home"),
        ("filter.material", "steel"),
    )


def test_categories_are_drilled_into_level_by_level() -> None:
    paths = ("Home", "Home > Kitchen", "Home > Kitchen > Kettles")
    values = [FacetValue(path, 3) for path in paths]
    top = category_tree(search_request(QueryDict("q=x")), values)
    assert top is not None
    assert [link.label for link in top.below] == ["Home"]
    inside = category_tree(search_request(QueryDict("q=x&filter.category=Home+>+Kitchen")), values)
    assert inside is not None
    assert [link.label for link in inside.above] == ["All departments", "Home"]
    assert inside.above[0].url == "/?q=x"
    assert inside.current == "Kitchen"
    assert [link.label for link in inside.below] == ["Kettles"]


def test_tabs_count_the_kinds_that_were_searched() -> None:
    assert [(tab.label, tab.count) for tab in page("q=kettle").tabs] == [
        ("All", None),
        ("Products", "60"),
        ("Videos", "1"),
        ("Live", "1"),
    ]
    videos = page("q=kettle&kinds=video").tabs
    assert [tab.label for tab in videos if tab.is_current] == ["Videos"]
    assert [tab.count for tab in videos] == [None, None, "1", None]


def test_a_sort_order_that_only_the_address_knows_is_shown_as_chosen() -> None:
    for order, label in (("-discount", "Biggest discount"), ("brand", "Brand")):
        sorts = page(f"q=kettle&sort={order}").sorts
        assert [each.label for each in sorts if each.is_current] == [label]


def test_page_numbers_stand_around_the_current_one() -> None:
    assert numbers(paged("q=x", 24)) == []
    assert numbers(paged("q=x", 25)) == [1, 2]
    assert numbers(paged("q=x&page=5", 240)) == [1, None, 4, 5, 6, None, 10]
    assert numbers(paged("q=x&page=3", 240)) == [1, 2, 3, 4, None, 10]


def test_paging_ends_where_ranking_does() -> None:
    links = paged("q=x&page=41", 100_000)
    assert links is not None
    assert numbers(links)[-1] == 41
    assert links.next is None


def test_a_page_behind_the_last_leads_back_to_the_last() -> None:
    links = paged("q=x&page=9", 60)
    assert links is not None
    assert links.previous == "/?q=x&page=3"
    assert links.next is None


def test_the_heading_says_what_is_shown() -> None:
    assert page("q=kettle").heading == "Results for “kettle”"
    assert page("filter.category=Home+>+Kitchen").heading == "Kitchen"
    assert page("kinds=live").heading == "Live streams"
    assert page("sort=price").heading == "Everything in the shop"
