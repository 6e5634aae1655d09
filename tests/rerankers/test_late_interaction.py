"""Late interaction: a document is read once, ahead of queries, and then only compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.model_folder import ModelFolderError
from analyzers.query import AnalyzedQuery
from rerankers import late_interaction
from rerankers.base import STORED_VECTORS, ReadsAhead, Reranker
from rerankers.contract import QUERY, Item, RerankerContract, candidates
from rerankers.deadline import Deadline, TooLate, working_until
from rerankers.late_interaction import LateInteraction
from rerankers.limits import Limits, current_limits, limit_models
from rerankers.token_vectors import STAMP_BYTES, TokenVectors, nearness, pack, unpack
from tests.rerankers.small_cross_encoder import published

STAMP = bytes(STAMP_BYTES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("models") / "small").path


class TestLateInteraction(RerankerContract):
    @pytest.fixture(autouse=True)
    def _folder(self, folder: Path) -> None:
        self.folder = folder

    def reranker(self) -> Reranker:
        return LateInteraction(self.folder)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the texts that the model reads."""
    seen: list[int] = []
    run = late_interaction.OnnxSession.run

    def counted(self: Any, output: str, inputs: Any) -> Any:
        seen.append(1)
        return run(self, output, inputs)

    monkeypatch.setattr(late_interaction.OnnxSession, "run", counted)
    return seen


def stored(reranker: LateInteraction, items: list[Item]) -> list[Item]:
    """The items as the index gives them, with what was read of them."""
    kept = reranker.read_ahead([item.document for item in items])
    return [
        replace(item, document={**item.document, STORED_VECTORS: each})
        for item, each in zip(items, kept, strict=True)
    ]


def test_documents_that_the_index_has_read_are_not_read_again(
    folder: Path, runs: list[int]
) -> None:
    reranker = LateInteraction(folder)
    assert isinstance(reranker, ReadsAhead)
    items = stored(reranker, candidates(6))
    runs.clear()
    reranker.score(QUERY, items)
    assert len(runs) == 1, "the query alone is read"


def test_scores_are_the_same_with_the_index_and_without(folder: Path) -> None:
    reranker = LateInteraction(folder)
    items = candidates(7)
    now = LateInteraction(folder, kept_documents=0).score(QUERY, items)
    np.testing.assert_array_equal(reranker.score(QUERY, stored(reranker, items)), now)
    np.testing.assert_array_equal(reranker.score(QUERY, items), now)


def test_what_the_index_has_of_another_text_or_model_or_in_pieces_is_not_believed(
    folder: Path, tmp_path: Path
) -> None:
    reranker = LateInteraction(folder)
    other = LateInteraction(published(tmp_path / "other", seed=5).path)
    item = Item("a", {}, {"title": "red shoe"})
    expected = reranker.score(QUERY, [item])
    (outdated,) = reranker.read_ahead([{"title": "black belt"}])
    (foreign,) = other.read_ahead([item.document])
    (whole,) = reranker.read_ahead([item.document])
    for kept in (outdated, foreign, whole[:-1], whole[:5], b"", None, "text"):
        given = replace(item, document={**item.document, STORED_VECTORS: kept})
        np.testing.assert_array_equal(reranker.score(QUERY, [given]), expected)


def test_a_score_does_not_depend_on_the_other_candidates(folder: Path) -> None:
    items = candidates(6)
    together = LateInteraction(folder).score(QUERY, items)
    alone = [LateInteraction(folder).score(QUERY, [item])[0] for item in items]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


def test_products_of_the_same_texts_are_read_once(folder: Path, runs: list[int]) -> None:
    reranker = LateInteraction(folder)
    reranker.warm_up()
    document = {"title": "Red shoe", "brand": "Velo"}
    reranker.score(QUERY, [Item("a", {}, {**document, "price": 5.0})])
    runs.clear()
    reranker.score(QUERY, [Item("b", {}, {**document, "price": 9.0})])
    assert len(runs) == 1


def test_a_product_whose_texts_changed_is_read_anew(folder: Path) -> None:
    reranker = LateInteraction(folder)
    (before,) = reranker.score(QUERY, [Item("a", {}, {"title": "Red shoe"})])
    (after,) = reranker.score(QUERY, [Item("a", {}, {"title": "Black belt"})])
    assert before != after


def test_brand_colour_and_category_are_read(folder: Path) -> None:
    plain, *richer = (
        LateInteraction(folder).score(QUERY, [Item("a", {}, {"title": "Running", **more})])[0]
        for more in ({}, {"brand": "Velo"}, {"colour": ["red"]}, {"category": ["Men > Shoes"]})
    )
    assert all(score != plain for score in richer)


def test_the_item_with_the_words_of_the_query_is_nearest(folder: Path) -> None:
    items = [Item(text, {}, {"title": text}) for text in ("red shoe", "black belt", "sandal")]
    for text in ("red shoe", "black belt"):
        scores = LateInteraction(folder).score(AnalyzedQuery(text, text, "en"), items)
        assert items[int(np.argmax(scores))].id == text


def test_documents_and_queries_without_a_word_have_a_score(folder: Path) -> None:
    items = [Item("empty", {}, {}), Item("a", {}, {"title": "red shoe"})]
    for text in ("", "red"):
        scores = LateInteraction(folder).score(AnalyzedQuery(text, text, "en"), items)
        assert np.isfinite(scores).all()


def test_of_the_documents_read_only_the_last_ones_are_kept(folder: Path, runs: list[int]) -> None:
    reranker = LateInteraction(folder, kept_documents=3)
    items = [Item(str(n), {}, {"title": f"red shoe {n}"}) for n in range(9)]
    reranker.score(QUERY, items)
    runs.clear()
    reranker.score(QUERY, items[-3:])
    assert len(runs) == 1
    reranker.score(QUERY, items[:1])
    assert len(runs) == 3


def test_nobody_reads_on_when_nobody_waits(folder: Path) -> None:
    reranker = LateInteraction(folder)
    reranker.warm_up()
    deadline = Deadline()
    deadline.passes()
    with working_until(deadline), pytest.raises(TooLate):
        reranker.score(QUERY, candidates(4))


def test_what_a_late_call_has_read_is_not_read_again(
    folder: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reranker = LateInteraction(folder)
    reranker.warm_up()
    runs.clear()
    deadline = Deadline()
    stamp = LateInteraction.stamp

    def slow(self: LateInteraction, document: Any) -> bytes:
        if len(runs) == 4:  # The query and three documents.
            deadline.passes()
        return stamp(self, document)

    monkeypatch.setattr(LateInteraction, "stamp", slow)
    items = [Item(str(n), {}, {"title": f"red shoe {n}"}) for n in range(6)]
    with working_until(deadline), pytest.raises(TooLate):
        reranker.score(QUERY, items)
    runs.clear()
    reranker.score(QUERY, items)
    assert len(runs) == 1 + 3


@pytest.fixture
def three_threads() -> Iterator[None]:
    before = current_limits()
    limit_models(Limits(threads=3, memory_mb=before.memory_mb))
    yield
    limit_models(before)


@pytest.mark.usefixtures("three_threads")
def test_documents_read_at_once_are_those_read_one_after_another(folder: Path) -> None:
    reranker = LateInteraction(folder)
    for count in (0, 1, 2, 7):
        documents = [each.document for each in candidates(count)]
        one_by_one = [LateInteraction(folder).read_ahead([each])[0] for each in documents]
        assert reranker.read_ahead(documents) == one_by_one


def test_what_is_kept_of_a_document_is_small(folder: Path) -> None:
    reranker = LateInteraction(folder)
    (kept,) = reranker.read_ahead([{"title": "red shoe"}])
    assert kept[:STAMP_BYTES] == reranker.stamp({"title": "red shoe"})
    assert len(kept) == STAMP_BYTES + 3 * 24


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        ("dimensions", 0, "'dimensions' must be a whole number"),
        ("scale", None, "'scale' must be a number"),
        ("whole_weight", "much", "'whole_weight' must be a number"),
    ],
)
def test_a_manifest_that_lacks_a_parameter_is_refused(
    tmp_path: Path, parameter: str, value: object, told: str
) -> None:
    import json

    broken = published(tmp_path / "broken").path
    manifest = json.loads((broken / "manifest.json").read_text())
    manifest["parameters"][parameter] = value
    (broken / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelFolderError, match=told):
        LateInteraction(broken)


def test_a_folder_whose_example_scores_otherwise_is_refused(tmp_path: Path) -> None:
    import json

    broken = published(tmp_path / "broken").path
    manifest = json.loads((broken / "manifest.json").read_text())
    manifest["parameters"]["scale"] = 90.0
    (broken / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelFolderError, match="which should be"):
        LateInteraction(broken).warm_up()


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    broken = published(tmp_path / "broken").path
    with (broken / "model.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelFolderError, match="SHA-256 differs"):
        LateInteraction(broken).warm_up()


def test_a_negative_number_of_kept_documents_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="kept_documents must be 0 or more"):
        LateInteraction(folder, kept_documents=-1)


@st.composite
def texts(draw: st.DrawFn, dimensions: int = 6) -> TokenVectors:
    count = draw(st.integers(1, 7))
    rows = np.random.default_rng(draw(st.integers(0, 10_000))).normal(size=(count + 1, dimensions))
    unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return TokenVectors(unit[0], unit[1:])


@given(texts())
def test_packed_vectors_come_back_nearly_as_they_were(text: TokenVectors) -> None:
    read = unpack(STAMP, pack(STAMP, text), 6)
    assert read is not None
    np.testing.assert_allclose(read.words, text.words, atol=0.01)
    np.testing.assert_allclose(read.whole, text.whole, atol=0.01)


@given(texts(), st.lists(texts(), min_size=1, max_size=5), st.floats(0, 2))
def test_nearness_is_the_weighted_mean_of_each_words_nearest(
    query: TokenVectors, documents: list[TokenVectors], whole_weight: float
) -> None:
    weights = np.arange(1, len(query.words) + 1, dtype=np.float32)
    found = nearness(query, weights, documents, whole_weight)
    for score, document in zip(found, documents, strict=True):
        nearest = [max(float(word @ other) for other in document.words) for word in query.words]
        expected = np.average(nearest, weights=weights)
        expected += whole_weight * float(query.whole @ document.whole)
        assert score == pytest.approx(expected, abs=1e-4)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_vectors_are_none_or_finite(kept: bytes) -> None:
    read = unpack(kept[:STAMP_BYTES], kept, 6)
    if read is not None:
        assert np.isfinite(read.words).all()
        assert len(read.words) >= 1
