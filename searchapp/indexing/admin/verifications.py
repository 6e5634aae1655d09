"""What comparisons of index and catalog found, in the admin."""

from __future__ import annotations

from django.contrib import admin

from searchapp.indexing.admin.reading import ReadOnlyAdmin
from searchapp.indexing.models import Verification
from searchapp.indexing.verifying import FAULTS


@admin.register(Verification)
class VerificationAdmin(ReadOnlyAdmin):
    """The list, newest first."""

    list_display = ("at", "kind", "equal", "documents", *FAULTS, "repaired", "took")
    list_filter = ("kind",)
    fields = ("at", "kind", "index", "equal", "documents", *FAULTS, "repaired", "examples", "took")
    readonly_fields = ("equal", "examples", "took")

    @admin.display(description="equal", boolean=True)
    def equal(self, row: Verification) -> bool:
        """Whether nothing but what is set aside differed."""
        return row.is_equal

    @admin.display(description="time", ordering="seconds")
    def took(self, row: Verification) -> str:
        return f"{row.seconds:,.1f} s"

    @admin.display(description="the first of each")
    def examples(self, row: Verification) -> str:
        """Ids to look up."""
        named = (
            f"{fault.replace('_', ' ')}: {', '.join(ids)}" for fault, ids in row.detail.items()
        )
        return "; ".join(named) or "none"
