"""Every named read of sections."""

from __future__ import annotations

from django.db.models import QuerySet

from kabar.sections.models import Section


def of_paper(paper: str) -> QuerySet[Section]:
    """Return a paper's sections in the order of its menu."""
    return Section.objects.filter(paper=paper).order_by("position", "name")


def on_menu(paper: str) -> QuerySet[Section]:
    """Return the sections that stand in a paper's menu."""
    return of_paper(paper).filter(on_menu=True)


def papers_of_sections() -> dict[int, str]:
    """Return to which paper each section belongs."""
    return dict(Section.objects.values_list("pk", "paper"))
