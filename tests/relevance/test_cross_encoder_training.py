"""A cross-encoder learns from lists, can be interrupted, and ranks in ONNX as in training."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from analyzers.embedding.hashing import HashingEncoder
from rerankers.contract import QUERY, Item
from rerankers.late_interaction import LateInteraction
from rerankers.onnx_session import OnnxSession
from rerankers.pair_text import PairTokenizer
from rerankers.token_vectors import TokenVectors, nearness
from searchapp.relevance.cross_encoder import course as course_module
from searchapp.relevance.cross_encoder import graph
from searchapp.relevance.cross_encoder.agreement import agreement, ndcg
from searchapp.relevance.cross_encoder.architecture import (
    HEAD_COSINE,
    HEAD_PROJECTION,
    HEAD_SCALE,
)
from searchapp.relevance.cross_encoder.course import HELD_OUT_LENGTH, Course, mild
from searchapp.relevance.cross_encoder.lists import LENGTH, TrainingList, may_answer
from searchapp.relevance.cross_encoder.projection import principal_directions
from searchapp.relevance.cross_encoder.pseudo_queries import About, PseudoQuery
from searchapp.relevance.cross_encoder.publishing import publish_weights, scored
from searchapp.relevance.cross_encoder.training import Trainer, TrainingPlan, Weights
from tests.relevance.small_catalog import documents, items
from tests.rerankers.small_cross_encoder import MAX_TOKENS, WIDTH, tokenizer_file, weights

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
    return PairTokenizer(tokenizer_json, MAX_TOKENS, texts_apart=True)


@pytest.fixture(autouse=True)
def _small_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons begin from small random weights and not from those of MiniLM."""
    monkeypatch.setattr(course_module, "initial", lambda _: weights())
    monkeypatch.setattr(course_module.minilm, "load_weights", dict)


def test_the_network_scores_alike_in_training_and_in_onnx(tokenizer: PairTokenizer) -> None:
    catalog = items(3)
    made = TrainingList("red shoe", (0, 2), (1.0, 0.0))
    expected = scored(weights(), made, catalog, tokenizer, MAX_TOKENS)
    exact = weights() | {HEAD_PROJECTION: np.eye(WIDTH, dtype=np.float32)}
    session = OnnxSession(graph.model(exact, None, MAX_TOKENS).SerializeToString())

    def read(ids: list[int]) -> np.ndarray:
        return session.run(graph.OUTPUT, {graph.INPUT: np.array([ids], np.int64)})[0]

    query = read(tokenizer.first(tokenizer.query("red shoe")))
    rows = [read(tokenizer.second(tokenizer.document(catalog[at].text))) for at in made.items]
    vectors = [TokenVectors(each[0, :-1], each[1:-1, :-1]) for each in (query, *rows)]
    found = nearness(vectors[0], query[1:-1, -1], vectors[1:], float(exact[HEAD_COSINE]))
    # The products of training are in bfloat16.
    np.testing.assert_allclose(exact[HEAD_SCALE] * found, expected, rtol=0.05, atol=0.1)


def test_the_directions_kept_are_those_with_most_in_them() -> None:
    random = np.random.default_rng(1)
    tokens = random.normal(size=(300, 8)).astype(np.float32)
    tokens[:, 4:] *= 0.01
    kept = principal_directions([tokens[:150], tokens[150:]], 4)
    assert kept.shape == (8, 4)
    np.testing.assert_allclose(kept.T @ kept, np.eye(4), atol=1e-5)
    assert np.abs(kept[4:]).max() < 0.05
    with pytest.raises(ValueError, match="9 dimensions are more"):
        principal_directions([tokens], 9)


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
        return [rng.choice(course.held_out)]

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
    for made in course.held_out:
        assert len(made.items) == len(made.goodness) == HELD_OUT_LENGTH
        assert made.goodness[0] == max(made.goodness)
    lists = course._pseudo_lists(20, random.Random(1))
    assert {len(made.items) for made in lists} == {LENGTH}
    assert all(0 <= good <= 1 for made in lists for good in made.goodness)


def test_a_query_for_a_category_is_answered_by_its_items_told_from_their_titles(
    course: Course,
) -> None:
    query = PseudoQuery("running shoe", _first(course, "Running Shoes"), About.CATEGORY)
    made = course._lists.pseudo(query, random.Random(1))
    assert made.titles_alone
    for place, good in zip(made.items, made.goodness, strict=True):
        assert (good > 0.9) == ("Running" in course.items[place].category)


def test_what_may_answer_a_query_does_not_count_as_bad(course: Course) -> None:
    shoe, belt = _first(course, "Running Shoes"), _first(course, "Belts")
    made = TrainingList("trail", (shoe,), (1.0,))
    assert may_answer(made, course.items, course.items[_first(course, "Running Shoes")])
    words = " ".join(sorted(course.items[belt].words))
    assert may_answer(TrainingList(words, (shoe,), (1.0,)), course.items, course.items[belt])
    other = TrainingList("sandal", (shoe,), (1.0,))
    assert not may_answer(other, course.items, course.items[belt])


def _first(course: Course, category: str) -> int:
    return next(n for n, item in enumerate(course.items) if category in item.category)


def test_a_list_of_a_judged_query_has_every_grade_and_unjudged_items(course: Course) -> None:
    grades = {place: place % 4 for place in range(20)}
    query = course._lists.judged("red shoe", grades, 3)
    made = course._lists.judged_list(query, random.Random(1))
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
        40,
    )
    metrics = folder.manifest.metrics
    assert metrics["held_out_spearman"] > 0.95
    assert abs(metrics["held_out_ndcg_before"] - metrics["held_out_ndcg_after"]) < 0.05
    assert "Kendall" in lines[0]
    candidates = [Item(id_, {}, document) for id_, document in documents(9)]
    assert np.isfinite(LateInteraction(folder.path).score(QUERY, candidates)).all()


def test_agreement_tells_like_orders_from_unlike_ones() -> None:
    scores = [np.array([3.0, 2.0, 1.0], np.float32)]
    same = agreement(scores, [scores[0] * 2 + 1], [[1.0, 0.5, 0.0]])
    assert (same.kendall, same.spearman, same.ndcg_before) == pytest.approx((1, 1, 1))
    opposite = agreement(scores, [-scores[0]], [[1.0, 0.5, 0.0]])
    assert (opposite.kendall, opposite.spearman) == pytest.approx((-1, -1))
    assert opposite.ndcg_after < 1


def test_ndcg_of_a_list_without_anything_good_is_0() -> None:
    assert ndcg(np.array([1.0, 0.0], np.float32), [0.0, 0.0]) == 0.0
