"""The database's entry in the settings: from its URL, with limits to what one connection may hold
up.
"""

from __future__ import annotations

from typing import Any

import dj_database_url

_CLIENT_NOTICES = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A server whose host is gone is noticed within a minute (libpq; seconds, the last one in ms)."""
_SERVER_NOTICES = {
    "tcp_keepalives_idle": "30s",
    "tcp_keepalives_interval": "10s",
    "tcp_keepalives_count": "3",
}
"""So is a client, whose locks are then let go of."""


def database(url: str, statement_s: int, idle_s: int) -> dict[str, Any]:
    """The entry of a URL. On PostgreSQL a statement is ended after `statement_s`, a transaction
    that does nothing after `idle_s`, 0 for no limit; what the URL itself says holds before that.

    Without limits no options are sent to the server, which poolers such as PgBouncer refuse.
    """
    entry: dict[str, Any] = dict(
        dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    )
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        entry["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif entry["ENGINE"] == "django.db.backends.postgresql":
        limits = {
            "statement_timeout": f"{statement_s}s",
            "idle_in_transaction_session_timeout": f"{idle_s}s",
        }
        sent = limits | _SERVER_NOTICES if statement_s or idle_s else {}
        options = " ".join(f"-c {name}={value}" for name, value in sent.items())
        entry["OPTIONS"] = (
            _CLIENT_NOTICES | ({"options": options} if options else {}) | entry.get("OPTIONS", {})
        )
    return entry
