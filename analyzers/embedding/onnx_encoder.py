"""A text encoder that runs a model folder with ONNX Runtime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from tokenizers import Tokenizer

from analyzers.embedding.base import Vectors, refuse_single_string
from analyzers.model_folder import ModelFolder, open_model_folder

# Read at the import: without it the runtime reports its use to its maker, and writes to the home
# folder.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

TASK = "text-encoder"
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
INPUTS = ("input_ids", "attention_mask")
OUTPUTS = ("embedding",)

# A token is rarely longer than this. Cutting first keeps a 10,000-character query cheap.
_CHARACTERS_PER_TOKEN = 16
_WARM_UP_TEXT = "stainless steel electric kettle, 1.7 litres"


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession


class OnnxTextEncoder:
    """Encodes with a model folder: `manifest.json`, `model.onnx`, `tokenizer.json`.

    The model takes `input_ids` and `attention_mask`, int64 (batch, sequence), and gives
    `embedding`, float32 (batch, dimensions), pooled and L2-normalised. Parameters in the manifest:
    `dimensions`, and `max_tokens`, where longer texts are cut.

    Every text runs by itself. With activations quantised per tensor, as in int8 models, a text's
    vector would otherwise depend on its neighbours in the batch (measured on product titles: a
    cosine down to 0.98); on a CPU, batches are hardly faster, as each text is a matrix already.

    `threads` is how many texts a call with many texts encodes at once. One text always runs on
    the calling thread alone.

    Raises ModelFolderError: the constructor for the manifest, `warm_up()` for the files.
    """

    def __init__(self, folder: Path | str, threads: int = 1) -> None:
        if threads < 1:
            raise ValueError(f"threads must be at least 1, not {threads}")
        self._folder = open_model_folder(Path(folder))
        self._folder.expect(task=TASK, inputs=INPUTS, outputs=OUTPUTS)
        self._dimensions = self._folder.positive_integer("dimensions")
        self._max_tokens = self._folder.positive_integer("max_tokens")
        self._threads = threads
        self._loaded: _Loaded | None = None
        self._loading = Lock()

    @property
    def name(self) -> str:
        manifest = self._folder.manifest
        return f"{manifest.name}-{manifest.digest}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def warm_up(self) -> None:
        self._load()

    def encode(self, texts: Sequence[str]) -> Vectors:
        refuse_single_string(texts)
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        loaded = self._load()
        workers = min(self._threads, len(texts))

        def encode_every_nth_from(first: int) -> None:
            for row in range(first, len(texts), workers):
                self._encode_into(vectors[row], texts[row], loaded)

        if workers > 1:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(encode_every_nth_from, range(workers)))
        elif workers == 1:
            encode_every_nth_from(0)
        return vectors

    def _encode_into(self, row: Vectors, text: str, loaded: _Loaded) -> None:
        encoding = loaded.tokenizer.encode(self._readable(text))
        if all(encoding.special_tokens_mask):
            return
        input_ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": input_ids, "attention_mask": np.ones_like(input_ids)}
        row[:] = loaded.session.run(OUTPUTS, inputs)[0][0]

    def _readable(self, text: str) -> str:
        head = text.lstrip()[: self._max_tokens * _CHARACTERS_PER_TOKEN]
        # Lone surrogates are no characters, and the tokenizer takes UTF-8 only.
        return head.encode("utf-8", "ignore").decode("utf-8")

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = self._checked_model()
        return self._loaded

    def _checked_model(self) -> _Loaded:
        folder = self._folder
        folder.verify()
        loaded = _Loaded(
            load_tokenizer(folder.file(TOKENIZER), self._max_tokens),
            open_session(folder.file(MODEL)),
        )
        _check_signature(folder, loaded.session, self._dimensions)
        probe = np.zeros(self._dimensions, dtype=np.float32)
        self._encode_into(probe, _WARM_UP_TEXT, loaded)
        if not abs(float(np.linalg.norm(probe)) - 1) < 1e-3:
            raise folder.error("the model's vectors are not L2-normalised")
        return loaded


def load_tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    """Load a tokenizer that cuts at `max_tokens` and never pads, whatever its file says."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def open_session(file: Path) -> onnxruntime.InferenceSession:
    """Open a model for short inputs from many threads: each run stays on the thread that calls."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # An arena would keep the memory of the longest text ever seen, once per concurrent caller.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _check_signature(
    folder: ModelFolder, session: onnxruntime.InferenceSession, dimensions: int
) -> None:
    inputs = sorted(value.name for value in session.get_inputs())
    outputs = {value.name: value.shape for value in session.get_outputs()}
    if inputs != sorted(INPUTS) or not set(OUTPUTS) <= set(outputs):
        raise folder.error(
            f"{MODEL} has the inputs {', '.join(inputs)} and the outputs {', '.join(outputs)}, "
            f"not {', '.join(INPUTS)} and {', '.join(OUTPUTS)}"
        )
    found = outputs[OUTPUTS[0]][-1]
    if found != dimensions:
        raise folder.error(f"{MODEL} gives {found} dimensions, the manifest says {dimensions}")
