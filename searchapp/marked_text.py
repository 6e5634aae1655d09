"""The engine's highlights → HTML that is safe to put into a page or an answer."""

from __future__ import annotations

import html
import re

from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

_MARKED = re.compile(f"{HIGHLIGHT_START}([^{HIGHLIGHT_START}{HIGHLIGHT_END}]*){HIGHLIGHT_END}")
_STRAY = re.compile(f"[{HIGHLIGHT_START}{HIGHLIGHT_END}]")


def marked_html(text: str) -> str:
    """The text, escaped, with `<mark>` around what the engine marked; lone marks go."""
    return _STRAY.sub("", _MARKED.sub(r"<mark>\1</mark>", html.escape(text)))


def unmarked(text: str) -> str:
    """The text without the engine's marks."""
    return _STRAY.sub("", text)
