"""The small shop of the search tests; measurements that are carried out at once."""

import pytest
from django.core.management import call_command

from searchapp.relevance import runs
from tests.search.conftest import shop

__all__ = ["shop"]


@pytest.fixture
def measured_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits to be measured is measured in this process as soon as it is asked for."""
    monkeypatch.setattr(runs, "start_process", lambda: call_command("carry_out_measurements"))
