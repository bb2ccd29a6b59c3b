"""Writes many rows of a table at once, with their keys: COPY on PostgreSQL, one prepared statement on SQLite.

Django's `bulk_create` asks every value how it wants to be written; for an archive that is half of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.db import connection, models

Value = Callable[[Any], Any]
NOTHING_READY: Mapping[str, Value] = MappingProxyType({})
#: Fields whose value in Python is their value in the database, on both.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.BooleanField)


def insert(rows: Sequence[models.Model], ready: Mapping[str, Value] = NOTHING_READY) -> None:
    """Write new rows of one table and give them their keys; nothing else of Django hears of it.

    Call it inside a transaction. A row that breaks a constraint raises IntegrityError. `ready` says, for a
    column whose value was laid out for the database already, where it is.
    """
    if not rows:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("rows are written inside the transaction of their batch")
    table = type(rows[0])._meta
    for row, key in zip(rows, _keys(table, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    fields = table.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = [ready.get(field.attname) or _value(field) for field in fields]
    lines = (tuple(value(row) for value in values) for row in rows)
    name = connection.ops.quote_name(table.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {name} ({columns}) FROM STDIN", lines)
    else:
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", list(lines))


def _copy(statement: str, lines: Any) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def _keys(table: Any, count: int) -> Sequence[int]:
    """Take the next keys of a table; the transaction that is open holds off whoever would take the same."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table.db_table), table.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.db_table])
        found = cursor.fetchone()
        last = found[0] if found else 0
    return range(last + 1, last + 1 + count)


def _value(field: models.Field) -> Value:
    """Return how a field's value is read from a row, as the database takes it."""
    name = field.attname
    if isinstance(field, PLAIN):
        return lambda row: _bare(getattr(row, name))
    return lambda row: field.get_db_prep_save(getattr(row, name), connection)


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
