"""What must be printed again when a series changes."""

from __future__ import annotations


def series(pk: int) -> str:
    """Key of every page that names a series."""
    return f"series:{pk}"
