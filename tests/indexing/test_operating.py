"""What those who run the index are told: metrics of the backlog, alarms, nightly verification."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.testing import capture_logs

from searchapp.catalog.models import Lane, OutboxRow, Tombstone
from searchapp.catalog.outbox import record
from searchapp.indexing import tasks
from searchapp.indexing.backlog import backlog
from searchapp.indexing.draining import Drained
from searchapp.indexing.models import BuildSlice, BuildState, IndexBuild, SetAside, Verification
from searchapp.indexing.rebuilding import begin, rebuild
from searchapp.indexing.rebuilding import build as build_states
from searchapp.indexing.tombstones import prune_tombstones
from searchapp.observability.indexing import BacklogCollector
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


def product(name: str) -> dict[str, Any]:
    return {"id": name, "title": f"Title of {name}"}


def wait(lane: Lane, count: int, seconds: float) -> None:
    """Have so many rows of a lane wait since so many seconds."""
    newest = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    record(Kind.PRODUCT, [f"p{number}" for number in range(count)], lane)
    since = timezone.now() - timedelta(seconds=seconds)
    OutboxRow.objects.filter(pk__gt=newest).update(created=since)


def metrics(client: Client) -> dict[str, float]:
    text = client.get("/metrics").content.decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_the_metrics_show_what_waits_since_when_and_what_is_set_aside(client: Client) -> None:
    wait(Lane.BULK, 3, seconds=90)
    wait(Lane.BULK, 2, seconds=5)
    wait(Lane.FAST, 1, seconds=4)
    SetAside.objects.create(kind="video", item_id="v", reason="bad")
    found = metrics(client)
    assert found['searchapp_outbox_rows{lane="bulk"}'] == 5
    assert found['searchapp_outbox_rows{lane="fast"}'] == 1
    assert found['searchapp_outbox_rows{lane="embed"}'] == 0
    assert found['searchapp_outbox_oldest_seconds{lane="bulk"}'] == pytest.approx(90, abs=10)
    assert found['searchapp_outbox_oldest_seconds{lane="embed"}'] == 0
    assert found['searchapp_outbox_late{lane="bulk"}'] == 1
    assert found['searchapp_outbox_late{lane="fast"}'] == 0
    assert found['searchapp_documents_set_aside{kind="video"}'] == 1
    assert found['searchapp_documents_set_aside{kind="product"}'] == 0


def test_where_several_processes_serve_the_backlog_is_on_the_page_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    text = client.get("/metrics").content.decode()
    assert text.count('searchapp_outbox_rows{lane="bulk"}') == 1


def test_the_backlog_is_found_out_by_one_query() -> None:
    wait(Lane.BULK, 3, seconds=1)
    SetAside.objects.create(kind="video", item_id="v", reason="bad")
    with CaptureQueriesContext(connection) as queries:
        backlog()
    assert len(queries) == 1


def test_a_database_that_is_away_leaves_out_the_backlog_and_no_other_metric() -> None:
    def away() -> Any:
        raise OperationalError("no route")

    with capture_logs() as logs:
        assert list(BacklogCollector(away).collect()) == []
    assert logs[0]["event"] == "the outbox can't be measured"


@pytest.mark.parametrize(
    ("lane", "seconds", "is_late"),
    [
        (Lane.FAST, 8, False),
        (Lane.FAST, 20, True),
        (Lane.BULK, 20, False),
        (Lane.BULK, 90, True),
        (Lane.EMBED, 90, True),
    ],
)
def test_a_lane_that_lags_is_an_error_in_the_log(lane: Lane, seconds: float, is_late: bool) -> None:
    wait(lane, 2, seconds)
    with capture_logs() as logs:
        late = tasks.alarm_on_lag([each.value for each in Lane])
    assert late == [lane.value] * is_late
    assert [(each["log_level"], each["lane"], each["rows"]) for each in logs] == [
        ("error", lane.value, 2)
    ] * is_late


def test_the_alarm_looks_at_the_lanes_that_it_is_told(environment: Any) -> None:
    wait(Lane.BULK, 1, seconds=10)
    assert tasks.alarm_on_lag(["bulk"]) == []
    environment(SEARCHAPP_INDEX_LAG_ALARM_S=5)
    assert tasks.alarm_on_lag(["fast"]) == []
    assert tasks.alarm_on_lag(["bulk"]) == ["bulk"]


def test_at_night_an_index_that_differs_is_mended_and_it_is_remembered(
    index: MemoryIndex,
) -> None:
    import_rows([product("a"), product("b")])
    index._contents[str(index.live(Kind.PRODUCT))].pop("a")
    assert tasks.verify_indexes() == 1
    assert set(index.documents(Kind.PRODUCT)) == {"a", "b"}
    assert tasks.verify_indexes() == 0
    newest, oldest = Verification.objects.all()
    assert (oldest.missing, oldest.repaired, oldest.detail) == (1, 1, {"missing": ["a"]})
    assert (newest.is_equal, newest.documents) == (True, 2)


def test_verifications_of_long_ago_are_forgotten(index: MemoryIndex) -> None:
    Verification.objects.create(kind="product", index="x", at=timezone.now() - timedelta(days=91))
    import_rows([product("a")])
    tasks.verify_indexes()
    assert [each.documents for each in Verification.objects.all()] == [1]


def test_old_tombstones_go_unless_something_older_waits() -> None:
    for name, days in (("old", 8), ("new", 6)):
        row = Tombstone.objects.create(kind="product", item_id=name, version=1)
        deleted = timezone.now() - timedelta(days=days)
        Tombstone.objects.filter(pk=row.pk).update(deleted=deleted)
    wait(Lane.BULK, 1, seconds=2 * 86_400)
    assert prune_tombstones() == 0
    OutboxRow.objects.all().delete()
    assert prune_tombstones() == 1
    assert [each.item_id for each in Tombstone.objects.all()] == ["new"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tasks that were sent on."""
    names: list[str] = []
    for task in (tasks.rebuild_index, tasks.fill_index):
        monkeypatch.setattr(
            task, "apply_async", lambda args, name=task.name, **_: names.append(name)
        )
    return names


def test_workers_build_in_turns(
    index: MemoryIndex, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product(f"p{number}") for number in range(5)])
    build = begin(Kind.PRODUCT)
    monkeypatch.setattr(tasks, "_TURN_S", 1e-9)
    tasks.fill_index(build.pk)
    assert sent == ["indexing.fill"]
    tasks.rebuild_index(build.pk)
    assert sent == ["indexing.fill", "indexing.rebuild"]
    monkeypatch.setattr(tasks, "_TURN_S", 20.0)
    tasks.rebuild_index(build.pk)
    build.refresh_from_db()
    assert (build.state, index.live(Kind.PRODUCT)) == (BuildState.DONE, build.index)
    assert len(index.documents(Kind.PRODUCT)) == 5


def test_a_late_copy_of_a_finished_rebuild_does_nothing(
    index: MemoryIndex, sent: list[str]
) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    tasks.rebuild_index(build.pk)
    tasks.rebuild_index(build.pk)
    tasks.fill_index(build.pk)
    assert IndexBuild.objects.count() == 1
    assert sent == []


def test_a_build_that_waits_for_the_engine_says_so(index: MemoryIndex) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    index.away = True
    with pytest.raises(EngineUnavailable):
        tasks.fill_index(build.pk)
    build.refresh_from_db()
    assert build.note
    index.away = False
    BuildSlice.objects.update(held_until=None)
    tasks.rebuild_index(build.pk)
    build.refresh_from_db()
    assert (build.state, build.note) == (BuildState.DONE, "")


def test_a_build_whose_workers_were_killed_is_gone_on_with(
    index: MemoryIndex, sent: list[str]
) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    BuildSlice.objects.update(held_until=timezone.now() + timedelta(seconds=30))
    assert tasks.resume_builds() == 0, "somebody fills it"
    BuildSlice.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert tasks.resume_builds() == 1
    assert "indexing.rebuild" in sent
    IndexBuild.objects.filter(pk=build.pk).update(note="the engine is away")
    assert tasks.resume_builds() == 0, "it is put off already"
    long_ago = timezone.now() - timedelta(minutes=10)
    IndexBuild.objects.filter(pk=build.pk).update(touched=long_ago)
    assert tasks.resume_builds() == 1, "who put it off was lost"


def test_a_build_that_is_put_off_again_and_again_is_not_taken_for_forsaken(
    index: MemoryIndex, sent: list[str]
) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    long_ago = timezone.now() - timedelta(minutes=10)
    IndexBuild.objects.filter(pk=build.pk).update(touched=long_ago)
    index.away = True
    with pytest.raises(EngineUnavailable):
        tasks.fill_index(build.pk)
    BuildSlice.objects.update(held_until=None)
    assert tasks.resume_builds() == 0


@pytest.mark.parametrize("state", [BuildState.REPLAYING, BuildState.LIVE])
def test_a_worker_waits_for_rows_that_others_hold_a_turn_and_no_longer(
    index: MemoryIndex, sent: list[str], monkeypatch: pytest.MonkeyPatch, state: BuildState
) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    wait(Lane.BULK, 1, seconds=1)
    held = OutboxRow.objects.get()
    IndexBuild.objects.filter(pk=build.pk).update(state=state, position=held.pk)
    with monkeypatch.context() as others:
        others.setattr(build_states, "drain", lambda lane, encode: Drained())
        others.setattr(tasks, "_TURN_S", 0.5)
        tasks.rebuild_index(build.pk)
    assert sent == ["indexing.rebuild"]
    build.refresh_from_db()
    assert build.state == state
    tasks.rebuild_index(build.pk)
    build.refresh_from_db()
    assert build.state == BuildState.DONE


def test_a_rebuild_does_not_wait_for_what_came_after_it_began(index: MemoryIndex) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    wait(Lane.BULK, 1, seconds=1)
    assert build_states.replay(build.position)
    assert OutboxRow.objects.exists()


@pytest.mark.parametrize("state", [BuildState.REPLAYING, BuildState.COMPARING, BuildState.LIVE])
def test_a_build_that_was_killed_after_it_was_filled_is_gone_on_with(
    index: MemoryIndex, sent: list[str], state: BuildState
) -> None:
    import_rows([product("a")])
    build = begin(Kind.PRODUCT)
    IndexBuild.objects.filter(pk=build.pk).update(state=state)
    assert tasks.resume_builds() == 0, "somebody may be at it"
    long_ago = timezone.now() - timedelta(minutes=10)
    IndexBuild.objects.filter(pk=build.pk).update(touched=long_ago)
    assert tasks.resume_builds() == 1
    assert tasks.resume_builds() == 0, "it was just gone on with"


def test_every_job_of_beat_is_known_and_goes_to_a_queue_that_workers_take(settings: Any) -> None:
    from searchapp.celery import app

    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
        queue = entry.get("options", {}).get("queue", settings.CELERY_TASK_DEFAULT_QUEUE)
        assert queue in settings.CELERY_TASK_QUEUES


def test_a_worker_that_starts_says_which_index_needs_a_rebuild(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery.signals import worker_ready

    import_rows([product("a")])
    monkeypatch.setattr(index, "is_current", lambda name: False)
    with capture_logs() as logs:
        worker_ready.send(sender=None)
    assert [each["kinds"] for each in logs] == [["product"]]


def test_documents_that_workers_write_are_counted_for_all(index: MemoryIndex) -> None:
    def written(lane: str = "bulk") -> float:
        metrics = list(BacklogCollector(backlog).collect())
        samples = [sample for metric in metrics for sample in metric.samples]
        name, labels = "searchapp_indexed_documents_total", {"kind": "product", "lane": lane}
        return next(each.value for each in samples if (each.name, each.labels) == (name, labels))

    import_rows([product("a")])
    before = written()
    import_rows([product("b"), product("c")])
    assert written() == before + 2
    before = written("rebuild")
    rebuild(Kind.PRODUCT)
    assert written("rebuild") == before + 3
