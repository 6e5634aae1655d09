"""Triggers of the database that note every change of the catalog for the index.

Whatever changes a row (the ORM one by one or in bulk, the admin, the API, an import, SQL by hand, a
reference that is set to null), the same transaction then holds a row of the outbox, a greater
version of the item, and a tombstone where the item is gone. Nothing that forgets to tell can lose a
change, and what is rolled back was never told.

`catalogued` says what is watched, `sqlite` and `postgresql` put it into statements, `installation`
brings them into the database after each `migrate`.
"""

from searchapp.catalog.triggers.installation import install, missing

__all__ = ["install", "missing"]
