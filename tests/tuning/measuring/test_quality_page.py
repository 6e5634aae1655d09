"""How good the search is, version by version."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.publication import publish
from searchapp.relevance.models import QualityRun, QuerySet, RunState
from searchapp.relevance.quality import quality_runs
from tests.search.shop import Shop
from tests.tuning.measuring.conftest import SHOES, entered, hiding_draft, judged_set

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]
PAGE = "/tuning/quality/"


@pytest.mark.usefixtures("measured_here")
def test_a_publication_that_hurts_shows_in_the_plot_and_among_the_worst_queries(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    query_set, editor = judged_set(), entered("ed", "editor")
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{PAGE}measure/", {"set": query_set.pk, "version": ""})
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(hiding_draft(), COMMAND)
    before, after = quality_runs.history(query_set)
    assert after.figures["ndcg"] < before.figures["ndcg"]
    page = editor.get(PAGE).content.decode()
    assert f"Worst queries of version {version.number}" in page
    assert page.count("<svg") == 3
    assert f"v{version.number}: {after.figures['ndcg']:.3f}" in page
    assert "style=" not in page
    worst = page[page.index('id="worst"') :]
    assert worst.index(SHOES) < worst.index("electric kettle")
    assert "/tuning/workbench/?q=running%20shoes" in worst
    assert "−0." in worst  # what it lost since the measurement before
    assert "words: 2" in page
    older = editor.get(PAGE, {"set": query_set.pk, "run": before.pk}).content.decode()
    assert "Worst queries</h2>" in older


@pytest.mark.usefixtures("measured_here")
def test_any_version_is_measured(shop: Shop, django_capture_on_commit_callbacks: Commit) -> None:
    query_set, editor = judged_set(), entered("ed", "editor")
    publish(hiding_draft(), COMMAND)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{PAGE}measure/", {"set": query_set.pk, "version": "1"})
    assert [run.version for run in quality_runs.history(query_set)] == [1]


@pytest.mark.usefixtures("measured_here")
def test_the_page_is_of_the_profile_that_one_chooses(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    query_set, editor = judged_set(), entered("ed", "editor")
    draft = new_draft("Profiles", COMMAND)
    change(draft, "profiles", {"mine": {"few": 5}}, COMMAND)
    version = publish(draft, COMMAND).number
    form = {"set": query_set.pk, "version": "", "profile": "precise"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(f"{PAGE}measure/", form)
    assert answer["Location"] == f"{PAGE}?set={query_set.pk}&profile=precise"
    page = editor.get(answer["Location"]).content.decode()
    assert page.count("<svg") == 3
    assert f"Worst queries of version {version} with the profile “precise”" in page
    assert "<option selected>precise</option>" in page
    assert '<input type="hidden" name="profile" value="precise">' in page
    assert "<option>mine</option>" in page
    assert "&amp;profile=precise" in page[page.index('id="worst"') :]
    assert "Nothing was measured yet." in editor.get(PAGE).content.decode()
    unknown = editor.get(PAGE, {"profile": "<nonsense>"}).content.decode()
    assert "<option selected>default</option>" in unknown
    removing = new_draft("Less", COMMAND)
    change(removing, "profiles", {"mine": None}, COMMAND)
    publish(removing, COMMAND)
    form["profile"] = "mine"
    told = editor.post(f"{PAGE}measure/", form, follow=True).content.decode()
    assert "What is live has no profile &#x27;mine&#x27;; choose one of default, precise" in told
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{PAGE}measure/", {**form, "version": version})
    of_mine = QualityRun.objects.get(profile="mine")
    assert (of_mine.state, of_mine.version) == (RunState.DONE, version)
    assert "<option selected>mine</option>" in editor.get(f"{PAGE}?profile=mine").content.decode()


def test_a_measurement_that_was_cut_off_is_told_and_waited_for_no_more() -> None:
    query_set, viewer = judged_set(), entered("vic", "viewer")
    long_ago = timezone.now() - timedelta(minutes=3)
    QualityRun.objects.create(query_set=query_set, state=RunState.RUNNING, told=long_ago)
    page = viewer.get(PAGE).content.decode()
    assert "it was cut off" in page
    assert "quality-progress" not in page
    part = viewer.get(f"{PAGE}progress/{query_set.pk}/", headers={"hx-request": "true"})
    assert part["HX-Refresh"] == "true"


def test_what_can_not_be_measured_is_told() -> None:
    empty, judged = QuerySet.objects.create(name="empty"), judged_set()
    editor = entered("ed", "editor")
    for form, sentence in (
        ({"set": empty.pk}, "has no judgments yet"),
        ({"set": judged.pk, "version": "7"}, "There is no version"),
        ({"set": judged.pk, "version": "x" * 999}, "There is no version"),
        ({"set": judged.pk, "version": f"000000001{'9' * 20}"}, "There is no version"),
    ):
        answer = editor.post(f"{PAGE}measure/", form, follow=True)
        assert sentence in answer.content.decode()
    assert editor.post(f"{PAGE}measure/", {"set": "nonsense"}).status_code == 404
    assert editor.post(f"{PAGE}measure/", {"set": "9" * 5000}).status_code == 404
    assert not QualityRun.objects.exists()


def test_the_page_says_how_far_a_measurement_is_and_why_it_failed() -> None:
    query_set, viewer = judged_set(), entered("vic", "viewer")
    run = QualityRun.objects.create(query_set=query_set, state=RunState.RUNNING, done=4, total=9)
    assert "4 of 9" in viewer.get(PAGE).content.decode()
    part = viewer.get(f"{PAGE}progress/{query_set.pk}/", headers={"hx-request": "true"})
    assert "4 of 9" in part.content.decode()
    QualityRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, note="the engine is away")
    ended = viewer.get(f"{PAGE}progress/{query_set.pk}/", headers={"hx-request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "the engine is away" in viewer.get(PAGE).content.decode()


def test_who_may_look_and_who_may_measure(client: Any) -> None:
    judged = judged_set()
    assert "/tuning/login/" in client.get(PAGE)["Location"]
    for name, roles, looks, measures in (
        ("nobody", (), 403, 403),
        ("vic", ("viewer",), 200, 403),
        ("ed", ("editor",), 200, 302),
    ):
        someone = entered(name, *roles)
        assert someone.get(PAGE).status_code == looks
        assert someone.post(f"{PAGE}measure/", {"set": judged.pk}).status_code == measures
    viewer = entered("vera", "viewer").get(PAGE).content.decode()
    assert not re.search(r"<button[^>]*>Measure", viewer)


def test_without_a_query_set_the_page_leads_to_judging() -> None:
    assert "there is no query set yet" in entered("ed", "editor").get(PAGE).content.decode()
