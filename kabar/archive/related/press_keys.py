"""What must be printed again when other stories stand beside a story."""

from __future__ import annotations


def beside(pk: int) -> str:
    """Key of the stories beside one story; only its own page shows them."""
    return f"related:{pk}"
