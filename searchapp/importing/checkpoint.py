"""How far an import came, kept beside the data so that one that was cut off goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state after a committed batch.

    `records` is how many records of the file are done, `counts` the report so far, `rejects_bytes`
    the length of the file of rejected rows.
    """

    records: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    rejects_bytes: int = 0


class CheckpointFile:
    """The checkpoint of one file, as it is now, imported with certain options."""

    def __init__(self, source: Path, options: Mapping[str, Any]) -> None:
        status = source.stat()
        identity = [str(source.resolve()), status.st_size, status.st_mtime_ns, dict(options)]
        digest = blake2b(orjson.dumps(identity, option=orjson.OPT_SORT_KEYS), digest_size=12)
        self.path = imports_folder() / f"{digest.hexdigest()}.json"

    def read(self) -> Checkpoint | None:
        """What an import that was cut off left, None when there is none."""
        try:
            return Checkpoint(**orjson.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return None
        except (orjson.JSONDecodeError, TypeError):
            return None  # written by another version: the import begins anew, which loses nothing

    def write(self, checkpoint: Checkpoint) -> None:
        """Keep it, whole or not at all."""
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(orjson.dumps(asdict(checkpoint)))
        fresh.replace(self.path)

    def remove(self) -> None:
        """The import is done."""
        self.path.unlink(missing_ok=True)


def imports_folder() -> Path:
    """The folder of checkpoints and rejected rows; made when it is not there."""
    folder: Path = settings.DATA_DIR / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
