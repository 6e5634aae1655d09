"""What is published is live in every web process within a second, without Redis."""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos.processes import ROOT, Process, free_port, wait_until

WORKERS = 3
LIVE_WITHIN_S = 1.0
KEY_SCRIPT = (
    "import django; django.setup(); from searchapp.api.keys import create_key; "
    "print(create_key('test', ['tuning'])[1])"
)


@dataclass
class Shop:
    """A running shop of several web processes on a database of its own."""

    port: int
    key: str
    environment: dict[str, str]

    def call(self, method: str, path: str, body: object = None) -> tuple[dict[str, object], str]:
        """The answer and the process that gave it; over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Connection": "close", "Content-Type": "application/json"}
        if method != "GET":
            headers["Authorization"] = f"Bearer {self.key}"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        read = json.loads(answer.read())
        connection.close()
        assert answer.status < 300, read
        return read, answer.headers["X-Process"]

    def published(self) -> tuple[int, str]:
        """The number of the version with which some process answers, and the process."""
        answer, process = self.call("GET", "/api/search?q=telly")
        return int(str(answer["config_version"]).partition(".")[0]), process

    def processes(self, asked: int = 60) -> set[str]:
        """The processes that answer."""
        return {self.published()[1] for _ in range(asked)}

    def publish(self, terms: list[str]) -> int:
        """Puts a synonym into a draft and publishes it; the version's number."""
        draft, _ = self.call("POST", "/api/tuning/drafts", {"name": "Test"})
        path = f"/api/tuning/drafts/{draft['id']}"
        self.call("PUT", f"{path}/synonyms/tv", {"terms": terms})
        version, _ = self.call("POST", f"{path}/publish", {})
        return int(str(version["number"]))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder, port = tmp_path_factory.mktemp("shop"), free_port()
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL")
    }
    models = Path(os.environ["SEARCHAPP_DATA_DIR"]) / "models"
    (folder / "models").symlink_to(models.resolve())
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "searchapp.settings",
        "SEARCHAPP_DATA_DIR": str(folder),
        "SEARCHAPP_TEXT_ENCODER": "hashing",
        "SEARCHAPP_ANONYMOUS_RATE": "1000000/min",
        "SEARCHAPP_KEY_RATE": "1000000/min",
        "SEARCHAPP_LOG_LEVEL": "WARNING",
        "SEARCHAPP_SEARCH_LOG": "false",
        "WEB_CONCURRENCY": str(WORKERS),
        "SEARCHAPP_BIND": f"127.0.0.1:{port}",
    }
    _run(environment, "manage.py", "migrate", "--verbosity", "0")
    _run(environment, "manage.py", "rebuild_index")
    key = _run(environment, "-c", KEY_SCRIPT).split()[-1]
    gunicorn = ["-m", "gunicorn", "tests.publishing.named_processes:application"]
    command = [sys.executable, *gunicorn, "--config", "searchapp/gunicorn.py"]
    web = Process(command, folder / "web.log", environment)
    web.start()
    found = Shop(port, key, environment)
    try:
        wait_until(lambda: _answers(found), 120, "the web processes")
        wait_until(lambda: len(found.processes()) == WORKERS, 60, "all web processes")
        yield found
    finally:
        web.kill()


def test_a_synonym_is_live_in_every_process_within_a_second(shop: Shop) -> None:
    processes = shop.processes()
    for terms in (["telly", "television"], ["telly", "screen"]):
        number = shop.publish(terms)
        done = time.monotonic()
        late: dict[str, float] = {}
        while set(late) < processes:
            found, process = shop.published()
            if found == number:
                late.setdefault(process, time.monotonic() - done)
            assert time.monotonic() - done < 30, f"only {len(late)} of {len(processes)} have it"
        assert max(late.values()) <= LIVE_WITHIN_S, late


def test_a_process_that_nobody_asked_answers_at_once_with_what_is_live(shop: Shop) -> None:
    number = shop.publish(["telly", "monitor"])
    time.sleep(2 * LIVE_WITHIN_S)
    asked = [shop.published() for _ in range(60)]
    assert {process for _, process in asked} == shop.processes()
    assert {found for found, _ in asked} == {number}


def test_a_damaged_version_leaves_the_last_good_one_live(shop: Shop) -> None:
    before = shop.publish(["telly", "tube"])
    time.sleep(LIVE_WITHIN_S)
    with sqlite3.connect(Path(shop.environment["SEARCHAPP_DATA_DIR"]) / "searchapp.sqlite3") as db:
        db.execute(
            "INSERT INTO publishing_version (number, name, note, data, digest, created, author,"
            " approver, draft_name, changes) SELECT number + 1, name, note, x'00', digest, created,"
            " author, approver, draft_name, changes FROM publishing_version"
            " ORDER BY number DESC LIMIT 1"
        )
    db.close()
    time.sleep(2 * LIVE_WITHIN_S)
    assert {shop.published()[0] for _ in range(30)} == {before}
    log = (Path(shop.environment["SEARCHAPP_DATA_DIR"]) / "web.log").read_text()
    assert "what was published could not be read" in log
    assert f"version {before + 1} is damaged" in log


def _answers(shop: Shop) -> bool:
    try:
        shop.published()
    except OSError:
        return False
    return True


def _run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ).stdout
