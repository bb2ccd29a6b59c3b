"""Why an act on a story is refused: it stands elsewhere, or its hour has not come."""

from __future__ import annotations


class StateConflict(Exception):
    """The story no longer stands where the act needs it; nothing was changed."""


class UnderEmbargo(StateConflict):
    """The hour before which nobody publishes the story has not come."""
