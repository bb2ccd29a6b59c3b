"""Why something about a membership cannot be done, in words for whoever asked."""

from __future__ import annotations

from kabar.stories.refusals import StateConflict


class Refused(StateConflict):
    """It cannot be done; the message says why, and nothing was changed."""


class Conflict(Refused):
    """It stands otherwise by now than whoever asked could see."""


class TooMany(Refused):
    """So many came of late that this one was not taken."""
