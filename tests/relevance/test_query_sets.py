"""Query sets: what several raters say becomes one grade, they see items blindly, and how far they
agree is told.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.agreement import agreement_of, ordinal_alpha
from searchapp.relevance.query_sets.consensus import consensus, whole_consensus
from searchapp.relevance.query_sets.disagreements import disagreements
from searchapp.relevance.query_sets.rating import blind_order, items_to_rate, pool, rate
from searchapp.relevance.query_sets.topic import Item, topics_of
from tests.search.shop import Shop

# Four observers, twelve units, some values missing: Krippendorff, Computing Krippendorff's
# Alpha-Reliability, section C; its ordinal alpha is 0.815.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Two observers, ten units of two values, whatever the metric: section A; 0.095.
TWO = ((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))
ITEMS = st.lists(
    st.tuples(st.sampled_from(Kind), st.text(min_size=1, max_size=5)), max_size=12, unique=True
)


def units(observers: tuple[tuple[int | None, ...], ...]) -> list[list[int]]:
    return [[each for each in unit if each is not None] for unit in zip(*observers, strict=True)]


def item(id_: str) -> Item:
    return Kind.PRODUCT, id_


@pytest.fixture
def query(db: Any) -> JudgedQuery:
    return JudgedQuery.objects.create(
        query_set=QuerySet.objects.create(name="shoes"), text="running shoes"
    )


def coincidences(units: list[list[int]]) -> NDArray[np.float64]:
    """How often each pair of grades comes together, as Krippendorff counts it."""
    greatest = max((grade for unit in units for grade in unit), default=0)
    matrix = np.zeros((greatest + 1, greatest + 1))
    for unit in units:
        for one, other in permutations(unit, 2):
            matrix[one, other] += 1 / (len(unit) - 1)
    return matrix


def test_alpha_is_that_of_the_published_examples() -> None:
    assert ordinal_alpha(coincidences(units(OBSERVERS))) == pytest.approx(0.815, abs=5e-4)
    assert ordinal_alpha(coincidences(units(TWO))) == pytest.approx(0.095, abs=5e-4)


def test_alpha_needs_something_to_compare() -> None:
    assert ordinal_alpha(coincidences([])) is None
    assert ordinal_alpha(coincidences([[1], [2]])) is None
    assert ordinal_alpha(coincidences([[2, 2], [2, 2]])) is None


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=10))
def test_alpha_is_1_for_full_agreement_and_never_more(grades: list[list[int]]) -> None:
    alpha = ordinal_alpha(coincidences(grades))
    if alpha is not None:
        assert alpha <= 1 + 1e-9
        agree = all(len(set(unit)) == 1 for unit in grades if len(unit) > 1)
        assert (alpha == pytest.approx(1)) == agree


def test_the_consensus_is_the_median() -> None:
    assert consensus([0, 3, 3]) == 3
    assert consensus([2, 3]) == 2.5
    assert whole_consensus([2, 3]) == 3


def test_a_rater_has_one_grade_for_an_item_and_changes_it_in_its_place(query: JudgedQuery) -> None:
    ann, ben = User.objects.create_user("ann"), User.objects.create_user("ben")
    first = rate(query, ann, item("p"), 1)
    assert rate(query, ann, item("p"), 1).changed == first.changed
    again = rate(query, ann, item("p"), 3)
    assert (again.pk, again.grade) == (first.pk, 3)
    assert again.changed > first.changed
    rate(query, ben, item("p"), 2)
    (topic,) = topics_of([query.query_set])
    assert topic.grades == {item("p"): 2.5}
    with pytest.raises(ValueError, match="from 0 to 3"):
        rate(query, ann, item("p"), 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgment.objects.create(query=query, rater=ann, kind="product", item="q", grade=4)


def test_agreement_is_of_items_that_several_rated(query: JudgedQuery) -> None:
    raters = [User.objects.create_user(name) for name in ("ann", "ben")]
    for rater, grades in zip(raters, ((3, 0, 1), (3, 0)), strict=True):
        for number, grade in enumerate(grades):
            rate(query, rater, item(f"p{number}"), grade)
    agreement = agreement_of(query.query_set)
    assert (agreement.items, agreement.raters, agreement.same) == (2, 2, 1.0)
    assert agreement.alpha == pytest.approx(1)


def judged(query: JudgedQuery, units: list[list[int]]) -> None:
    """Each item has one grade of each of the first raters."""
    Judgment.objects.all().delete()
    raters = [User.objects.get_or_create(username=f"rater {number}")[0] for number in range(5)]
    Judgment.objects.bulk_create(
        Judgment(query=query, kind="product", item=f"p{number}", rater=rater, grade=grade)
        for number, unit in enumerate(units)
        for rater, grade in zip(raters, unit, strict=False)
    )


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(grades=st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=8))
def test_the_database_counts_agreement_as_one_would_by_hand(
    query: JudgedQuery, grades: list[list[int]]
) -> None:
    judged(query, grades)
    several = [unit for unit in grades if len(unit) > 1]
    pairs = [pair for unit in several for pair in permutations(unit, 2)]
    found = agreement_of(query.query_set)
    alpha = ordinal_alpha(coincidences(several))
    assert found.alpha == (None if alpha is None else pytest.approx(alpha))
    assert found.items == len(several)
    assert found.raters == max(map(len, grades), default=0)
    same = sum(one == other for one, other in pairs)
    assert found.same == (pytest.approx(same / len(pairs)) if pairs else None)
    apart = sorted((max(unit) - min(unit) for unit in several if len(set(unit)) > 1), reverse=True)
    assert [each.spread for each in disagreements(query.query_set)] == apart
    assert [each.spread for each in disagreements(query.query_set, most=2)] == apart[:2]
    for each in disagreements(query.query_set):
        unit = grades[int(each.item[1:])]
        assert each.grades == tuple((f"rater {at}", grade) for at, grade in enumerate(unit))
        assert each.consensus == consensus(unit)


def test_agreement_of_a_large_set_loads_no_more_than_it_shows(
    query: JudgedQuery,
) -> None:
    judged(query, [[0, 3, 1]] * 3_000)
    with (
        CaptureQueriesContext(connection) as asked,
        patch.object(Judgment, "from_db", side_effect=AssertionError("no row is loaded whole")),
    ):
        agreement = agreement_of(query.query_set)
        apart = disagreements(query.query_set)
    assert (agreement.items, len(apart), len(asked)) == (3_000, 100, 4)
    with connection.cursor() as cursor:
        for each, rows in zip(asked, (1, 1, 100, 300), strict=True):
            cursor.execute(each["sql"])
            assert len(cursor.fetchall()) == rows


def test_a_query_of_two_sets_comes_once_with_the_judgments_of_both(query: JudgedQuery) -> None:
    other = JudgedQuery.objects.create(
        query_set=QuerySet.objects.create(name="more"), text=query.text, query_class="sport"
    )
    ann = User.objects.create_user("ann")
    rate(query, ann, item("p"), 3)
    rate(other, ann, item("q"), 0)
    (topic,) = topics_of(QuerySet.objects.all())
    assert topic.grades == {item("p"): 3, item("q"): 0}
    assert topic.query_class == "sport"


@settings(deadline=None)
@given(st.lists(ITEMS, max_size=3), st.integers(0, 20))
def test_a_pool_takes_from_all_rankings_by_turns(rankings: list[list[Item]], size: int) -> None:
    found = pool(rankings, size)
    assert (
        len(found) == len(set(found)) == min(size, len({each for one in rankings for each in one}))
    )
    if size >= len(rankings):
        assert {ranking[0] for ranking in rankings if ranking} <= set(found)


@settings(deadline=None)
@given(ITEMS, st.text(max_size=5), st.randoms(use_true_random=False))
def test_the_order_tells_nothing_of_who_found_an_item(
    items: list[Item], seed: str, chance: Any
) -> None:
    rated = items[::3]
    order = blind_order(items, rated, seed)
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert blind_order(shuffled, rated, seed) == order
    assert sorted(order) == sorted(items)
    assert [each in rated for each in order] == sorted(each in rated for each in order)
    fewer = items[: len(items) // 2]
    assert blind_order(fewer, rated, seed) == [each for each in order if each in fewer]


def test_what_either_configuration_finds_is_to_be_rated(query: JudgedQuery, shop: Shop) -> None:
    ann = User.objects.create_user("ann")
    pin = Rule("r", "Pin", (when.Exact(query.text),), (do.PinTo(do.Item(*item("kettle")), 1),))
    draft = replace(shop.config, rules=RuleSet.of([pin]))
    found = items_to_rate(shop.service, (shop.config, draft), query, ann)
    assert {item("kettle"), item("shoe-red")} <= set(found)
    rate(query, ann, found[0], 3)
    again = items_to_rate(shop.service, (draft, shop.config), query, ann)
    assert again == [*found[1:], found[0]]
    assert len(items_to_rate(shop.service, (shop.config, draft), query, ann, size=2)) == 2


def test_raters_see_different_orders() -> None:
    items = [item(str(number)) for number in range(20)]
    assert blind_order(items, (), "1/1") != blind_order(items, (), "1/2")
