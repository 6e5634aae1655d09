"""The engine's marks → HTML that is safe to put into a page."""

from __future__ import annotations

import html
import re

from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

_MARKED = re.compile(f"{HIGHLIGHT_START}([^{HIGHLIGHT_START}{HIGHLIGHT_END}]*){HIGHLIGHT_END}")
_STRAY = re.compile(f"[{HIGHLIGHT_START}{HIGHLIGHT_END}]")


def marked_html(text: str) -> str:
    """The text, escaped, with `<mark>` around what the engine marked; marks without a partner
    go.
    """
    marked = _MARKED.sub(lambda found: f"<mark>{found[1]}</mark>", html.escape(text))
    return _STRAY.sub("", marked)
