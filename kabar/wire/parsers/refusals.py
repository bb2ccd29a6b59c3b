"""Why a file gave no item."""

from __future__ import annotations


class Unread(ValueError):
    """A file gave no item; one line says why, and `place` where it went wrong."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place

    def line(self, name: str) -> str:
        """Return the line a desk reads: file, place, reason."""
        where = f"{name}:{self.place}" if self.place else name
        return f"{where}: {self}"


class Malformed(Unread):
    """Copy that was meant as an item and cannot be read."""


class NotAnItem(Unread):
    """Something else: a picture, a listing, somebody's notes."""
