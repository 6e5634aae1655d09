"""Where the picture of an item is."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def picture_url(name: object) -> str | None:
    """The URL of a document's picture: an https URL as it is, a name under MEDIA_URL; else None.

    A picture over plain http would not be shown: the pages' content security policy forbids it.
    """
    if not isinstance(name, str) or not name:
        return None
    if name.startswith("https://"):
        return name
    if "://" in name or name.startswith(("/", "data:")):
        return None
    return f"{settings.MEDIA_URL}{quote(name)}"
