"""A model folder that is not fit for use is refused before it scores, with what mends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzers.model_folder import ModelFolderError, read_manifest, sha256_of
from rerankers.model_folder import CROSS_ENCODER, FEATURE_RANKER, load_model, open_reranker_folder
from tests.rerankers import graphs
from tests.rerankers.graphs import EXAMPLE, FEATURES, published

CURE = r"write-a-reranker\.md"


def change_manifest(folder: Path, **changes: Any) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def replace_file(folder: Path, name: str, content: bytes) -> None:
    """Puts another file into the folder, and its hash into the manifest."""
    (folder / name).write_bytes(content)
    hashes = dict(read_manifest(folder).files)
    change_manifest(folder, files={**hashes, name: sha256_of(folder / name)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(tmp_path / "linear").path


def load(folder: Path) -> Any:
    return load_model(open_reranker_folder(folder, FEATURE_RANKER))


def test_a_folder_that_was_published_scores(folder: Path) -> None:
    found = load(folder).score({"features": EXAMPLE})
    np.testing.assert_allclose(found, [2.0, -2.0])
    assert found.dtype == np.float32


def test_missing_values_are_part_of_a_golden_example(tmp_path: Path) -> None:
    example = np.array([[np.nan, 1.0, 2.0]], np.float32)
    published(tmp_path / "m", golden={"features": example}, expected=np.array([-1.0], np.float32))
    assert "null" in (tmp_path / "m" / "golden.json").read_text()
    load(tmp_path / "m")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"task": CROSS_ENCODER}, "task must be feature-ranker, not cross-encoder"),
        ({"inputs": ["input_ids"]}, "inputs must be features, not input_ids"),
        ({"outputs": []}, "outputs must name"),
        ({"parameters": {"opset": {"ai.onnx": 17}}}, "'features' must be a list of names"),
        ({"parameters": {"features": ["one", "one"]}}, "has a name twice"),
        ({"files": {"golden.json": "00"}}, r"lists no file 'model\.onnx'"),
        ({"files": {"model.onnx": "00"}}, r"lists no file 'golden\.json'"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_at_once(
    folder: Path, changes: dict[str, Any], problem: str
) -> None:
    change_manifest(folder, **changes)
    with pytest.raises(ModelFolderError, match=f"{problem}.*{CURE}"):
        open_reranker_folder(folder, FEATURE_RANKER)


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"features": ["one", "two"], "opset": {"ai.onnx": 17}}, "takes 3 features, .* names 2"),
        ({"features": list(FEATURES), "opset": {"ai.onnx": 13}}, "the manifest says .*13"),
        ({"features": list(FEATURES)}, "the manifest says None"),
    ],
)
def test_parameters_that_are_not_the_graphs(
    folder: Path, parameters: dict[str, Any], problem: str
) -> None:
    change_manifest(folder, parameters=parameters)
    with pytest.raises(ModelFolderError, match=f"{problem}.*{CURE}"):
        load(folder)


def test_a_corrupted_file_differs_from_its_hash(folder: Path) -> None:
    content = bytearray((folder / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(ModelFolderError, match=rf"model\.onnx .*SHA-256.*{CURE}"):
        load(folder)


def test_a_hash_of_another_file(folder: Path) -> None:
    change_manifest(folder, files={**read_manifest(folder).files, "golden.json": "0" * 64})
    with pytest.raises(ModelFolderError, match=rf"golden\.json .*SHA-256.*{CURE}"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("model.onnx", b"half a graph", "is no ONNX graph"),
        ("model.onnx", graphs.linear(opset=13), r"has the opset \{'ai.onnx': 13\}"),
        ("model.onnx", graphs.linear((1.0, -2.0, 0.7)), "scores row 0 of golden.json with 2.4"),
        ("model.onnx", graphs.reversing(), "scores row 0 of golden.json with -2, .* should be 2"),
        ("model.onnx", graphs.linear((1.0, 2.0)), "takes 2 features, the manifest names 3"),
        ("model.onnx", graphs.not_a_number(), "golden.json"),
        ("model.onnx", graphs.too_many_scores(), r"scores of shape \(2, 3\) for 2 candidates"),
        ("model.onnx", graphs.raising(), "golden.json can't be scored"),
        ("golden.json", b"{}", "golden.json can't be read"),
        ("golden.json", b'{"inputs": {"features": [[1, 0, 2]]}, "scores": []}', "has no scores"),
        ("golden.json", b'{"inputs": {"other": [[1, 0, 2]]}, "scores": [2]}', "can't be scored"),
    ],
)
def test_a_file_that_is_not_what_it_should_be(
    folder: Path, name: str, content: bytes, problem: str
) -> None:
    replace_file(folder, name, content)
    with pytest.raises(ModelFolderError, match=f"{problem}.*{CURE}"):
        load(folder)


def test_an_opset_that_the_runtime_does_not_know(folder: Path) -> None:
    replace_file(folder, "model.onnx", graphs.linear(opset=99))
    change_manifest(folder, parameters={"features": list(FEATURES), "opset": {"ai.onnx": 99}})
    with pytest.raises(ModelFolderError, match=rf"ONNX Runtime can't open model\.onnx.*{CURE}"):
        load(folder)


def test_what_fails_its_checks_is_not_published_and_what_was_there_stays(folder: Path) -> None:
    before = read_manifest(folder)
    with pytest.raises(ModelFolderError, match="which should be 9"):
        published(folder, expected=np.array([9.0, -2.0], np.float32))
    assert read_manifest(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["linear"]


def test_publishing_takes_the_place_of_the_old_model(folder: Path) -> None:
    before = read_manifest(folder)
    published(folder, graphs.linear((0.0, 0.0, 1.0)), expected=EXAMPLE[:, 2])
    assert read_manifest(folder).digest != before.digest
    assert [path.name for path in folder.parent.iterdir()] == ["linear"]


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ModelFolderError, match="no model"):
        published(tmp_path)
    assert (tmp_path / "thesis.txt").exists()
