"""Weights of words and meaning that fit the query: learnt, published, served."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from analyzers.model_folder import ModelFolderError
from searchapp import wiring
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.ranking.channel_weights.evidence import QUERY_FEATURES
from searchapp.pipeline.ranking.channel_weights.learnt import LearntWeights, RefusedWeights
from searchapp.pipeline.ranking.channel_weights.weighing import with_share
from searchapp.pipeline.request import PATIENT_MS, Kind
from searchapp.relevance.channel_weights_data import (
    SHARES,
    FeatureRecorder,
    WeighedQueries,
    collect,
)
from searchapp.relevance.channel_weights_folder import publish_channel_weights
from searchapp.relevance.channel_weights_training import ShareModel, cross_validate, fit, train
from tests.search.conftest import shop  # noqa: F401 - a fixture
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
NAMES = tuple(QUERY_FEATURES)
GRADES = {
    "running shoes": {"shoe-red": 3.0, "shoe-blue": 2.0},
    "sport footwear": {"sneaker": 3.0},
    "boil water": {"kettle": 3.0},
    "coffee": {"coffee": 3.0},
    "red dress": {"dress-red": 3.0},
}


def queries(telling: bool, count: int = 60) -> WeighedQueries:
    """Queries whose best share follows from their first number, if that is telling."""
    random = np.random.default_rng(3)
    features = random.normal(size=(count, len(NAMES))).astype(np.float32)
    features[:, 1:][random.random((count, len(NAMES) - 1)) < 0.1] = np.nan
    by = features[:, 0] if telling else random.normal(size=count)
    best = np.where(by > 0, 0.9, 0.1)
    quality = np.exp(-0.5 * ((SHARES[None, :] - best[:, None]) / 0.3) ** 2)
    return WeighedQueries(
        tuple(f"q{number}" for number in range(count)), NAMES, features, quality, 0.5
    )


@pytest.fixture(scope="module")
def model() -> ShareModel:
    return train(queries(telling=True))


@pytest.fixture
def folder(model: ShareModel, tmp_path: Path) -> Path:
    publish_channel_weights(tmp_path / "weights", model, {}, {})
    return tmp_path / "weights"


def test_what_tells_of_the_best_share_is_learnt(model: ShareModel) -> None:
    assert np.argmax(np.abs(model.weights)) == 0
    validation = cross_validate(queries(telling=True), partitions=1)
    assert validation.helps
    assert validation.learnt > validation.constant + 0.1


def test_where_nothing_tells_all_queries_have_about_one_share() -> None:
    validation = cross_validate(queries(telling=False), partitions=1)
    assert not validation.helps
    assert validation.learnt == pytest.approx(validation.constant, abs=0.03)


def test_without_weights_the_share_is_one_for_all() -> None:
    constant = fit(queries(telling=True), np.inf)
    assert not constant.weights.any()
    assert len(set(constant.shares(queries(telling=True).features).round(6).tolist())) == 1


def test_too_few_queries_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        train(queries(telling=True, count=3))


def test_the_folder_predicts_as_the_trainer_does(folder: Path, model: ShareModel) -> None:
    weigher = LearntWeights(folder)
    rows = queries(telling=True).features[:10]
    served = [weigher.lexical_share(dict(zip(NAMES, row, strict=True))) for row in rows.tolist()]
    assert served == pytest.approx(model.shares(rows).tolist(), abs=1e-5)


def test_a_folder_that_reads_what_no_query_has_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["parameters"]["features"][0] = "horoscope"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelFolderError, match="horoscope"):
        LearntWeights(folder)


def test_a_damaged_folder_is_refused(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"nonsense")
    with pytest.raises(ModelFolderError):
        LearntWeights(folder).warm_up()


def weighing(shop: Shop, weigher: Any) -> Shop:  # noqa: F811
    profile = replace(DEFAULT_PROFILE, rerankers=(), channel_weigher="mine")
    return Shop(
        replace(shop.service, weighers={} if weigher is None else {"mine": weigher}),
        SearchConfig(shop.config.lexicon, {"default": profile}),
    )


class Fixed(FeatureRecorder):
    """A weigher with one answer."""

    def __init__(self, share: float | None) -> None:
        super().__init__()
        self.share = share

    def lexical_share(self, features: Any) -> float | None:
        return self.share


def test_a_served_share_weighs_words_against_meaning(shop: Shop) -> None:  # noqa: F811
    for share in (0.0, 0.3, 1.0):
        best = weighing(shop, Fixed(share)).search("red running shoes").hits[0].candidate
        assert best.contributions["lexical"] == pytest.approx(share)
    left = weighing(shop, Fixed(None)).search("red running shoes").hits[0].candidate
    assert left.contributions["lexical"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    "weigher", [None, Fixed(1.5), Fixed(float("nan")), RefusedWeights(ModelFolderError("broken"))]
)
def test_without_a_share_the_profile_weighs_and_the_answer_says_so(
    shop: Shop,  # noqa: F811
    weigher: Any,
) -> None:
    response = weighing(shop, weigher).search("red running shoes")
    assert response.hits[0].candidate.contributions["lexical"] == pytest.approx(0.5)
    assert [each.stage for each in response.degraded] == ["channel_weights.mine"]


def test_the_curves_are_what_would_be_served(shop: Shop) -> None:  # noqa: F811
    from searchapp.relevance.metrics import ndcg

    data = collect(shop.service, shop.config, GRADES)
    assert data.queries
    assert data.features.shape == (len(data.queries), len(NAMES))
    for place in (0, 7, 20):
        profile = with_share(
            replace(DEFAULT_PROFILE, rerankers=()), Kind.PRODUCT, float(SHARES[place])
        )
        served = replace(shop, config=replace(shop.config, profiles={"default": profile}))
        for row, query in enumerate(data.queries):
            found = ndcg(served.found(query, budget_ms=PATIENT_MS), GRADES[query])
            assert data.quality[row, place] == pytest.approx(found), (query, place)


def test_the_command_learns_from_judgments_and_made_up_queries(
    shop: Shop,  # noqa: F811
    tmp_path: Path,
    settings: Any,
) -> None:
    file = tmp_path / "judgments.csv"
    lines = [
        f"{query},{id_},{grade}" for query, ids in GRADES.items() for id_, grade in ids.items()
    ]
    file.write_text("\n".join(["query,product_id,grade", *lines]))
    told = StringIO()
    call_command(
        "train_channel_weights", judgments=file, made_up=12, out=tmp_path / "out", partitions=1,
        stdout=told,
    )  # fmt: skip
    assert "with a share for each query" in told.getvalue()
    settings.CHANNEL_WEIGHERS = {
        "mine": {
            "BACKEND": "searchapp.pipeline.ranking.channel_weights.learnt.LearntWeights",
            "OPTIONS": {"folder": tmp_path / "out"},
        },
        "gone": {
            "BACKEND": "searchapp.pipeline.ranking.channel_weights.learnt.LearntWeights",
            "OPTIONS": {"folder": tmp_path / "nothing"},
        },
    }
    wiring.channel_weighers.cache_clear()
    try:
        weighers = wiring.channel_weighers()
    finally:
        wiring.channel_weighers.cache_clear()
    assert isinstance(weighers["gone"], RefusedWeights)
    response = weighing(shop, weighers["mine"]).search("red running shoes")
    assert not response.degraded


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--made-up"):
        call_command("train_channel_weights", out=tmp_path / "out")
