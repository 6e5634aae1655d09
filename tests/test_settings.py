"""The settings: strictly parsed, and documented."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from searchapp.environment import VARIABLES, settings_table

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"


def test_the_table_in_the_docs_is_the_one_in_the_code() -> None:
    assert settings_table() in DOCUMENT.read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEARCHAPP_BUDGET_MS", "soon"),
        ("SEARCHAPP_BUDGET_MS", "0"),
        ("SEARCHAPP_DEBUG", "perhaps"),
        ("SEARCHAPP_MAX_BODY_MB", "-1"),
        ("SEARCHAPP_LANGUAGES", ""),
        ("SEARCHAPP_INDEX_PREFIX", "../elsewhere"),
        ("SEARCHAPP_CURRENCY", "dollar"),
        ("DATABASE_URL", "nonsense"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("CELERY_BROKER_URL", "bogus"),
        ("CACHE_URL", "foo"),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_start_and_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    variable = next(each for each in VARIABLES if each.name == name)
    with pytest.raises(ImproperlyConfigured, match=name):
        variable.read()
