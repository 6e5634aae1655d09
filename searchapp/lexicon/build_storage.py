"""Learnt arrays in the database, and in files from which every process of a machine maps them."""

from __future__ import annotations

import fcntl
import io
import json
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from analyzers.evidence import Arrays
from searchapp.lexicon.models import LexiconArray, LexiconBuild

_COMPRESSION = 3
_KEPT_BUILDS = 2
_SUFFIX = ".npy"
_SIZES = "sizes.json"
"""Written last: how many bytes each file of a build has."""
_LOCK = "lock"


def store_arrays(build: LexiconBuild, arrays: Mapping[str, NDArray[np.generic]]) -> int:
    """Writes the arrays of a build, then completes it; returns their bytes in the database.

    Readers use a build only once it is complete.
    """
    size = 0
    for name, array in arrays.items():
        file = io.BytesIO()
        np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        data = zlib.compress(file.getbuffer(), _COMPRESSION)
        size += len(data)
        LexiconArray.objects.create(build=build, name=name, data=data)
    build.is_complete = True
    build.save()
    return size


def map_arrays(build: LexiconBuild) -> Arrays:
    """The arrays of a build, mapped read-only from files of the data folder.

    The first process of a machine that asks writes the files, and so does one that finds a file
    gone or of another size. Raises OSError, ValueError, EOFError and zlib.error for what cannot be
    read, and database errors.
    """
    folder = builds_folder() / _folder_name(build)
    if not _is_whole(folder):
        with _locked():
            if not _is_whole(folder):
                shutil.rmtree(folder, ignore_errors=True)
                _write_files(build, folder)
    return {
        path.name.removesuffix(_SUFFIX): _mapped(path)
        for path in sorted(folder.iterdir())
        if path.name.endswith(_SUFFIX)
    }


def remove_files(build: LexiconBuild) -> None:
    """Removes the files of a build, where that can be, so that they are written again when they are
    asked for.
    """
    with suppress(OSError), _locked():
        shutil.rmtree(builds_folder() / _folder_name(build), ignore_errors=True)


def prune(newest: LexiconBuild) -> None:
    """Removes all builds but the `newest` complete ones, in the database and of this machine.

    Files that a process has mapped stay readable to it until it lets go.
    """
    complete = LexiconBuild.objects.filter(is_complete=True, pk__lte=newest.pk).order_by("-pk")
    kept = list(complete[:_KEPT_BUILDS])
    LexiconBuild.objects.filter(pk__lt=newest.pk).exclude(
        pk__in=[each.pk for each in kept]
    ).delete()
    names = {_folder_name(build) for build in kept}
    for folder in builds_folder().iterdir():
        number = folder.name.partition("-")[0]
        if number.isdigit() and int(number) <= newest.pk and folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)


def builds_folder() -> Path:
    """Where the files of builds lie: a folder for each database, as builds are numbered in it."""
    database = settings.DATABASES["default"]
    place = f"{database.get('HOST', '')}|{database.get('PORT', '')}|{database['NAME']}"
    folder = Path(settings.DATA_DIR) / "lexicon" / f"{zlib.crc32(place.encode()):08x}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder_name(build: LexiconBuild) -> str:
    """Its number and its time: after the database was restored, numbers are given again."""
    return f"{build.pk}-{int(build.built.timestamp() * 1_000_000)}"


def _write_files(build: LexiconBuild, folder: Path) -> None:
    written = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    try:
        for name in build.arrays.values_list("name", flat=True):
            array = build.arrays.only("data").get(name=name)
            (written / f"{name}{_SUFFIX}").write_bytes(zlib.decompress(array.data))
        sizes = {path.name: path.stat().st_size for path in written.iterdir()}
        (written / _SIZES).write_text(json.dumps(sizes))
        written.chmod(0o755)  # workers of other users map the same files
        written.rename(folder)
    finally:
        shutil.rmtree(written, ignore_errors=True)


def _is_whole(folder: Path) -> bool:
    """Whether every file is there in its size: what was written, unless its bytes were changed."""
    try:
        sizes: dict[str, int] = json.loads((folder / _SIZES).read_text())
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


@contextmanager
def _locked() -> Iterator[None]:
    """Lets one process of the machine at a time change the files of builds."""
    with (builds_folder() / _LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mapped(path: Path) -> NDArray[np.generic]:
    array: NDArray[np.generic] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array
