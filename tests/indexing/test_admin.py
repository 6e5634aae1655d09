"""The index in the admin: its state, rebuilds, documents set aside, and who may do what."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.catalog.models import OutboxRow
from searchapp.catalog.outbox import held
from searchapp.indexing import tasks
from searchapp.indexing.admin import overview
from searchapp.indexing.models import BuildSlice, BuildState, IndexBuild, SetAside, Verification
from searchapp.indexing.rebuilding import begin, starting
from searchapp.indexing.verifying import verify
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]

OVERVIEW = "/admin/indexing/overview/"
REBUILD = f"{OVERVIEW}rebuild/product/"
BUILDS = "/admin/indexing/indexbuild/"
ASIDE = "/admin/indexing/setaside/"
VERIFICATIONS = "/admin/indexing/verification/"
ROOT = Path(__file__).parents[2]


def product(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": f"Title of {name}", **fields}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def staff(*permissions: str) -> Client:
    user = User.objects.create_user(f"staff {User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Kind]:
    """The kinds for which a process was started, which does nothing here."""
    kinds: list[Kind] = []
    monkeypatch.setattr(starting, "_start_process", kinds.append)
    return kinds


def test_the_overview_says_what_is_live_what_waits_and_what_was_verified(
    admin_client: Client, index: MemoryIndex
) -> None:
    import_rows([product("a"), product("b")])
    verify(Kind.PRODUCT)
    with held():
        import_rows([product("c")])
    page = text(admin_client.get(OVERVIEW))
    assert str(index.live(Kind.PRODUCT)) in page
    assert "today’s settings" in page
    assert "equal to the catalog" in page
    assert "on its way" in page
    assert "No document is set aside." in page
    assert 'http-equiv="refresh"' not in page


def test_the_overview_tells_an_outdated_index_a_late_lane_and_an_index_that_differed(
    admin_client: Client, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, environment: Any
) -> None:
    import_rows([product("a")])
    Verification.objects.create(kind="product", index="product-1", missing=3, repaired=3)
    monkeypatch.setattr(index, "is_current", lambda name: False)
    with held():
        import_rows([product("b")])
    OutboxRow.objects.update(created="2020-01-01T00:00:00Z")
    SetAside.objects.create(kind="product", item_id="x", reason="bad")
    page = text(admin_client.get(OVERVIEW))
    assert "other settings: rebuild it" in page
    assert "late: more than" in page
    assert "differed, repaired" in page
    assert "1 document set aside" in page


def test_the_overview_is_shown_while_the_engine_is_away(
    admin_client: Client, index: MemoryIndex
) -> None:
    import_rows([product("a")])
    index.away = True
    answer = admin_client.get(OVERVIEW)
    assert answer.status_code == 200
    assert "errornote" in text(answer)


def test_the_overview_asks_the_database_a_fixed_number_of_questions(
    admin_client: Client, index: MemoryIndex
) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(OVERVIEW).status_code == 200
        return len(queries)

    few = count()
    with held():
        import_rows([product(f"p{number}") for number in range(30)])
    for kind in Kind:
        build = IndexBuild.objects.create(kind=kind.value, index=f"{kind.value}-new", total=9)
        for number in range(5):
            BuildSlice.objects.create(build=build, after=str(number), written=1)
            Verification.objects.create(kind=kind.value, index="x", missing=number)
            SetAside.objects.create(kind=kind.value, item_id=str(number), reason="bad")
    # A session, a user, builds, verifications, the backlog.
    assert count() == few <= 6


def test_the_button_has_an_index_rebuilt_by_a_process_where_there_are_no_workers(
    admin_client: Client, index: MemoryIndex, started: list[Kind]
) -> None:
    import_rows([product("a")])
    answer = admin_client.post(REBUILD, follow=True)
    build = IndexBuild.objects.get()
    assert started == [Kind.PRODUCT]
    assert f"{build.index} is being built" in text(answer)
    assert 'http-equiv="refresh"' in text(answer), "the page refreshes itself meanwhile"
    assert "0 of 1 (0%)" in text(answer)
    admin_client.post(REBUILD)
    assert IndexBuild.objects.count() == 1, "the second time it is gone on with"


def test_the_button_has_workers_rebuild_where_there_are_some(
    admin_client: Client,
    index: MemoryIndex,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    environment: Any,
) -> None:
    sent: list[tuple[str, tuple[int, ...], str]] = []
    for task in (tasks.rebuild_index, tasks.fill_index):
        monkeypatch.setattr(
            task,
            "apply_async",
            lambda args, queue, name=task.name, **_: sent.append((name, args, queue)),
        )
    import_rows([product("a")])
    settings.CELERY_TASK_ALWAYS_EAGER = False
    environment(SEARCHAPP_REBUILD_WORKERS=3)
    admin_client.post(REBUILD)
    pk = IndexBuild.objects.get().pk
    helper = ("indexing.fill", (pk,), "bulk")
    assert sent == [("indexing.rebuild", (pk,), "bulk"), helper, helper]


@pytest.mark.parametrize("failure", [BrokerUnavailable("no broker"), OSError("no memory")])
def test_a_rebuild_that_can_not_start_says_why(
    admin_client: Client, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(kind: Kind) -> None:
        raise failure

    monkeypatch.setattr(overview, "start", fail)
    assert str(failure) in text(admin_client.post(REBUILD, follow=True))


def test_an_engine_that_is_away_starts_no_rebuild(
    admin_client: Client, index: MemoryIndex, started: list[Kind]
) -> None:
    index.away = True
    assert "The rebuild did not start" in text(admin_client.post(REBUILD, follow=True))
    assert not started


def test_the_list_of_builds_shows_how_far_each_is(admin_client: Client, index: MemoryIndex) -> None:
    import_rows([product(f"p{number}") for number in range(4)])
    build = begin(Kind.PRODUCT)
    BuildSlice.objects.filter(pk=build.slices.first().pk).update(written=1)
    IndexBuild.objects.filter(pk=build.pk).update(note="waits for the engine")
    page = text(admin_client.get(BUILDS))
    assert "1 of 4 (25%)" in page
    assert "waits for the engine" in page
    assert 'http-equiv="refresh"' in page
    assert admin_client.get(f"{BUILDS}{build.pk}/change/").status_code == 200
    IndexBuild.objects.update(state=BuildState.DONE)
    assert 'http-equiv="refresh"' not in text(admin_client.get(BUILDS))


def test_a_document_set_aside_is_shown_with_its_reason_and_tried_again(
    admin_client: Client, index: MemoryIndex
) -> None:
    index.refused["a"] = "the price is no number"
    import_rows([product("a")])
    row = SetAside.objects.get()
    page = text(admin_client.get(ASIDE))
    assert "the price is no number" in page
    assert f'formaction="{ASIDE}{row.pk}/try-again/"' in page
    assert "/admin/catalog/product/a/change/" in text(admin_client.get(f"{ASIDE}{row.pk}/change/"))
    index.refused.clear()
    answer = admin_client.post(f"{ASIDE}{row.pk}/try-again/", follow=True)
    assert "1 document is tried again" in text(answer)
    assert not SetAside.objects.exists()
    assert set(index.documents(Kind.PRODUCT)) == {"a"}


def test_a_document_that_fails_again_counts_its_attempts(
    admin_client: Client, index: MemoryIndex
) -> None:
    index.refused["a"] = "bad"
    import_rows([product("a")])
    admin_client.post(f"{ASIDE}{SetAside.objects.get().pk}/try-again/")
    assert SetAside.objects.get().attempts == 2


def test_many_documents_are_tried_again_at_once(admin_client: Client, index: MemoryIndex) -> None:
    index.refused |= {"a": "bad", "b": "bad", "c": "bad"}
    import_rows([product(name) for name in "abc"])
    index.refused.clear()
    chosen = list(SetAside.objects.filter(item_id__in="ab").values_list("pk", flat=True))
    answer = admin_client.post(
        ASIDE, {"action": "try_again", "_selected_action": chosen}, follow=True
    )
    assert "2 documents are tried again" in text(answer)
    assert [row.item_id for row in SetAside.objects.all()] == ["c"]


def test_verifications_are_listed_with_what_they_found(
    admin_client: Client, index: MemoryIndex
) -> None:
    import_rows([product("a"), product("b")])
    index._contents[str(index.live(Kind.PRODUCT))].pop("a")
    verified = verify(Kind.PRODUCT, mend=True)
    assert verified is not None
    _, kept = verified
    assert (kept.missing, kept.repaired, kept.is_equal) == (1, 1, False)
    assert "product" in text(admin_client.get(VERIFICATIONS))
    assert "missing: a" in text(admin_client.get(f"{VERIFICATIONS}{kept.pk}/change/"))


@pytest.mark.parametrize("address", [OVERVIEW, BUILDS, ASIDE, VERIFICATIONS])
def test_strangers_and_staff_without_permission_see_nothing(
    address: str, index: MemoryIndex
) -> None:
    assert Client().get(address)["Location"].startswith("/admin/login/")
    assert staff().get(address).status_code == 403


def test_who_may_only_look_finds_no_buttons_and_can_not_press_them(
    index: MemoryIndex, started: list[Kind]
) -> None:
    index.refused["a"] = "bad"
    import_rows([product("a")])
    again = f"{ASIDE}{SetAside.objects.get().pk}/try-again/"
    reader = staff("view_overview", "view_setaside")
    assert "rebuild/product/" not in text(reader.get(OVERVIEW))
    assert "try-again" not in text(reader.get(ASIDE))
    for client, status in ((reader, 403), (Client(), 302)):
        assert client.post(REBUILD).status_code == status
        assert client.post(again).status_code == status
    assert not started
    assert SetAside.objects.get().attempts == 1


def test_who_may_press_the_buttons_can(index: MemoryIndex, started: list[Kind]) -> None:
    index.refused["a"] = "bad"
    import_rows([product("a")])
    worker = staff("view_overview", "add_indexbuild", "view_setaside", "change_setaside")
    assert worker.post(REBUILD).status_code == 302
    assert worker.post(f"{ASIDE}{SetAside.objects.get().pk}/try-again/").status_code == 302
    assert started == [Kind.PRODUCT]
    assert SetAside.objects.get().attempts == 2


def test_buttons_are_pressed_and_not_followed_as_links(
    admin_client: Client, index: MemoryIndex
) -> None:
    assert admin_client.get(REBUILD).status_code == 405
    assert admin_client.get(f"{ASIDE}1/try-again/").status_code == 405
    assert admin_client.post(f"{OVERVIEW}rebuild/seller/").status_code == 404


def test_without_a_broker_a_process_of_its_own_rebuilds_to_the_end(tmp_path: Path) -> None:
    """A real instance: the process goes on after the one that started it has ended."""
    given = {
        name: value
        for name, value in os.environ.items()
        if name
        not in ("DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment = given | {
        "SEARCHAPP_DATA_DIR": str(tmp_path),
        "SEARCHAPP_TEXT_ENCODER": "hashing",
    }

    def shell(code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    shell("from django.core.management import call_command as c; c('migrate', verbosity=0)")
    shell(
        "from tests.rows import import_rows\n"
        "import_rows([{'id': 'k1', 'title': 'Copper kettle'}])\n"
        "from searchapp.indexing.rebuilding.starting import start\n"
        "from searchapp.pipeline.request import Kind\n"
        "start(Kind.PRODUCT)"
    )
    state = (
        "from searchapp.indexing.models import IndexBuild; print(IndexBuild.objects.get().state)"
    )
    deadline = time.monotonic() + 60
    while (found := shell(state)) != "done":
        log = (tmp_path / "rebuild-product.log").read_text()
        assert time.monotonic() < deadline, f"{found}: {log}"
