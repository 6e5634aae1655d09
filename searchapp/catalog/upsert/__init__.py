"""The one door through which the catalog is written: `upsert`, `delete`, and `save` for forms.

Whatever writes (import, REST, admin) comes here, set-wise where there are many, and from here the
changes are announced to the index, in the same transaction.
"""

from searchapp.catalog.upsert.deletion import Deleted, delete
from searchapp.catalog.upsert.editing import save
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.upsert.writing import upsert

__all__ = ["Deleted", "Outcome", "Status", "delete", "save", "upsert"]
