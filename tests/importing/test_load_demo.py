"""The demo marketplace loads once, is found, and stays but for the times of live streams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from searchapp.catalog.models import LiveStream, Product
from searchapp.importing.management.commands import load_demo
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import CountingEncoder, MemoryIndex

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


def few_rows(seed: int, *, now: datetime) -> Iterator[dict[str, Any]]:
    yield {"kind": "seller", "id": "s", "name": f"Seller {seed}"}
    yield {
        "id": "p",
        "title": "P",
        "seller": "s",
        "published": (now - timedelta(days=3)).isoformat(),
    }
    yield {"id": "bad", "title": ""}
    starts = (now - timedelta(minutes=20)).isoformat()
    yield {"kind": "live", "id": "l", "title": "L", "status": "live", "starts": starts}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    drawn: list[Path] = []

    def write_pictures(rows: Any, folder: Path, progress: Any) -> int:
        drawn.append(folder)
        return 0

    monkeypatch.setattr(load_demo, "marketplace_rows", few_rows)
    monkeypatch.setattr(load_demo, "write_pictures", write_pictures)
    return drawn


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_it_is_stored_drawn_and_indexed(index: MemoryIndex, small: list[Path], settings) -> None:
    assert "4 rows: 3 created" in load()
    assert index.documents(Kind.PRODUCT).keys() == {"p"}
    assert index.documents(Kind.LIVE).keys() == {"l"}
    assert small == [Path(settings.MEDIA_ROOT)]


def test_a_second_load_changes_and_encodes_nothing(
    index: MemoryIndex, encoder: CountingEncoder
) -> None:
    load()
    writes, texts = len(index.writes), len(encoder.texts)
    assert "3 unchanged" in load()
    assert (len(index.writes), len(encoder.texts)) == (writes, texts)


def test_live_streams_move_on_with_the_hours(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    starts = LiveStream.objects.get().starts
    version = Product.objects.get().version
    later = timezone.now() + timedelta(hours=5, minutes=10)
    monkeypatch.setattr(load_demo.timezone, "now", lambda: later)
    assert "1 updated" in load()
    assert starts is not None
    assert LiveStream.objects.get().starts == starts + timedelta(hours=5)
    assert Product.objects.get().version == version


def test_an_index_that_was_lost_is_built_again(index: MemoryIndex) -> None:
    load()
    index._live.clear()
    load()
    assert index.documents(Kind.PRODUCT).keys() == {"p"}
    index._contents[index._live[Kind.PRODUCT]].clear()
    load()
    assert index.documents(Kind.PRODUCT).keys() == {"p"}


def test_its_login_opens_the_pages_of_tuning_and_the_admin(index: MemoryIndex, small) -> None:
    out = StringIO()
    call_command("demo", no_server=True, port=8123, stdout=out)
    told = out.getvalue()
    assert "http://127.0.0.1:8123/tuning/" in told
    assert "http://127.0.0.1:8123/admin/" in told
    found = re.search(r"login: (\S+)  password: (\S+)", told)
    assert found is not None
    client = Client()
    login = {"username": found[1], "password": found[2]}
    assert client.post("/tuning/login/", login)["Location"] == "/tuning/"
    for page in ("/tuning/", "/tuning/rules/", "/tuning/versions/", "/admin/"):
        assert client.get(page).status_code == 200
