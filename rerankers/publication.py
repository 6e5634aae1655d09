"""How a trained model becomes a model folder that may score: written, checked, put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.model_folder import (
    MANIFEST,
    Manifest,
    ModelFolder,
    ModelFolderError,
    put_in_place,
    sha256_of,
    write_manifest,
)
from rerankers.model_folder import (
    GOLDEN,
    MODEL,
    TASKS,
    TOLERANCE,
    golden_text,
    load_model,
    open_reranker_folder,
    opset_of,
)
from rerankers.onnx_session import Inputs


def publish(
    folder: Path,
    *,
    name: str,
    task: str,
    model: bytes,
    parameters: Mapping[str, Any],
    golden: Inputs,
    expected: NDArray[np.float32],
    output: str = "scores",
    files: Mapping[str, bytes] | None = None,
    source: Mapping[str, str] | None = None,
    metrics: Mapping[str, float] | None = None,
    tolerance: float = TOLERANCE,
    check: Callable[[Path], object] | None = None,
) -> ModelFolder:
    """Makes `folder` a model folder of `task`, which passes every check, and gives it.

    `golden` is an example of the inputs, and `expected` (n,) what the trained model says of it:
    take it from the trainer, not from the graph, and a wrong conversion to ONNX is found here.
    `files` are more files by name (a tokenizer). `check` raises ModelFolderError for a folder that
    may not score, by default as `load_model` does. The folder takes its place at once, by renaming,
    so processes that read it never see half of it. Raises ModelFolderError, and then what was there
    stays, when a check fails or `folder` holds something that is no model.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise ModelFolderError(f"{folder} holds something that is no model: name another folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        contents = {
            **(files or {}),
            MODEL: model,
            GOLDEN: golden_text(golden, expected, tolerance).encode(),
        }
        for file, content in contents.items():
            (fresh / file).write_bytes(content)
        manifest = Manifest(
            name=name,
            task=task,
            inputs=tuple(each for each in TASKS[task] if each in golden),
            outputs=(output,),
            files={file: sha256_of(fresh / file) for file in contents},
            parameters={**parameters, "opset": opset_of(fresh / MODEL)},
            source=source or {},
            metrics=metrics or {},
        )
        write_manifest(fresh, manifest)
        check = check or (lambda path: load_model(open_reranker_folder(path, task)))
        check(fresh)
        fresh.chmod(0o755)
        put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return open_reranker_folder(folder, task)
