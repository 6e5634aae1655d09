"""When less was asked, what has all that was asked comes first, whatever else is raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.ranking.complete_first import COMPLETE, complete_first
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.request import Kind

SCORED = st.lists(st.tuples(st.floats(-1, 4), st.booleans()), max_size=12)


def ranking(scored: list[tuple[float, bool]]) -> Ranking:
    """Items with such scores, best first, some of which have all that was asked."""
    window = [
        Candidate(
            Kind.PRODUCT,
            str(number),
            (Recall(COMPLETE if is_complete else "lexical", 1, 1.0),),
            contributions={"lexical": score},
            first_score=score,
        )
        for number, (score, is_complete) in enumerate(sorted(scored, reverse=True))
    ]
    return Ranking(Kind.PRODUCT, window, len(window))


@given(SCORED)
def test_the_complete_come_first_and_each_part_keeps_its_order(
    scored: list[tuple[float, bool]],
) -> None:
    before = ranking(scored)
    after = complete_first(before).window
    complete = {item.id for item in before.window if item.recalls[0].channel == COMPLETE}
    assert [item.id for item in after] == sorted(
        (item.id for item in before.window), key=lambda id_: (id_ not in complete, int(id_))
    )


@given(SCORED)
def test_scores_fall_and_are_the_sum_of_what_was_added(scored: list[tuple[float, bool]]) -> None:
    window = complete_first(ranking(scored)).window
    scores = [item.first_score for item in window]
    assert scores == sorted(scores, reverse=True)
    assert all(abs(sum(item.contributions.values()) - item.first_score) < 1e-9 for item in window)
