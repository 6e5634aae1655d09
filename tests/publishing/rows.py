"""Rows as drafts have them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F

from searchapp.publishing.models import Drafted

T = TypeVar("T", bound=Drafted)


def edited(row: T) -> T:
    """The row as the draft has it that was edited last; as published when none changes it."""
    rows = type(row)._default_manager.filter(key=row.key)
    found = rows.order_by(F("draft").desc(nulls_last=True)).first()
    assert found is not None
    return found
