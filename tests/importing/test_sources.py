"""Catalog files of every format are recognised and streamed, broken records told by their line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from searchapp.importing.sources import (
    MappingError,
    SourceError,
    SourceFormat,
    SourceRow,
    open_source,
    read_mapping,
)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path, mapping: Path | None = None) -> list[SourceRow]:
    return list(open_source(path, mapping=read_mapping(mapping) if mapping else None).rows())


def test_jsonl_tells_lines_and_passes_over_blank_ones(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '\ufeff{"id": 1}\n\n{"id": 2}\n{broken\n"text"\n')
    read = rows(path)
    assert [(row.line, row.row) for row in read] == [
        (1, {"id": 1}),
        (3, {"id": 2}),
        (4, None),
        (5, None),
    ]
    assert read[2].problem is not None
    assert read[2].raw == "{broken"


def test_an_endless_line_is_one_bad_record(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", b'{"a": 1}\n{"b":"' + b"x" * (9 << 20) + b'"}\n{"c": 3}\n')
    assert [(row.line, row.row is None) for row in rows(path)] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_gzip_is_unpacked_whatever_its_name(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", gzip.compress(b'{"id": 1}\n'))
    assert rows(path)[0].row == {"id": 1}


def test_progress_hears_of_all_bytes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl.gz", gzip.compress(b'{"id": 1}\n' * 10_000))
    counts: list[int] = []
    assert len(list(open_source(path).rows(counts.append))) == 10_000
    assert sum(counts) == path.stat().st_size


def test_csv_headers_are_field_names(tmp_path: Path) -> None:
    text = 'id,Title,price,watt,Cordless\n1,"Kettle, red",9.90,2200,true\n\n2,"Two\nlines",,,\n'
    read = rows(written(tmp_path / "a.csv", text))
    assert [(row.line, row.row) for row in read] == [
        (2, {"id": "1", "Title": "Kettle, red", "price": "9.90", "watt": 2200, "Cordless": True}),
        (4, {"id": "2", "Title": "Two\nlines"}),
    ]


def test_csv_columns_are_mapped_by_toml(tmp_path: Path) -> None:
    mapping = written(
        tmp_path / "map.toml",
        'delimiter = ";"\nencoding = "cp1252"\n[columns]\n"Artikel" = "id"\n'
        '"Name" = "title"\n"Intern" = ""\n[defaults]\ncurrency = "EUR"\n',
    )
    path = written(
        tmp_path / "a.csv", "Artikel;Name;Intern;Farbe\n7;Türkei;x;grün\n".encode("cp1252")
    )
    assert rows(path, mapping)[0].row == {
        "currency": "EUR",
        "id": "7",
        "title": "Türkei",
        "Farbe": "grün",
    }


@pytest.mark.parametrize(
    "toml",
    [
        "columns = 3",
        "colums = {}",
        "delimiter = ';;'",
        "encoding = 'x-none'",
        "[",
        "[columns]\na = 1",
    ],
)
def test_a_mapping_that_is_wrong_says_so(tmp_path: Path, toml: str) -> None:
    with pytest.raises(MappingError, match=r"map\.toml"):
        read_mapping(written(tmp_path / "map.toml", toml))


def test_a_broken_csv_record_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = b"id,title\n1,ok\n2,b\xffd\n3,too,many\n4,fine\n"
    read = rows(written(tmp_path / "a.csv", content))
    assert [(row.line, row.row is None) for row in read] == [
        (2, False),
        (3, True),
        (4, True),
        (5, False),
    ]
    assert read[1].problem is not None
    assert "UTF-8" in read[1].problem.reason


def test_a_quote_that_is_not_closed_costs_no_endless_memory(tmp_path: Path) -> None:
    lines = "\n".join(f"{number},t" for number in range(400_000))
    read = rows(written(tmp_path / "a.csv", f'id,title\n1,"open\n{lines}\n'))
    assert any(row.problem is not None for row in read)


SHOPIFY = """\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,\
Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,\
Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,\
Image Position,Fabric (product.metafields.shopify.fabric),Status
tee,Soft Tee,<p>Soft.</p>,Acme,Apparel > Tops,T-Shirt,"summer, basic",true,Color,Red,Size,M,T-R-M,\
shopify,3,deny,19.00,25.00,,https://a.example/2.jpg,2,cotton; linen,active
tee,,,,,,,,,Red,,L,T-R-L,shopify,0,deny,18.00,24.00,4006381333931,https://a.example/1.jpg,1,,
tee,,,,,,,,,,,,,,,,,,,https://a.example/3.jpg,3,,
mug,Mug,,Acme,,Mugs,,true,Title,Default Title,,,MUG,,,deny,8.00,,,,,,draft
"""


def test_rows_of_a_shopify_export_become_products_with_variants(tmp_path: Path) -> None:
    source = open_source(written(tmp_path / "products_export.csv", SHOPIFY))
    assert source.format is SourceFormat.SHOPIFY
    tee, mug = list(source.rows())
    assert (tee.line, mug.line) == (2, 5)
    assert tee.row is not None
    assert mug.row is not None
    assert tee.row["brand"] == "Acme"
    assert tee.row["category"] == "Apparel > Tops"
    assert (tee.row["price"], tee.row["list_price"], tee.row["stock"]) == ("18.00", "24.00", 3)
    assert tee.row["images"] == [f"https://a.example/{place}.jpg" for place in (1, 2, 3)]
    assert tee.row["attributes"] == {
        "tags": ["summer", "basic"],
        "type": "T-Shirt",
        "Fabric": ["cotton", "linen"],
    }
    assert [
        (variant["id"], variant["colour"], variant["size"], variant["sku"], variant["stock"])
        for variant in tee.row["variants"]
    ] == [("tee/Red/M", "Red", "M", "T-R-M", 3), ("tee/Red/L", "Red", "L", "T-R-L", 0)]
    assert "variants" not in mug.row
    assert (mug.row["sku"], mug.row["stock"], mug.row["published"]) == ("MUG", None, False)


ESCI = (
    '{"_id": "B01", "asin": "B01", "title": "T", "description": "", "bullet_points": "a\\nb",'
    ' "brand": null, "color": "Red", "category": ["Home", "Kitchen"], "price": null, "rating": 4.5,'
    ' "rating_count": 2, "image": "https://a.example/1.jpg", "is_book": false, "query_id": ["7"]}\n'
)


def test_esci_products_keep_their_asin_and_lose_their_queries(tmp_path: Path) -> None:
    (tmp_path / "esci").mkdir()
    written(tmp_path / "esci" / "products.jsonl.gz", gzip.compress(ESCI.encode()))
    source = open_source(tmp_path / "esci")
    assert source.format is SourceFormat.ESCI
    (row,) = source.rows()
    assert row.row is not None
    assert (row.row["id"], row.row["bullets"], row.row["colour"]) == ("B01", "a\nb", "Red")
    assert "query_id" not in row.row


@pytest.mark.parametrize("content", ["", "\n\n", '[{"id": 1}]', "prose"])
def test_what_is_no_catalog_file_is_refused_with_the_cure(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError):
        open_source(written(tmp_path / "file", content))


def test_a_folder_without_products_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="name a file"):
        open_source(tmp_path)


NEWER_SHOPIFY = """\
Title,URL handle,Description,Vendor,Product category,Type,Published on online store,Status,SKU,\
Barcode,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,\
Continue selling when out of stock,Product image URL,Image position
Soft Tee,tee,<p>Soft.</p>,Acme,Apparel > Tops,Shirts,TRUE,Active,T-R,4006381333931,Color,Red,19.00,\
25.00,shopify,3,DENY,https://a.example/1.jpg,1
,tee,,,,,,,T-B,STOCKROOM-7,,Blue,18.00,,shopify,2,CONTINUE,,
"""


def test_the_newer_columns_of_shopify_are_read_too(tmp_path: Path) -> None:
    source = open_source(written(tmp_path / "products.csv", NEWER_SHOPIFY))
    assert source.format is SourceFormat.SHOPIFY
    (tee,) = source.rows()
    assert tee.row is not None
    assert (tee.row["id"], tee.row["title"], tee.row["description"]) == (
        "tee",
        "Soft Tee",
        "<p>Soft.</p>",
    )
    assert (tee.row["price"], tee.row["category"]) == ("18.00", "Apparel > Tops")
    assert (tee.row["published"], tee.row["images"]) == (True, ["https://a.example/1.jpg"])
    red, blue = tee.row["variants"]
    assert (red["colour"], red["sku"], red["stock"]) == ("Red", "T-R", 3)
    assert blue["stock"] is None


def test_a_barcode_that_is_no_gtin_costs_no_product(tmp_path: Path) -> None:
    (tee,) = open_source(written(tmp_path / "products.csv", NEWER_SHOPIFY)).rows()
    assert tee.row is not None
    assert [variant["gtin"] for variant in tee.row["variants"]] == ["4006381333931", ""]
