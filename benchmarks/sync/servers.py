"""What the benchmark stands on: a database of its own on the server, and workers as processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.protocol import set_up

SERVERS = {
    "DATABASE_URL": "postgres://user:password@127.0.0.1/searchapp",
    "ELASTICSEARCH_URL": "http://127.0.0.1:9200",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/9",
}
ROOT = Path(__file__).parents[2]


def set_up_on_servers(name: str, encoder: str, broker: bool = False) -> Path:
    """As `protocol.set_up`, on Elasticsearch and on a new, empty PostgreSQL database beside the
    one of DATABASE_URL, which is left alone; with `broker` jobs go to workers.
    """
    needed = [each for each in SERVERS if broker or each != "CELERY_BROKER_URL"]
    for variable in needed:
        if not os.environ.get(variable):
            raise SystemExit(f"Set {variable}, for example to {SERVERS[variable]}.")
    os.environ["DATABASE_URL"] = new_database(os.environ["DATABASE_URL"], name)
    os.environ["SEARCHAPP_TEXT_ENCODER"] = encoder
    return set_up(name, served=needed)


def new_database(url: str, name: str) -> str:
    """The URL of an empty database called after that of `url` and `name`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(f"DATABASE_URL must name a PostgreSQL database, not {parts.scheme}://.")
    own = own_database(parts.path.lstrip("/"), name)
    with psycopg.connect(url, autocommit=True) as connection:
        named = sql.Identifier(own)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(named))
    return urlunsplit(parts._replace(path=f"/{own}"))


def own_database(given: str, name: str) -> str:
    """The name of the benchmark's database beside the `given` one."""
    return f"{given}_benchmark_{name.replace('-', '_')}"


@contextmanager
def celery(folder: Path, workers: Sequence[Sequence[str]]) -> Iterator[None]:
    """Workers with these arguments, and beat, until the end of the block; they log to `folder`."""
    program = [sys.executable, "-m", "celery", "-A", "searchapp.celery"]
    beat = ["beat", "--schedule", str(folder / "beat-schedule"), "--pidfile", ""]
    commands = [
        [*program, "worker", "--hostname", f"benchmark-{number}@%h", *arguments]
        for number, arguments in enumerate(workers)
    ]
    processes: list[subprocess.Popen[bytes]] = []
    with (folder / "celery.log").open("wb") as log:
        try:
            for command in [*commands, [*program, *beat]]:
                process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
                processes.append(process)
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(60)


def drop_indexes() -> None:
    """Removes the benchmark's indexes."""
    from searchapp import wiring
    from searchapp.engines.elasticsearch.connection import connect
    from searchapp.pipeline.request import Kind

    writer = wiring.index_writer()
    client = connect(os.environ["ELASTICSEARCH_URL"])
    for index in [index for kind in Kind for index in writer.indexes(kind)]:
        client.indices.delete(index=index)
