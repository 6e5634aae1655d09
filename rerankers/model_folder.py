"""Model folders of rerankers: what each task's model takes, and the checks before it may score.

A folder is what `analyzers/model_folder.py` describes, with two things more. `golden.json` holds an
example, inputs and the scores that they must give, so that a model which loads and scores wrongly
(another runtime, a changed operator, a wrong conversion) is found before a shopper does:

    {"inputs": {"features": [[0.5, null], [0.1, 2.0]]}, "scores": [1.25, -0.5], "tolerance": 0.0001}

null is NaN, a missing value. And the manifest's `parameters` have `opset`, the operator sets of the
graph by domain ({"ai.onnx": 17}), beside what the task needs:

| task | model.onnx takes | parameters |
|---|---|---|
| feature-ranker | `features` float32 (n, m) | `features`: the m names, in their order |
| cross-encoder | `input_ids`, `attention_mask` (`token_type_ids`), int64 (n, t) | `max_tokens` |
| late-interaction | `input_ids`, int64 (n, t), of one text | see `late_interaction.py` |
| value-ranker | there is none: it scores by its parameters | see `value_ranker.py` |
| channel-weights | `features` float32 (n, m) of n queries | `features`, as above |

and gives the first of the manifest's `outputs`, float (n,) or (n, 1): higher is better; of
channel-weights it is the share of the words, in [0, 1]; of late-interaction the vectors of a text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.model_folder import ModelFolder, ModelFolderError, open_model_folder
from rerankers.base import RERANKER_CURE
from rerankers.onnx_session import Inputs, OnnxSession

FEATURE_RANKER = "feature-ranker"
CROSS_ENCODER = "cross-encoder"
VALUE_RANKER = "value-ranker"
LATE_INTERACTION = "late-interaction"
CHANNEL_WEIGHTS = "channel-weights"
MODEL = "model.onnx"
GOLDEN = "golden.json"
TOLERANCE = 1e-4
"""How far a score of the golden example may be off, relative and absolute."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a task's model: type, number of dimensions, whether it must be there."""

    type: str
    rank: int = 2
    required: bool = True


TASKS: Mapping[str, Mapping[str, Input]] = {
    FEATURE_RANKER: {"features": Input("tensor(float)")},
    CROSS_ENCODER: {
        "input_ids": Input("tensor(int64)"),
        "attention_mask": Input("tensor(int64)"),
        "token_type_ids": Input("tensor(int64)", required=False),
    },
    LATE_INTERACTION: {"input_ids": Input("tensor(int64)")},
    VALUE_RANKER: {},
    CHANNEL_WEIGHTS: {"features": Input("tensor(float)")},
}
_BY_FEATURES = frozenset({FEATURE_RANKER, CHANNEL_WEIGHTS})
_DTYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64}


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """A graph that was found fit: inputs in, one score a row out."""

    session: OnnxSession
    inputs: tuple[str, ...]
    output: str

    def score(self, inputs: Inputs) -> NDArray[np.float32]:
        """The scores, float32 (n,). Raises ValueError when the graph gives another shape."""
        found = self.session.run(self.output, inputs)
        rows = len(next(iter(inputs.values())))
        if found.shape not in ((rows,), (rows, 1)):
            raise ValueError(f"the model gave scores of shape {found.shape} for {rows} candidates")
        return found.reshape(rows).astype(np.float32, copy=False)


def open_reranker_folder(path: Path | str, task: str) -> ModelFolder:
    """The folder at `path` with its manifest read and found to be one of `task`; hashes nothing.

    Raises ModelFolderError.
    """
    folder = open_model_folder(Path(path), RERANKER_CURE)
    manifest = folder.manifest
    if manifest.task != task:
        raise folder.error(f"task must be {task}, not {manifest.task}")
    if task == VALUE_RANKER:
        return folder
    wanted = TASKS[task]
    least = {name for name, each in wanted.items() if each.required}
    if not least <= set(manifest.inputs) <= set(wanted):
        raise folder.error(
            f"inputs must be {', '.join(wanted)}, not {', '.join(manifest.inputs) or 'none'}"
        )
    if not manifest.outputs:
        raise folder.error("outputs must name the output that holds the scores")
    folder.file(MODEL)
    folder.file(GOLDEN)
    if task in _BY_FEATURES:
        names(folder, "features")
    if task in (CROSS_ENCODER, LATE_INTERACTION):
        folder.positive_integer("max_tokens")
    return folder


def names(folder: ModelFolder, parameter: str) -> tuple[str, ...]:
    """A parameter that must be a list of one or more different names."""
    value = folder.manifest.parameters.get(parameter)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise folder.error(f"parameter {parameter!r} must be a list of names")
    if len(set(value)) != len(value):
        raise folder.error(f"parameter {parameter!r} has a name twice")
    return tuple(value)


def open_session(folder: ModelFolder, threads: int | None = None) -> OnnxSession:
    """The folder's graph, checked but for the golden example: hashes, operator sets, inputs and
    dimensions.

    `threads` is for one run; without it, the process's limit. Raises ModelFolderError.
    """
    folder.verify()
    _check_opset(folder)
    try:
        session = OnnxSession(folder.file(MODEL), threads)
    except Exception as error:
        raise folder.error(f"ONNX Runtime can't open {MODEL} ({_first_line(error)})") from error
    _check_signature(folder, session)
    return session


def load_model(folder: ModelFolder, threads: int | None = None) -> ScoringModel:
    """The folder's graph, checked whole, the golden example too. See `open_session`."""
    session = open_session(folder, threads)
    model = ScoringModel(session, folder.manifest.inputs, folder.manifest.outputs[0])
    check_golden(folder, model.score)
    return model


def check_golden(folder: ModelFolder, score: Callable[[Inputs], NDArray[np.float32]]) -> None:
    """Raises ModelFolderError unless `score` gives the golden example's scores."""
    inputs, expected, tolerance = _golden(folder)
    try:
        found = score(inputs)
    except Exception as error:
        raise folder.error(f"{GOLDEN} can't be scored ({_first_line(error)})") from error
    if found.shape != expected.shape:
        raise folder.error(f"{GOLDEN} has {len(expected)} scores, the model gives {found.shape}")
    if not np.allclose(found, expected, rtol=tolerance, atol=tolerance):
        worst = int(np.argmax(np.nan_to_num(np.abs(found - expected), nan=np.inf)))
        raise folder.error(
            f"the model scores row {worst} of {GOLDEN} with {found[worst]:.6g}, "
            f"which should be {expected[worst]:.6g}"
        )


def golden_text(inputs: Inputs, scores: NDArray[np.float32], tolerance: float = TOLERANCE) -> str:
    """The text of `golden.json`: write it beside the model before the manifest hashes it."""
    content = {
        "inputs": {name: _with_nulls(np.asarray(value)) for name, value in inputs.items()},
        "scores": [float(score) for score in scores],
        "tolerance": tolerance,
    }
    return json.dumps(content) + "\n"


def opset_of(model: Path) -> dict[str, int]:
    """The operator sets of a graph by domain; for the manifest's `opset`."""
    # Slow to import, and needed only while a model is loaded.
    import onnx

    graph = onnx.load(str(model), load_external_data=False)
    return {each.domain or "ai.onnx": each.version for each in graph.opset_import}


def _check_opset(folder: ModelFolder) -> None:
    stated = folder.manifest.parameters.get("opset")
    try:
        found = opset_of(folder.file(MODEL))
    except Exception as error:
        raise folder.error(f"{MODEL} is no ONNX graph ({_first_line(error)})") from error
    if stated != found:
        raise folder.error(f"{MODEL} has the opset {found}, the manifest says {stated}")


def _check_signature(folder: ModelFolder, session: OnnxSession) -> None:
    manifest = folder.manifest
    found = session.inputs
    if set(found) != set(manifest.inputs):
        raise folder.error(
            f"{MODEL} has the inputs {', '.join(found)}, "
            f"the manifest says {', '.join(manifest.inputs)}"
        )
    for name, (type_, shape) in found.items():
        wanted = TASKS[manifest.task][name]
        if type_ != wanted.type or len(shape) != wanted.rank:
            raise folder.error(
                f"{MODEL} takes {name} as {type_} of {len(shape)} dimensions, "
                f"not as {wanted.type} of {wanted.rank}"
            )
        if isinstance(shape[0], int):
            raise folder.error(f"{MODEL} takes exactly {shape[0]} candidates, not any number")
    if manifest.outputs[0] not in session.outputs:
        raise folder.error(
            f"{MODEL} has no output {manifest.outputs[0]!r}, only {', '.join(session.outputs)}"
        )
    if manifest.task in _BY_FEATURES:
        width, features = found["features"][1][1], names(folder, "features")
        if isinstance(width, int) and width != len(features):
            raise folder.error(
                f"{MODEL} takes {width} features, the manifest names {len(features)}"
            )


def _golden(folder: ModelFolder) -> tuple[Inputs, NDArray[np.float32], float]:
    try:
        raw = json.loads(folder.file(GOLDEN).read_text(encoding="utf-8"))
        types = TASKS[folder.manifest.task]
        inputs = {
            name: np.array(
                _with_nans(value), dtype=_DTYPES[types[name].type] if name in types else np.float32
            )
            for name, value in raw["inputs"].items()
        }
        expected = np.array(raw["scores"], dtype=np.float32)
        tolerance = float(raw.get("tolerance", TOLERANCE))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise folder.error(f"{GOLDEN} can't be read ({_first_line(error)})") from error
    if not len(expected):
        raise folder.error(f"{GOLDEN} has no scores")
    return inputs, expected, tolerance


def _with_nulls(values: NDArray[Any]) -> Any:
    if values.ndim > 1:
        return [_with_nulls(row) for row in values]
    return [None if value != value else value for value in values.tolist()]


def _with_nans(values: Iterable[Any]) -> list[Any]:
    return [
        _with_nans(each) if isinstance(each, list) else np.nan if each is None else each
        for each in values
    ]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


__all__ = [
    "CHANNEL_WEIGHTS",
    "CROSS_ENCODER",
    "FEATURE_RANKER",
    "GOLDEN",
    "LATE_INTERACTION",
    "MODEL",
    "VALUE_RANKER",
    "ModelFolder",
    "ModelFolderError",
    "ScoringModel",
    "check_golden",
    "golden_text",
    "load_model",
    "open_reranker_folder",
    "open_session",
    "opset_of",
]
