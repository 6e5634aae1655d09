"""Each kind's schema becomes a mapping that holds all of its fields."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from searchapp.engines.elasticsearch import names
from searchapp.engines.elasticsearch.analysis import (
    PREFIX_ANALYZER,
    QUERY_ANALYZER,
    TEXT_ANALYZER,
)
from searchapp.engines.elasticsearch.mapping import (
    CARD,
    CHECKSUM,
    FORMS,
    SLICE,
    IndexOptions,
    index_body,
    made_for,
)
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS, FieldType

OPTIONS = IndexOptions(dimensions=384, shards=3, replicas=2)


def test_what_an_index_was_made_for_changes_with_what_it_cant_change() -> None:
    made = made_for(Kind.PRODUCT, OPTIONS)
    assert made_for(Kind.PRODUCT, replace(OPTIONS, replicas=0, refresh_interval="5s")) == made
    assert made_for(Kind.PRODUCT, replace(OPTIONS, languages=("de",))) != made
    assert made_for(Kind.PRODUCT, replace(OPTIONS, dimensions=3)) != made
    assert made_for(Kind.VIDEO, OPTIONS) != made


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_schema_is_mapped(kind: Kind) -> None:
    mappings = index_body(kind, OPTIONS)["mappings"]
    assert set(mappings["properties"]) == {*SCHEMAS[kind], CARD, CHECKSUM, FORMS, SLICE}
    assert mappings["_meta"] == {"kind": kind.value, "made_for": made_for(kind, OPTIONS)}
    assert mappings["dynamic"] is False


def test_fields_are_mapped_by_their_type() -> None:
    mapped = index_body(Kind.PRODUCT, OPTIONS)["mappings"]["properties"]
    assert mapped["title"]["type"] == "text"
    assert mapped["identifiers"] == {"type": "keyword", "doc_values": False}
    assert mapped["brand"]["type"] == "keyword"
    assert mapped["price"] == mapped["created"] == {"type": "double"}
    assert mapped["available"] == {"type": "boolean"}
    assert mapped["image"] == {"type": "object", "enabled": False}
    assert mapped["embedding"]["dims"] == 384
    assert mapped["embedding"]["similarity"] == "cosine"


@pytest.mark.parametrize("kind", list(Kind))
def test_all_text_fields_share_one_analyzer(kind: Kind) -> None:
    mapped = index_body(kind, OPTIONS)["mappings"]["properties"]
    texts = [each.name for each in SCHEMAS[kind].values() if each.type is FieldType.TEXT]
    analyzers = {(mapped[each]["analyzer"], mapped[each]["search_analyzer"]) for each in texts}
    assert analyzers == {(TEXT_ANALYZER, QUERY_ANALYZER)}


def test_settings_follow_the_options() -> None:
    settings = index_body(Kind.VIDEO, OPTIONS)["settings"]
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == (3, 2)
    assert settings["gc_deletes"] == "1h"
    assert set(settings["analysis"]["analyzer"]) == {
        TEXT_ANALYZER, QUERY_ANALYZER, PREFIX_ANALYZER
    }  # fmt: skip


def test_index_names_tell_their_kind_and_sort_by_age() -> None:
    made = [names.new_index("shop", Kind.LIVE) for _ in range(3)]
    assert made == sorted(made)
    assert all(names.kind_of("shop", each) is Kind.LIVE for each in made)
    assert all(re.fullmatch(r"shop-live-\d{20}-[0-9a-f]{6}", each) for each in made)


def test_an_index_of_another_prefix_is_not_ours() -> None:
    other = names.new_index("shop-live", Kind.PRODUCT)
    assert other.startswith("shop-live-")
    assert not names.is_index("shop", Kind.LIVE, other)
    with pytest.raises(ValueError, match="not an index of 'shop'"):
        names.kind_of("shop", other)


@pytest.mark.parametrize("prefix", ["", "Shop", "-shop", "a b", "a*", "x" * 101])
def test_an_impossible_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="index prefix"):
        names.check_prefix(prefix)
