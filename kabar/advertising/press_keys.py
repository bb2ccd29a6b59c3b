"""What must be reprinted when advertising changes: the pages that hold boxes, and the lists they ask for."""

from __future__ import annotations


def boxes(paper: str) -> str:
    """Key of every page that may hold a box: it moves when a place is taken or falls free."""
    return f"ad-boxes:{paper}"


def lists(paper: str) -> str:
    """Key of the lists of what is shown."""
    return f"ad-lists:{paper}"
