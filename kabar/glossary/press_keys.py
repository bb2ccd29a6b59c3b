"""What must be printed again when the glossary changes."""

from __future__ import annotations


def glossary(paper: str) -> str:
    """Key of every story's page of a paper: any of them may use the word."""
    return f"glossary:{paper}"
