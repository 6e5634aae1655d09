"""How the category model is learnt from a catalog."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.categories.calibration import Mixture, calibration_error, reliability
from analyzers.categories.category_tree import CategoryTree, ancestors
from analyzers.categories.class_choice import classes_of
from analyzers.categories.features import features, words_of
from analyzers.categories.network import to_onnx
from analyzers.categories.predictor import CategoryPredictor
from analyzers.categories.samples import SamplesByCategory
from analyzers.categories.trainer import CategoryTrainer
from analyzers.categories.training import Examples, Weights, scores
from analyzers.categories.word_evidence import WordEvidence
from analyzers.evidence import LoggedQuery
from tests.analyzers.category_shop import item, items, trained


@pytest.fixture(scope="module")
def predictor() -> CategoryPredictor:
    return trained()


def test_unseen_titles_are_predicted_and_the_manifest_says_how_well(
    predictor: CategoryPredictor,
) -> None:
    manifest = predictor.manifest
    assert manifest["categories"] == 5
    assert manifest["items"] == 150
    assert manifest["held_out"] > 20
    assert manifest["top1"] > 0.6
    assert manifest["top3"] >= manifest["top1"]
    assert 0 <= manifest["calibration_error"] < 0.3
    assert 0.25 <= manifest["temperature"] <= 8


def test_the_same_catalog_and_seed_give_the_same_model(predictor: CategoryPredictor) -> None:
    again, other = trained().arrays(), trained(seed=1).arrays()
    for name, array in predictor.arrays().items():
        np.testing.assert_array_equal(array, again[name])
    assert bytes(other["model"]) != bytes(again["model"])


def test_a_predictor_is_the_same_when_it_comes_back_from_mapped_files(
    predictor: CategoryPredictor, tmp_path: Path
) -> None:
    mapped = {}
    for name, array in predictor.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
        mapped[name] = np.load(tmp_path / f"{name}.npy", mmap_mode="r")
    back = CategoryPredictor.from_arrays(mapped)
    assert dict(back.manifest) == dict(predictor.manifest)
    assert list(back.classes) == list(predictor.classes)
    texts = ["electric kettle", "boots"]
    np.testing.assert_array_equal(back.probabilities(texts), predictor.probabilities(texts))


def test_arrays_can_be_stored_without_pickle(predictor: CategoryPredictor) -> None:
    stored = io.BytesIO()
    np.savez(stored, **predictor.arrays())
    stored.seek(0)
    with np.load(stored, allow_pickle=False) as arrays:
        assert list(CategoryPredictor.from_arrays(arrays).classes) == list(predictor.classes)


def test_an_empty_predictor_comes_back_empty_and_says_so_when_it_is_asked() -> None:
    back = CategoryPredictor.from_arrays(CategoryPredictor().arrays())
    assert back.is_empty
    back.warm_up()
    with pytest.raises(ValueError, match="build the lexicon"):
        back.probabilities(["kettle"])


def test_a_model_for_other_features_is_not_used(predictor: CategoryPredictor) -> None:
    arrays = predictor.arrays()
    manifest = {**predictor.manifest, "format": 0}
    arrays["manifest"] = np.frombuffer(json.dumps(manifest).encode(), dtype=np.uint8)
    assert CategoryPredictor.from_arrays(arrays).is_empty


def test_a_catalog_of_fewer_than_two_categories_gives_an_empty_predictor() -> None:
    trainer = CategoryTrainer()
    assert trainer.build().is_empty
    trainer = CategoryTrainer()
    for number in range(20):
        trainer.add(item(str(number), "electric kettle", "Kitchen > Kettles"))
    trainer.add(item("x", "no category", ""))
    assert trainer.build().is_empty


def test_a_handful_of_products_is_enough_to_begin_with() -> None:
    small = trained(3)
    assert len(small.classes) == 5
    assert small.probabilities(["kettle"]).shape == (1, len(small.tree.paths))


def test_queries_of_the_log_teach_nothing_by_themselves() -> None:
    trainer = CategoryTrainer()
    trainer.add_query(LoggedQuery("kettle", "en", 9, 9, 9))
    assert trainer.build().is_empty


def test_clicked_queries_teach_words_that_the_catalog_does_not_use() -> None:
    trainer = CategoryTrainer()
    for product in items(10):
        trainer.add(product)
    trainer.add_clicked([("teapot boiler", "Kitchen > Kettles > Gooseneck", 3.0)] * 20)
    trainer.add_clicked([("teapot boiler", "Toys > Unknown", 1.0), ("nothing", "", 1.0)])
    predictor = trainer.build()
    (row,) = predictor.probabilities(["teapot boiler"])
    assert predictor.tree.paths[int(row.argmax())].startswith("Kitchen")
    assert row[predictor.tree.paths.index("Kitchen > Kettles")] > 0.5


def test_rare_categories_count_for_the_ones_above_them() -> None:
    counts = {"A": 1, "A > B": 5, "A > C": 1, "A > D > E": 1, "F > G": 1, "F > H": 1}
    assert classes_of(counts, least=3, most=10) == {
        "A": "A",
        "A > B": "A > B",
        "A > C": "A",
        "A > D > E": "A",
    }


def test_too_many_categories_are_merged_until_they_fit() -> None:
    counts = {f"Top > Kind {number}": number + 3 for number in range(50)}
    assigned = classes_of(counts, least=3, most=10)
    assert len(set(assigned.values())) <= 10
    assert assigned["Top > Kind 49"] == "Top > Kind 49"
    assert assigned["Top > Kind 0"] == "Top"


@given(
    st.dictionaries(
        st.lists(st.sampled_from("ABC"), min_size=1, max_size=4).map(" > ".join),
        st.integers(1, 9),
        max_size=12,
    ),
    st.integers(1, 5),
    st.integers(1, 6),
)
def test_a_class_is_its_path_or_one_above_it_and_has_enough_items(
    counts: dict[str, int], least: int, most: int
) -> None:
    assigned = classes_of(counts, least, most)
    assert len(set(assigned.values())) <= most
    for path, chosen in assigned.items():
        assert chosen in ancestors(path)
    for chosen in set(assigned.values()):
        assert sum(counts[path] for path, at in assigned.items() if at == chosen) >= least


def test_the_sample_of_a_large_catalog_stays_small_and_keeps_small_categories_whole() -> None:
    samples = SamplesByCategory(Random(0), most=60, most_paths=50)
    for number in range(400):
        samples.add(item(str(number), f"large {number}", "Large"))
        if number % 80 == 0:
            samples.add(item(f"s{number}", f"small {number}", "Small"))
    kept = {path: (seen, len(sample)) for path, seen, sample in samples}
    assert kept["Small"] == (5, 5)
    assert kept["Large"][0] == 400
    assert 15 <= kept["Large"][1] <= 60


def test_categories_beyond_those_that_are_remembered_count_for_the_one_above() -> None:
    samples = SamplesByCategory(Random(0), most=100, most_paths=2)
    for path in ("A", "B", "A > C", "D"):
        samples.add(item(path, "title", path))
    assert {path: seen for path, seen, _ in samples} == {"A": 2, "B": 1}


def test_the_graph_computes_what_was_trained() -> None:
    random = np.random.default_rng(0)
    tree = CategoryTree.of(["A > B", "A > C", "D"])
    weights = Weights(
        random.normal(0, 1, (64, 16)).astype(np.float32),
        random.normal(0, 1, (16, tree.classes)).astype(np.float32),
        random.normal(0, 1, tree.classes).astype(np.float32),
    )
    weights.rows[0] = 0
    words = words_of("red running shoes")
    examples = Examples.of([features(words, 64)], [0], [1.0])
    evidence = WordEvidence.of([(["red"], 0, 1.0), (["shoes"], 2, 2.0)], tree.classes)
    mixture = Mixture(temperature=2.0, evidence_weight=0.5)
    predictor = CategoryPredictor(
        np.frombuffer(to_onnx(weights, mixture), dtype=np.uint8),
        evidence,
        CategoryPredictor().classes.of(["A > B", "A > C", "D"]),
        {"buckets": 64},
    )
    expected = mixture.probabilities(scores(examples, weights), evidence.of_queries([words]))
    (found,) = predictor.probabilities(["red running shoes"])
    leaves = [tree.paths.index(path) for path in ("A > B", "A > C", "D")]
    np.testing.assert_allclose(found[leaves], expected[0], atol=0.02)
    assert found[tree.paths.index("A")] == pytest.approx(float(found[leaves[:2]].sum()), abs=1e-6)


def test_word_evidence_is_naive_bayes() -> None:
    evidence = WordEvidence.of([(["a", "a", "b"], 0, 1.0), (["b"], 1, 2.0)], 2)
    (row,) = evidence.of_queries([["a", "b", "unknown"]])
    smoothing = 0.1
    of_first = (2 + smoothing) / (3 + 2 * smoothing) * (1 + smoothing) / (3 + 2 * smoothing)
    of_second = smoothing / (2 + 2 * smoothing) * (2 + smoothing) / (2 + 2 * smoothing)
    expected = np.log([of_first * 1.5 / 4, of_second * 2.5 / 4])
    np.testing.assert_allclose(row, expected, rtol=2e-3)


def test_features_are_the_same_in_every_process_and_never_the_padding() -> None:
    assert features(["shoes"], 1 << 16) == [38503, 56024, 10311, 11058, 53546]
    assert min(features(words_of("a bc 靴 red shoes"), 3)) >= 1


def test_the_mixture_undoes_scores_that_are_too_sure() -> None:
    random = np.random.default_rng(1)
    true = random.normal(0, 1.5, (4000, 4)).astype(np.float32)
    classes = (true + random.gumbel(size=true.shape)).argmax(axis=1)
    nothing = np.zeros_like(true)
    mixture = Mixture.best(true * 3, nothing, classes)
    assert mixture.temperature == pytest.approx(3.0, rel=0.1)
    probabilities = mixture.probabilities(true * 3, nothing)
    first = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == classes
    assert calibration_error(first, right) < 0.04


def test_the_calibration_error_is_the_mean_distance_over_the_bins() -> None:
    probabilities = np.array([0.95, 0.95, 0.15, 1.0])
    right = np.array([True, False, False, True])
    bins = list(reliability(probabilities, right))
    assert [(bin.low, bin.count) for bin in bins] == [(0.1, 1), (0.9, 3)]
    assert calibration_error(probabilities, right) == pytest.approx(
        (0.15 + abs(2.9 - 2)) / 4, abs=1e-6
    )
    assert calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) == 0.0
