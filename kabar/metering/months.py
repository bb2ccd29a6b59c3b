"""The months that meters and gifts are counted in: those of the paper's own zone."""

from __future__ import annotations

from datetime import datetime

from kabar import clock
from kabar.config import Paper


def this_month(paper: Paper) -> str:
    """Return the running month, such as 2026-11."""
    return f"{clock.local(clock.now(), paper.zone):%Y-%m}"


def begun(paper: Paper) -> datetime:
    """Return the instant at which the running month began."""
    here = clock.local(clock.now(), paper.zone)
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
