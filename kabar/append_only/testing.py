"""Lets a test empty its tables afterwards, also those in which nothing may be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

from kabar.append_only import MARK

_flush = BaseDatabaseOperations.execute_sql_flush


def let_tests_empty_tables() -> None:
    """Lift the refusals while Django empties a test's tables; call it once, in a conftest."""

    def flush(self: BaseDatabaseOperations, sql_list: Any) -> None:
        with lifted(self.connection):
            _flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Lift every refusal of a database for the length of a block, as only its owner can."""
    lift = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with lift(connection):
        yield


@contextmanager
def _on_postgresql(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")


@contextmanager
def _on_sqlite(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%{MARK}'")
        standing = cursor.fetchall()
        for name, _ in standing:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in standing:
                cursor.execute(statement)
