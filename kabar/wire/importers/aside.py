"""What belongs to an archive's items and stands far from them: kept in a file, not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


class Aside:
    """Pairs of an item and something that belongs to it, in their order; gone with the object."""

    def __init__(self) -> None:
        # A file without a name: SQLite makes it when memory does not do, and no end of the process leaves it.
        self.kept = sqlite3.connect("", isolation_level=None)
        self.kept.executescript(
            "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-8000;"
            "CREATE TABLE pair (kind TEXT, item TEXT, place INTEGER, other TEXT);"
            "CREATE INDEX of_item ON pair (kind, item, place);"
        )

    def add(self, kind: str, item: str, other: str, place: int = 0) -> None:
        """Keep that something belongs to an item, at a place among its like."""
        self.kept.execute("INSERT INTO pair VALUES (?, ?, ?, ?)", (kind, item, place, other))

    def of(self, kind: str, item: str) -> list[str]:
        """Return what belongs to an item, in its order."""
        asked = "SELECT other FROM pair WHERE kind = ? AND item = ? ORDER BY place, rowid"
        return [other for (other,) in self.kept.execute(asked, (kind, item))]

    def pairs(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield each item of a kind once, with what was said last to belong to it."""
        # Beside max(), SQLite gives the other columns of the row that has it.
        asked = "SELECT item, other, max(rowid) FROM pair WHERE kind = ? GROUP BY item"
        yield from ((item, other) for item, other, _row in self.kept.execute(asked, (kind,)))

    def close(self) -> None:
        """Forget everything."""
        self.kept.close()
