"""The newcomer's way of docs/write-a-reranker.md, as far as it needs no judgments: begun by a
command, registered by a setting, named by a profile, seen in an answer. (That what the command
writes passes its own tests: `tests/rerankers/test_startreranker.py`.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from searchapp import wiring
from searchapp.checks import check_plugins, check_reranker_scores
from searchapp.pipeline.profile import DEFAULT_PROFILE, RerankStep
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
STEP = RerankStep("my_reranker", head=50, share=0.5, budget_ms=10_000)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """The folder in which `manage.py startreranker my_reranker` was called."""
    call_command("startreranker", "my_reranker", "--in", str(tmp_path), verbosity=0)
    return tmp_path


@pytest.fixture
def served(
    shop: Shop, begun: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The shop with the reranker in its settings and in its default profile."""
    made = (wiring.rerankers, wiring.search_service)
    monkeypatch.syspath_prepend(str(begun))
    path = "my_reranker.reranker.MyReranker"
    settings.RERANKERS = {**settings.RERANKERS, "my_reranker": path}
    steps = (*DEFAULT_PROFILE.rerankers, STEP)
    profile = replace(DEFAULT_PROFILE, rerankers=steps)
    config = replace(shop.config, profiles={profile.name: profile})
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    for each in made:
        each.cache_clear()
    yield
    for each in made:
        each.cache_clear()


def test_the_checks_find_no_fault_in_it(served: None) -> None:
    assert not check_plugins(None)
    assert not check_reranker_scores(None)


def test_an_answer_names_it_and_tells_what_it_gave(served: None) -> None:
    printed = StringIO()
    call_command("search", "running shoes", "--explain", stdout=printed)
    text = printed.getvalue()
    assert "my_reranker" in text
    assert "without final_stage" not in text


def test_the_metrics_name_it(served: None, client: Client) -> None:
    call_command("search", "running shoes", stdout=StringIO())
    metrics = client.get("/metrics").content.decode()
    assert 'searchapp_reranker_calls_total{outcome="ok",reranker="my_reranker"}' in metrics
    assert 'searchapp_reranker_seconds_count{reranker="my_reranker"}' in metrics


def test_the_api_tells_what_moved_a_hit(served: None, client: Client) -> None:
    answer = client.get("/api/search?q=running+shoes&explain=1").json()
    (final,) = (each["detail"] for each in answer["trace"] if each["stage"] == "final_stage")
    assert {"feature_ranker", "my_reranker"} == {step["name"] for step in final["steps"]}
    assert {step["outcome"] for step in final["steps"]} == {"ok"}
