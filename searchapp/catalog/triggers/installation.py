"""Brings the triggers into the database and says which are not there.

The name of a trigger ends in a digest of what it does, so that an older one is told from today's.
"""

from __future__ import annotations

from hashlib import blake2b

from django.db.backends.base.base import BaseDatabaseWrapper

from searchapp.catalog.triggers import postgresql, sqlite

_PREFIX = "searchapp_"
_LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '!'",
    "postgresql": (
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE %s ESCAPE '!' AND pg_table_is_visible(c.oid)"
    ),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing and remove those that are not today's."""
    wanted, there = _wanted(connection.vendor), _there(connection)
    with connection.cursor() as cursor:
        for name in there - wanted.keys():
            cursor.execute(_dropping(connection.vendor, name))
        for name in wanted.keys() - there:
            for statement in wanted[name]:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that the database lacks; `install` makes them."""
    return sorted(_wanted(connection.vendor).keys() - _there(connection))


def _wanted(vendor: str) -> dict[str, list[str]]:
    """The statements that make each trigger, by its name."""
    wanted = {}
    if vendor == "sqlite":
        for name, does in sqlite.triggers():
            full = _named(name, does)
            wanted[full] = [f"CREATE TRIGGER {full} {does}"]
    elif vendor == "postgresql":
        for name, fires, body in postgresql.triggers():
            full = _named(name, fires + body)
            wanted[full] = [
                f"CREATE OR REPLACE FUNCTION {full}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $body$ {body} $body$",
                f"CREATE TRIGGER {full} {fires} EXECUTE FUNCTION {full}()",
            ]
    else:
        raise NotImplementedError(
            f"the catalog is kept in PostgreSQL or SQLite, not in {vendor}; set DATABASE_URL"
        )
    return wanted


def _named(name: str, does: str) -> str:
    digest = blake2b(does.encode(), digest_size=4).hexdigest()
    return f"{_PREFIX}{name.removeprefix('catalog_')}_{digest}"


def _there(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LISTED[connection.vendor], [_PREFIX.replace("_", "!_") + "%"])
        return {name for (name,) in cursor.fetchall()}


def _dropping(vendor: str, name: str) -> str:
    if vendor == "postgresql":
        return f"DROP FUNCTION IF EXISTS {name}() CASCADE"
    return f"DROP TRIGGER IF EXISTS {name}"
