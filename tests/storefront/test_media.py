"""Pictures are served from the media folder, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    root = tmp_path / "media"
    (root / "demo").mkdir(parents=True)
    (root / "demo" / "kettle 1.webp").write_bytes(b"a picture")
    (root / "demo" / "notes.txt").write_text("not a picture")
    (root / "demo" / "drawing.svg").write_text("<svg onload='alert(1)'/>")
    (tmp_path / "secret.webp").write_bytes(b"outside")
    (root / "demo" / "way-out.webp").symlink_to(tmp_path / "secret.webp")
    settings.MEDIA_ROOT = root
    return root


def test_a_picture_comes_with_its_type_and_may_be_kept(client: Client) -> None:
    response = client.get("/media/demo/kettle%201.webp")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"a picture"  # type: ignore[attr-defined]
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=86400"


def test_a_browser_that_has_it_is_told_so(client: Client) -> None:
    first = client.get("/media/demo/kettle%201.webp")
    assert b"".join(first.streaming_content) == b"a picture"  # type: ignore[attr-defined]
    again = client.get(
        "/media/demo/kettle%201.webp", headers={"If-Modified-Since": first["Last-Modified"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        "demo/none.webp",
        "demo/notes.txt",
        "demo/drawing.svg",
        "demo/way-out.webp",
        "demo",
        "../secret.webp",
        "demo/..%2F..%2Fsecret.webp",
        "%2Fetc%2Fpasswd",
        "demo/%00.webp",
        "x" * 5000 + ".webp",
    ],
)
def test_anything_else_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404
