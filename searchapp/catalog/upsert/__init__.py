"""The one door through which the catalog is written: `upsert`, `delete`, and `save` for forms.

Whatever writes (import, REST, admin) comes here, set-wise where there are many. The index hears of
it by the triggers of the database (`catalog/triggers`), as it does of writes that do not come here.
"""

from searchapp.catalog.upsert.deletion import Deleted, delete
from searchapp.catalog.upsert.editing import save
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.upsert.stored import stored_row
from searchapp.catalog.upsert.writing import store, upsert

__all__ = ["Deleted", "Outcome", "Status", "delete", "save", "store", "stored_row", "upsert"]
