"""Each rule reads as a sentence in plain English."""

from __future__ import annotations

import pytest

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.actions import Item
from searchapp.pipeline.rules.plain import rule_from_plain
from searchapp.pipeline.rules.wording import sentence


def said(**plain: object) -> str:
    value = {"name": "r", "when": [{"exact": "boots"}], "do": [{"hide": "B7", "kind": "product"}]}
    return sentence(rule_from_plain("r", {**value, **plain}))


def test_a_rule_is_told_in_a_sentence() -> None:
    does = [{"boost": {"brand": ["Velo"]}, "strength": "strong"}]
    assert said(do=does) == "When the query is exactly “boots”: raise brand Velo strongly."


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ({"exact": "boots"}, "When the query is exactly “boots”"),
        ({"phrase": "rain boots"}, "When the query has “rain boots” side by side"),
        ({"all_words": "red boots"}, "When the query has all words of “red boots”"),
        ({"recognised": "brand", "value": "Velo"}, "When the query names the brand Velo"),
        ({"intent": "order-status"}, "When the query has the intent order-status"),
        ({"any_query": True}, "For every search"),
    ],
)
def test_each_trigger_has_its_words(trigger: dict[str, object], words: str) -> None:
    assert said(when=[trigger]).startswith(f"{words}: ")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"boost": "B7", "kind": "product"}, "raise product B7 moderately"),
        (
            {"bury": {"brand": ["Velo", "Alba"]}, "factor": 0.5},
            "lower brand Velo or Alba by the factor 0.5",
        ),
        ({"promote": ["B7", "B8"], "kind": "product"}, "promote product B7 and product B8 by 0.2"),
        (
            {"promote": [{"brand": ["Velo"]}], "kind": "product", "weight": 1.0},
            "promote products with brand Velo by 1",
        ),
        ({"pin": "V1", "kind": "video", "position": 2}, "pin video V1 to position 2"),
        ({"hide": "L1", "kind": "live"}, "hide live stream L1"),
        (
            {"require": {"price": {"at_least": 10, "at_most": 50}}},
            "show only price from 10 up to 50",
        ),
        ({"add_words": "wellies"}, "search “wellies” too"),
        ({"remove_words": "cheap"}, "do not search “cheap”"),
        ({"replace_by": "wellies"}, "search “wellies” instead"),
        ({"replace_by": "wellies", "words": "boots"}, "search “wellies” instead of “boots”"),
        ({"redirect": "/sale/"}, "send the shopper to /sale/"),
        ({"banner": {"title": "Sale"}}, "show the banner “Sale”"),
        ({"slots": [2, 6], "kind": "video"}, "put videos at positions 2 and 6"),
        ({"slots": [], "kind": "live"}, "put live streams behind all products"),
    ],
)  # fmt: skip
def test_each_action_has_its_words(action: dict[str, object], words: str) -> None:
    assert said(do=[action]) == f"When the query is exactly “boots”: {words}."


def test_several_triggers_and_actions_are_listed() -> None:
    does = [{"add_words": "a"}, {"add_words": "b"}, {"redirect": "/c"}]
    assert said(when=[{"exact": "x"}, {"phrase": "y z"}], do=does) == (
        "When the query is exactly “x” or has “y z” side by side: "
        "search “a” too, search “b” too and send the shopper to /c."
    )


def test_whom_and_when_it_is_for_stands_at_the_end() -> None:
    schedule = {
        "begins": "2026-09-01T00:00:00+02:00",
        "ends": "2026-10-01T12:30:00+02:00",
        "days": ["saturday", "sunday"],
        "opens": "08:00",
        "time_zone": "Europe/Berlin",
    }
    told = said(kinds=["product"], languages=["de"], segments=["vip"], schedule=schedule)
    assert told.endswith(
        " Only for products, in the language de, for shoppers of the segment vip, "
        "from 1 September 2026, until 1 October 2026 12:30, on Saturday and Sunday, "
        "between 08:00 and 24:00 (Europe/Berlin)."
    )


def test_the_sellers_in_whose_shops_it_holds_are_named() -> None:
    told = said(sellers=["harbour", "summit"])
    assert told.endswith(" Only in the shop of the seller harbour or summit.")


def test_items_are_called_by_their_titles() -> None:
    rule = rule_from_plain(
        "r", {"name": "r", "when": [{"exact": "x"}], "do": [{"hide": "B7", "kind": "product"}]}
    )
    titles = {Item(Kind.PRODUCT, "B7"): "Velo Trail"}
    assert sentence(rule, titles).endswith("hide “Velo Trail” (B7).")
