"""What must be reprinted when what is on offer changes: the page of offers."""

from __future__ import annotations


def offer(paper: str) -> str:
    """Key of the page on which memberships are offered."""
    return f"offer:{paper}"
