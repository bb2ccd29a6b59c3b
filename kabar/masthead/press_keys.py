"""What must be reprinted when the paper's face changes: everything."""

from __future__ import annotations


def face(paper: str) -> str:
    """Key of every page of a paper: its nameplate, menu and imprint stand on all of them."""
    return f"paper:{paper}"
