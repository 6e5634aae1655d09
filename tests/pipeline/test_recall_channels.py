"""The recall channels: each keeps the contract and finds what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from searchapp import wiring
from searchapp.pipeline.behaviour import Behaviour, query_key
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import Merchandising, Pin, Promotion
from searchapp.pipeline.profile import DEFAULT_PROFILE, ChannelUse
from searchapp.pipeline.recall.channels import BUILT_IN
from searchapp.pipeline.recall.channels.base import EngineScored, RecallChannel
from searchapp.pipeline.recall.channels.behavioural import Behavioural
from searchapp.pipeline.recall.channels.exact import Exact
from searchapp.pipeline.recall.channels.fresh import NEW_FOR_DAYS, Fresh
from searchapp.pipeline.recall.channels.lexical import Lexical
from searchapp.pipeline.recall.channels.pinned import Pinned
from searchapp.pipeline.recall.channels.promoted import Promoted
from searchapp.pipeline.recall.channels.semantic import Semantic
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.recall.planning import plan
from searchapp.pipeline.request import PATIENT_MS, AnyOf, Between, Kind, SearchRequest, Sort
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery
from tests.contracts.recall_channel import NOW, USE, RecallChannelContract, meant
from tests.pipeline.test_degradation import FOUND, PROFILE, Engine, found, service, stages

CHOSEN = Behaviour({query_key("RUN-100 shoes"): {Kind.PRODUCT: {"a": 2.0, "b": 5.0, "c": 1.0}}})


class TestLexical(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Lexical()

    def test_a_page_beyond_its_size_asks_for_more_of_the_main_kind_alone(self) -> None:
        deep = meant(request={"offset": 100})
        sizes = [self.channel().questions(deep, kind, USE)[0].size for kind in deep.kinds[:2]]
        assert sizes == [1000, 5]


class TestExact(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Exact()

    def test_words_are_no_codes(self) -> None:
        assert self.channel().questions(meant("red shoes"), Kind.PRODUCT, USE) == ()


class TestSemantic(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Semantic()

    def test_without_an_embedding_it_asks_nothing(self) -> None:
        meaning = meant()
        without = replace(meaning, query=replace(meaning.query, embedding=None))
        assert self.channel().questions(without, Kind.PRODUCT, USE) == ()

    def test_the_least_similarity_counts_for_nothing(self) -> None:
        least = DEFAULT_PROFILE.minimum_similarity
        assert self.channel().bounds(meant(), 0.8) == (least, 0.8)


class TestBehavioural(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Behavioural()

    def meaning(self, **request: Any) -> Meaning:
        return meant(request=request, behaviour=CHOSEN)

    def test_the_most_chosen_comes_first(self) -> None:
        meaning = self.meaning()
        hits = self.channel().hits(meaning, Kind.PRODUCT, self.hits(meaning))
        assert [(hit.id, hit.score) for hit in hits] == [("b", 5.0), ("a", 2.0), ("c", 1.0)]

    def test_a_query_is_the_same_in_any_order_and_case(self) -> None:
        other = meant("Shoes run-100", behaviour=CHOSEN)
        assert self.channel().questions(other, Kind.PRODUCT, USE)

    def test_of_too_many_the_most_chosen_are_asked_for(self) -> None:
        (asked,) = self.channel().questions(self.meaning(), Kind.PRODUCT, ChannelUse(1.0, size=2))
        assert AnyOf("id", ("b", "a")) in asked.filters


class TestFresh(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Fresh()

    def test_it_asks_for_the_newest_of_the_last_days_that_have_the_words(self) -> None:
        (asked,) = self.channel().questions(self.meaning(), Kind.PRODUCT, USE)
        assert asked.sort == Sort("created", descending=True)
        assert asked.text == self.meaning().words[Kind.PRODUCT]
        (created,) = (each for each in asked.filters if isinstance(each, Between))
        assert created.at_least is not None
        days = (NOW - created.at_least) / 86_400
        assert NEW_FOR_DAYS <= days < NEW_FOR_DAYS + 1


class TestPromoted(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Promoted()

    def meaning(self, **request: Any) -> Meaning:
        promotions = (
            Promotion(Kind.PRODUCT, ids=("a", "c"), weight=0.2),
            Promotion(Kind.PRODUCT, filters=(AnyOf("brand", ("Velo",)),), weight=0.1),
            Promotion(Kind.VIDEO, ids=("v",)),
        )
        return meant(request=request, merchandising=Merchandising(promotions=promotions))

    def test_named_items_need_no_words_and_filtered_ones_do(self) -> None:
        named, filtered = self.channel().questions(self.meaning(), Kind.PRODUCT, USE)
        assert (named.text, AnyOf("id", ("a", "c")) in named.filters) == ((), True)
        assert filtered.text
        assert AnyOf("brand", ("Velo",)) in filtered.filters

    def test_weights_of_several_promotions_add_up(self) -> None:
        both = [[EngineHit("a", 0.0)], [EngineHit("b", 7.0), EngineHit("a", 6.0)]]
        hits = self.channel().hits(self.meaning(), Kind.PRODUCT, both)
        assert [hit.id for hit in hits] == ["a", "b"]
        assert [hit.score for hit in hits] == pytest.approx([0.3, 0.1])


class TestPinned(RecallChannelContract):
    def channel(self) -> RecallChannel:
        return Pinned()

    def meaning(self, **request: Any) -> Meaning:
        pins = (Pin(Kind.PRODUCT, "a", 1), Pin(Kind.PRODUCT, "b", 2), Pin(Kind.PRODUCT, "c", 3))
        return meant(request=request, merchandising=Merchandising(pins=pins))


class Newest(EngineScored):
    """A channel of a third party, which forgets the filters."""

    name = "newest"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        return (RetrievalQuery(kind, "another name", 5),)


class Broken(Newest):
    """One that fails where `where` says."""

    name = "newest"

    def __init__(self, where: str) -> None:
        self.where = where

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        if self.where == "questions":
            raise RuntimeError("no idea")
        return super().questions(meaning, kind, use)

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        if self.where == "hits":
            raise RuntimeError("no idea")
        return [hit._replace(score=float("nan")) for hit in found[0]]


USING_NEWEST = PROFILE.using("newest", ChannelUse(0.2))


def searched(channel: RecallChannel | None) -> Any:
    engine = Engine({**FOUND, "product.newest": found("n", score=3.0)})
    channels = {**BUILT_IN} if channel is None else {**BUILT_IN, "newest": channel}
    asked = SearchRequest("shoes", budget_ms=PATIENT_MS)
    config = SearchConfig(profiles={"default": USING_NEWEST})
    return replace_channels(engine, channels).search(asked, config)


def replace_channels(engine: Engine, channels: Any) -> Any:
    return replace(service(engine), channels=channels)


def test_a_channel_of_a_third_party_finds_and_weighs() -> None:
    response = searched(Newest())
    (hit,) = (hit for hit in response.hits if hit.id == "n")
    assert hit.scores["first.newest"] == pytest.approx(0.2)
    assert not response.degraded


def test_filters_hold_for_a_channel_that_forgets_them() -> None:
    meaning = replace(meant(), profile=USING_NEWEST)
    made = plan(meaning, {**BUILT_IN, "newest": Newest()})
    asked = [each for each in made.queries if each.channel == "newest"]
    assert len(asked) == len(meaning.kinds)
    for each in asked:
        assert set(meaning.bases[each.kind].filters) <= set(each.filters)
        assert each.exclude_ids == meaning.merchandising.hidden_of(each.kind)


@pytest.mark.parametrize("where", ["questions", "hits", "scores"])
def test_a_channel_that_fails_is_left_out_and_named(where: str) -> None:
    response = searched(Broken(where))
    assert [hit.id for hit in response.hits] == ["b", "a", "c"]
    assert "recall.product.newest" in stages(response)


def test_a_channel_that_is_not_registered_is_named() -> None:
    assert "recall.product.newest" in stages(searched(None))


def test_a_profile_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="lexical"):
        replace(PROFILE, channels={kind: {"semantic": ChannelUse(1.0)} for kind in Kind})


def test_each_kind_has_its_own_channels_and_sizes() -> None:
    channels = {
        **PROFILE.channels,
        Kind.VIDEO: {"lexical": ChannelUse(0.7, beside=9)},
    }
    meaning = replace(meant(), profile=replace(PROFILE, channels=channels))
    asked = [each for each in plan(meaning).queries if each.kind is Kind.VIDEO]
    assert [(each.channel, each.size) for each in asked] == [("lexical", 9)]


def test_the_settings_have_what_comes_with_searchapp() -> None:
    assert list(settings.RECALL_CHANNELS) == list(BUILT_IN)
    made = wiring.recall_channels()
    assert {name: type(each) for name, each in made.items()} == {
        name: type(each) for name, each in BUILT_IN.items()
    }
