"""What one connection to the database may hold up is limited."""

from __future__ import annotations

import time

import pytest
from django.db import Error, OperationalError, connection
from django.db.utils import ConnectionHandler

from searchapp.database_url import database

POSTGRESQL = "postgres://shop@db.example/catalog"
needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs DATABASE_URL of PostgreSQL"
)


def test_what_the_url_says_holds_before_all_else() -> None:
    options = database(f"{POSTGRESQL}?connect_timeout=3&sslmode=require", 600, 300)["OPTIONS"]
    assert int(options["connect_timeout"]) == 3
    assert options["sslmode"] == "require"
    assert options["keepalives"] == 1
    assert "-c statement_timeout=600s" in options["options"]


def test_without_limits_no_options_are_sent_that_a_pooler_refuses() -> None:
    assert "options" not in database(POSTGRESQL, 0, 0)["OPTIONS"]


def test_sqlite_takes_its_own() -> None:
    assert database("sqlite:///x.sqlite3", 600, 300)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_and_a_transaction_that_hang_are_ended() -> None:
    given = connection.settings_dict
    options = database(POSTGRESQL, 1, 1)["OPTIONS"]
    limited = ConnectionHandler({"default": {**given, "OPTIONS": options}})["default"]
    try:
        with pytest.raises(OperationalError, match="statement timeout"), limited.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")
        with pytest.raises(Error), limited.cursor() as cursor:
            cursor.execute("BEGIN")
            time.sleep(2.5)
            cursor.execute("SELECT 1")
    finally:
        limited.close()
