"""Lifts the refusals of an append-only table, for the proofs about one that was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kabar.append_only import MARK


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
