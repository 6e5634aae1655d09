"""Files that people upload: of bounded size, and text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

MOST_BYTES = 10 * 1024 * 1024


def uploaded_text(file: Any, most_bytes: int = MOST_BYTES) -> str:
    """The text of an uploaded file. Raises ValidationError, which says what to do about it."""
    if file.size > most_bytes:
        raise ValidationError(
            f"{file.name} has {file.size / 2**20:.1f} MB, and {most_bytes / 2**20:.0f} MB is the "
            "most; split it, or use the command import_judgments"
        )
    data: bytes = file.read(most_bytes + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(f"{file.name} is not text in UTF-8; save it as CSV, UTF-8") from None
    if "\0" in text:
        raise ValidationError(f"{file.name} is no text file; save it as CSV, UTF-8")
    if not text.strip():
        raise ValidationError(f"{file.name} is empty")
    return text
