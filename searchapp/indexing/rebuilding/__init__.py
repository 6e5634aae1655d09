"""A new index in the place of the live one, without downtime and without a lost write.

A build is a row in the database and goes through its states: `filling` (slices of the catalog, by
any number of processes), `replaying` (the outbox, up to the row that was the newest), `comparing`
(index and catalog), `live` (the alias is moved in one action; the outbox once more), `done` (older
indexes are dropped). From its first moment on, whoever drains the outbox writes to the new index
too. A build whose process was killed is gone on with where it stood.
"""

from searchapp.indexing.rebuilding.build import (
    RebuildFailed,
    RebuildReport,
    begin,
    build_missing_indexes,
    go_on,
    noting_failure,
    rebuild,
    work_on,
)
from searchapp.indexing.rebuilding.filling import fill

__all__ = [
    "RebuildFailed",
    "RebuildReport",
    "begin",
    "build_missing_indexes",
    "fill",
    "go_on",
    "noting_failure",
    "rebuild",
    "work_on",
]
