"""Quality: the measures are the field's, the worst queries come first, and runs are kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp.behaviour.models import SearchLog
from searchapp.pipeline.request import Kind
from searchapp.relevance.models import QualityRun, QuerySet
from searchapp.relevance.quality.evaluation import evaluate
from searchapp.relevance.quality.measures import Figures, means, measured
from searchapp.relevance.quality.plot import line_plot
from searchapp.relevance.quality.quality_runs import history, measure_quality
from searchapp.relevance.quality.traffic import Traffic, searches_by_query, traffic_of
from searchapp.relevance.query_sets.judgment_files import import_judgments, read
from searchapp.relevance.query_sets.topic import Item, Topic
from tests.search.shop import Shop

SVG = "{http://www.w3.org/2000/svg}"


def item(id_: str) -> Item:
    return Kind.PRODUCT, id_


def logged(text: str, times: int, **fields: object) -> None:
    now = timezone.now()
    start = SearchLog.objects.count()
    SearchLog.objects.bulk_create(
        SearchLog(**{"query_id": f"q{start + each}", "time": now, "text": text, **fields})
        for each in range(times)
    )


IDS = [f"p{number}" for number in range(14)]


@settings(deadline=None)
@given(st.permutations(IDS), st.dictionaries(st.sampled_from(IDS), st.integers(0, 3), min_size=1))
def test_the_measures_agree_with_ir_measures(ranking: list[str], grades: dict[str, int]) -> None:
    from ir_measures import RR, Judged, R, calc_aggregate, nDCG

    if not any(grades.values()):
        return
    wanted = [nDCG @ 10, RR(rel=1), R(rel=1) @ 100, Judged @ 10]
    run = {"q": {id_: -float(place) for place, id_ in enumerate(ranking)}}
    expected = calc_aggregate(wanted, {"q": grades}, run)
    found = measured([item(each) for each in ranking], {item(k): v for k, v in grades.items()})
    assert [found.ndcg, found.reciprocal_rank, found.recall, found.judged] == pytest.approx(
        [expected[measure] for measure in wanted]
    )


def test_what_cannot_be_measured_is_left_out_of_means() -> None:
    nothing_relevant = measured([item("a")], {item("a"): 0.0})
    assert nothing_relevant == Figures(judged=1.0)
    assert measured([], {item("a"): 3.0}) == Figures(0.0, 0.0, 0.0, None)
    assert means([nothing_relevant, Figures(0.5, 1.0, 1.0, 0.0)]) == Figures(0.5, 1.0, 1.0, 0.5)
    assert means([]) == Figures()


@pytest.mark.django_db
def test_frequent_queries_are_the_head_and_rare_ones_the_tail() -> None:
    logged("Shoes ", 5)
    logged("shoes", 5)
    logged("kettle", 6)
    logged("mug", 5)
    logged("cup", 5)
    logged("mug", 9, page=2)
    logged("cup", 9, filters=[{"field": "brand", "values": ["Alba"]}])
    logged("old", 9, time=timezone.now() - timedelta(days=400))
    searches = searches_by_query()
    assert searches == {"shoes": 10, "kettle": 6, "cup": 5, "mug": 5}
    assert traffic_of(searches) == {
        "shoes": Traffic.HEAD,
        "kettle": Traffic.TORSO,
        "cup": Traffic.TORSO,
        "mug": Traffic.TAIL,
    }
    assert traffic_of({}) == {}


@pytest.mark.django_db
def test_the_worst_queries_come_first_and_classes_are_measured_apart(shop: Shop) -> None:
    topics = [
        Topic("electric kettle", grades={item("kettle"): 3.0}),
        Topic("running shoes", query_class="sport", grades={item("coffee"): 3.0}),
        Topic("nobody judged this"),
    ]
    told: list[tuple[int, int]] = []
    report = evaluate(
        shop.service,
        shop.config,
        topics,
        {"electric kettle": Traffic.HEAD},
        progress=lambda done, total: told.append((done, total)),
    )
    assert [query.text for query in report.queries] == ["running shoes", "electric kettle"]
    assert [query.figures.ndcg for query in report.queries] == [0.0, 1.0]
    assert report.figures.ndcg == 0.5
    assert told == [(1, 2), (2, 2)]
    by_class = {each.query_class: each.figures.ndcg for each in report.classes}
    assert by_class["words", "2"] == 0.5
    assert by_class["traffic", "head"] == 1.0
    assert by_class["traffic", "tail"] == by_class["class", "sport"] == 0.0
    late = evaluate(shop.service, shop.config, topics, deadline_s=-1)
    assert not late.is_complete
    assert late.queries == ()


@pytest.mark.django_db
def test_videos_do_not_push_down_products_that_were_judged(shop: Shop) -> None:
    found = shop.found("coffee machine")
    topic = Topic("coffee machine", grades={item(found[0]): 3.0})
    assert Kind.VIDEO in {hit.kind for hit in shop.search("coffee machine").hits}
    report = evaluate(shop.service, shop.config, [topic])
    assert report.queries[0].figures.reciprocal_rank == 1.0


@pytest.mark.django_db
def test_runs_are_kept_with_their_version(shop: Shop) -> None:
    User.objects.create_user("ann")
    query_set = QuerySet.objects.create(name="shop")
    import_judgments(query_set, read("query,item,grade\nkettle,kettle,3\n"), "ann")
    for version in (1, 2):
        measure_quality(shop.service, shop.config, query_set, version)
    assert [run.version for run in history(query_set)] == [1, 2]
    run = QualityRun.objects.latest("pk")
    assert run.config_version == shop.config.version
    assert run.figures["ndcg"] == 1.0
    assert run.queries[0]["text"] == "kettle"
    assert ["words", "1"] in [each["class"] for each in run.classes]


@settings(deadline=None)
@given(st.lists(st.none() | st.floats(0, 1), max_size=30), st.text("<&\"' ab", max_size=5))
def test_the_plot_shows_every_figure_and_says_it(values: list[float | None], title: str) -> None:
    labels = [f"<{number}>" for number in range(len(values))]
    svg = ElementTree.fromstring(line_plot(title, labels, values))  # noqa: S314 - our own
    points = svg.findall(f"{SVG}circle")
    known = [
        (label, value) for label, value in zip(labels, values, strict=True) if value is not None
    ]
    assert [point.findtext(f"{SVG}title") for point in points] == [
        f"{label}: {value:.3f}" for label, value in known
    ]
    heights = [float(point.get("cy", "")) for point in points]
    assert all(0 <= height <= 240 for height in heights)
    for one, other in pairwise(sorted(zip(heights, [value for _, value in known], strict=True))):
        assert one[0] == other[0] or one[1] >= other[1]
    assert svg.get("aria-label", "").startswith(title)
