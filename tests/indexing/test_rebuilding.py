"""A new index takes the place of the live one without downtime and without a lost write."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from structlog.testing import capture_logs

from searchapp.catalog.models import Product
from searchapp.catalog.outbox import held
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert import delete
from searchapp.indexing.live_indexes import lacks_index, warn_of_outdated
from searchapp.indexing.models import UNDERWAY, BuildSlice, BuildState, IndexBuild
from searchapp.indexing.rebuilding import RebuildFailed, build, filling, rebuild
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable
from tests.indexing.memory_index import CountingEncoder, MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


def product(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": f"Title of {name}", **fields}


def shown(index: MemoryIndex) -> set[str]:
    return set(index.documents(Kind.PRODUCT))


def test_a_rebuild_makes_a_new_index_and_drops_the_old(index: MemoryIndex) -> None:
    import_rows([product("a"), product("b"), product("c", published=False)])
    old = index.live(Kind.PRODUCT)
    steps: list[tuple[int, int]] = []
    report = rebuild(Kind.PRODUCT, lambda done, total: steps.append((done, total)))
    assert index.live(Kind.PRODUCT) == report.index != old
    assert index.indexes(Kind.PRODUCT) == [report.index]
    assert shown(index) == {"a", "b"}
    assert (report.documents, steps) == (2, [(2, 2)])


def test_a_rebuild_encodes_no_text_again(index: MemoryIndex, encoder: CountingEncoder) -> None:
    import_rows([product("a"), product("b")])
    encoder.texts.clear()
    rebuild(Kind.PRODUCT)
    assert encoder.texts == []


def test_what_is_written_during_a_rebuild_is_in_the_new_index(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b"), product("c")])
    make_live = index.make_live

    def late(name: str) -> None:
        import_rows([product("b", brand="Late"), product("d")])
        delete(RowKind.PRODUCT, ["c"])
        make_live(name)

    monkeypatch.setattr(index, "make_live", late)
    rebuild(Kind.PRODUCT)
    assert shown(index) == {"a", "b", "d"}
    assert index.documents(Kind.PRODUCT)["b"]["brand"] == "Late"


def test_leftovers_of_a_rebuild_that_was_cut_off_are_dropped(index: MemoryIndex) -> None:
    import_rows([product("a")])
    index.create(Kind.PRODUCT)
    rebuild(Kind.PRODUCT)
    assert len(index.indexes(Kind.PRODUCT)) == 1


def test_the_command_rebuilds_one_kind_or_all(index: MemoryIndex) -> None:
    import_rows([product("a")])
    out = StringIO()
    call_command("rebuild_index", kind="product", stdout=out)
    assert "product: 1 documents" in out.getvalue()
    call_command("rebuild_index", stdout=StringIO())
    assert all(index.live(kind) for kind in Kind)


class Killed(BaseException):
    """What ends a process between two instructions."""


@pytest.mark.parametrize("state", [*UNDERWAY, BuildState.LIVE])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_rebuild_that_was_killed_is_gone_on_with(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, state: BuildState, moment: str
) -> None:
    import_rows([product(f"p{number}") for number in range(7)])
    old = index.live(Kind.PRODUCT)
    with monkeypatch.context() as patch:
        _kill(patch, state, moment)
        with pytest.raises(Killed):
            rebuild(Kind.PRODUCT)
    assert len(shown(index)) == 7, "searches are answered all the while"
    import_rows([product("p1", brand="Late"), product("new")])
    delete(RowKind.PRODUCT, ["p2"])
    BuildSlice.objects.update(held_until=None)
    report = rebuild(Kind.PRODUCT)
    assert IndexBuild.objects.count() == 1, "the same build was gone on with"
    assert index.indexes(Kind.PRODUCT) == [report.index]
    assert report.index != old
    assert shown(index) == {"p0", "p1", "p3", "p4", "p5", "p6", "new"}
    assert index.documents(Kind.PRODUCT)["p1"]["brand"] == "Late"


def _kill(patch: pytest.MonkeyPatch, state: BuildState, moment: str) -> None:
    """Ends the process before a state's step, or when the step is done and not yet noted."""
    advance = build._advance

    def before(*arguments: Any) -> None:
        advance(*arguments)
        if arguments[0].state == state:
            raise Killed

    def after(*arguments: Any) -> None:
        if arguments[1] == state:
            raise Killed
        advance(*arguments)

    if moment == "before" and state is BuildState.FILLING:
        calls = iter(range(100))
        load_each = filling.load_each

        def third(*arguments: Any) -> Any:
            if next(calls) == 2:
                raise Killed
            return load_each(*arguments)

        patch.setattr(filling, "load_each", third)
    else:
        patch.setattr(build, "_advance", before if moment == "before" else after)


def test_restart_begins_anew_and_drops_what_was_begun(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b")])
    with monkeypatch.context() as patch:
        _kill(patch, BuildState.COMPARING, "before")
        with pytest.raises(Killed):
            rebuild(Kind.PRODUCT)
    begun = IndexBuild.objects.get()
    report = rebuild(Kind.PRODUCT, restart=True)
    begun.refresh_from_db()
    assert begun.state == BuildState.ABANDONED
    assert report.index != begun.index
    assert index.indexes(Kind.PRODUCT) == [report.index]


def test_writes_during_a_build_reach_both_indexes(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b")])
    with monkeypatch.context() as patch:
        _kill(patch, BuildState.REPLAYING, "before")
        with pytest.raises(Killed):
            rebuild(Kind.PRODUCT)
    import_rows([product("c")])
    for name in index.indexes(Kind.PRODUCT):
        assert [id_ for id_, _ in index.versions(name)] == ["a", "b", "c"]


def test_a_build_whose_index_is_gone_is_begun_anew(index: MemoryIndex) -> None:
    import_rows([product("a")])
    begun = build.begin(Kind.PRODUCT)
    index.drop(begun.index)
    import_rows([product("b")])
    report = rebuild(Kind.PRODUCT)
    assert shown(index) == {"a", "b"}
    assert index.indexes(Kind.PRODUCT) == [report.index]


def test_an_index_that_loses_what_it_is_given_never_goes_live(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b")])
    old = index.live(Kind.PRODUCT)
    write = index.write

    def lossy(name: str, operations: Any) -> Any:
        return write(name, [each for each in operations if name == old or each.id != "b"])

    monkeypatch.setattr(index, "write", lossy)
    with pytest.raises(RebuildFailed, match="1 missing"):
        rebuild(Kind.PRODUCT)
    assert index.live(Kind.PRODUCT) == old
    assert shown(index) == {"a", "b"}


def test_an_engine_that_goes_away_leaves_a_build_to_go_on_with(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b"), product("c")])
    build.begin(Kind.PRODUCT)
    index.away = True
    with pytest.raises(EngineUnavailable):
        rebuild(Kind.PRODUCT)
    index.away = False
    BuildSlice.objects.update(held_until=None)
    assert rebuild(Kind.PRODUCT).documents == 3


def test_an_item_that_comes_while_a_build_is_filled_is_in_it(index: MemoryIndex) -> None:
    import_rows([product("b"), product("c")])
    build.begin(Kind.PRODUCT)
    with held():
        Product.objects.create(id="zz", title="Last", currency="USD", published=timezone.now())
    rebuild(Kind.PRODUCT)
    assert shown(index) == {"b", "c", "zz"}


def test_a_process_that_starts_says_which_index_needs_a_rebuild(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a")])
    with capture_logs() as logs:
        warn_of_outdated()
    assert logs == []
    monkeypatch.setattr(index, "is_current", lambda name: False)
    with capture_logs() as logs:
        warn_of_outdated()
    (entry,) = logs
    assert entry["kinds"] == ["product"]
    assert entry["cure"] == "manage.py rebuild_index --outdated"
    index.away = True
    with capture_logs() as logs:
        warn_of_outdated()
    assert "can't be looked at" in logs[0]["event"]


def test_an_index_that_refuses_many_documents_never_goes_live(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_FEW_SET_ASIDE", 1)
    import_rows([product(name) for name in "abc"])
    old = index.live(Kind.PRODUCT)
    index.refused = dict.fromkeys("abc", "the vector has other dimensions")
    with pytest.raises(RebuildFailed, match="3 documents that were set aside"):
        rebuild(Kind.PRODUCT)
    assert index.live(Kind.PRODUCT) == old
    index.refused = {}
    assert rebuild(Kind.PRODUCT, restart=True).failed == {}


def test_a_build_whose_index_vanishes_stops_no_other_change(index: MemoryIndex) -> None:
    import_rows([product("a")])
    begun = build.begin(Kind.PRODUCT)
    index.drop(begun.index)
    import_rows([product("b")])
    assert shown(index) == {"a", "b"}
    begun.refresh_from_db()
    assert (begun.state, begun.note) == (BuildState.ABANDONED, "its index is gone")


def test_an_abandoned_build_never_moves_the_alias(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a")])
    begun = build.begin(Kind.PRODUCT)
    compare = build.compare

    def restarted(*arguments: Any) -> Any:
        found = compare(*arguments)
        if begun.state != BuildState.ABANDONED:
            build.begin(Kind.PRODUCT, restart=True)
            begun.refresh_from_db()
        return found

    old = index.live(Kind.PRODUCT)
    monkeypatch.setattr(build, "compare", restarted)
    with pytest.raises(RebuildFailed, match="begun anew"):
        build.go_on(begun)
    assert index.live(Kind.PRODUCT) == old


def test_a_late_runner_drops_no_index_of_a_later_build(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a")])
    late = build.begin(Kind.PRODUCT)
    rebuild(Kind.PRODUCT)
    later = build.begin(Kind.PRODUCT)
    late.state = BuildState.LIVE
    build._settle(late)
    assert later.index in index.indexes(Kind.PRODUCT)


def test_an_index_that_was_lost_is_missing_though_drains_made_an_empty_one(
    index: MemoryIndex,
) -> None:
    import_rows([product("a"), product("b"), product("c")])
    assert not lacks_index(Kind.PRODUCT), "drains alone filled it"
    with held():
        import_rows([product("d")])
    assert not lacks_index(Kind.PRODUCT), "what it lacks is on its way"
    rebuild(Kind.PRODUCT)
    index.lose(Kind.PRODUCT)
    import_rows([product("a", brand="Changed")])
    assert shown(index) == {"a"}
    assert lacks_index(Kind.PRODUCT)
    call_command("rebuild_index", missing=True, stdout=StringIO())
    assert shown(index) == {"a", "b", "c", "d"}
    assert not lacks_index(Kind.PRODUCT)
