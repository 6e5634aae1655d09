"""The shop's pages over a shop in memory."""

import pytest

from searchapp import wiring
from searchapp.behaviour import search_log
from searchapp.pipeline.config import SearchConfig
from tests.browser.chromium import CHROMIUM
from tests.browser.fixtures import browser, visit
from tests.storefront.shop import Shop

__all__ = ["browser", "visit"]


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shop that the pages show, for a test to look into or to change."""
    shop, config = Shop(), SearchConfig()
    monkeypatch.setattr(wiring, "search_service", lambda: shop)
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    return shop


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the searches that were logged, none of them written."""
    texts: list[str] = []
    monkeypatch.setattr(search_log, "record", lambda request, response: texts.append(request.text))
    return texts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(
            "Left out: the shop in a browser. To turn it on: install Chromium, "
            "or CHROMIUM_PATH=/path/to/chromium make test"
        )
