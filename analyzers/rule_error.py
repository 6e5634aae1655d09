"""Why something that a merchant wrote cannot be used."""

from __future__ import annotations


class RuleError(ValueError):
    """Names the field and how to mend it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
