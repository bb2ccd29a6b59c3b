"""Every named read of the glossary."""

from __future__ import annotations

from kabar.glossary.models import Term


def terms(paper: str) -> list[Term]:
    """Return what a paper explains."""
    return list(Term.objects.filter(paper=paper))
