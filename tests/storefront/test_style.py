"""Text stands out from its ground by 4.5 to 1, controls by 3 to 1 (WCAG 2.2 AA), light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchapp import storefront

CSS = (Path(storefront.__file__).parent / "static/storefront/shop.css").read_text()
INK = [
    ("ink", ground) for ground in ("paper", "surface", "tile", "mark", "warn-wash", "accent-wash")
]
SOFT = [("ink-soft", ground) for ground in ("paper", "surface", "tile", "accent-wash")]
ACCENT = [("accent", ground) for ground in ("paper", "surface", "accent-wash")]
REST = [
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("sale", "paper"),
    ("sale", "surface"),
    ("sale", "sale-wash"),
    ("good", "paper"),
    ("#ffffff", "live"),
]
TEXT = INK + SOFT + ACCENT + REST
GRAPHICS = [("line-strong", "paper"), ("line-strong", "surface"), ("star", "paper")]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme: str, text: str, ground: str) -> float:
    known = tokens(scheme)
    lighter, darker = sorted((luminance(known.get(c, c)) for c in (text, ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    assert contrast(scheme, text, ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), GRAPHICS)
def test_controls_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    assert contrast(scheme, shape, ground) >= 3.0
