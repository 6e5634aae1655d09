"""Chromium for tests: a `conftest.py` imports `browser` and `visit`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import ARGUMENTS, CHROMIUM

NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium; set CHROMIUM_PATH")
Visit = Callable[..., Page]
# What a page must do it does at once, or, beside the other tests on a busy machine, much later.
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)

# Adds up how far things moved on the page after they were drawn (the CLS of web vitals).
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) window.shifted += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module."""
    # Playwright's own event loop runs in this thread, where Django then refuses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens an address in a fresh context; no page may have complained in its console.

    Options are those of Playwright's `new_context`; `cookies` logs someone in.
    """
    contexts = []
    complaints: list[str] = []

    def go(
        address: str,
        may_fail: bool = False,
        cookies: dict[str, str] | None = None,
        **options: Any,
    ) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in (cookies or {}).items()
            ]
        )
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        if not may_fail:
            page.on(
                "console",
                lambda message: (
                    complaints.append(f"{page.url}: {message.text}")
                    if message.type == "error"
                    else None
                ),
            )
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []
