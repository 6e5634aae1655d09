"""The one place where rerankers open ONNX Runtime: threads, memory, deadlines."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rerankers.deadline import interruptible
from rerankers.limits import current_limits

# Read at the import: without it the runtime reports its use to its maker, and writes to the home
# folder.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Inputs = Mapping[str, NDArray[Any]]
_QUIET = 4
"""The log level above all: what fails is raised, and said once."""


_arena_made = False
_lock = Lock()


class OnnxSession:
    """A model that runs under the process's limits; many threads may run it at once.

    `threads` is for one run; without it, the limits'.
    """

    def __init__(self, model: Path | bytes, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _QUIET
        limits = current_limits()
        if limits.memory_mb:
            _make_arena(limits.memory_mb)
            options.add_session_config_entry("session.use_env_allocators", "1")
        else:
            options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = threads or limits.threads
        options.inter_op_num_threads = 1
        # Threads that wait busily would take the processor from other requests.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        source = model if isinstance(model, bytes) else str(model)
        self._session = onnxruntime.InferenceSession(
            source, options, providers=["CPUExecutionProvider"]
        )

    @property
    def inputs(self) -> dict[str, tuple[str, tuple[int | str | None, ...]]]:
        """Type ("tensor(float)") and shape of each input; a name or None is an open dimension."""
        return {each.name: (each.type, tuple(each.shape)) for each in self._session.get_inputs()}

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the outputs."""
        return tuple(each.name for each in self._session.get_outputs())

    def run(self, output: str, inputs: Inputs) -> NDArray[Any]:
        """The output `output` for `inputs`. Ends early, and raises, when the deadline passes."""
        options = onnxruntime.RunOptions()
        options.log_severity_level = _QUIET

        def end() -> None:
            options.terminate = True

        with interruptible(end):
            (found,) = self._session.run([output], dict(inputs), options)
        return np.asarray(found)


def _make_arena(megabytes: int) -> None:
    """Registers the arena that sessions share; the first size holds for the process."""
    global _arena_made  # noqa: PLW0603 - the runtime's arena belongs to the process
    with _lock:
        if _arena_made:
            return
        memory = onnxruntime.OrtMemoryInfo(
            "Cpu",
            onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR,
            0,
            onnxruntime.OrtMemType.DEFAULT,
        )
        size = megabytes * 1024 * 1024
        onnxruntime.create_and_register_allocator(memory, onnxruntime.OrtArenaCfg(size, -1, -1, -1))
        _arena_made = True
