"""How many candidates are ranked follows from what one costs and the time that there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import ChannelUse, FirstStage, RankingProfile
from searchapp.pipeline.ranking.first_stage import rank
from searchapp.pipeline.ranking.first_stage_reach import FEWEST, Reach, StageCosts
from searchapp.pipeline.recall.meaning import meaning_of
from searchapp.pipeline.recall.planning import RecallPlan, plan
from searchapp.pipeline.recall.recalled import ChannelHits, Recalled
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineHit, RetrievalResult
from tests.contracts.recall_channel import analysed
from tests.pipeline.test_degradation import PROFILE, Engine, service

WIDE = replace(
    PROFILE.using("lexical", ChannelUse(0.5, size=800)).using(
        "semantic", ChannelUse(0.5, size=800)
    ),
    first_stage=FirstStage(fused=1000, kept=200, budget_ms=50),
)


def hits(first: int, count: int, best: float) -> tuple[EngineHit, ...]:
    return tuple(
        EngineHit(f"{number:04d}", best * (1 - place / 2000))
        for place, number in enumerate(range(first, first + count))
    )


def planned(profile: RankingProfile = WIDE) -> RecallPlan:
    request = SearchRequest("red shoes", kinds=(Kind.PRODUCT,))
    return plan(meaning_of(request, analysed("red shoes"), profile))


def recalled(lexical: int = 800, semantic: int = 800) -> Recalled:
    channels = (
        ChannelHits("lexical", hits(0, lexical, 20.0), 5000),
        ChannelHits("semantic", hits(400, semantic, 0.9), semantic, lower=0.2),
        ChannelHits("pinned", (EngineHit("9999", 0.0),), 1, upper=1.0),
    )
    return Recalled({Kind.PRODUCT: channels}, {Kind.PRODUCT: 5000})


def costing(fusing_ms: float, ranking_ms: float) -> StageCosts:
    costs = StageCosts()
    for _ in range(5):
        costs.measured(Reach(200, fused=1000), 200, fusing_ms, ranking_ms)
    return costs


def reached(costs: StageCosts, left_ms: float = 500, profile: RankingProfile = WIDE) -> Reach:
    return costs.reach(planned(profile), recalled(), profile, left_ms)


def test_at_most_a_thousand_candidates_of_a_kind_are_fused_and_two_hundred_go_on() -> None:
    reach = reached(StageCosts())
    assert (reach.fused, reach.kept, reach.degraded) == (1000, 200, ())
    (ranking,) = rank(planned(), recalled(), WIDE, reach)
    assert len(ranking.window) == 200
    found_by = {recall for item in ranking.window for recall in item.recalls}
    assert max(each.rank for each in found_by) <= 500


def test_dear_candidates_are_fused_by_halves_and_the_answer_says_so() -> None:
    reach = reached(costing(fusing_ms=100, ranking_ms=20))
    assert reach.fused == 250
    (degradation,) = reach.degraded
    assert degradation.stage == "first_stage"
    assert "250 of 1000 candidates are fused: 50 ms were left" in degradation.reason


def test_fewer_go_on_when_the_budget_is_nearly_used() -> None:
    costs = costing(fusing_ms=5, ranking_ms=40)
    assert reached(costs, left_ms=200).kept == 200
    late = reached(costs, left_ms=30)
    assert late.kept == 100
    assert "100 of 200 candidates go on" in late.degraded[0].reason


def test_two_pages_are_ranked_although_no_time_is_left() -> None:
    reach = reached(costing(fusing_ms=100, ranking_ms=100), left_ms=-5)
    assert (reach.fused, reach.kept) == (FEWEST, FEWEST)
    (ranking,) = rank(planned(), recalled(), WIDE, reach)
    assert len(ranking.window) >= FEWEST


def test_what_is_pinned_is_ranked_however_little_is() -> None:
    reach = reached(costing(fusing_ms=1000, ranking_ms=1000), left_ms=1)
    (ranking,) = rank(planned(), recalled(), WIDE, reach)
    assert "9999" in {item.id for item in ranking.window}


def test_what_is_not_ranked_follows_in_the_order_of_the_words() -> None:
    (ranking,) = rank(planned(), recalled(), WIDE, Reach(kept=48))
    order = [ranking.at(place) for place in range(800)]
    ids = [item.id for item in order if item is not None]
    assert len(ids) == len(set(ids)) == 800
    assert [*ids[48:]] == sorted(ids[48:])


def test_every_page_of_a_search_ranks_the_same() -> None:
    costs = costing(fusing_ms=60, ranking_ms=300)
    first, second = reached(costs, left_ms=400), reached(costs, left_ms=340)
    assert (first.fused, first.kept) == (second.fused, second.kept)


def test_costs_are_learnt_from_searches_that_rank_many() -> None:
    costs = StageCosts()
    for _ in range(9):
        costs.measured(Reach(200, fused=10), 10, 10.0, 20.0)
    assert costs.fusing.ms_a_candidate == costs.ranking.ms_a_candidate == 0
    for _ in range(9):
        costs.measured(Reach(200, fused=500), 200, 10.0, 20.0)
    assert costs.fusing.ms_a_candidate == pytest.approx(0.02)
    assert costs.ranking.ms_a_candidate == pytest.approx(0.1)


def test_one_slow_search_changes_nothing() -> None:
    costs = costing(fusing_ms=5, ranking_ms=20)
    costs.measured(Reach(200, fused=1000), 200, 900.0, 9_000.0)
    assert reached(costs).degraded == ()


def test_when_the_load_is_gone_all_are_ranked_again() -> None:
    costs = costing(fusing_ms=500, ranking_ms=2_000)
    for _ in range(15):
        reach = reached(costs)
        costs.measured(reach, reach.kept, 0.01 * reach.fused, 0.1 * reach.kept)
    assert (reached(costs).fused, reached(costs).kept) == (1000, 200)


@pytest.mark.parametrize(
    "wrong", [{"kept": 0}, {"fused": 1001}, {"fused": 10, "kept": 20}, {"budget_ms": 0}]
)
def test_a_first_stage_that_means_nothing_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        FirstStage(**wrong)


def test_the_trace_tells_how_many_were_ranked() -> None:
    results = {
        "product.lexical": RetrievalResult(hits(0, 100, 9.0), 100),
        "product.semantic": RetrievalResult(hits(50, 100, 0.9), 100),
    }
    config = SearchConfig(profiles={PROFILE.name: PROFILE})
    request = SearchRequest("shoes", (Kind.PRODUCT,), explain=True, budget_ms=PATIENT_MS)
    response = service(Engine(results)).search(request, config)
    (record,) = (each for each in response.trace if each.stage == "first_stage")
    assert (record.detail["fused"], record.detail["kept_of_a_kind"]) == (200, 200)
