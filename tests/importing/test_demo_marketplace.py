"""The demo marketplace: big and varied enough to search, the same every time, and consistent."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image

from searchapp.catalog.gtin import read_gtin
from searchapp.catalog.rows import parse_row
from searchapp.importing.demo import REJECTED_ROWS, draw_picture, marketplace_rows, write_pictures
from searchapp.importing.demo.knowledge import PRODUCT_TYPES
from searchapp.importing.demo.picture_names import PictureName, parse, poster
from searchapp.importing.demo.pictures import picture_path
from searchapp.importing.demo.shapes import SHAPES

Row = dict[str, Any]
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
REAL_BRANDS = (
    "nike", "adidas", "puma", "samsung", "sony", "ikea", "lego", "bosch", "philips", "nestle",
    "nescafe",
    "huawei", "xiaomi", "canon", "nikon", "gucci", "prada", "levi", "makita", "dewalt", "dyson",
    "braun",
    "barbie", "disney", "coca-cola", "nutella", "lindt", "macbook", "iphone", "ipad", "galaxy",
    "kindle",
    "gopro", "garmin", "rolex", "kitchenaid", "tefal", "nespresso", "gillette", "pampers", "velcro",
)  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(marketplace_rows(7, now=NOW))


@pytest.fixture(scope="module")
def good_products(rows: list[Row]) -> list[Row]:
    """Every product but the rows that an import must reject."""
    return [row for row in _of(rows, "product") if "sku" in row]


def _of(rows: list[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] == kind]


def _department(row: Row) -> str:
    return str(row["category"].split(" > ")[0])


def _rejected(rows: list[Row]) -> list[Row]:
    return [row for row in _of(rows, "product") if "sku" not in row]


def test_it_is_big_enough_to_search(rows: list[Row], good_products: list[Row]) -> None:
    departments = set(map(_department, good_products))
    assert len(good_products) >= 6000
    assert len(departments) >= 16
    assert len(_of(rows, "seller")) >= 150
    assert len(_of(rows, "video")) >= 300
    assert len(_of(rows, "live")) >= 40
    assert len(PRODUCT_TYPES) >= 250


def test_kinds_come_in_an_order_in_which_references_resolve(rows: list[Row]) -> None:
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    assert kinds == ["seller", "category", "product", "video", "live"]


def test_the_same_seed_and_moment_give_the_same_rows(rows: list[Row]) -> None:
    assert list(islice(marketplace_rows(7, now=NOW), 1500)) == rows[:1500]


def test_another_seed_gives_another_marketplace(rows: list[Row]) -> None:
    other = list(islice(marketplace_rows(8, now=NOW), 700))
    assert [row for row in other if row["kind"] == "product"] != _of(rows[:700], "product")


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next(marketplace_rows(7, now=datetime(2026, 3, 1)))


def test_ids_gtins_and_skus_are_unique(rows: list[Row], good_products: list[Row]) -> None:
    for kind in ("seller", "product", "video", "live"):
        ids = [row["id"] for row in _of(rows, kind) if "id" in row]
        assert len(ids) == len(set(ids))
    sold = [item for row in good_products for item in (row, *row.get("variants", ()))]
    assert len({item["gtin"] for item in sold}) == len(sold)
    assert len({item["sku"] for item in sold}) == len(sold)


def test_gtins_have_valid_check_digits(good_products: list[Row]) -> None:
    for row in good_products:
        assert read_gtin(row["gtin"]) == row["gtin"]
        assert len(row["gtin"]) == 13 and row["gtin"][0] == "2"


def test_every_reference_resolves(rows: list[Row], good_products: list[Row]) -> None:
    sellers = {row["id"] for row in _of(rows, "seller")}
    categories = {row["path"] for row in _of(rows, "category")}
    products = {row["id"]: row for row in good_products}
    assert all(row["seller"] in sellers for row in rows if "seller" in row)
    assert all(row["category"] in categories for row in good_products)
    for row in (*_of(rows, "video"), *_of(rows, "live")):
        assert row["products"] and all(products[shown]["published"] for shown in row["products"])
    for path in categories:
        parent = path.rpartition(" > ")[0]
        assert not parent or parent in categories
        assert path.count(" > ") <= 2


def test_live_streams_show_what_their_status_says(rows: list[Row]) -> None:
    streams = _of(rows, "live")
    assert set(Counter(row["status"] for row in streams)) == {"live", "scheduled", "ended"}
    for row in streams:
        starts = datetime.fromisoformat(row["starts"])
        assert (starts > NOW) == (row["status"] == "scheduled")
        assert (row["product_now"] in row["products"]) == (row["status"] == "live")
        assert (row["viewers"] == 0) == (row["status"] == "scheduled")


def test_rows_that_must_be_rejected_are_counted(rows: list[Row]) -> None:
    assert len(_rejected(rows)) == REJECTED_ROWS == 10


def test_the_catalog_accepts_all_rows_but_those(rows: list[Row]) -> None:
    refused = [row for row in rows if isinstance(parse_row(row), list)]
    assert refused == _rejected(rows)


def test_values_are_in_range(good_products: list[Row]) -> None:
    for row in good_products:
        assert row["title"].strip()
        assert row.get("price", 1) > 0
        assert row.get("list_price", 1e9) > row.get("price", 0)
        assert row["rating"] is None or 1 <= row["rating"] <= 5
        assert (row["rating"] is None) == (row["rating_count"] == 0)
        assert row["condition"] in ("new", "refurbished", "used")
        assert datetime.fromisoformat(row["created"]) <= NOW


def test_titles_differ(good_products: list[Row]) -> None:
    titles = {row["title"] for row in good_products}
    assert len(titles) >= 0.97 * len(good_products)


def test_no_placeholder_or_loose_punctuation_is_left(rows: list[Row]) -> None:
    blemished = re.compile(r"  |\(copy\)")
    for row in rows:
        texts = [row.get("title", ""), row.get("description", ""), *row.get("bullets", ())]
        for text in texts:
            assert "{" not in text and "None" not in text
            if not blemished.search(text) and text.strip():
                assert " ," not in text and ",," not in text and "()" not in text


def test_some_products_are_blemished_but_few(good_products: list[Row]) -> None:
    blemishes = {
        "no brand": [row for row in good_products if "brand" not in row],
        "capitals": [row for row in good_products if row["title"].isupper()],
        "no price": [row for row in good_products if "price" not in row],
        "unknown stock": [row for row in good_products if row["stock"] is None],
        "html": [row for row in good_products if "<p>" in row["description"]],
        "no description": [row for row in good_products if not row["description"]],
        "spaces": [row for row in good_products if "  " in row["title"]],
        "long title": [row for row in good_products if len(row["title"]) > 180],
    }
    assert all(blemishes.values())
    assert sum(map(len, blemishes.values())) < 0.03 * len(good_products)


def test_no_real_brand_is_named(rows: list[Row]) -> None:
    words = re.compile(r"\b(" + "|".join(REAL_BRANDS) + r")\b", re.IGNORECASE)
    for row in rows:
        named = f"{row.get('title', '')} {row.get('brand', '')} {row.get('name', '')}"
        assert not words.search(named), named


def test_materials_are_not_contradicted(good_products: list[Row]) -> None:
    for row in good_products:
        if row.get("material") == "wool":
            assert "cotton" not in row["description"].lower()
        if row["attributes"].get("cordless") is False:
            assert "without a cord" not in row["description"]


def test_words_with_two_meanings_are_there(good_products: list[Row]) -> None:
    shelves = {
        word: {_department(row) for row in good_products if word in row["title"].lower()}
        for word in ("orange", "apple", "mouse", "crane", "jaguar", "nail")
    }
    assert all(len(departments) >= 2 for departments in shelves.values()), shelves


def test_every_product_type_has_its_drawing() -> None:
    assert {kind.shape for kind in PRODUCT_TYPES} == set(SHAPES)
    assert len(set(SHAPES.values())) >= 200


def _sample(rows: list[Row]) -> Iterator[Row]:
    rng = Random(1)
    for kind, count in (("product", 60), ("video", 10), ("live", 5)):
        yield from rng.sample([row for row in _of(rows, kind) if picture_path(row)], count)


def test_pictures_open_and_have_the_right_size(rows: list[Row]) -> None:
    for row in _sample(rows):
        image = Image.open(BytesIO(draw_picture(row)))
        assert image.size == (320, 320)
        darkest, lightest = image.convert("L").getextrema()
        assert lightest - darkest > 50


def test_equal_looks_share_one_picture(rows: list[Row]) -> None:
    paths = [picture_path(row) for row in rows if picture_path(row)]
    assert len(set(paths)) < 0.4 * len(paths)


def test_only_missing_pictures_are_written(rows: list[Row], tmp_path: Path) -> None:
    few = [row for row in _of(rows, "product") if picture_path(row)][:12]
    seen: list[tuple[int, int]] = []
    written = write_pictures(few, tmp_path, lambda done, total: seen.append((done, total)))
    assert written == len({picture_path(row) for row in few}) == len(seen)
    assert write_pictures(few, tmp_path) == 0
    assert not list(tmp_path.rglob("*.part"))


def test_a_picture_name_says_what_to_draw() -> None:
    product = PictureName("kettle", "royal blue", "polka dot")
    scene = poster("video", [product, product], 2)
    assert parse(product.path) == product
    assert parse(scene.path) == scene and scene.products == (product,)
    with pytest.raises(ValueError, match="no demo picture"):
        parse("uploads/me.png")
