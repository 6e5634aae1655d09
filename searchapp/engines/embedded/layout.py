"""Where things lie on disk.

    <folder>/product.live              the name of the live index of products
    <folder>/product-20260131T120000-000001/
        fields.json                    the fields that it was made with
        languages.json                 the languages for which its texts are analysed
        rows.sqlite                    the rows
        text/                          tantivy's files
        vectors-<row>/                 the vectors up to that row
        write.lock                     held by the one process that writes

The live index is swapped by replacing the small pointer file, which is one atomic step.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from searchapp.pipeline.request import Kind

_DROPPED = ".dropped-"

FileMark: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The paths of one index."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)

    @property
    def fields(self) -> Path:
        return self.path / "fields.json"

    @property
    def languages(self) -> Path:
        return self.path / "languages.json"

    @property
    def rows(self) -> Path:
        return self.path / "rows.sqlite"

    @property
    def text(self) -> Path:
        return self.path / "text"

    @property
    def text_commit(self) -> Path:
        """Replaced by tantivy at every commit."""
        return self.text / "meta.json"

    @property
    def lock(self) -> Path:
        return self.path / "write.lock"

    def vectors(self, generation: int) -> Path:
        return self.path / f"vectors-{generation}"


def kind_of(index: str) -> Kind:
    """The kind that an index name begins with. Raises ValueError."""
    kind, dash, _ = index.partition("-")
    if not dash or "/" in index or os.sep in index:
        raise ValueError(f"{index!r} is not the name of an index")
    return Kind(kind)


@dataclass(frozen=True, slots=True)
class Layout:
    """The indexes under one folder."""

    folder: Path

    def index(self, name: str) -> IndexFolder:
        """The folder of the existing index `name`. Raises ValueError when there is none."""
        kind_of(name)
        index = self.folder_of(name)
        if not index.path.is_dir():
            raise ValueError(f"there is no index {name!r}; make one with create()")
        return index

    def folder_of(self, name: str) -> IndexFolder:
        """Where the index `name` lies or would lie."""
        return IndexFolder(self.folder / name)

    def new_index(self, kind: Kind) -> IndexFolder:
        """Make an empty folder, whose name sorts after those of all older indexes of the kind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            now = time.time_ns()
            moment = datetime.fromtimestamp(now // 10**9, UTC).strftime("%Y%m%dT%H%M%S")
            path = self.folder / f"{kind}-{moment}-{now % 10**9:09}"
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return IndexFolder(path)

    def indexes(self, kind: Kind) -> list[str]:
        """The names of the indexes of `kind`, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.glob(f"{kind}-*") if path.is_dir())

    def live(self, kind: Kind) -> str | None:
        try:
            return self._pointer(kind).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def live_mark(self, kind: Kind) -> FileMark | None:
        """Changes whenever another index becomes the live one; cheap to look at."""
        return file_mark(self._pointer(kind))

    def make_live(self, index: IndexFolder) -> None:
        pointer = self._pointer(index.kind)
        fresh = pointer.with_name(f"{pointer.name}.{os.getpid()}-{time.time_ns()}")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(index.name)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(pointer)

    def drop(self, index: IndexFolder) -> None:
        """Remove the folder; readers that have its files open keep them until they let go."""
        grave = index.path.with_name(_DROPPED + index.name)
        index.path.replace(grave)
        shutil.rmtree(grave)

    def _pointer(self, kind: Kind) -> Path:
        return self.folder / f"{kind}.live"


def file_mark(path: Path) -> FileMark | None:
    """A cheap mark that changes whenever the file is replaced; None when it is not there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
