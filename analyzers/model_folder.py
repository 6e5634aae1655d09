"""Model folders: a model and what must be known to use it, checked before use.

A model folder holds `manifest.json` and the files that it names, each with its SHA-256:

    {
      "format": 1,
      "name": "minilm",
      "task": "text-encoder",
      "inputs": ["input_ids", "attention_mask"],
      "outputs": ["embedding"],
      "parameters": {"dimensions": 384, "max_tokens": 128},
      "source": {"package": "...", "version": "...", "licence": "..."},
      "metrics": {"cosine_to_fp32_mean": 0.99},
      "files": {"model.onnx": "<sha256>", "tokenizer.json": "<sha256>"}
    }

`parameters` is what the task needs (dimensions, maximum lengths, feature names); `source` says
where the model comes from and how it was made; `metrics` is what was measured of it.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
DEFAULT_CURE = "run `make models`, which builds it again"


class ModelFolderError(Exception):
    """A model folder is missing, incomplete or changed. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder says about its model."""

    name: str
    task: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    files: Mapping[str, str]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any file or parameter of the model."""
        identity = json.dumps([dict(self.files), dict(self.parameters)], sort_keys=True)
        return hashlib.sha256(identity.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder whose manifest has been read. `cure` ends every error message."""

    path: Path
    manifest: Manifest
    cure: str = DEFAULT_CURE

    def file(self, name: str) -> Path:
        """Return the path of a file that the manifest lists."""
        if name not in self.manifest.files:
            raise self.error(f"{MANIFEST} lists no file {name!r}")
        return self.path / name

    def positive_integer(self, parameter: str) -> int:
        """Return a parameter that must be a whole number above 0."""
        value = self.manifest.parameters.get(parameter)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(
                f"parameter {parameter!r} must be a whole number, 1 or more, not {value!r}"
            )
        return value

    def number(self, parameter: str) -> float:
        """Return a parameter that must be a finite number."""
        value = self.manifest.parameters.get(parameter)
        if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
            raise self.error(f"parameter {parameter!r} must be a number, not {value!r}")
        return float(value)

    def expect(self, *, task: str, inputs: Iterable[str], outputs: Iterable[str]) -> None:
        """Raise ModelFolderError unless the model does this task with these inputs and outputs."""
        for key, found, wanted in (
            ("task", [self.manifest.task], [task]),
            ("inputs", sorted(self.manifest.inputs), sorted(inputs)),
            ("outputs", sorted(self.manifest.outputs), sorted(outputs)),
        ):
            if found != wanted:
                raise self.error(f"{key} must be {', '.join(wanted)}, not {', '.join(found)}")

    def verify(self) -> None:
        """Raise ModelFolderError unless each file is there with the SHA-256 of the manifest."""
        for name, expected in self.manifest.files.items():
            path = self.path / name
            if not path.is_file():
                raise self.error(f"{name} is missing")
            if sha256_of(path) != expected:
                raise self.error(f"{name} is not the one in {MANIFEST}: its SHA-256 differs")

    def error(self, problem: str) -> ModelFolderError:
        """Return an error that names this folder, the problem and the cure."""
        return ModelFolderError(f"Model folder {self.path}: {problem}. To repair it, {self.cure}.")


def open_model_folder(path: Path, cure: str = DEFAULT_CURE) -> ModelFolder:
    """Read the manifest of the folder at `path`. Files are not hashed: see `ModelFolder.verify`."""
    return ModelFolder(path, read_manifest(path, cure), cure)


def read_manifest(folder: Path, cure: str = DEFAULT_CURE) -> Manifest:
    """Read and check `manifest.json` in `folder`.

    Raises ModelFolderError, ending with `cure`, when it is missing or not well-formed.
    """

    def error(problem: str) -> ModelFolderError:
        return ModelFolderError(f"Model folder {folder}: {problem}. To repair it, {cure}.")

    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise error(f"{MANIFEST} is missing") from None
    except (OSError, ValueError) as problem:
        raise error(f"{MANIFEST} cannot be read ({problem})") from problem
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise error(f"{MANIFEST} is not of format {FORMAT}")
    for key in ("name", "task"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise error(f"{key!r} in {MANIFEST} must be a text")
    for key in ("inputs", "outputs"):
        if not isinstance(raw.get(key), list) or not all(isinstance(v, str) for v in raw[key]):
            raise error(f"{key!r} in {MANIFEST} must be a list of names")
    for key in ("parameters", "source", "metrics"):
        if not isinstance(raw.get(key, {}), dict):
            raise error(f"{key!r} in {MANIFEST} must be an object")
    files = raw.get("files")
    if not isinstance(files, dict) or not files or not all(map(_is_plain_name, files)):
        raise error(f"'files' in {MANIFEST} must map plain file names to their SHA-256")
    return Manifest(
        name=raw["name"],
        task=raw["task"],
        inputs=tuple(raw["inputs"]),
        outputs=tuple(raw["outputs"]),
        files=files,
        parameters=raw.get("parameters", {}),
        source=raw.get("source", {}),
        metrics=raw.get("metrics", {}),
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest.json` into `folder`."""
    content = {
        "format": FORMAT,
        "name": manifest.name,
        "task": manifest.task,
        "inputs": list(manifest.inputs),
        "outputs": list(manifest.outputs),
        "parameters": dict(manifest.parameters),
        "source": dict(manifest.source),
        "metrics": dict(manifest.metrics),
        "files": dict(manifest.files),
    }
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def put_in_place(fresh: Path, folder: Path) -> None:
    """Rename the finished folder `fresh` to `folder`, beside it, in the place of what is there."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_name(f"{fresh.name}-old")
    folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_plain_name(name: str) -> bool:
    return name not in {"", ".", "..", MANIFEST} and "/" not in name and "\\" not in name
