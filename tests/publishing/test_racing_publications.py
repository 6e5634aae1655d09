"""Publications at one moment: none is lost, and the tables and the newest version say the same."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections

from searchapp.publishing import publication
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import published_document, written_document
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft, Version

pytestmark = pytest.mark.django_db(transaction=True)


def drafted(name: str) -> Draft:
    draft = new_draft(name, COMMAND)
    change(draft, "synonyms", {name: {"terms": [name, f"{name} too"]}}, COMMAND)
    return draft


def test_many_who_publish_at_once_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the runs on PostgreSQL try this")
    publication.publish(drafted("first"), COMMAND)
    drafts = [drafted(f"word{number}") for number in range(6)]
    together = threading.Barrier(len(drafts))
    problems_of = publication.problems_of

    def slowly(*args: Any) -> Any:
        threading.Event().wait(0.1)
        return problems_of(*args)

    monkeypatch.setattr(publication, "problems_of", slowly)
    failures: list[Exception] = []

    def publish(draft: Draft) -> None:
        try:
            together.wait(10)
            publication.publish(draft, COMMAND)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert set(published_document()["synonyms"]) == {"first", *(draft.name for draft in drafts)}
    assert published_document()["synonyms"] == written_document()["synonyms"]
    assert Version.objects.count() == 8
