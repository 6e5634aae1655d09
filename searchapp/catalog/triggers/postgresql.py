"""The triggers of PostgreSQL: versions row by row, the outbox once for a whole statement."""

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
    VERSIONED,
    Items,
    Parts,
    Quoted,
)

_MICROSECONDS = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_NEW_ROWS = "REFERENCING NEW TABLE AS new_rows"
_OLD_ROWS = "REFERENCING OLD TABLE AS old_rows"
_BOTH = "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"


def triggers() -> Iterator[tuple[str, str, str]]:
    """(name, when it fires, body of its function) of each trigger; the name is unique and
    has no digest yet.
    """
    kinds = {items.table: items.kind for items in ITEMS}
    for table in VERSIONED:
        yield (
            f"{table}_version",
            f"BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
            _version(kinds.get(table)),
        )
    for items in ITEMS:
        yield from _of_items(items)
    for parts in PARTS:
        yield from _of_parts(parts)
    for quoted in QUOTED:
        yield from _of_quoted(quoted)


def _version(kind: str | None) -> str:
    buried = (
        f"(SELECT version + 1 FROM {TOMBSTONES} WHERE kind = '{kind}' AND item_id = NEW.id)"
        if kind
        else "NULL"
    )
    return f"""BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.version <= 0 THEN NEW.version := {_MICROSECONDS}; END IF;
            NEW.version := GREATEST(NEW.version, {buried});
        ELSE
            IF NEW.version <= OLD.version THEN
                NEW.version := GREATEST(OLD.version + 1, {_MICROSECONDS});
            END IF;
            IF NEW.id <> OLD.id THEN NEW.version := GREATEST(NEW.version, {buried}); END IF;
        END IF;
        RETURN NEW;
    END"""


def _of_items(items: Items) -> Iterator[tuple[str, str, str]]:
    table, kind = items.table, items.kind
    inserted = _announce(f"SELECT '{items.inserted.value}', '{kind}', id FROM new_rows")
    yield (
        f"{table}_insert",
        f"AFTER INSERT ON {table} {_NEW_ROWS} FOR EACH STATEMENT",
        _function(inserted),
    )
    both = "FROM new_rows n JOIN old_rows o USING (id)"
    lane = f"CASE WHEN {_differ(items.fast)} THEN '{Lane.FAST.value}' ELSE '{Lane.BULK.value}' END"
    updated = [_announce(f"SELECT {lane}, '{kind}', n.id {both}")]
    if items.quoted:
        where = f"WHERE {_differ((items.quoted,))}"
        updated.append(_announce(f"SELECT '{Lane.BULK.value}', '{TITLE}', n.id {both} {where}"))
    yield (
        f"{table}_update",
        f"AFTER UPDATE ON {table} {_BOTH} FOR EACH STATEMENT",
        _function(*updated),
    )
    yield (
        f"{table}_delete",
        f"AFTER DELETE ON {table} {_OLD_ROWS} FOR EACH STATEMENT",
        _function(*_gone(kind, "old_rows")),
    )
    yield (
        f"{table}_truncate",
        f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
        _function(*_gone(kind, table)),
    )
    # Statements that name no id, which is to say all but those by hand, are not looked at.
    came = _announce(f"VALUES ('{items.inserted.value}', '{kind}', NEW.id)")
    yield (
        f"{table}_renamed",
        f"AFTER UPDATE OF id ON {table} FOR EACH ROW WHEN (NEW.id <> OLD.id)",
        _function(*_gone(kind, "(SELECT OLD.id, OLD.version) AS renamed"), came),
    )


def _gone(kind: str, rows: str) -> tuple[str, str]:
    """Tombstones of items that go, and their removal from the index."""
    buried = f"""INSERT INTO {TOMBSTONES} AS stored (kind, item_id, version, deleted)
        SELECT '{kind}', id, GREATEST(version + 1, {_MICROSECONDS}), clock_timestamp()
        FROM {rows} ORDER BY id
        ON CONFLICT (kind, item_id) DO UPDATE
        SET version = GREATEST(stored.version + 1, EXCLUDED.version), deleted = EXCLUDED.deleted"""
    return buried, _announce(f"SELECT '{Lane.FAST.value}', '{kind}', id FROM {rows}")


def _of_parts(parts: Parts) -> Iterator[tuple[str, str, str]]:
    key = parts.key
    keys = {
        "INSERT": (f"SELECT {key} FROM new_rows", _NEW_ROWS),
        "UPDATE": (f"SELECT {key} FROM new_rows UNION SELECT {key} FROM old_rows", _BOTH),
        "DELETE": (f"SELECT {key} FROM old_rows", _OLD_ROWS),
    }
    yield (
        f"{parts.table}_truncate",
        f"BEFORE TRUNCATE ON {parts.table} FOR EACH STATEMENT",
        _function(_raised(parts.owner, f"SELECT {key} FROM {parts.table}")),
    )
    for event, (owners, rows) in keys.items():
        raised = _raised(parts.owner, owners)
        announced = (
            [
                _announce(
                    f"SELECT DISTINCT '{Lane.FAST.value}', '{parts.kind}', n.{key}"
                    f" FROM new_rows n JOIN old_rows o USING (id) WHERE {_differ(parts.fast)}"
                )
            ]
            if parts.fast and event == "UPDATE"
            else []
        )
        yield (
            f"{parts.table}_{event.lower()}",
            f"AFTER {event} ON {parts.table} {rows} FOR EACH STATEMENT",
            _function(*announced, raised),
        )


def _raised(table: str, ids: str) -> str:
    """New versions of items, locked in one order, whoever writes, so that writers wait for one
    another.
    """
    return f"""WITH owners AS (
            SELECT id FROM {table} WHERE id IN ({ids}) ORDER BY id FOR UPDATE
        )
        UPDATE {table} SET version = GREATEST(version + 1, {_MICROSECONDS})
        WHERE id IN (SELECT id FROM owners)"""


def _of_quoted(quoted: Quoted) -> Iterator[tuple[str, str, str]]:
    announced = _announce(
        f"SELECT '{Lane.BULK.value}', '{quoted.kind}', n.id::text"
        f" FROM new_rows n JOIN old_rows o USING (id) WHERE {_differ(quoted.columns)}"
    )
    yield (
        f"{quoted.table}_quoted",
        f"AFTER UPDATE ON {quoted.table} {_BOTH} FOR EACH STATEMENT",
        _function(announced),
    )


def _announce(rows: str) -> str:
    return f"INSERT INTO {OUTBOX} (lane, kind, item_id) {rows}"


def _differ(columns: tuple[str, ...]) -> str:
    new = ", ".join(f"n.{name}" for name in columns)
    old = ", ".join(f"o.{name}" for name in columns)
    return f"({old}) IS DISTINCT FROM ({new})"


def _function(*statements: str) -> str:
    return "BEGIN\n" + "".join(f"{statement};\n" for statement in statements) + "RETURN NULL;\nEND"
