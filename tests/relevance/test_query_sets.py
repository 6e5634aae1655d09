"""Query sets: what several raters say becomes one grade, they see items blindly, and how far they
agree is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.agreement import agreement_of, ordinal_alpha
from searchapp.relevance.query_sets.consensus import consensus, whole_consensus
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


def test_alpha_is_that_of_the_published_examples() -> None:
    assert ordinal_alpha(units(OBSERVERS)) == pytest.approx(0.815, abs=5e-4)
    assert ordinal_alpha(units(TWO)) == pytest.approx(0.095, abs=5e-4)


def test_alpha_needs_something_to_compare() -> None:
    assert ordinal_alpha([]) is None
    assert ordinal_alpha([[1], [2]]) is None
    assert ordinal_alpha([[2, 2], [2, 2]]) is None


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=10))
def test_alpha_is_1_for_full_agreement_and_never_more(grades: list[list[int]]) -> None:
    alpha = ordinal_alpha(grades)
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
