"""Boosts and buries move items by places of the answer at hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.merchandising import Moved
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.merchant_moves import move
from searchapp.pipeline.request import AnyOf, Kind

P = (Kind.PRODUCT,)


def ranking(*scores: float) -> Ranking:
    window = [
        Candidate(Kind.PRODUCT, chr(97 + at), (), final_score=score, document={"brand": f"b{at}"})
        for at, score in enumerate(scores)
    ]
    return Ranking(Kind.PRODUCT, window, len(window))


def ids(*moved: Moved, scores: tuple[float, ...] = (5.0, 4.0, 3.0, 2.0, 1.0)) -> str:
    return "".join(item.id for item in move(ranking(*scores), moved).window)


def test_an_item_moves_by_the_places_of_the_rule() -> None:
    assert ids(Moved(P, ("d",), places=2)) == "adbce"
    assert ids(Moved(P, ("b",), places=-2)) == "acdbe"
    assert ids(Moved(P, ("e",), places=20)) == "eabcd"
    assert ids(Moved(P, ("a",), places=-20)) == "bcdea"
    assert ids(Moved(P, filter=AnyOf("brand", ("b3",)), places=1)) == "abdce"


def test_places_do_not_depend_on_the_scale_of_scores() -> None:
    for scale in (0.001, 1.0, 1000.0):
        scores = tuple(each * scale for each in (5.0, 4.9, -3.0, -3.1, -9.0))
        assert ids(Moved(P, ("d",), places=2), scores=scores) == "adbce"


def test_rules_add_up_and_cancel_out() -> None:
    up, down = Moved(P, ("d",), places=2), Moved(P, ("d",), places=-2)
    assert ids(up, Moved(P, ("d",), places=1)) == "dabce"
    assert ids(up, down) == "abcde"


def test_a_factor_stretches_the_distance_from_the_least_score() -> None:
    assert ids(Moved(P, ("c",), factor=3.0)) == "cabde"
    assert ids(Moved(P, ("a",), factor=0.0)) == "bcdae"


def test_other_kinds_are_left_alone() -> None:
    assert ids(Moved((Kind.VIDEO,), ("d",), places=2)) == "abcde"


def test_the_order_that_diversity_left_stays() -> None:
    assert ids(Moved(P, ("e",), places=1), scores=(5.0, 2.0, 4.0, 3.0, 1.0)) == "abced"


@given(
    st.lists(st.floats(-10, 10).map(lambda each: round(each, 2)), min_size=2, max_size=12),
    st.lists(
        st.tuples(st.sampled_from("abcdefghijkl"), st.integers(-20, 20), st.floats(0, 3)),
        max_size=4,
    ),
)
def test_amounts_sum_to_the_change_and_nothing_is_lost(
    scores: list[float], wanted: list[tuple[str, int, float]]
) -> None:
    before = ranking(*sorted(scores, reverse=True))
    moved = [Moved(P, (id_,), places=places, factor=factor) for id_, places, factor in wanted]
    after = {item.id: item for item in move(before, moved).window}
    assert after.keys() == {item.id for item in before.window}
    for item in before.window:
        amounts = [change.amount for change in after[item.id].adjustments]
        assert after[item.id].score == pytest.approx(item.score + sum(amounts))
    untouched = [item.id for item in before.window if not after[item.id].adjustments]
    assert [id_ for id_ in after if id_ in untouched] == untouched
