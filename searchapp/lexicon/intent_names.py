"""The names of the shop's intents."""

from __future__ import annotations

from searchapp.lexicon.models import Intent
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft


def intent_names(draft: Draft | None) -> frozenset[str]:
    """Those in use in the draft (None: those published)."""
    rows = seen_in(Intent, draft).filter(is_active=True)
    return frozenset(rows.order_by().values_list("name", flat=True))
