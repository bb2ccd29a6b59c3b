"""What must be reprinted when the paper's face changes: everything; and when its people do."""

from __future__ import annotations


def face(paper: str) -> str:
    """Key of every page of a paper: its nameplate and menu stand on all of them."""
    return f"paper:{paper}"


def imprint(paper: str) -> str:
    """Key of the page that names who makes a paper."""
    return f"imprint:{paper}"
