"""The system under test: PostgreSQL, Redis, three Elasticsearch nodes, web, workers and beat."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

import orjson
import redis

from tests.chaos.processes import ROOT, Patience, Process, free_port, wait_until

ES_SCRIPT = ROOT / os.environ.get("SEARCHAPP_ES_SCRIPT", "../shared/elasticsearch/es")
ES_PORT = int(os.environ.get("SEARCHAPP_CHAOS_ES_PORT", "9400"))
NODES = 3
READY_S = 120
AT_MOST_S = 900


def missing_parts() -> list[str]:
    """What must be installed or named before the suite can run."""
    missing = []
    if not ES_SCRIPT.is_file():
        missing.append(f"the script that starts Elasticsearch (SEARCHAPP_ES_SCRIPT={ES_SCRIPT})")
    if shutil.which("redis-server") is None:
        missing.append("redis-server")
    if _postgres_programs() is None:
        missing.append("PostgreSQL (initdb)")
    return missing


class Postgres:
    """A server with data of its own, which can crash and come back."""

    def __init__(self, folder: Path) -> None:
        programs = _postgres_programs()
        assert programs is not None
        self._folder, self._programs, self._port = folder / "postgres", programs, free_port()
        self.url = f"postgres://searchapp@127.0.0.1:{self._port}/searchapp"

    def create(self) -> None:
        """Make its data and start it."""
        self._folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self._folder), "-A", "trust", "-U", "searchapp", "-E", "UTF8")
        self.start()
        self._run(
            "createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "searchapp", "searchapp"
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c fsync=off"
            f" -c unix_socket_directories={self._folder}"
        )
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder), "-w", "-l", log, "-o", options, "start")

    def crash(self) -> None:
        """End it at once: no connection is told, and it has to recover when it starts again."""
        self._run("pg_ctl", "-D", str(self._folder), "-m", "immediate", "stop", check=False)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        user = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
            if os.getuid() == 0
            else []
        )
        # A file, as the server that pg_ctl starts would hold a pipe open.
        subprocess.run(
            [*user, str(self._programs / program), *arguments],
            check=check,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


class Redis(Process):
    """A broker and cache that keeps nothing on disk: a restart loses every message."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}"
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        super().__init__([*command, "--dir", str(folder)], folder / "redis.log")

    def wait(self) -> None:
        """Wait until it answers."""
        wait_until(self._answers, READY_S, "Redis")

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=1).ping())
        except redis.RedisError:
            return False


class Elasticsearch:
    """Three nodes on one machine, by the script `es`."""

    urls = tuple(f"http://127.0.0.1:{ES_PORT + node}" for node in range(NODES))

    def __init__(self) -> None:
        self._was_there = False

    def start(self) -> None:
        """Start the nodes, unless they run already."""
        self._was_there = self._health(self.urls[0]) is not None
        self._run("start", NODES)
        self.wait()

    def stop(self) -> None:
        """End the nodes, unless they ran before."""
        if not self._was_there:
            self._run("stop")

    def kill_node(self, node: int) -> None:
        """End a node (from 1) at once."""
        self._run("stop-node", node)

    def start_node(self, node: int) -> None:
        """Start it on the data that it had, and wait a while until it is in the cluster; `wait`
        takes longer.
        """
        self._run("start-node", node, check=False)

    def freeze_node(self, node: int) -> None:
        """Let a node hang."""
        self._run("pause-node", node)

    def thaw_node(self, node: int) -> None:
        """Let it go on."""
        self._run("resume-node", node)

    def wait(self) -> None:
        """Wait until all nodes are there and every shard has its copies, as long as that comes
        nearer: a copy that has to repeat thousands of writes takes minutes on a busy machine.
        """
        patience = Patience(READY_S, AT_MOST_S)
        while not self._is_whole():
            if patience.is_over(self._recovery()):
                raise TimeoutError(
                    f"three Elasticsearch nodes with all copies: nothing new for {READY_S} s, or "
                    f"not within {AT_MOST_S} s; "
                    f"{self._state()}"
                )
            time.sleep(0.1)

    def _is_whole(self) -> bool:
        healths = [self._health(url) for url in self.urls]
        return all(
            health is not None
            and health["status"] == "green"
            and health["number_of_nodes"] == NODES
            and not health["relocating_shards"]
            for health in healths
        )

    def _health(self, url: str) -> dict[str, object] | None:
        answer = _answer(f"{url}/_cluster/health")
        health: dict[str, object] | None = None if answer is None else orjson.loads(answer)
        return health

    def _recovery(self) -> str | None:
        """How far the copies are that are being made; None where nobody says it."""
        far = "index,shard,stage,target_node,bytes_recovered,translog_ops_recovered"
        path = f"_cat/recovery?active_only=true&s=index,shard,target_node&h={far}"
        answers = (_answer(f"{url}/{path}") for url in self.urls)
        return next((answer for answer in answers if answer is not None), None)

    def _state(self) -> str:
        """What each node says of the cluster, and of shards that are not where they should be."""
        shards = "_cat/shards?h=index,shard,prirep,state,node,unassigned.reason,unassigned.details"
        asked = ("_cluster/health", shards, "_cat/recovery?active_only=true", "_cat/pending_tasks")
        said = [f"{url}/{path}:\n{_said(f'{url}/{path}')}" for url in self.urls for path in asked]
        return "\n".join([*said, _said(f"{self.urls[0]}/_cluster/allocation/explain")])

    def _run(self, *arguments: object, check: bool = True) -> None:
        environment = {**os.environ, "ES_PORT": str(ES_PORT)}
        environment.setdefault("ES_HEAP", "512m")
        subprocess.run(
            ["bash", str(ES_SCRIPT), *map(str, arguments)],
            env=environment,
            check=check,
            stdout=subprocess.DEVNULL,
        )


class Servers:
    """All parts; `environment` is that of the processes of searchapp."""

    def __init__(self, folder: Path) -> None:
        # PostgreSQL runs as a user of its own.
        folder.chmod(0o755)
        self.postgres = Postgres(folder)
        self.redis = Redis(folder)
        self.elasticsearch = Elasticsearch()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "searchapp.settings",
            "SEARCHAPP_DATA_DIR": str(folder / "data"),
            "SEARCHAPP_TEXT_ENCODER": "hashing",
            "SEARCHAPP_INDEX_PREFIX": f"chaos-{os.getpid()}",
            "SEARCHAPP_INDEX_REPLICAS": "1",
            "SEARCHAPP_ANONYMOUS_RATE": "1000000/min",
            "SEARCHAPP_LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.postgres.url,
            "CELERY_BROKER_URL": f"{self.redis.url}/0",
            "CACHE_URL": f"{self.redis.url}/1",
            "ELASTICSEARCH_URL": ",".join(Elasticsearch.urls),
            "WEB_CONCURRENCY": "1",
            "SEARCHAPP_BIND": f"127.0.0.1:{port}",
        }
        celery = [sys.executable, "-m", "celery", "-A", "searchapp.celery"]
        worker = [*celery, "worker", "--loglevel", "WARNING", "--without-mingle", "--concurrency"]
        gunicorn = ["gunicorn", "searchapp.wsgi:application", "--config", "searchapp/gunicorn.py"]
        self.web = self._process(folder, "web", [sys.executable, "-m", *gunicorn])
        self.workers = {
            "fast": self._process(folder, "fast", [*worker, "1", "-Q", "fast", "-n", "fast@%h"]),
            "bulk": self._process(
                folder, "bulk", [*worker, "2", "-Q", "bulk,embed", "-n", "bulk@%h"]
            ),
        }
        schedule = ["--schedule", str(folder / "beat-schedule"), "--pidfile", ""]
        self.beat = self._process(
            folder, "beat", [*celery, "beat", "--loglevel", "WARNING", *schedule]
        )

    def start_stores(self) -> None:
        """PostgreSQL, Redis and Elasticsearch."""
        self.redis.start()
        self.postgres.create()
        self.elasticsearch.start()
        self.redis.wait()

    def start_searchapp(self) -> None:
        """Web, workers and beat, on a database that is migrated."""
        for process in (self.web, *self.workers.values(), self.beat):
            process.start()
        wait_until(self._is_ready, READY_S, "the web process")

    def stop(self) -> None:
        """All of them."""
        for process in (self.web, *self.workers.values(), self.beat, self.redis):
            process.kill()
        self.postgres.crash()
        self.elasticsearch.stop()

    def _process(self, folder: Path, name: str, command: list[str]) -> Process:
        return Process(command, folder / f"{name}.log", self.environment)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
            return False


def _answer(url: str) -> str | None:
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:
            return str(answer.read().decode())
    except (OSError, HTTPException):
        return None


def _said(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        return repr(error)


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _version(initdb: Path) -> float:
    name = initdb.parents[1].name
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0
