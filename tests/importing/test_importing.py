"""Imports: every format of rows, idempotent, resumable, in constant memory, with a report."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from searchapp.catalog.models import Product, Video
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert import Status, delete, writing
from searchapp.importing import job
from searchapp.importing.job import Import
from searchapp.importing.sources import SourceRow
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import CountingEncoder, MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index", "encoder")]


def products(count: int) -> list[dict[str, Any]]:
    return [{"id": f"p{place:03}", "title": f"Product {place}"} for place in range(count)]


def write_jsonl(path: Path, rows: list[Any]) -> Path:
    lines = [row if isinstance(row, bytes) else orjson.dumps(row) for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    options = {"no_lexicon": True, "json": True, **options}
    call_command("import_catalog", path, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("read", "created", "updated", "unchanged", "rejected"))


def test_a_file_is_imported_and_searchable(tmp_path: Path, index: MemoryIndex) -> None:
    report = run(write_jsonl(tmp_path / "shop.jsonl", products(7)), batch=3)
    assert counts(report) == (7, 7, 0, 0, 0)
    assert index.documents(Kind.PRODUCT).keys() == {f"p{place:03}" for place in range(7)}


def test_a_second_import_of_the_same_file_changes_nothing(
    tmp_path: Path, index: MemoryIndex, encoder: CountingEncoder
) -> None:
    path = write_jsonl(tmp_path / "shop.jsonl", products(7))
    run(path)
    writes, encoded = len(index.writes), len(encoder.texts)
    assert counts(run(path)) == (7, 0, 0, 7, 0)
    assert (len(index.writes), len(encoder.texts)) == (writes, encoded)


def test_rejected_rows_stop_no_others_and_are_told_with_line_field_and_reason(
    tmp_path: Path,
) -> None:
    rows = [
        {"id": "a", "title": "A"},
        b'{"id": "b", "title": ',
        b'{"id": "c", "title": "\xff"}',
        {"id": "d", "title": "D", "price": "cheap", "gtin": "4006381333932"},
        b"",
        [1, 2],
        {"title": "no id"},
        {"id": "z", "title": "Z"},
    ]
    rejects = tmp_path / "rejects.jsonl"
    report = run(write_jsonl(tmp_path / "shop.jsonl", rows), rejects=rejects)
    assert counts(report) == (7, 2, 0, 0, 5)
    told = [orjson.loads(line) for line in rejects.read_bytes().splitlines()]
    assert [(entry["line"], entry["id"], entry["field"]) for entry in told] == [
        (2, None, "line"),
        (3, None, "line"),
        (4, "d", "price"),
        (4, "d", "gtin"),
        (6, None, "line"),
        (7, None, "id"),
    ]
    assert "UTF-8" in told[1]["reason"]
    assert told[2]["row"] == rows[3]
    assert report["rejects_file"] == str(rejects)


def test_a_clean_import_leaves_no_file_of_rejects(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    report = run(write_jsonl(tmp_path / "shop.jsonl", products(2)), rejects=rejects)
    assert not rejects.exists()
    assert report["rejects_file"] == ""


class Killed(BaseException):
    """What ends a process between two instructions."""


@pytest.mark.parametrize(
    "moment", ["before the batch", "between commit and checkpoint", "at the index"]
)
def test_an_import_that_was_killed_goes_on_where_it_was(
    tmp_path: Path, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    rows = products(20)
    rows[3] = {"id": "bad"}
    rows[13] = {"id": "worse"}
    path = write_jsonl(tmp_path / "shop.jsonl", rows)
    rejects = tmp_path / "rejects.jsonl"
    with monkeypatch.context() as patch:
        _kill(patch, moment)
        with pytest.raises(Killed):
            run(path, batch=5, rejects=rejects)
    stderr = StringIO()
    out = StringIO()
    call_command(
        "import_catalog", path, batch=5, rejects=rejects, json=True, stdout=out, stderr=stderr
    )
    report = json.loads(out.getvalue())
    assert "Going on after" in stderr.getvalue()
    assert report["resumed_at"] in (10, 15, 20)
    assert report["read"] == 20
    assert report["rejected"] == 2
    assert report["created"] + report["unchanged"] == 18
    assert Product.objects.count() == 18
    assert len(index.documents(Kind.PRODUCT)) == 18, "also what was stored just before the kill"
    told = [orjson.loads(line)["line"] for line in rejects.read_bytes().splitlines()]
    assert told == [4, 14]
    assert counts(run(path, batch=5, rejects=rejects)) == (20, 0, 0, 18, 2)


def _kill(patch: pytest.MonkeyPatch, moment: str) -> None:
    calls = iter(range(1000))
    if moment == "before the batch":
        write_batch = job.write_batch

        def third(*args: Any) -> Any:
            if next(calls) == 2:
                raise Killed
            return write_batch(*args)

        patch.setattr(job, "write_batch", third)
    elif moment == "between commit and checkpoint":
        keep = Import._keep

        def not_kept(self: Import, *args: Any) -> None:
            if next(calls) == 2:
                raise Killed
            keep(self, *args)

        patch.setattr(Import, "_keep", not_kept)
    else:

        def lost() -> None:
            raise Killed

        patch.setattr(job, "follow", lost)


def test_restart_begins_at_the_first_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(tmp_path / "shop.jsonl", products(20))
    with monkeypatch.context() as patch:
        _kill(patch, "before the batch")
        with pytest.raises(Killed):
            run(path, batch=5)
    report = run(path, batch=5, restart=True)
    assert (report["resumed_at"], report["read"]) == (0, 20)


def test_a_file_that_changed_is_imported_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_jsonl(tmp_path / "shop.jsonl", products(20))
    with monkeypatch.context() as patch:
        _kill(patch, "before the batch")
        with pytest.raises(Killed):
            run(path, batch=5)
    report = run(write_jsonl(path, products(21)), batch=5)
    assert (report["resumed_at"], report["read"]) == (0, 21)


def test_no_more_than_a_batch_of_rows_is_held() -> None:
    alive = 0
    most = 0

    class Tracked(dict):  # type: ignore[type-arg]
        def __init__(self, *args: Any) -> None:
            nonlocal alive, most
            super().__init__(*args)
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def stream() -> Iterator[SourceRow]:
        for line, row in enumerate(products(500), start=1):
            tracked = Tracked(row)
            yield SourceRow(line, tracked, tracked)

    report = Import(batch=20).run(stream())
    assert report.created == 500
    assert most <= 3 * 20


def test_rows_are_stored_though_the_index_is_away(tmp_path: Path, index: MemoryIndex) -> None:
    index.away = True
    report = run(write_jsonl(tmp_path / "shop.jsonl", products(3)))
    assert report["created"] == 3
    assert "manage.py drain_outbox" in report["index_problem"]
    index.away = False
    call_command("drain_outbox", stdout=StringIO())
    assert len(index.documents(Kind.PRODUCT)) == 3


def test_without_index_nothing_is_indexed_until_the_next_import_builds_what_is_missing(
    tmp_path: Path, index: MemoryIndex
) -> None:
    run(write_jsonl(tmp_path / "one.jsonl", products(3)), no_index=True)
    assert index.writes == []
    run(write_jsonl(tmp_path / "two.jsonl", [{"id": "new", "title": "New"}]))
    assert len(index.documents(Kind.PRODUCT)) == 4


def test_kinds_may_be_mixed_and_a_default_kind_given(tmp_path: Path, index: MemoryIndex) -> None:
    mixed = [
        {"kind": "product", "id": "p", "title": "Pot"},
        {"kind": "video", "id": "v", "title": "Pots", "products": ["p", "missing"]},
        {"kind": "live", "id": "l", "title": "Pots live"},
        {"kind": "seller", "id": "s", "name": "Potter"},
        {"kind": "category", "path": "Home > Pots"},
    ]
    report = run(write_jsonl(tmp_path / "mixed.jsonl", mixed))
    assert counts(report) == (5, 5, 0, 0, 0)
    assert report["warnings"] == 1
    assert [len(index.documents(kind)) for kind in Kind] == [1, 1, 1]
    run(write_jsonl(tmp_path / "videos.jsonl", [{"id": "w", "title": "More pots"}]), kind="video")
    assert Video.objects.count() == 2


def test_a_file_of_which_nothing_can_be_read_fails(tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    path.write_text('{"id": "a"}\nnonsense\n')
    with pytest.raises(CommandError, match="all are rejected"):
        run(path)
    with pytest.raises(CommandError, match="can't be read"):
        run(tmp_path / "missing.jsonl")


def test_a_gzip_file_that_breaks_off_is_imported_as_far_as_it_goes(tmp_path: Path) -> None:
    rows = [{"id": f"p{place}", "title": f"{place * 7919 % 10007}" * 20} for place in range(5000)]
    packed = gzip.compress(b"\n".join(map(orjson.dumps, rows)))
    path = tmp_path / "shop.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(CommandError, match="get it again; what came before is stored"):
        run(path, no_index=True)
    assert 0 < Product.objects.count() < 5000


def test_the_rejects_are_never_written_over_the_file_to_import(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "shop.jsonl", [*products(1), {"id": "bad"}])
    content = path.read_bytes()
    with pytest.raises(CommandError, match="name another"):
        run(path, rejects=path)
    with pytest.raises(CommandError, match="no folder"):
        run(path, rejects=tmp_path / "missing" / "rejects.jsonl")
    assert path.read_bytes() == content
    assert not Product.objects.exists()


def test_rows_of_a_batch_have_an_outcome_each(index: MemoryIndex) -> None:
    outcomes = import_rows([{"id": "a", "title": "A"}, {"id": "b"}, {"id": "c", "title": "C"}])
    statuses = [outcome.status for outcome in outcomes]
    assert statuses == [Status.CREATED, Status.REJECTED, Status.CREATED]
    assert outcomes[1].problems[0].field == "title"
    assert index.documents(Kind.PRODUCT).keys() == {"a", "c"}
    assert delete(RowKind.PRODUCT, ["a", "x"]).missing == ("x",)
    assert index.documents(Kind.PRODUCT).keys() == {"c"}


def test_a_batch_that_the_database_refuses_costs_only_the_row_at_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import IntegrityError

    upsert = writing.upsert

    def refusing(rows: list[Any], seller: str | None) -> Any:
        if any(row.id == "evil" for row in rows):
            raise IntegrityError("no")
        return upsert(rows, seller)

    monkeypatch.setattr(writing, "upsert", refusing)
    outcomes = import_rows([{"id": name, "title": "T"} for name in ("a", "evil", "b")])
    statuses = [outcome.status for outcome in outcomes]
    assert statuses == [Status.CREATED, Status.REJECTED, Status.CREATED]
