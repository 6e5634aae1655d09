"""The checks at start: each fault is named with its cure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.checks import run_checks

from analyzers.model_folder import open_model_folder
from searchapp import wiring
from searchapp.catalog.triggers import installation
from searchapp.checks import ENGINE
from searchapp.pipeline.request import Kind
from searchapp.relevance.channel_weights_folder import publish_channel_weights
from searchapp.relevance.channel_weights_training import ShareModel
from tests.indexing.memory_index import MemoryIndex
from tests.rerankers.graphs import published


def ids(**options: Any) -> set[str]:
    return {message.id for message in run_checks(**options) if message.id.startswith("searchapp.")}


def test_the_settings_as_they_come_have_no_fault() -> None:
    assert ids() <= {"searchapp.W004"}


def test_a_plugin_whose_module_is_not_there_is_an_error(settings: Any) -> None:
    settings.RERANKERS = {**settings.RERANKERS, "mine": "no_such_package.Reranker"}
    (fault,) = (each for each in run_checks() if each.id == "searchapp.E001")
    assert "RERANKERS['mine']" in fault.msg
    assert "no_such_package.Reranker" in fault.msg
    settings.RERANKERS = {"mine": "nonsense"}
    assert "searchapp.E001" in ids()


def test_a_plugin_without_its_class_is_found_before_a_deployment(settings: Any) -> None:
    settings.RERANKERS = {"mine": "rerankers.identity.NoSuchClass"}
    assert "searchapp.E006" not in ids()
    assert "searchapp.E006" in ids(include_deployment_checks=True)


def test_a_weigher_without_its_model_is_an_error(settings: Any, tmp_path: Path) -> None:
    path = "searchapp.pipeline.ranking.channel_weights.learnt.LearntWeights"
    settings.CHANNEL_WEIGHERS = {"mine": {"BACKEND": path, "OPTIONS": {"folder": tmp_path}}}
    (fault,) = (each for each in run_checks() if each.id == "searchapp.E009")
    assert "'mine' can't be used" in fault.msg
    assert "searchapp.E009" in ids(include_deployment_checks=True)


def test_a_model_that_reads_features_which_do_not_exist_is_a_warning_with_the_cure(
    settings: Any, tmp_path: Path
) -> None:
    published(tmp_path / "ranker")
    path = "rerankers.feature_ranker.FeatureRanker"
    settings.RERANKERS = {"mine": {"BACKEND": path, "OPTIONS": {"folder": tmp_path / "ranker"}}}
    (fault,) = (each for each in run_checks() if each.id == "searchapp.W010")
    assert "'mine' reads features that there are not: one, three, two" in fault.msg
    assert "Train it again" in str(fault.hint)


def test_the_numbers_of_queries_that_a_weigher_reads_are_no_unknown_features(
    settings: Any, tmp_path: Path
) -> None:
    model = ShareModel(("words",), *(np.ones(1, np.float32) for _ in range(3)), 0.0, 0.1)
    folder = publish_channel_weights(tmp_path / "weights", model, {}, {}).path
    path = "searchapp.pipeline.ranking.channel_weights.learnt.LearntWeights"
    settings.CHANNEL_WEIGHERS = {"mine": {"BACKEND": path, "OPTIONS": {"folder": folder}}}
    assert not {"searchapp.W010", "searchapp.E009"} & ids(include_deployment_checks=True)


def test_an_index_that_is_to_keep_what_nobody_reads_is_a_warning(
    settings: Any, environment: Any
) -> None:
    made = (wiring.rerankers, wiring.reader_ahead)
    environment(SEARCHAPP_TOKEN_VECTORS=True)
    for rerankers, told in ((settings.RERANKERS, set()), ({}, {"searchapp.W014"})):
        settings.RERANKERS = rerankers
        for each in made:
            each.cache_clear()
        assert ids() & {"searchapp.W014"} == told
    for each in made:
        each.cache_clear()


def test_names_that_the_settings_do_not_know_are_errors(settings: Any, environment: Any) -> None:
    settings.ANALYZER_CHAIN = ["spelling-of-mine"]
    environment(SEARCHAPP_TEXT_ENCODER="gpt")
    settings.RECALL_CHANNELS = {}
    assert {"searchapp.E002", "searchapp.E003", "searchapp.E010"} <= ids()


def test_a_model_that_was_not_built_is_a_warning_with_the_cure(
    settings: Any, tmp_path: Path
) -> None:
    settings.TEXT_ENCODERS = {
        "minilm": {"BACKEND": "x.Y", "OPTIONS": {"folder": tmp_path / "minilm"}}
    }
    (fault,) = (each for each in run_checks() if each.id == "searchapp.W004")
    assert "make models" in fault.msg


def test_a_rate_that_can_not_be_read_is_an_error(environment: Any) -> None:
    environment(SEARCHAPP_KEY_RATE="often")
    assert "searchapp.E004" in ids()


def test_sellers_who_publish_alone_under_four_eyes_are_a_warning(environment: Any) -> None:
    environment(SEARCHAPP_SELLERS_PUBLISH=True)
    assert "searchapp.W011" not in ids()
    environment(SEARCHAPP_SELLERS_PUBLISH=True, SEARCHAPP_FOUR_EYES=True)
    assert "searchapp.W011" in ids()


def test_a_deployment_is_told_what_several_processes_need(environment: Any) -> None:
    environment(SEARCHAPP_DEBUG=True, SEARCHAPP_SECRET_KEY="", CACHE_URL="")
    found = ids(include_deployment_checks=True)
    assert {"searchapp.E005", "searchapp.W001", "searchapp.W002", "searchapp.W005"} <= found


def test_https_without_a_trusted_proxy_is_a_warning(environment: Any) -> None:
    environment(SEARCHAPP_HTTPS=True, SEARCHAPP_PROXIES=0)
    assert "searchapp.W006" in ids(include_deployment_checks=True)
    environment(SEARCHAPP_HTTPS=True, SEARCHAPP_PROXIES=1)
    assert "searchapp.W006" not in ids(include_deployment_checks=True)


def test_a_limit_that_ends_transactions_which_wait_for_the_engine_is_a_warning(
    environment: Any,
) -> None:
    for idle, warnings in ((60, {"searchapp.W008"}), (300, set()), (0, {"searchapp.W009"})):
        environment(SEARCHAPP_DATABASE_IDLE_S=idle)
        found = ids(include_deployment_checks=True)
        assert found & {"searchapp.W008", "searchapp.W009"} == warnings


@pytest.mark.parametrize("failure", [None, RuntimeError("the index is locked")])
def test_an_engine_that_does_not_answer_is_a_warning_and_only_where_servers_may_be_called(
    monkeypatch: pytest.MonkeyPatch, failure: Exception | None
) -> None:
    class Silent:
        def is_ready(self, timeout_ms: int) -> bool:
            return False

    def engine() -> Silent:
        if failure is not None:
            raise failure
        return Silent()

    monkeypatch.setattr(wiring, "search_engine", engine)
    assert ids(tags=[ENGINE]) == set()
    assert ids(tags=[ENGINE], databases=["default"]) == {"searchapp.W003"}


def test_an_engine_whose_encoder_has_no_model_is_a_warning_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def engine() -> Any:
        open_model_folder(tmp_path / "minilm")

    monkeypatch.setattr(wiring, "search_engine", engine)
    (fault,) = run_checks(tags=[ENGINE], databases=["default"])
    assert fault.id == "searchapp.W003"
    assert "make models" in fault.msg


def test_an_index_of_other_settings_is_a_warning_that_says_how_to_rebuild_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ready:
        def is_ready(self, timeout_ms: int) -> bool:
            return True

    index = MemoryIndex()
    for kind in (Kind.PRODUCT, Kind.VIDEO):
        index.make_live(index.create(kind))
    monkeypatch.setattr(wiring, "search_engine", Ready)
    monkeypatch.setattr(wiring, "index_writer", lambda: index)
    assert ids(tags=[ENGINE], databases=["default"]) == set()
    monkeypatch.setattr(index, "is_current", lambda name: name.startswith("video"))
    (fault,) = run_checks(tags=[ENGINE], databases=["default"])
    assert fault.id == "searchapp.W007"
    assert "live index of product was" in fault.msg
    assert "rebuild_index --outdated" in str(fault.hint)
    index.away = True
    assert ids(tags=[ENGINE], databases=["default"]) == {"searchapp.W003"}


@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_is_not_there_is_an_error_and_migrate_the_cure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found() -> set[str]:
        return ids(tags=["database"], databases=["default"])

    assert found() == set()
    assert "searchapp.E007" not in ids(tags=["database"])
    monkeypatch.setattr(installation, "_there", lambda connection: set())
    (fault,) = (e for e in run_checks(databases=["default"]) if e.id == "searchapp.E007")
    assert "manage.py migrate" in str(fault.hint)
    monkeypatch.setattr("sys.argv", ["manage.py", "migrate"])
    assert found() == set(), "migrate is not stopped by what it cures"


def test_production_settings_pass_the_deployment_checks(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "SEARCHAPP_DATA_DIR": str(tmp_path),
            "SEARCHAPP_SECRET_KEY": "".join(chr(33 + (n * 37) % 90) for n in range(60)),
            "SEARCHAPP_ALLOWED_HOSTS": "shop.example",
            "SEARCHAPP_HTTPS": "1",
            "SEARCHAPP_PROXIES": "1",
            "SEARCHAPP_TEXT_ENCODER": "hashing",
            "CACHE_URL": "redis://localhost:6379/1",
            "ELASTICSEARCH_URL": "http://localhost:9200",
            "CELERY_BROKER_URL": "redis://localhost:6379/0",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
