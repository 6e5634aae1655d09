"""The cross-encoder reads the query beside each candidate's texts, and each pair once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from analyzers.model_folder import ModelFolderError
from rerankers import cross_encoder
from rerankers.base import Reranker
from rerankers.contract import QUERY, Item, RerankerContract, candidates
from rerankers.cross_encoder import CrossEncoder
from rerankers.deadline import Deadline, TooLate, working_until
from rerankers.limits import Limits, current_limits, limit_models
from tests.rerankers.small_cross_encoder import published_pairs


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_pairs(tmp_path_factory.mktemp("models") / "small").path


class TestCrossEncoder(RerankerContract):
    @pytest.fixture(autouse=True)
    def _folder(self, folder: Path) -> None:
        self.folder = folder

    def reranker(self) -> Reranker:
        return CrossEncoder(self.folder)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the pairs that the model reads."""
    seen: list[int] = []
    score = cross_encoder.ScoringModel.score

    def counted(self: object, inputs: object) -> object:
        seen.append(1)
        return score(self, inputs)  # type: ignore[arg-type]

    monkeypatch.setattr(cross_encoder.ScoringModel, "score", counted)
    return seen


def test_a_score_does_not_depend_on_the_other_candidates(folder: Path) -> None:
    items = candidates(6)
    together = CrossEncoder(folder).score(QUERY, items)
    alone = [CrossEncoder(folder).score(QUERY, [item])[0] for item in items]
    np.testing.assert_array_equal(together, alone)


def test_a_pair_that_was_read_is_not_read_again(folder: Path, runs: list[int]) -> None:
    reranker = CrossEncoder(folder)
    reranker.warm_up()
    runs.clear()
    first = reranker.score(QUERY, candidates(5))
    assert len(runs) == 5
    np.testing.assert_array_equal(reranker.score(QUERY, candidates(6))[:5], first)
    assert len(runs) == 6


def test_products_of_the_same_texts_are_read_once(folder: Path, runs: list[int]) -> None:
    reranker = CrossEncoder(folder)
    reranker.warm_up()
    runs.clear()
    document = {"title": "Red shoe", "brand": "Velo"}
    items = [Item("a", {}, {**document, "price": 5.0}), Item("b", {}, {**document, "price": 9.0})]
    first, second = reranker.score(QUERY, items)
    assert first == second
    assert len(runs) == 1


def test_a_product_whose_texts_changed_is_read_anew(folder: Path) -> None:
    reranker = CrossEncoder(folder)
    (before,) = reranker.score(QUERY, [Item("a", {}, {"title": "Red shoe"})])
    (after,) = reranker.score(QUERY, [Item("a", {}, {"title": "Black belt"})])
    assert before != after


def test_brand_colour_and_category_are_read(folder: Path) -> None:
    plain, *richer = (
        CrossEncoder(folder).score(QUERY, [Item("a", {}, {"title": "Running", **more})])[0]
        for more in ({}, {"brand": "Velo"}, {"colour": ["red"]}, {"category": ["Men > Shoes"]})
    )
    assert all(score != plain for score in richer)


def test_of_the_pairs_read_only_the_last_ones_are_kept(folder: Path, runs: list[int]) -> None:
    reranker = CrossEncoder(folder, cached_pairs=3)
    reranker.warm_up()
    reranker.score(QUERY, candidates(9))
    runs.clear()
    reranker.score(QUERY, candidates(9)[-3:])
    assert not runs
    reranker.score(QUERY, candidates(9)[:1])
    assert len(runs) == 1


def test_nobody_reads_on_when_nobody_waits(folder: Path) -> None:
    reranker = CrossEncoder(folder)
    reranker.warm_up()
    deadline = Deadline()
    deadline.passes()
    with working_until(deadline), pytest.raises(TooLate):
        reranker.score(QUERY, candidates(4))


@pytest.fixture
def three_threads() -> Iterator[None]:
    before = current_limits()
    limit_models(Limits(threads=3, memory_mb=before.memory_mb))
    yield
    limit_models(before)


@pytest.mark.usefixtures("three_threads")
def test_pairs_that_run_at_once_score_as_those_that_run_one_after_another(folder: Path) -> None:
    at_once = CrossEncoder(folder)
    for count in (1, 2, 7):
        one_by_one = [CrossEncoder(folder).score(QUERY, [each])[0] for each in candidates(count)]
        np.testing.assert_array_equal(at_once.score(QUERY, candidates(count)), one_by_one)


@pytest.mark.usefixtures("three_threads")
def test_no_thread_reads_on_when_nobody_waits(folder: Path, runs: list[int]) -> None:
    reranker = CrossEncoder(folder)
    reranker.warm_up()
    runs.clear()
    deadline = Deadline()
    deadline.passes()
    with working_until(deadline), pytest.raises(TooLate):
        reranker.score(QUERY, candidates(9))
    assert not runs


def test_a_folder_without_its_tokenizer_is_refused(tmp_path: Path) -> None:
    broken = published_pairs(tmp_path / "broken").path
    (broken / "tokenizer.json").unlink()
    with pytest.raises(ModelFolderError, match=r"tokenizer\.json is missing"):
        CrossEncoder(broken).warm_up()


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    broken = published_pairs(tmp_path / "broken").path
    with (broken / "model.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelFolderError, match="SHA-256 differs"):
        CrossEncoder(broken).warm_up()


def test_a_negative_number_of_kept_pairs_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="cached_pairs must be 0 or more"):
        CrossEncoder(folder, cached_pairs=-1)
