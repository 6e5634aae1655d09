"""Serves the pictures under MEDIA_ROOT, so that the shop shows them without any other server.

In production a web server or an object store should stand before this view: point MEDIA_URL at it.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils._os import safe_join
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

# Pictures only, and none that a browser would run scripts in (SVG).
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
MAX_AGE_SECONDS = 86_400


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture `name` under MEDIA_ROOT; 404 for anything else, 304 when the browser has it."""
    file = _file(name)
    changed = int(file.stat().st_mtime)
    known = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponseBase
    if known is not None and changed <= known:
        response = HttpResponseNotModified()
    else:
        response = FileResponse(file.open("rb"), content_type=CONTENT_TYPES[file.suffix.lower()])
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(name: str) -> Path:
    """The file of that name, which can't lie outside MEDIA_ROOT; raises Http404."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, name)).resolve()
        is_inside = file.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
        if is_inside and file.suffix.lower() in CONTENT_TYPES and file.is_file():
            return file
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404("There is no such picture.") from error
    raise Http404("There is no such picture.")
