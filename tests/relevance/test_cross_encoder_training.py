"""A cross-encoder learns from lists, can be interrupted, and ranks in ONNX as in training."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from analyzers.embedding.hashing import HashingEncoder
from rerankers.contract import QUERY, Item
from rerankers.cross_encoder import CrossEncoder
from rerankers.onnx_session import OnnxSession
from rerankers.pair_text import PairTokenizer
from searchapp.relevance.cross_encoder import course as course_module
from searchapp.relevance.cross_encoder import graph
from searchapp.relevance.cross_encoder.agreement import agreement, ndcg
from searchapp.relevance.cross_encoder.course import Course, mild
from searchapp.relevance.cross_encoder.lists import LENGTH, TrainingList, judged_list, pseudo_list
from searchapp.relevance.cross_encoder.publishing import publish_weights, scored
from searchapp.relevance.cross_encoder.training import Trainer, TrainingPlan, Weights
from tests.relevance.small_catalog import documents, items
from tests.rerankers.small_cross_encoder import MAX_TOKENS, tokenizer_file, weights

PLAN = TrainingPlan(steps=6, learning_rate=1e-3, max_tokens=MAX_TOKENS)


@pytest.fixture(scope="module")
def course() -> Course:
    catalog = items(120)
    encoder = HashingEncoder()
    vectors = encoder.encode([item.plain for item in catalog])
    return Course(catalog, vectors, encoder, queries=60, seed=1, but=["red running shoe"])


@pytest.fixture(scope="module")
def tokenizer_json(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tokenizer_file(tmp_path_factory.mktemp("tokenizer"))


@pytest.fixture
def tokenizer(tokenizer_json: Path) -> PairTokenizer:
    return PairTokenizer(tokenizer_json, MAX_TOKENS)


@pytest.fixture(autouse=True)
def _small_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons begin from small random weights and not from those of MiniLM."""
    monkeypatch.setattr(course_module, "initial", lambda _: weights())
    monkeypatch.setattr(course_module.minilm, "load_weights", dict)


def test_the_network_scores_alike_in_training_and_in_onnx(tokenizer: PairTokenizer) -> None:
    row = tokenizer.row(tokenizer.query("red shoe"), tokenizer.document(items(3)[0].text))
    (expected,) = scored(weights(), [[row]], MAX_TOKENS)
    ids, types = (each[None] for each in row)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
    session = OnnxSession(graph.model(weights(), None, MAX_TOKENS).SerializeToString())
    # The products of training are in bfloat16.
    np.testing.assert_allclose(session.run(graph.OUTPUT, inputs), expected, rtol=0.05, atol=0.1)


def test_training_lowers_the_loss(course: Course, tokenizer: PairTokenizer) -> None:
    losses: list[float] = []
    plan = TrainingPlan(steps=40, learning_rate=3e-3, max_tokens=MAX_TOKENS)
    course.from_catalog(tokenizer, plan, progress=lambda _, loss: losses.append(loss))
    assert np.mean(losses[-8:]) < np.mean(losses[:8])


def test_an_interrupted_run_ends_as_one_that_was_not(
    course: Course, tokenizer: PairTokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchapp.relevance.cross_encoder.training._SAVE_EVERY", 2)

    def lists(rng: random.Random) -> list[TrainingList]:
        return [pseudo_list(rng.choice(course.held_out), len(course.items), rng)]

    trainer = Trainer(course.items, tokenizer, lists, PLAN)
    whole = trainer.train(weights())

    class Interrupted(Exception):
        pass

    def stop(step: int, _: float) -> None:
        if step == 5:
            raise Interrupted

    checkpoint = tmp_path / "run.npz"
    with pytest.raises(Interrupted):
        trainer.train(weights(), checkpoint, stop)
    steps: list[int] = []
    resumed = trainer.train(weights(), checkpoint, lambda step, _: steps.append(step))
    assert steps == [5, 6]
    for name, array in whole.items():
        np.testing.assert_allclose(resumed[name], array, rtol=1e-5, atol=1e-6)


def test_judgments_leave_the_words_and_the_lower_half_of_the_network_as_they_were(
    course: Course, tokenizer: PairTokenizer
) -> None:
    before: Weights = weights()
    grades = {"red shoe": {"p1": 3, "p2": 0, "p3": 1}, "belt": {"p4": 2, "elsewhere": 3}}
    after = course.from_judgments(before, grades, tokenizer, mild(PLAN, 3))
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert changed
    assert not any(name.startswith(("embeddings", "encoder.layer.0.")) for name in changed)


def test_judgments_of_another_catalog_are_refused(course: Course, tokenizer: PairTokenizer) -> None:
    with pytest.raises(ValueError, match="no judgment is about an item"):
        course.from_judgments(weights(), {"red": {"elsewhere": 3}}, tokenizer, PLAN)


def test_a_catalog_of_nothing_is_refused() -> None:
    encoder = HashingEncoder()
    with pytest.raises(ValueError, match="too few"):
        Course([], np.zeros((0, encoder.dimensions), np.float32), encoder, queries=5, seed=1)


def test_the_item_that_a_query_was_made_from_is_the_best_of_its_list(course: Course) -> None:
    rng = random.Random(1)
    for query in course.held_out:
        made = pseudo_list(query, len(course.items), rng)
        assert len(made.items) == len(made.goodness) == LENGTH
        assert made.items[0] == query.query.item
        assert made.goodness[0] == 1.0 == max(made.goodness)


def test_a_list_of_a_judged_query_has_every_grade_and_unjudged_items(course: Course) -> None:
    grades = {place: place % 4 for place in range(20)}
    query = course_module.judged("red shoe", grades, 3, course._miner)
    made = judged_list(query, random.Random(1))
    assert len(made.items) == LENGTH
    assert {0.0, 1 / 3, 2 / 3, 1.0} <= set(made.goodness)
    unjudged = [good for place, good in zip(made.items, made.goodness, strict=True) if place > 19]
    assert unjudged == [0.0, 0.0]


def test_what_is_trained_becomes_a_model_folder_that_says_how_it_ranks(
    course: Course, tokenizer_json: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    folder = publish_weights(
        tmp_path / "made",
        weights(),
        tokenizer_json,
        course.items,
        course.held_out,
        MAX_TOKENS,
        {},
        lines.append,
    )
    metrics = folder.manifest.metrics
    assert metrics["held_out_spearman"] > 0.95
    assert abs(metrics["held_out_ndcg_before"] - metrics["held_out_ndcg_after"]) < 0.05
    assert "Kendall" in lines[0]
    candidates = [Item(id_, {}, document) for id_, document in documents(9)]
    assert np.isfinite(CrossEncoder(folder.path).score(QUERY, candidates)).all()


def test_agreement_tells_like_orders_from_unlike_ones() -> None:
    scores = [np.array([3.0, 2.0, 1.0], np.float32)]
    same = agreement(scores, [scores[0] * 2 + 1], [[1.0, 0.5, 0.0]])
    assert (same.kendall, same.spearman, same.ndcg_before) == pytest.approx((1, 1, 1))
    opposite = agreement(scores, [-scores[0]], [[1.0, 0.5, 0.0]])
    assert (opposite.kendall, opposite.spearman) == pytest.approx((-1, -1))
    assert opposite.ndcg_after < 1


def test_ndcg_of_a_list_without_anything_good_is_0() -> None:
    assert ndcg(np.array([1.0, 0.0], np.float32), [0.0, 0.0]) == 0.0
