"""With a broker, the index follows the catalog through real workers. Needs CELERY_BROKER_URL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.manage import ROOT, instance, manage

BROKER = os.environ.get("CELERY_BROKER_URL", "")
DEADLINE_S = 60

pytestmark = pytest.mark.skipif(not BROKER, reason="set CELERY_BROKER_URL to run it")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An instance of its own, whose jobs go through the broker."""
    return instance(tmp_path, CELERY_BROKER_URL=BROKER)


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    manage(environment, "migrate", "--verbosity", "0")
    command = [sys.executable, "-m", "celery", "-A", "searchapp.celery", "worker", "--pool", "solo"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        yield process
        process.terminate()
        process.wait(30)


def test_an_import_reaches_the_index_through_a_worker(
    environment: dict[str, str], worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    rows = [{"id": f"k{number}", "title": f"Copper kettle {number}"} for number in range(5)]
    catalog = tmp_path / "catalog.jsonl"
    catalog.write_text("\n".join(map(json.dumps, rows)))
    manage(environment, "import_catalog", str(catalog))

    deadline = time.monotonic() + DEADLINE_S
    while "k4" not in (found := manage(environment, "search", "copper kettle")):
        assert time.monotonic() < deadline, found + (tmp_path / "worker.log").read_text()
        assert worker.poll() is None, (tmp_path / "worker.log").read_text()


def test_a_worker_without_queues_takes_all_of_them_and_rebuilds(
    environment: dict[str, str], worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    kettle = tmp_path / "catalog.jsonl"
    kettle.write_text(json.dumps({"id": "k1", "title": "Copper kettle"}))
    manage(environment, "import_catalog", str(kettle))
    manage(
        environment,
        "shell",
        "-c",
        "from searchapp.catalog.models import Lane\n"
        "from searchapp.catalog.outbox import record\n"
        "from searchapp.indexing import tasks\n"
        "from searchapp.indexing.rebuilding.starting import start\n"
        "from searchapp.pipeline.request import Kind\n"
        "for lane in Lane:\n"
        "    record(Kind.PRODUCT, ['k1'], lane)\n"
        "    tasks.drain_lane.apply_async((lane.value,), queue=lane.value)\n"
        "start(Kind.PRODUCT)\n"
        "tasks.verify_indexes.apply_async(countdown=1)",
    )
    look = (
        "from searchapp.catalog.models import OutboxRow\n"
        "from searchapp.indexing.models import IndexBuild, Verification\n"
        "print([each.state for each in IndexBuild.objects.all()], OutboxRow.objects.count(),"
        " [each.is_equal for each in Verification.objects.all()])"
    )
    deadline = time.monotonic() + DEADLINE_S
    while "['done'] 0 [True]" not in (found := manage(environment, "shell", "-c", look)):
        assert time.monotonic() < deadline, found + (tmp_path / "worker.log").read_text()
        assert worker.poll() is None, (tmp_path / "worker.log").read_text()
