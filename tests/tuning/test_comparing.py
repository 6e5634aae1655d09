"""Two answers to one request are set side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.retrieval import FacetValue
from searchapp.tuning.comparing import Comparison, Move, Pair, compare

KEYS = st.tuples(st.sampled_from(Kind), st.sampled_from("abcdef"))
COUNTS = st.integers(0, 5)


@st.composite
def answers(draw: st.DrawFn) -> SearchResponse:
    keys = draw(st.lists(KEYS, unique=True, max_size=8))
    values = draw(st.dictionaries(st.sampled_from(("red", "blue")), COUNTS.filter(bool)))
    return SearchResponse(
        query_id=draw(st.text(max_size=3)),
        text=draw(st.sampled_from(("shoes", "shoe"))),
        hits=tuple(Hit(at, Candidate(*key, ())) for at, key in enumerate(keys, start=1)),
        total=len(keys),
        totals=draw(st.dictionaries(st.sampled_from(Kind), COUNTS)),
        facets={"colour": tuple(FacetValue(*each) for each in values.items())},
        took_ms={"total": draw(st.floats(0, 9))},
        config_version=draw(st.sampled_from(("1", "2"))),
        corrected=draw(st.sampled_from((None, "shoes"))),
        redirect=draw(st.sampled_from((None, "/run/"))),
        banner=draw(st.sampled_from((None, Banner("Run!")))),
    )


def mirrored(found: Comparison) -> Comparison:
    def turned(pairs: Mapping[Any, Pair]) -> dict[Any, Pair]:
        return {key: Pair(pair.draft, pair.live) for key, pair in pairs.items()}

    return Comparison(
        tuple((draft, live) for live, draft in found.rows),
        tuple(Move(each.kind, each.id, each.draft, each.live) for each in found.moves),
        *(turned(each) for each in (found.totals, found.facets, found.words, found.shown)),
    )


def in_one_order(found: Comparison) -> tuple[object, ...]:
    moves = sorted(found.moves, key=lambda each: (each.kind, each.id))
    return found.rows, moves, found.totals, found.facets, found.words, found.shown


@given(answers(), answers())
def test_swapped_sides_are_a_mirror(live: SearchResponse, draft: SearchResponse) -> None:
    turned = mirrored(compare(live, draft))
    assert in_one_order(compare(draft, live)) == in_one_order(turned)
    for one, other in zip(compare(live, draft).moves, turned.moves, strict=True):
        assert (one.moved, one.entered, one.left) == (-other.moved, other.left, other.entered)


@given(answers())
def test_equal_answers_differ_in_nothing(answer: SearchResponse) -> None:
    found = compare(answer, answer)
    assert found.is_same
    assert not (found.totals or found.facets or found.words or found.shown)
    assert not any(each.moved or each.entered or each.left for each in found.moves)


@given(answers(), answers())
def test_every_item_has_its_ranks_of_both_pages(
    live: SearchResponse, draft: SearchResponse
) -> None:
    moves = compare(live, draft).moves
    for side, response in (("live", live), ("draft", draft)):
        ranks = {(each.kind, each.id): getattr(each, side) for each in moves}
        assert {key: rank for key, rank in ranks.items() if rank is not None} == {
            hit.candidate.key: hit.rank for hit in response.hits
        }


@given(answers(), answers())
def test_only_what_shoppers_see_makes_a_difference(
    live: SearchResponse, draft: SearchResponse
) -> None:
    def seen(answer: SearchResponse) -> tuple[object, ...]:
        totals = {kind: total for kind, total in answer.totals.items() if total}
        keys = [hit.candidate.key for hit in answer.hits]
        counts = {each.value: each.count for each in answer.facets["colour"]}
        shown = (answer.redirect, answer.banner)
        return keys, totals, counts, answer.text, answer.corrected, shown

    assert compare(live, draft).is_same == (seen(live) == seen(draft))
