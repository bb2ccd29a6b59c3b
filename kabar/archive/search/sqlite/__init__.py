"""The index on SQLite: an FTS5 table whose rows stand in the order of time."""
