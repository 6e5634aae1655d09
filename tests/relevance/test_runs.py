"""Measurements as jobs: asked for once, carried out once, given up and pruned in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from kombu.exceptions import OperationalError

from searchapp.celery import app
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft, Version
from searchapp.publishing.publication import publish
from searchapp.relevance import runs, tasks
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.models import ImpactRun, QualityRun, QuerySet, RunState
from searchapp.relevance.quality.quality_runs import ask_for_quality, history
from searchapp.relevance.query_sets.judgment_files import import_judgments, read
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]


def drafted(name: str = "Spring") -> Draft:
    draft = new_draft(name, COMMAND)
    change(draft, "synonyms", {name: {"terms": [name, "kettle"]}}, COMMAND)
    return draft


@pytest.fixture
def judged() -> QuerySet:
    User.objects.create_user("ann")
    query_set = QuerySet.objects.create(name="shop")
    import_judgments(query_set, read("query,item,grade\nelectric kettle,kettle,3\n"), "ann")
    return query_set


@pytest.mark.usefixtures("measured_here")
def test_every_publication_is_measured(
    shop: Shop, judged: QuerySet, django_capture_on_commit_callbacks: Commit
) -> None:
    QuerySet.objects.create(name="nothing judged")
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(drafted(), COMMAND)
    (run,) = QualityRun.objects.all()
    assert (run.query_set, run.version, run.state, run.note) == (
        judged,
        version.number,
        RunState.DONE,
        "",
    )
    assert run.figures["ndcg"] == 1
    assert (run.done, run.total) == (1, 1)
    assert history(judged) == [run]


def test_a_follow_up_that_fails_does_not_undo_a_publication(
    settings: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    settings.AFTER_PUBLICATION = ["tests.relevance.no_such_module.f"]
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(drafted(), COMMAND)
    assert Version.objects.filter(pk=version.pk).exists()


@pytest.mark.usefixtures("measured_here")
def test_an_older_version_is_measured_too_and_one_that_never_was_says_so(
    shop: Shop, judged: QuerySet, django_capture_on_commit_callbacks: Commit
) -> None:
    publish(drafted(), COMMAND)
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_quality(judged, 1)
        ask_for_quality(judged, 99)
    of_first, of_none = QualityRun.objects.order_by("version")
    assert (of_first.version, of_first.state) == (1, RunState.DONE)
    assert (of_none.state, bool(of_none.note)) == (RunState.FAILED, True)
    assert history(judged) == [of_first]


def test_what_is_asked_for_twice_is_measured_once(judged: QuerySet) -> None:
    draft = drafted()
    first = ask_for_impact(draft)
    assert ask_for_impact(draft) == first
    change(draft, "synonyms", {"other": {"terms": ["a", "b"]}}, COMMAND)
    assert ask_for_impact(draft) != first
    assert ask_for_quality(judged) == ask_for_quality(judged)


def told_before(run: ImpactRun | QualityRun, **ago: float) -> None:
    type(run)._default_manager.filter(pk=run.pk).update(told=timezone.now() - timedelta(**ago))
    run.refresh_from_db()


def test_a_run_whose_process_died_is_not_waited_for(judged: QuerySet) -> None:
    draft = drafted()
    for ask in (lambda: ask_for_impact(draft), lambda: ask_for_quality(judged)):
        run: ImpactRun | QualityRun = ask()
        runs.claimed(type(run))
        told_before(run, seconds=90)
        assert ask() == run  # a slow query, or a model that is loaded
        told_before(run, minutes=3)
        assert (run.is_lost, run.is_unfinished, bool(run.fault)) == (True, False, True)
        again = ask()
        assert again != run
        assert (again.is_lost, again.is_unfinished, again.fault) == (False, True, "")


def test_a_run_that_waits_for_a_worker_may_wait_longer(judged: QuerySet) -> None:
    run = ask_for_quality(judged)
    told_before(run, minutes=50)
    assert ask_for_quality(judged) == run
    told_before(run, minutes=70)
    assert ask_for_quality(judged) != run


def test_a_run_tells_that_it_is_alive_when_it_is_claimed_and_with_its_progress(
    judged: QuerySet,
) -> None:
    run = ask_for_quality(judged)
    told_before(run, minutes=50)
    assert runs.claimed(QualityRun) == run
    run.refresh_from_db()
    assert run.is_unfinished
    told_before(run, minutes=3)
    runs.teller(run)(1, 2)
    run.refresh_from_db()
    assert (run.is_lost, run.done) == (False, 1)


def test_a_lost_run_that_goes_on_after_all_ends_as_any_other(shop: Shop, judged: QuerySet) -> None:
    run = ask_for_quality(judged)
    runs.claimed(QualityRun)
    told_before(run, minutes=3)
    tasks.prune_runs()
    tasks.measure_quality(run.pk)
    run.refresh_from_db()
    assert (run.state, run.fault) == (RunState.DONE, "")


@pytest.mark.usefixtures("measured_here")
def test_a_publication_is_measured_with_the_profiles_that_it_changes_too(
    shop: Shop, judged: QuerySet, django_capture_on_commit_callbacks: Commit
) -> None:
    def published(values: dict[str, Any]) -> list[str]:
        draft = new_draft("Profiles", COMMAND)
        change(draft, "profiles", values, COMMAND)
        with django_capture_on_commit_callbacks(execute=True):
            number = publish(draft, COMMAND).number
        found = QualityRun.objects.filter(version=number).order_by("pk")
        assert [each.note for each in found] == [""] * len(found)
        return [each.profile for each in found]

    assert published({"mine": {"few": 5}, "precise": {"few": 4}}) == ["default", "precise", "mine"]
    assert published({"mine": {"few": 6}}) == ["default", "mine"]
    assert published({"mine": None, "default": {"few": 5}}) == ["default"]
    assert published({"precise": None}) == ["default", "precise"]  # the one that is built in again


def test_a_run_that_waits_is_given_to_one_process_alone(judged: QuerySet) -> None:
    run = ask_for_quality(judged)
    assert runs.claimed(QualityRun) == run
    assert runs.claimed(QualityRun) is None


def test_without_a_broker_a_process_is_started(
    judged: QuerySet, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commit
) -> None:
    started: list[bool] = []
    monkeypatch.setattr(runs, "start_process", lambda: started.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_quality(judged)
    assert started == [True]


def test_without_the_broker_that_should_be_there_the_run_says_so(
    judged: QuerySet,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise OperationalError("no route to the broker")

    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(tasks.measure_impact, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        run = ask_for_impact(drafted())
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "no route to the broker" in run.note


def test_measurements_have_a_queue_of_their_own(settings: Any) -> None:
    queues = {
        task.name: app.amqp.router.route({}, task.name)["queue"].name
        for task in (tasks.measure_impact, tasks.measure_quality)
    }
    assert set(queues.values()) == {"slow"}
    assert "slow" in settings.CELERY_TASK_QUEUES
    assert app.amqp.router.route({}, "relevance.prune_runs")["queue"].name == "bulk"


def test_old_runs_are_pruned_and_lost_ones_given_up(judged: QuerySet) -> None:
    long_ago = timezone.now() - 2 * runs.KEPT
    draft = drafted()
    keep = QualityRun.objects.create(query_set=judged, version=1, measured=long_ago)
    QualityRun.objects.create(query_set=judged, version=None, measured=long_ago)
    earlier = QualityRun.objects.create(query_set=judged, version=2, measured=long_ago)
    newer = QualityRun.objects.create(query_set=judged, version=2, measured=long_ago)
    ImpactRun.objects.create(draft=draft, asked=long_ago)
    lost = ImpactRun.objects.create(draft=draft, told=timezone.now() - timedelta(hours=2))
    waiting = ImpactRun.objects.create(draft=draft)
    dead = ImpactRun.objects.create(draft=draft, state=RunState.RUNNING)
    told_before(dead, minutes=3)
    alive = ImpactRun.objects.create(draft=draft, state=RunState.RUNNING)
    assert earlier.pk < newer.pk
    assert tasks.prune_runs() == 3
    assert set(QualityRun.objects.all()) == {keep, newer}
    lost.refresh_from_db()
    waiting.refresh_from_db()
    assert (lost.state, waiting.state) == (RunState.FAILED, RunState.WAITING)
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, alive.state) == (RunState.FAILED, RunState.RUNNING)


def test_nothing_waits_for_the_command(judged: QuerySet) -> None:
    call_command("carry_out_measurements")
    assert not QualityRun.objects.exists()
