"""Where the pictures that foreign copy names are looked up."""

from __future__ import annotations

from typing import Protocol


class Pictures(Protocol):
    """Where pictures named in copy are looked up."""

    def find(self, url: str, number: str = "") -> int | None:
        """Return the key of our picture of an address or attachment number; count one that is missing."""

    def of_story(self) -> list[int]:
        """Return the pictures that hang on the story at hand, for a gallery that names none."""

    def caption_of(self, picture: int) -> str:
        """Return the caption a picture has of its own."""


class NoPictures:
    """Knows no picture, for copy that comes without any."""

    def find(self, url: str, number: str = "") -> int | None:
        """Return nothing."""

    def of_story(self) -> list[int]:
        """Return nothing."""
        return []

    def caption_of(self, picture: int) -> str:
        """Return nothing."""
        return ""
