"""Writes many rows of a table at once, with their keys: COPY on PostgreSQL, one prepared statement on SQLite.

Django's `bulk_create` asks every value how it wants to be written; for an archive that is half of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from operator import attrgetter
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
    lines = _lines(rows, fields, ready)
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
                "SELECT nextval(keys) FROM generate_series(1, %s),"
                " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS keys OFFSET 0) AS named",
                [count, connection.ops.quote_name(table.db_table), table.pk.column],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.db_table])
        found = cursor.fetchone()
        last = found[0] if found else 0
    return range(last + 1, last + 1 + count)


def _lines(
    rows: Sequence[models.Model], fields: Sequence[models.Field], ready: Mapping[str, Value]
) -> Iterator[Sequence[Any]]:
    """Yield the values of each row, read at once; few must be made into what the database takes."""
    names = [field.attname for field in fields]
    read = attrgetter(*names)
    laid_out = [(names.index(name), value) for name, value in ready.items()]
    made = [
        (place, make)
        for place, field in enumerate(fields)
        if field.attname not in ready and (make := _made(field))
    ]
    for row in rows:
        line = list(read(row))
        for place, make in made:
            line[place] = make(line[place])
        for place, value in laid_out:
            line[place] = value(row)
        yield line


def _made(field: models.Field) -> Value | None:
    """Return what makes a field's value in Python one of the database, or None where they are the same."""
    if isinstance(field, PLAIN):
        return _bare if field.choices else None
    if isinstance(field, models.DateTimeField) and connection.vendor == "postgresql":
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
