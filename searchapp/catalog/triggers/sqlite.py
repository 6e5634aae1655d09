"""The triggers of SQLite: one for each row, before the statement ends."""

# Table and column names are those of `catalogued`; no value of a user comes into the statements.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterator

from searchapp.catalog.models.outbox import Lane
from searchapp.catalog.triggers.catalogued import (
    ITEMS,
    OUTBOX,
    PARTS,
    QUOTED,
    TITLE,
    TOMBSTONES,
    Items,
    Parts,
    Quoted,
)

_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
_MICROSECONDS = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"


def triggers() -> Iterator[tuple[str, str]]:
    """(name, statement) of each trigger; the name is unique and has no digest yet."""
    for items in ITEMS:
        yield from _of_items(items)
    for parts in PARTS:
        yield from _of_parts(parts)
    for quoted in QUOTED:
        yield from _of_quoted(quoted)
    yield (
        "catalog_seller_version",
        f"""AFTER UPDATE ON catalog_seller WHEN NEW.version <= OLD.version BEGIN
            UPDATE catalog_seller SET version = max(OLD.version + 1, {_MICROSECONDS})
            WHERE id = NEW.id;
        END""",
    )


def _of_items(items: Items) -> Iterator[tuple[str, str]]:
    table, kind = items.table, items.kind
    buried = (
        f"coalesce((SELECT version + 1 FROM {TOMBSTONES}"
        f" WHERE kind = '{kind}' AND item_id = NEW.id), 0)"
    )
    yield (
        f"{table}_insert",
        f"""AFTER INSERT ON {table} BEGIN
            {_announce(f"'{items.inserted.value}'", kind, "NEW.id")};
            UPDATE {table} SET version = max(NEW.version, {buried}, {_MICROSECONDS})
            WHERE id = NEW.id AND (NEW.version <= 0 OR NEW.version < {buried});
        END""",
    )
    lane = _lane(items.fast)
    quoted = (
        _announce(f"'{Lane.BULK.value}'", TITLE, "NEW.id", f"{_differ((items.quoted,))}") + ";"
        if items.quoted
        else ""
    )
    yield (
        f"{table}_update",
        f"""AFTER UPDATE ON {table} BEGIN
            {_announce(lane, kind, "NEW.id")};
            {quoted}
            UPDATE {table} SET version = max(OLD.version + 1, {_MICROSECONDS})
            WHERE id = NEW.id AND NEW.version <= OLD.version;
        END""",
    )
    gone = f"""INSERT INTO {TOMBSTONES} (kind, item_id, version, deleted)
            VALUES ('{kind}', OLD.id, max(OLD.version + 1, {_MICROSECONDS}), {_NOW})
            ON CONFLICT (kind, item_id) DO UPDATE
            SET version = max(version + 1, excluded.version), deleted = excluded.deleted;
            {_announce(f"'{Lane.FAST.value}'", kind, "OLD.id")};"""
    yield f"{table}_delete", f"AFTER DELETE ON {table} BEGIN {gone} END"
    yield (
        f"{table}_renamed",
        f"""AFTER UPDATE OF id ON {table} WHEN NEW.id <> OLD.id BEGIN
            {gone}
            UPDATE {table} SET version = max(version, {buried}) WHERE id = NEW.id;
        END""",
    )


def _of_parts(parts: Parts) -> Iterator[tuple[str, str]]:
    for event, rows in (
        ("INSERT", ("NEW",)),
        ("UPDATE", ("NEW", "OLD")),
        ("DELETE", ("OLD",)),
    ):
        keys = ", ".join(f"{row}.{parts.key}" for row in rows)
        fast = (
            _announce(f"'{Lane.FAST.value}'", parts.kind, f"NEW.{parts.key}", _differ(parts.fast))
            + ";"
            if parts.fast and event == "UPDATE"
            else ""
        )
        yield (
            f"{parts.table}_{event.lower()}",
            f"""AFTER {event} ON {parts.table} BEGIN
                {fast}
                UPDATE {parts.owner} SET version = max(version + 1, {_MICROSECONDS})
                WHERE id IN ({keys});
            END""",
        )


def _of_quoted(quoted: Quoted) -> Iterator[tuple[str, str]]:
    announced = _announce(f"'{Lane.BULK.value}'", quoted.kind, "NEW.id")
    yield (
        f"{quoted.table}_quoted",
        f"AFTER UPDATE ON {quoted.table} WHEN {_differ(quoted.columns)} BEGIN {announced}; END",
    )


def _announce(lane: str, kind: str, key: str, when: str = "1") -> str:
    return (
        f"INSERT INTO {OUTBOX} (lane, kind, item_id, cursor, created)"
        f" SELECT {lane}, '{kind}', CAST({key} AS TEXT), '', {_NOW} WHERE {when}"
    )


def _lane(fast: tuple[str, ...]) -> str:
    return f"CASE WHEN {_differ(fast)} THEN '{Lane.FAST.value}' ELSE '{Lane.BULK.value}' END"


def _differ(columns: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns) + ")"
