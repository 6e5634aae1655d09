"""The rounds of a search: what one call of the engine does, and what follows little being found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from analyzers.base import Analyzer
from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from analyzers.query import AnalyzedQuery, Entity
from analyzers.spelling.analyzer import Spelling
from rerankers.identity import Identity
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import PATIENT_MS, Filter, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery, RetrievalResult
from searchapp.pipeline.service import SearchService
from searchapp.pipeline.understanding.relaxation import Relaxation, Step
from tests.analyzers.spelling_shop import shop_lexicon
from tests.pipeline.test_degradation import Encoder, Engine

Matches = Callable[[set[str], tuple[Filter, ...]], int]


@dataclass
class Counting(Engine):
    """An engine of which `matches` says how many items have such words, and that hears all calls.

    By meaning it finds one item, when nothing is filtered.
    """

    matches: Matches = lambda words, filters: 0
    calls: list[Sequence[RetrievalQuery]] = field(default_factory=list)

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        self.calls.append(queries)
        return [self._answer(query) for query in queries]

    def _answer(self, query: RetrievalQuery) -> RetrievalResult:
        if query.kind is not Kind.PRODUCT:
            return RetrievalResult()
        if query.channel == "semantic":
            return RetrievalResult(() if query.filters else (EngineHit("0", 0.9),))
        if not query.text:
            return RetrievalResult()
        total = self.matches(_needed(query), query.filters)
        hits = tuple(EngineHit(str(number), 1.0) for number in range(min(total, query.size)))
        return RetrievalResult(hits, total)


WISHES = (
    Entity("brand", ("Velo",), 0, 4, 1.0, "a brand"),
    Entity("colour", ("red",), 0, 3, 1.0, "a colour"),
    Entity("price", (), 0, 9, 1.0, "a price", at_most=50.0, is_spoken=False),
)
SAID = dict(zip(("velo", "red", "under $50"), WISHES, strict=True))


class Wishes:
    """Reads what is in `SAID`, for sure."""

    name = "wishes"

    def warm_up(self, languages: tuple[str, ...]) -> None: ...

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        found = tuple(
            replace(wish, start=start, end=start + len(words))
            for words, wish in SAID.items()
            if (start := query.text.find(words)) >= 0
        )
        return replace(query, entities=found)


def _needed(query: RetrievalQuery) -> set[str]:
    """The words that an item must have."""
    return {word for clause in query.text if clause.required for word in clause.text.split()}


def search(matches: Matches, text: str) -> tuple[SearchResponse, Counting]:
    engine = Counting(matches=matches)
    analyzers: list[Analyzer] = [Normalization(), Spelling(), Linguistics(), Wishes()]
    service = SearchService(engine, AnalyzerChain(analyzers), Encoder(), {"identity": Identity()})
    request = SearchRequest(text=text, budget_ms=PATIENT_MS)
    return service.search(request, SearchConfig(shop_lexicon())), engine


def test_a_corrected_query_takes_one_call_of_the_engine() -> None:
    answer, engine = search(lambda words, filters: 9 * ("headphones" in words), "hedphones")
    assert answer.corrected == "headphones"
    assert len(engine.calls) == 1
    assert [query.channel for query in engine.calls[0]].count("count") == 1


def test_a_query_that_needs_no_correction_is_not_counted() -> None:
    _, engine = search(lambda words, filters: 9, "headphones")
    assert len(engine.calls) == 1
    assert "count" not in [query.channel for query in engine.calls[0]]


def test_what_was_typed_is_searched_where_it_finds_more_than_its_correction() -> None:
    answer, engine = search(lambda words, filters: 9 if "hedphones" in words else 3, "hedphones")
    assert (answer.corrected, answer.did_you_mean) == (None, "headphones")
    assert answer.totals[Kind.PRODUCT] == 9
    assert len(engine.calls) == 2


def test_a_correction_that_was_only_offered_is_searched_where_nothing_else_is_found() -> None:
    answer, engine = search(
        lambda words, filters: 9 * (words == {"bicycle", "wallet"}), "bicyclewalet"
    )
    assert answer.corrected == "bicycle wallet"
    assert answer.relaxed is not None
    assert answer.relaxed.step is Step.CORRECTION
    assert len(engine.calls) == 3


def test_a_correction_that_was_only_offered_is_searched_where_it_finds_enough() -> None:
    answer, _ = search(lambda words, filters: 9 * ("pike" not in words), "pike shoes")
    assert answer.corrected == "nike shoes"
    assert answer.relaxed == Relaxation(Step.CORRECTION, "nike shoes")


@pytest.mark.parametrize("few", [0, 2])
def test_a_correction_that_finds_little_stays_an_offer_and_less_is_asked_of_the_typed_words(
    few: int,
) -> None:
    answer, engine = search(
        lambda words, filters: 9 * (words == {"shoes"}) + few * (words == {"nike", "shoes"}),
        "pike shoes",
    )
    assert (answer.corrected, answer.did_you_mean) == (None, "nike shoes")
    assert answer.relaxed == Relaxation(Step.WORD, "pike")
    assert answer.totals[Kind.PRODUCT] == 9
    assert len(engine.calls) == 3


def test_a_correction_that_finds_little_is_searched_where_the_typed_words_find_nothing() -> None:
    answer, _ = search(lambda words, filters: words == {"bicycle", "wallet"}, "bicyclewalet")
    assert answer.relaxed == Relaxation(Step.CORRECTION, "bicycle wallet")
    assert answer.totals[Kind.PRODUCT] == 1


def test_less_is_asked_of_a_correction_that_finds_nothing_either() -> None:
    answer, _ = search(lambda words, filters: 9 * (words == {"wallet"}), "bicyclewalet")
    assert answer.corrected == "bicycle wallet"
    assert answer.relaxed is not None
    assert (answer.relaxed.step, answer.relaxed.detail) == (Step.WORD, "bicycle")


def test_filters_that_words_ask_for_give_way_where_they_leave_nothing() -> None:
    answer, _ = search(lambda words, filters: 0 if filters else 9, "velo headphones")
    assert answer.relaxed is not None
    assert answer.relaxed.step is Step.FILTERS
    assert answer.totals[Kind.PRODUCT] == 9
    assert not answer.applied_filters


def test_filters_that_words_ask_for_do_not_keep_back_what_is_found_by_meaning() -> None:
    answer, _ = search(lambda words, filters: 0, "velo headphones")
    assert [hit.id for hit in answer.hits] == ["0"]
    assert answer.relaxed is not None
    assert answer.relaxed.step is Step.MEANING
    assert not answer.applied_filters


def fields(filters: tuple[Filter, ...]) -> set[str]:
    return {each.field for each in filters}


@pytest.mark.parametrize(
    ("enough_without", "detail"),
    [
        ({"colour"}, "red"),
        ({"brand"}, "velo"),
        ({"price"}, "under $50"),
        ({"colour", "brand"}, "red, velo"),
        ({"colour", "brand", "price"}, "red, velo, under $50"),
    ],
)
def test_no_more_filters_give_way_than_need_to(enough_without: set[str], detail: str) -> None:
    answer, engine = search(
        lambda words, filters: 9 * fields(filters).isdisjoint(enough_without),
        "red velo headphones under $50",
    )
    assert answer.relaxed == Relaxation(Step.FILTERS, detail)
    assert fields(tuple(each.filter for each in answer.applied_filters)) == (
        {"colour", "brand", "price"} - enough_without
    )
    assert len(engine.calls) == 3, "one counts all that can be done without"


def test_a_price_gives_way_last() -> None:
    answer, _ = search(lambda words, filters: 9 * (len(filters) < 2), "velo headphones under $50")
    assert answer.relaxed == Relaxation(Step.FILTERS, "velo")


def test_what_had_all_that_was_asked_stays_first() -> None:
    answer, _ = search(lambda words, filters: 2 if filters else 9, "velo headphones")
    assert answer.relaxed == Relaxation(Step.FILTERS, "velo")
    complete = [hit for hit in answer.hits if "complete" in hit.candidate.contributions]
    assert [hit.rank for hit in complete] == [1, 2]
    assert all(hit.why[-1].startswith("All that was asked") for hit in complete)


def test_words_of_a_filter_that_gives_way_need_not_be_in_an_item_where_nothing_has_them() -> None:
    answer, _ = search(
        lambda words, filters: 9 * (words == {"headphones"} and "brand" not in fields(filters)),
        "velo headphones under $50",
    )
    assert answer.relaxed == Relaxation(Step.FILTERS, "velo")
    assert [each.filter.field for each in answer.applied_filters] == ["price"]


def test_a_word_and_filters_give_way_together_where_nothing_else_finds() -> None:
    answer, _ = search(
        lambda words, filters: 9 * (words == {"velo"} and not filters), "velo qqzwk under $50"
    )
    assert answer.relaxed == Relaxation(Step.WORD_AND_FILTERS, "qqzwk, velo, under $50")
    assert not answer.applied_filters


def test_something_is_always_asked_for() -> None:
    _, engine = search(lambda words, filters: 0, "qqzwk under $50")
    assert all(
        _needed(query) for call in engine.calls for query in call if query.channel == "count"
    )
