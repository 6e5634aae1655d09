"""What every recall channel must do: the shared suite. Inherit it and give `channel()`, and
`meaning()` where the channel needs more than words to look for something.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery, Token
from searchapp.pipeline.merchandising import Merchandising
from searchapp.pipeline.profile import DEFAULT_PROFILE, ChannelUse
from searchapp.pipeline.recall.channels.base import RecallChannel
from searchapp.pipeline.recall.meaning import Meaning, meaning_of
from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineHit

USE = ChannelUse(0.5, size=50, beside=5)
NOW = 1_800_000_000.0
FILTER = AnyOf("seller", ("acme",))
HIDDEN = ((Kind.PRODUCT, "hidden"), (Kind.VIDEO, "hidden"))


def analysed(text: str) -> AnalyzedQuery:
    """The text, its words and an embedding."""
    tokens: list[Token] = []
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        tokens.append(Token(word, start, end))
    embedding = np.full(4, 0.5, np.float32)
    return AnalyzedQuery(text, text, "en", tuple(tokens), embedding=embedding)


def meant(text: str = "RUN-100 shoes", **parts: Any) -> Meaning:
    """The meaning of a request with a filter and hidden items."""
    parts["merchandising"] = replace(parts.get("merchandising", Merchandising()), hidden=HIDDEN)
    request = parts.pop("request", {})
    return meaning_of(
        SearchRequest(text, filters=(FILTER,), **request),
        analysed(text),
        DEFAULT_PROFILE,
        now=NOW,
        **parts,
    )


class RecallChannelContract:
    """Inherited by the test class of each channel."""

    found = ("a", "b", "c")
    """Ids that the engine may find for each of the channel's questions."""

    def channel(self) -> RecallChannel:
        raise NotImplementedError

    def meaning(self, **request: Any) -> Meaning:
        """A meaning for which the channel asks something about products."""
        return meant(request=request)

    def hits(self, meaning: Meaning) -> list[list[EngineHit]]:
        count = len(self.channel().questions(meaning, Kind.PRODUCT, USE))
        scores = np.linspace(0.9, 0.5, len(self.found)).tolist()
        return [[EngineHit(*hit) for hit in zip(self.found, scores, strict=True)]] * count

    def test_it_has_a_name(self) -> None:
        assert self.channel().name

    def test_it_asks_about_the_kind_in_its_own_name_and_for_no_more_than_it_may(self) -> None:
        asked = self.channel().questions(self.meaning(), Kind.PRODUCT, USE)
        assert asked
        for each in asked:
            assert (each.kind, each.channel) == (Kind.PRODUCT, self.channel().name)
            assert 1 <= each.size <= USE.size

    def test_filters_and_hidden_items_hold_for_it(self) -> None:
        for each in self.channel().questions(self.meaning(), Kind.PRODUCT, USE):
            assert FILTER in each.filters
            assert "hidden" in each.exclude_ids

    def test_its_hits_show_and_tell_what_the_stages_read(self) -> None:
        meaning = self.meaning()
        base = meaning.question(Kind.PRODUCT, self.channel().name, 1)
        for each in self.channel().questions(meaning, Kind.PRODUCT, USE):
            assert each.document_fields == base.document_fields
            assert each.feature_fields == base.feature_fields

    def test_every_page_of_the_window_asks_the_same(self) -> None:
        first, second = (
            self.channel().questions(self.meaning(offset=offset, size=5), Kind.PRODUCT, USE)
            for offset in (0, 10)
        )
        assert repr(first) == repr(second)

    def test_its_hits_come_best_first_with_finite_scores_and_are_among_those_found(self) -> None:
        meaning = self.meaning()
        hits = self.channel().hits(meaning, Kind.PRODUCT, self.hits(meaning))
        assert {hit.id for hit in hits} <= set(self.found)
        assert len({hit.id for hit in hits}) == len(hits)
        scores = [hit.score for hit in hits]
        assert all(map(math.isfinite, scores))
        assert scores == sorted(scores, reverse=True)
        lower, upper = self.channel().bounds(meaning, scores[0])
        assert all(lower <= score <= max(lower, upper) for score in scores)

    def test_nothing_found_is_nothing(self) -> None:
        meaning = self.meaning()
        nothing: list[list[EngineHit]] = [[] for _ in self.hits(meaning)]
        assert list(self.channel().hits(meaning, Kind.PRODUCT, nothing)) == []

    @settings(
        max_examples=100, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )
    @given(st.text(max_size=60), st.sampled_from(list(Kind)))
    def test_any_query_can_be_asked(self, text: str, kind: Kind) -> None:
        for each in self.channel().questions(meant(text), kind, USE):
            assert each.kind is kind
