"""Texts as cells of CSV files that people open in spreadsheets."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula."""


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it: behind an apostrophe where it would."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
