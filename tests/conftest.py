"""Says which suites were left out for want of a server, and how to turn them on."""

import os
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest

# How long an example takes says more of the machine than of the product.
hypothesis.settings.register_profile("searchapp", deadline=None)
hypothesis.settings.load_profile("searchapp")

SERVERS = {
    "ELASTICSEARCH_URL": ("the suites on Elasticsearch", "http://localhost:9200"),
    "DATABASE_URL": ("the runs on PostgreSQL", "postgres://user:password@localhost/searchapp"),
    "CELERY_BROKER_URL": ("the suites with Celery workers", "redis://localhost:6379/0"),
}


@pytest.fixture
def environment(settings: Any) -> Callable[..., None]:
    """Changes values of the environment for one test."""

    def change(**values: Any) -> None:
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, **values}

    return change


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for variable, (suites, example) in SERVERS.items():
        if not os.environ.get(variable):
            terminalreporter.write_line(
                f"Left out: {suites}. To turn them on: {variable}={example} make test"
            )
