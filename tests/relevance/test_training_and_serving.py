"""What a ranker is trained on is what it is served, value by value; a trained one answers."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from rerankers.base import Reranker
from rerankers.contract import RerankerContract
from rerankers.feature_ranker import FeatureRanker
from searchapp.behaviour import search_log
from searchapp.behaviour.background_writer import BackgroundWriter
from searchapp.behaviour.feature_log import logged_features
from searchapp.behaviour.models import FeatureLog
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import DEFAULT_PROFILE, RerankStep
from searchapp.pipeline.ranking.features.registry import FEATURES
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.relevance.feature_ranker_folder import publish_feature_ranker
from searchapp.relevance.feature_ranker_training import (
    DEFAULT,
    DEFAULT_FEATURES,
    Hyperparameters,
    cross_validate,
    train,
)
from searchapp.relevance.training_set import FeatureReader, TrainingSet, collect
from tests.search.conftest import shop  # noqa: F401 - a fixture
from tests.search.shop import Shop

NAMES = tuple(name for name in FEATURES if name != "age.log")  # the clock goes on
pytestmark = pytest.mark.django_db
GRADES = {"running shoes": {"p1": 3.0}, "kettle": {}}
SMALL = Hyperparameters(trees=20, seeds=2, least_rows=5)


def made_up(queries: int = 12, rows: int = 30) -> TrainingSet:
    """Queries whose relevant items have more words in the title; a fifth of all values is
    missing.
    """
    random = np.random.default_rng(5)
    features = random.normal(size=(queries * rows, len(DEFAULT_FEATURES))).astype(np.float32)
    coverage = features[:, DEFAULT_FEATURES.index("title.coverage")].copy()
    features[:, 1:][random.random((queries * rows, len(DEFAULT_FEATURES) - 1)) < 0.2] = np.nan
    return TrainingSet(
        tuple(f"q{number}" for number in range(queries)),
        DEFAULT_FEATURES,
        features,
        (coverage > 0.8).astype(np.float32) * 3,
        np.ones(queries * rows, dtype=np.bool_),
        np.full(queries, rows),
        tuple(f"p{number}" for number in range(queries * rows)),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ranker that was trained in earnest, on made-up rows."""
    path = tmp_path_factory.mktemp("model") / "ranker"
    rows = made_up()
    publish_feature_ranker(path, train(rows, SMALL), rows, SMALL, {}, {})
    return path


class TestFeatureRanker(RerankerContract):
    @pytest.fixture(autouse=True)
    def trained(self, folder: Path) -> None:
        self.folder = folder

    def reranker(self) -> Reranker:
        return FeatureRanker(self.folder)


def test_the_graph_scores_as_the_trainer_does_also_where_values_are_missing(folder: Path) -> None:
    rows = made_up()
    expected = train(rows, SMALL).scores(rows.features)
    ranker = FeatureRanker(folder)
    read = rows.of_features([rows.names.index(name) for name in ranker.features])
    found = ranker._load().model.score({"features": read.features})
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_a_ranker_reads_no_feature_that_moves_none_of_its_scores(tmp_path: Path) -> None:
    rows = made_up()
    trees = train(rows, replace(SMALL, trees=3, seeds=1))
    publish_feature_ranker(tmp_path / "ranker", trees, rows, SMALL, {}, {})
    read = FeatureRanker(tmp_path / "ranker").features
    _, added = trees.contributions(rows.features)
    assert read == tuple(np.array(rows.names)[(added != 0).any(axis=0)].tolist())


def test_the_trees_are_those_of_lightgbm() -> None:
    import lightgbm

    from searchapp.relevance.lightgbm_trees import LinearPart, trees_of

    rows = made_up()
    data = lightgbm.Dataset(rows.features, rows.grades)
    booster = lightgbm.train({"verbose": -1, "num_leaves": 9, "num_threads": 1}, data, 15)
    trees = trees_of([booster], LinearPart.nothing(len(rows.names)))
    np.testing.assert_allclose(
        trees.scores(rows.features), booster.predict(rows.features), rtol=1e-6
    )


def test_a_ranker_learns_what_the_grades_say_and_is_measured_on_other_queries() -> None:
    rows = made_up(queries=30)
    starts = np.cumsum(rows.sizes) - rows.sizes
    grades = {
        query: {
            rows.ids[row]: float(rows.grades[row]) for row in range(start, start + rows.sizes[0])
        }
        for query, start in zip(rows.queries, starts.tolist(), strict=True)
    }
    found = cross_validate(rows, grades, replace(DEFAULT, seeds=1), folds=3, partitions=1)
    assert found.ndcg > found.first_stage + 0.1


def test_no_weight_goes_against_what_is_known_of_a_feature() -> None:
    rows = made_up()
    # Coverage is bad news in these judgments, which no one is to believe.
    rows = replace(rows, grades=(rows.grades == 0).astype(np.float32))
    signs = np.array([FEATURES[name].monotone for name in rows.names])
    assert (train(rows, replace(SMALL, trees=0)).weights * signs >= 0).all()


def test_training_reads_what_serving_reads(shop: Shop, settings: Any, monkeypatch: Any) -> None:  # noqa: F811
    monkeypatch.setattr(BackgroundWriter, "_start", lambda self: None)
    settings.ENVIRONMENT = {
        **settings.ENVIRONMENT,
        "SEARCHAPP_SEARCH_LOG": True,
        "SEARCHAPP_FEATURE_LOG_SHARE": 1.0,
    }
    trained_on = collect(shop.service, shop.config, GRADES, NAMES)

    reader = FeatureReader(NAMES)
    service = replace(shop.service, rerankers={reader.name: reader})
    profile = replace(DEFAULT_PROFILE, rerankers=(RerankStep(reader.name),))
    config = SearchConfig(shop.config.lexicon, {"default": profile})
    start = 0
    for query, size in zip(trained_on.queries, trained_on.sizes.tolist(), strict=True):
        request = SearchRequest(text=query, kinds=(Kind.PRODUCT,), budget_ms=PATIENT_MS)
        response = service.search(request, config)
        search_log.record(request, response)
        search_log.flush()
        (served,) = response.served
        logged = logged_features(FeatureLog.objects.get(query_id=response.query_id))
        rows = slice(start, start + size)
        start += size
        for found in (served, logged):
            assert found.ids == trained_on.ids[rows]
            assert found.names == trained_on.names
            np.testing.assert_array_equal(found.values, trained_on.features[rows])
        for hit in response.hits:
            row = served.values[served.ids.index(hit.id)].tolist()
            read = [hit.candidate.features[name] for name in NAMES]
            np.testing.assert_array_equal(read, row)
    assert start > 0


def test_no_features_are_logged_unless_a_share_is_asked_for(shop: Shop, monkeypatch: Any) -> None:  # noqa: F811
    monkeypatch.setattr(BackgroundWriter, "_start", lambda self: None)
    before = FeatureLog.objects.count()
    shop.search("running shoes")
    search_log.flush()
    assert FeatureLog.objects.count() == before


def test_without_judgments_that_can_be_read_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "judgments.csv"
    file.write_text("query,product_id,grade\nkettle,p1,good\n")
    with pytest.raises(CommandError, match="line 2: the grade 'good' is no number"):
        call_command("train_ranker", judgments=file, out=tmp_path / "m", stdout=StringIO())
