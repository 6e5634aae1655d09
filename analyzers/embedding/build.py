"""Builds the model folder of a text encoder: `python -m analyzers.embedding.build`.

Weights come out of an installed package; nothing is downloaded. A folder that is already what
would be built is left as it is. A new one is written beside it and takes its place by renaming,
so a process that reads the folder never sees half a model.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from onnx import ModelProto

from analyzers.embedding import minilm
from analyzers.embedding.base import Vectors
from analyzers.embedding.onnx_encoder import (
    INPUTS,
    MODEL,
    OUTPUTS,
    TASK,
    TOKENIZER,
    load_tokenizer,
    open_session,
)
from analyzers.model_folder import (
    MANIFEST,
    Manifest,
    ModelFolderError,
    open_model_folder,
    put_in_place,
    sha256_of,
    write_manifest,
)

BUILDER_VERSION = "1"
# Below this mean cosine to the float32 network, the int8 one is taken to be broken on this CPU.
LEAST_COSINE = 0.985

Report = Callable[[str], None]


class BuildError(Exception):
    """The model cannot be built here. The message says what to do."""


def default_folder(encoder: str = "minilm") -> Path:
    """Return where the model of `encoder` lies: `models/<encoder>` in SEARCHAPP_DATA_DIR."""
    return Path(os.environ.get("SEARCHAPP_DATA_DIR") or "var") / "models" / encoder


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def build(folder: Path, report: Report = _print) -> bool:
    """Make `folder` hold the current MiniLM encoder; return False when it already did.

    Raises MissingPackageError without the package that carries the weights, BuildError when
    `folder` holds something else or the int8 model is not faithful on this CPU.
    """
    source = {
        "package": minilm.PACKAGE,
        "version": minilm.source_version(),
        "licence": "Apache-2.0",
        "builder": BUILDER_VERSION,
    }
    if _is_current(folder, source):
        report(f"{folder} is up to date")
        return False
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise BuildError(f"{folder} holds something that is no model: name another with --folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_minilm(fresh, source, report)
        fresh.chmod(0o755)
        try:
            put_in_place(fresh, folder)
        except OSError:
            # Another build may have finished first; then its folder is as good as this one.
            if not _is_current(folder, source):
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def _is_current(folder: Path, source: dict[str, str]) -> bool:
    try:
        found = open_model_folder(folder)
        found.verify()
    except ModelFolderError:
        return False
    return dict(found.manifest.source) == source


def _write_minilm(folder: Path, source: dict[str, str], report: Report) -> None:
    report("reading the weights of all-MiniLM-L6-v2")
    weights = minilm.load_weights()
    shutil.copyfile(minilm.source_folder() / TOKENIZER, folder / TOKENIZER)
    report("building the float32 network, as the yardstick")
    expected = _encode(folder, minilm.model(weights, None))
    for limit in minilm.WEIGHT_LIMITS:
        report(f"building the int8 network, weights within ±{limit}")
        found = _encode(folder, minilm.model(weights, limit))
        cosines = (expected * found).sum(axis=1)
        report(f"cosine to float32: mean {cosines.mean():.4f}, lowest {cosines.min():.4f}")
        if cosines.mean() >= LEAST_COSINE:
            break
    else:
        raise BuildError(
            f"The int8 model strays from the float32 one on this CPU (mean cosine below "
            f"{LEAST_COSINE}): build it on another machine and copy the folder."
        )
    manifest = Manifest(
        name="minilm",
        task=TASK,
        inputs=INPUTS,
        outputs=OUTPUTS,
        files={name: sha256_of(folder / name) for name in (MODEL, TOKENIZER)},
        parameters={"dimensions": minilm.DIMENSIONS, "max_tokens": minilm.MAX_TOKENS},
        source=source,
        metrics={
            "cosine_to_fp32_mean": round(float(cosines.mean()), 4),
            "cosine_to_fp32_min": round(float(cosines.min()), 4),
        },
    )
    write_manifest(folder, manifest)


def _encode(folder: Path, model: ModelProto) -> Vectors:
    """Write the model into the folder and return the vectors that it gives `_SENTENCES`."""
    (folder / MODEL).write_bytes(model.SerializeToString(deterministic=True))
    tokenizer = load_tokenizer(folder / TOKENIZER, minilm.MAX_TOKENS)
    session = open_session(folder / MODEL)
    rows = []
    for sentence in _SENTENCES:
        input_ids = np.array([tokenizer.encode(sentence).ids], dtype=np.int64)
        inputs = {"input_ids": input_ids, "attention_mask": np.ones_like(input_ids)}
        rows.append(session.run(OUTPUTS, inputs)[0])
    return np.concatenate(rows)


_SENTENCES = (
    "running shoes",
    "sneakers for jogging",
    "women's waterproof hiking boots size 7 wide",
    "coffee grinder with ceramic burrs",
    "1.7 l stainless steel electric kettle, 2200 W, auto shut-off",
    "usb c cable 2m braided fast charging",
    "27 inch 4k monitor",
    "wireless noise cancelling headphones over ear, black",
    "organic cotton baby romper 6-12 months",
    "garden hose 50 ft with brass fittings",
    "birthday gift for a ten year old who likes dinosaurs",
    "replacement filter for robot vacuum, pack of 4",
    "M8 x 40 hex bolts A2",
    "vitamin d3 4000 iu softgels",
    "red wine glasses, set of six",
    "dog bed for large breeds with a washable cover",
    "lipstick matte long lasting nude",
    "mountain bike 29 hydraulic disc brakes",
    "not leather sofa",
    "kaffeemaschine mit mahlwerk",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m analyzers.embedding.build")
    parser.add_argument("--encoder", choices=["minilm"], default="minilm")
    parser.add_argument("--folder", type=Path, help="default: SEARCHAPP_DATA_DIR/models/<encoder>")
    options = parser.parse_args(arguments)
    folder: Path = options.folder or default_folder(options.encoder)
    started = time.monotonic()
    try:
        if build(folder):
            _print(f"{folder} built in {time.monotonic() - started:.1f} s")
    except (minilm.MissingPackageError, BuildError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
