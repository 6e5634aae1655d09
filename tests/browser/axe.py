"""What axe-core finds wrong with a page for people who do not see, hear or point as others do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_GRAVE = ("serious", "critical")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def serious_violations(
    page: Page, within: Sequence[str] = (), without: Sequence[str] = ()
) -> list[str]:
    """The serious and critical violations of WCAG 2.1 A and AA, each in a line with where it is.

    `within` are selectors of the parts to look at, all of the page if empty, `without` those to
    leave out.
    """
    context: dict[str, Any] = {"exclude": [[selector] for selector in without]}
    if within:
        context["include"] = [[selector] for selector in within]
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _RULES}}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]} {node['target']}"
        for violation in found
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
    ]
