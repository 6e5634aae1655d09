"""Impact before publish: what a draft would do to judged and frequent queries, and to its pins."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import DEFAULT_PROFILE, RankingProfile
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.relevance.impact import impact_runs
from searchapp.relevance.impact.bootstrap import mean_interval, ratio_interval
from searchapp.relevance.impact.comparing import impact
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.impact.overlap import overlap, rank_biased_overlap
from searchapp.relevance.impact.queries import queries_to_try
from searchapp.relevance.impact.report import ImpactReport, PinFault, plain_reports
from searchapp.relevance.models import ImpactRun, QuerySet, RunState
from searchapp.relevance.query_sets.judgment_files import import_judgments, read
from searchapp.relevance.query_sets.topic import Item, Topic
from searchapp.relevance.tasks import measure_impact
from tests.relevance.test_quality import logged
from tests.search.shop import Shop

LISTS = st.lists(st.integers(0, 9), unique=True, max_size=8)
SHOES = "running shoes"
# Finds next to nothing: its first pages are others.
WORDLESS = replace(
    DEFAULT_PROFILE,
    rerankers=(),
    field_weights={kind: {"body": 1.0} for kind in Kind},
    minimum_similarity=0.95,
)


def product(id_: str) -> do.Item:
    return do.Item(Kind.PRODUCT, id_)


def item(id_: str) -> Item:
    return Kind.PRODUCT, id_


JUDGED = [
    Topic(SHOES, grades={item("shoe-red"): 3.0, item("shoe-blue"): 2.0}, searches=9),
    Topic("electric kettle", grades={item("kettle"): 3.0}, searches=1),
]


def ruled(config: SearchConfig, *actions: do.Action, text: str = SHOES) -> SearchConfig:
    rule = Rule("r1", "Autumn", (when.Exact(text),), actions)
    return replace(config, rules=RuleSet.of([rule]))


def profiled(config: SearchConfig, **profiles: RankingProfile) -> SearchConfig:
    named = {name: replace(each, name=name) for name, each in profiles.items()}
    return replace(config, profiles={**config.profiles, **named})


def sale() -> Draft:
    draft = new_draft("Sale", COMMAND)
    rule = {"name": "Sale", "when": [{"exact": "sale"}], "do": [{"redirect": "/sale/"}]}
    change(draft, "rules", {"sale": rule}, COMMAND)
    return draft


def of_draft(shop: Shop, *actions: do.Action, **more: Any) -> ImpactReport:
    draft = ruled(shop.config, *actions)
    return impact(shop.service, shop.config, draft, JUDGED, **more).default


@hypothesis_settings(deadline=None)
@given(LISTS, LISTS)
def test_overlaps_are_1_for_the_same_and_0_for_nothing_in_common(
    one: list[int], other: list[int]
) -> None:
    for measure in (overlap, rank_biased_overlap):
        assert -1e-9 <= measure(one, other) <= 1 + 1e-9
        assert measure(one, other) == pytest.approx(measure(other, one))
        assert measure(one, one) == pytest.approx(1)
        if (one or other) and not set(one) & set(other):
            assert measure(one, other) == pytest.approx(0)


def test_the_first_ranks_count_most() -> None:
    page = list("abcdefgh")
    assert rank_biased_overlap(page, list("bacdefgh")) < rank_biased_overlap(page, list("abcdefhg"))
    # By hand, p = 0.9: agreements 0 and 1, so 0.1 * (0 + 0.9) + 1 * 0.81.
    assert rank_biased_overlap("ab", "ba") == pytest.approx(0.9)
    # Uneven, by hand: one item, then none; X = 1, 1; at depth 2 half of it, and what goes on.
    assert rank_biased_overlap("a", "ab") == pytest.approx(
        0.1 / 0.9 * (0.9 + (0.5 + 0.5) * 0.81) + 1.0 * 0.81
    )


def test_intervals_hold_the_true_mean_as_often_as_they_say() -> None:
    random = np.random.default_rng(3)
    inside = 0
    for seed in range(200):
        found = mean_interval(random.normal(0.02, 0.1, size=60).tolist(), seed)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0.02 <= found.high
    assert 180 <= inside <= 199


def test_intervals_are_repeatable_and_say_when_they_know_nothing() -> None:
    assert mean_interval([0.1, 0.3, 0.2], 1) == mean_interval([0.1, 0.3, 0.2], 1)
    assert mean_interval([]) is None
    one = mean_interval([0.5])
    assert one is not None
    assert (one.mean, one.low, one.is_sure) == (0.5, None, False)
    ratio = ratio_interval([1.0, 2.0, 4.0], [2.0, 4.0, 8.0])
    assert ratio is not None
    assert [ratio.mean, ratio.low, ratio.high] == pytest.approx([2.0, 2.0, 2.0])


@pytest.mark.django_db
class TestDrafts:
    """Drafts on the small shop."""

    def test_equal_configurations_change_nothing(self, shop: Shop) -> None:
        report = impact(shop.service, shop.config, shop.config, JUDGED).default
        assert report.changes_nothing
        assert not any(report.counts.values())
        assert report.ndcg_live == report.ndcg_draft
        assert report.difference is not None
        assert (report.difference.low, report.difference.high) == (0, 0)
        assert (report.mean_overlap, report.mean_rbo) == (1, pytest.approx(1))
        assert report.changed_searches == 0
        assert report.latency is not None
        assert not report.pins
        assert report.is_complete

    def test_a_draft_that_pins_a_bad_product_hurts(self, shop: Shop) -> None:
        report = of_draft(shop, do.PinTo(product("kettle"), 1))
        assert [change.text for change in report.hurt] == [SHOES]
        assert report.helped == ()
        assert report.difference is not None
        assert report.difference.mean < 0
        assert (report.counts["changed"], report.changed_share) == (1, 0.5)
        assert report.changed_searches == 0.9
        (change,) = report.changed
        assert change.rbo < change.overlap < 1
        assert [(each.id, each.rank) for each in change.entered] == [("kettle", 1)]
        json.dumps(report.to_plain())

    def test_a_draft_that_raises_a_good_product_helps(self, shop: Shop) -> None:
        first, second = shop.found(SHOES)[:2]
        topic = Topic(SHOES, grades={item(second): 3.0, item(first): 1.0})
        draft = ruled(shop.config, do.PinTo(product(second), 1))
        report = impact(shop.service, shop.config, draft, [topic]).default
        assert [change.text for change in report.helped] == [SHOES]

    def test_a_vanished_result_is_named(self, shop: Shop) -> None:
        report = of_draft(shop, do.Hide(product("shoe-blue")))
        (change,) = report.vanished
        assert [(each.id, each.title) for each in change.gone] == [
            ("shoe-blue", "Blue Running Shoes")
        ]
        assert report.counts["emptied"] == 0

    def test_a_query_that_loses_all_its_results_is_named(self, shop: Shop) -> None:
        nobody = AnyOf("brand", ("Nobody",))
        report = impact(
            shop.service,
            shop.config,
            ruled(shop.config, do.Require(nobody), text="summer dress"),
            [Topic("summer dress")],
        ).default
        products = [each for each in report.changed[0].gone if each.kind is Kind.PRODUCT]
        assert "dress-red" in [each.id for each in products]
        assert report.measured == 0
        assert [change.text for change in report.emptied] == ["summer dress"]

    def test_a_changed_redirect_is_told(self, shop: Shop) -> None:
        report = of_draft(shop, do.Redirect("/sale/"))
        assert report.counts["redirected"] == 1
        assert not report.changes_nothing

    def test_pins_that_nobody_sees_or_can_buy_are_told(self, shop: Shop) -> None:
        pins = [do.PinTo(product(id_), 1) for id_ in ("sneaker", "draft", "nothing", "kettle")]
        pins.append(do.PinTo(do.Item(Kind.LIVE, "l-over"), 2))
        report = of_draft(shop, *pins)
        assert {(each.id, each.fault) for each in report.pins} == {
            ("sneaker", PinFault.OUT_OF_STOCK),
            ("draft", PinFault.UNPUBLISHED),
            ("nothing", PinFault.MISSING),
            ("l-over", PinFault.OVER),
        }
        report = of_draft(shop, do.PinTo(product("kettle"), 1), do.Hide(product("kettle")))
        assert [(each.id, each.fault, each.query) for each in report.pins] == [
            ("kettle", PinFault.HIDDEN, SHOES)
        ]
        report = of_draft(
            shop, do.PinTo(product("kettle"), 1), do.Require(AnyOf("brand", ("Velo",)))
        )
        assert [each.fault for each in report.pins] == [PinFault.FILTERED]

    def test_only_what_is_newly_odd_about_rules_is_told(self, shop: Shop) -> None:
        live = ruled(shop.config, do.PinTo(product("shoe-red"), 1))
        rules = (
            Rule("r1", "Autumn", (when.Exact(SHOES),), (do.PinTo(product("shoe-red"), 1),)),
            Rule("r2", "Winter", (when.Exact(SHOES),), (do.PinTo(product("shoe-blue"), 1),)),
        )
        draft = replace(shop.config, rules=RuleSet.of(rules))
        report = impact(shop.service, live, draft, JUDGED).default
        assert [(each.rule, each.code) for each in report.remarks] == [("r2", "same position")]
        assert impact(shop.service, draft, draft, JUDGED).default.remarks == ()

    def test_it_ends_in_time_and_says_what_it_left_out(self, shop: Shop) -> None:
        told: list[tuple[int, int]] = []
        sale = do.Redirect("/sale/")
        report = of_draft(shop, sale, most=1, progress=lambda *args: told.append(args))
        assert (report.queries, report.skipped, report.is_complete) == (1, 1, False)
        assert told == [(1, 1)]
        late = of_draft(shop, sale, deadline_s=-1)
        assert (late.queries, late.skipped, late.difference) == (0, 2, None)

    def test_tried_are_the_words_of_changed_rules_then_judged_then_frequent_queries(
        self, shop: Shop
    ) -> None:
        User.objects.create_user("ann")
        query_set = QuerySet.objects.create(name="shop")
        import_judgments(query_set, read("query,item,grade\nMug,cafe,3\n"), "ann")
        logged("kettle", 3)
        logged("mug", 2)
        logged("rare", 1)
        draft = ruled(shop.config, do.Redirect("/sale/"), text="sale")
        topics = queries_to_try(shop.config, draft, most_logged=1)
        assert [(topic.text, topic.searches) for topic in topics] == [
            ("sale", 0),
            ("Mug", 2),
            ("kettle", 3),
        ]
        assert topics[1].grades == {item("cafe"): 3.0}
        of_mug = ruled(shop.config, do.Redirect("/mugs/"), text="mug")
        assert queries_to_try(shop.config, of_mug, most_logged=0) == [topics[1]]
        assert [topic.text for topic in queries_to_try(draft, draft, most_logged=0)] == ["Mug"]

    def test_a_draft_of_one_profile_changes_something_with_that_profile_alone(
        self, shop: Shop
    ) -> None:
        draft = profiled(shop.config, precise=WORDLESS)
        report = impact(shop.service, shop.config, draft, JUDGED)
        assert report.default.changes_nothing
        (precise,) = report.others
        assert (precise.profile, precise.compared_with) == ("precise", "precise")
        assert precise.counts["changed"]
        assert not precise.changes_nothing
        assert (precise.pins, precise.remarks, report.removed) == ((), (), ())
        plain = report.to_plain()
        json.dumps(plain)
        assert [each["profile"] for each in plain_reports(plain)] == ["default", "precise"]
        assert plain_reports(plain)[1]["changes_nothing"] is False

    def test_a_new_profile_is_compared_with_the_live_default_and_one_that_goes_is_named(
        self, shop: Shop
    ) -> None:
        live, draft = profiled(shop.config, old=WORDLESS), profiled(shop.config, new=WORDLESS)
        report = impact(shop.service, live, draft, JUDGED)
        (new,) = report.others
        assert (new.profile, new.compared_with) == ("new", "default")
        assert new.counts["changed"]
        assert not new.failed
        assert report.removed == ("old",)

    def test_profiles_share_the_queries_and_the_time_that_there_are(self, shop: Shop) -> None:
        draft = profiled(shop.config, precise=WORDLESS, new=WORDLESS)
        told: list[tuple[int, int]] = []
        report = impact(
            shop.service,
            shop.config,
            draft,
            JUDGED,
            most=3,
            progress=lambda *done: told.append(done),
        )
        each = (report.default, *report.others)
        assert [(one.profile, one.queries, one.skipped) for one in each] == [
            ("default", 1, 1),
            ("precise", 1, 1),
            ("new", 1, 1),
        ]
        assert told == [(0, 1), (0, 1), (1, 1)]  # every comparison is a sign of life
        late = impact(shop.service, shop.config, draft, JUDGED, deadline_s=-1)
        assert [one.queries for one in (late.default, *late.others)] == [0, 0, 0]

    def test_what_was_kept_before_profiles_were_told_apart_is_of_the_default_one(self) -> None:
        (report,) = plain_reports({"queries": 3})
        assert report == {"profile": "default", "compared_with": "default", "queries": 3}

    @pytest.mark.usefixtures("measured_here")
    def test_a_run_keeps_its_report(
        self, shop: Shop, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        draft = sale()
        with django_capture_on_commit_callbacks(execute=True):
            run = ask_for_impact(draft, User.objects.create_user("ann"))
        run.refresh_from_db()
        assert (run.state, run.note, run.done, run.total) == (RunState.DONE, "", 1, 1)
        assert run.figures["counts"]["redirected"] == 1
        assert run.figures["draft_version"] == run.draft_version != run.live_version

    def test_a_run_that_is_done_is_not_run_again_and_one_that_was_cut_short_is(
        self, shop: Shop
    ) -> None:
        done = ImpactRun.objects.create(draft=new_draft("Gone", COMMAND), state=RunState.DONE)
        cut_short = ImpactRun.objects.create(draft=sale(), state=RunState.RUNNING)
        for run in (done, cut_short):
            measure_impact(run.pk)
            run.refresh_from_db()
            assert run.state == RunState.DONE
        assert cut_short.figures["queries"] == 1
        measure_impact(cut_short.pk + 1)  # deleted before a worker came to it

    @pytest.mark.usefixtures("measured_here")
    def test_a_run_that_fails_says_why(
        self,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        def broken(draft: object) -> SearchConfig:
            raise LookupError("the draft can't be read")

        monkeypatch.setattr(impact_runs, "draft_config", broken)
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_impact(new_draft("Gone", COMMAND))
        run = ImpactRun.objects.get()
        assert (run.state, run.note) == (RunState.FAILED, "the draft can't be read")
